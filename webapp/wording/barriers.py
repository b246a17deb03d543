"""What stands between guests and hosts, in the words of whoever reads it."""

from collections.abc import Iterable
from typing import Any, Final

from flask_babel import lazy_gettext as _l

FOR_STAFF: Final[dict[str, Any]] = {
    "parted": _l("The companions with whom they wished to come no longer do."),
    "interpreter": _l("No language is shared: an interpreter on the telephone is needed."),
    "no-language": _l("No language is shared, and no interpreter is noted."),
    "simple-french": _l("No language is shared but simple French."),
    "shared-room": _l("They share a room with someone they do not know."),
}
"""Each a sentence: joined to others by no conjunction, it reads well in every language."""

FOR_GUESTS: Final[dict[str, tuple[Any, Any]]] = {
    "parted": (
        _l("The people with whom you wished to come do not come"),
        _l(
            "You may come without them. "
            "If you do not wish that, say no: it changes nothing for you."
        ),
    ),
    "interpreter": (
        _l("You and the farm have no language in common"),
        _l("An interpreter is needed, by telephone. Your association arranges it with you."),
    ),
    "no-language": (
        _l("You and the farm have no language in common"),
        _l(
            "No interpreter is noted for you: ask your association, "
            "or talk with gestures and pictures."
        ),
    ),
    "simple-french": (
        _l("Only simple French is in common"),
        _l("The farm speaks none of your other languages."),
    ),
    "shared-room": (
        _l("You share the room with someone you do not know"),
        _l("Of the same sex as you, proposed or expected on the same days."),
    ),
}
"""What is so, and what it means for them."""

FOR_FARMS: Final[dict[str, tuple[Any, Any]]] = {
    "interpreter": (
        _l("You and your guests have no language in common"),
        _l("An interpreter is needed, by telephone. The association tells you how."),
    ),
    "no-language": (
        _l("You and your guests have no language in common"),
        _l(
            "No interpreter is noted for them: ask the association, "
            "or talk with gestures and pictures."
        ),
    ),
    "simple-french": (
        _l("Only simple French is in common"),
        _l("Your guests speak none of your other languages."),
    ),
    "shared-room": (
        _l("These guests share a room with others who do not know them"),
        _l("Of the same sex, proposed or expected on the same days."),
    ),
}
"""What is so, and what it means for them; with whom guests wished to travel is theirs to tell."""

BY_NUMBER = _l("An interpreter helps by telephone if you like")


def barrier_facts(
    codes: Iterable[str], *, farm: bool, interpreter: bool = False
) -> list[tuple[str, str, str]]:
    """Return barriers as facts with their picture, for a guest's page or a farm's.

    Parameters
    ----------
    interpreter
        Whether guests read the number of an interpreter who speaks a language of theirs.
    """
    told = FOR_FARMS if farm else FOR_GUESTS
    if interpreter and not farm:
        told = {**told, "no-language": (told["no-language"][0], BY_NUMBER)}
    pictures = {"shared-room": "bed", "parted": "users"}
    return [
        (pictures.get(code, "messages"), str(told[code][0]), str(told[code][1]))
        for code in codes
        if code in told
    ]


def barrier_sentences(codes: Iterable[str]) -> str:
    """Return barriers as sentences for staff, or nothing."""
    return " ".join(str(FOR_STAFF[code]) for code in codes)
