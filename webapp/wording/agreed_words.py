"""The words of which one is agreed with people, and how a message shows it."""

import secrets
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from webapp.ground.vocabulary import AGREED_WORDS

OF_AGREED_WORDS: Final[dict[str, dict[str, Any]]] = {
    "agreed-word": {
        "apple": _l("apple"), "bicycle": _l("bicycle"), "boat": _l("boat"), "bottle": _l("bottle"),
        "bread": _l("bread"), "bridge": _l("bridge"), "carrot": _l("carrot"), "chair": _l("chair"),
        "clock": _l("clock"), "cup": _l("cup"), "door": _l("door"), "egg": _l("egg"),
        "fish": _l("fish"), "goat": _l("goat"), "horse": _l("horse"), "key": _l("key"),
        "lamp": _l("lamp"), "lemon": _l("lemon"), "milk": _l("milk"), "onion": _l("onion"),
        "potato": _l("potato"), "rice": _l("rice"), "salt": _l("salt"), "soap": _l("soap"),
        "spoon": _l("spoon"), "table": _l("table"), "tomato": _l("tomato"),
        "tractor": _l("tractor"), "umbrella": _l("umbrella"), "window": _l("window"),
    },
}  # fmt: skip


def proposed() -> str:
    """Return one of the words by lot, to propose it."""
    return secrets.choice(AGREED_WORDS)


def in_front(word: str | None, words: str) -> str:
    """Return a message with the word of its readers in front of it, if one is agreed with them."""
    return f"({OF_AGREED_WORDS['agreed-word'][word]}) {words}" if word else words
