"""Languages that somebody types because no list has them."""

import re
from typing import Final, cast

from flask_babel import get_domain

from webapp.ground.names import plain
from webapp.ground.vocabulary import LANGUAGES
from webapp.wording.labels import label

_KEPT: Final = "codes of languages"
BETWEEN = re.compile(r"[,;/\n]")


def languages_named(typed: str | None) -> list[str]:
    """Return the languages that were typed, each once: its code if it has one, else its name.

    Names begin with a capital, as codes never do.
    """
    if not typed:
        return []
    codes = _codes()
    names = [" ".join(each.split()) for each in BETWEEN.split(typed)]
    found = [codes.get(plain(name), name[:1].upper() + name[1:]) for name in names if plain(name)]
    return list(dict.fromkeys(found))


def _codes() -> dict[str, str]:
    """Return the codes of languages by what they are called in the reader's language.

    They are kept beside its words, and go with them when others are accepted.
    """
    kept = vars(get_domain().get_translations())
    if _KEPT not in kept:
        kept[_KEPT] = {plain(str(label("language", code))): code for code in LANGUAGES}
    return cast(dict[str, str], kept[_KEPT])
