"""What to say when a rule about the farm's own pages does not allow an act."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.errors import RuleBroken
from webapp.wording.days import short_day, stay_range


def _code_is_wrong(_rule: RuleBroken) -> Any:
    return _(
        "This code does not fit, or is too old. Look at the newest e-mail, or ask for another code."
    )


SENTENCES: dict[str, Callable[[RuleBroken], Any]] = {
    "room-known": lambda rule: _(
        "You have a room called “%(room)s” already: give this one another name, so that guests "
        "find theirs.",
        room=rule.facts["room"],
    ),
    "site-known": lambda rule: _(
        "You have a site called “%(site)s” already: give this one another name.",
        site=rule.facts["site"],
    ),
    "site-has-offer": lambda rule: _(
        "Your offer “%(offer)s” stands there: let it stand elsewhere first.",
        offer=rule.facts["offer"],
    ),
    **dict.fromkeys(("charter-code-wrong", "proof-code-wrong"), _code_is_wrong),
    "paper-unreadable": lambda _rule: _(
        "This file cannot be read. Send a PDF, or a photo as JPEG or PNG."
    ),
    "picture-unreadable": lambda _rule: _(
        "This file cannot be read as a photo. Choose a JPEG, PNG or WebP, whole."
    ),
    "picture-too-large": lambda rule: _(
        "This photo has more than %(most)s million points: choose a smaller one.",
        most=rule.facts["most"],
    ),
    "too-many-photos": lambda rule: _(
        "%(most)s photos are enough: remove one first.", most=rule.facts["most"]
    ),
    "farm-rests": lambda rule: _(
        "A stay from %(arrival)s would fall into your rest, %(rest)s. "
        "Choose other days, or end the rest first.",
        arrival=short_day(rule.facts["arrival"]),  # type: ignore[arg-type]
        rest=stay_range(rule.facts["first"], rule.facts["last"]),  # type: ignore[arg-type]
    ),
    "month-is-full": lambda rule: ngettext(
        "The farm wishes %(num)d guest a month at most, and that would be more.",
        "The farm wishes %(num)d guests a month at most, and that would be more.",
        int(str(rule.facts["limit"])),
    ),
}
