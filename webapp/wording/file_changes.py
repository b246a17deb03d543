"""What was changed in a file, in words: "French when speaking: a few words → at ease"."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.geography import find_commune
from webapp.models import FileChange
from webapp.wording.courses import budget_of
from webapp.wording.days import day, day_range
from webapp.wording.labels import label, labels
from webapp.wording.lists import in_a_row, listed
from webapp.wording.people import telephone

FACTS: Final[dict[str, Any]] = {
    "phone": _l("Telephone"), "phone_shared": _l("Others read this telephone too"),
    "email": _l("E-mail address"),
    "language": _l("Language of messages and pages"),
    "channel": _l("How to reach them"), "agreed_word": _l("Agreed word"), "commune": _l("Home"),
    "reach_km": _l("How far they can travel"),
    "interpreter": _l("Accepts an interpreter on the telephone"),
    "private": _l("Never shares a room"), "childcare": _l("Who looks after children at home"),
    "needs": _l("Practical needs"),
    "wishes": _l("Wishes, in order"), "frames": _l("Kinds of visit"),
    "notice_days": _l("Must know before"), "notice_reason": _l("What has to be arranged"),
    "referent_id": _l("Accompanied by"), "second_referent_id": _l("Together with"),
    "organisation_id": _l("Association"), "centre_id": _l("Reception centre"),
    "availability": _l("Can be away"),
    "engagements": _l("Courses and appointments"), "refusals": _l("Farms not to be paired with"),
    "companions": _l("Travel companions"), "first_name": _l("First name"),
    "last_name": _l("Last name"), "is_another": _l("Another person of the same name"),
    "sex": _l("Sex"), "birth_year": _l("Year of birth"), "is_of_age": _l("Eighteen already"),
    "languages": _l("Languages"), "french": _l("French when speaking"),
    "reads": _l("Reads easily, in any script"), "title_until": _l("Residence title until"),
    "fundable_until": _l("First title less than five years old until"),
}  # fmt: skip
"""What each fact of a file is called in its history."""

NUMBERED: Final = {
    "referent_id": "users", "second_referent_id": "users", "organisation_id": "organisations",
    "centre_id": "centres",
}  # fmt: skip
"""Facts that are a number, and among which names it stands."""

IN_ORDER: Final = {"wishes"}
"""What is told whole: its order counts."""


@dataclass(frozen=True)
class Names:
    """What the numbers in a history stand for."""

    users: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, str] = field(default_factory=dict)
    centres: dict[int, str] = field(default_factory=dict)
    farms: dict[int, str] = field(default_factory=dict)
    persons: dict[int, str] = field(default_factory=dict)


def change_lines(changes: Iterable[FileChange], names: Names) -> list[tuple[str, ...]]:
    """Return what each change was about, and what was there before and after it.

    Of several things only those are told that went or came, unless their order counts; where none
    did on one side, nothing stands there.
    """
    lines = []
    for each in changes:
        before, after = _told_of(each)
        told = (said(each.fact, value, names) for value in (before, after))
        lines.append((_about(each, names), *told))
    return lines


def _told_of(change: FileChange) -> tuple[str | None, str | None]:
    """Return the values of a change without what several things have in common."""
    before, after = (json.loads(each or "null") for each in (change.before, change.after))
    if change.fact in IN_ORDER or not (isinstance(before, list) and isinstance(after, list)):
        return change.before, change.after
    gone = [each for each in before if each not in after]
    come = [each for each in after if each not in before]
    return json.dumps(gone), json.dumps(come)


def _about(change: FileChange, names: Names) -> str:
    what = str(FACTS.get(change.fact, change.fact))
    who = names.persons.get(change.person_id or 0, "")
    return f"{who} · {what}" if who else what


def said(fact: str, written: str | None, names: Names) -> str:
    """Return the value of a fact, kept as JSON, as its reader knows it."""
    if written is None:
        return "–"
    value = json.loads(written)
    if value == []:
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if fact in NUMBERED:
        named: dict[int, str] = getattr(names, NUMBERED[fact])
        return value if isinstance(value, str) else named.get(value, "–")
    if fact == "refusals":
        return listed(
            names.farms.get(farm, str(_("A farm that has left"))) for farm, _side in value
        )
    return str(SAY[fact](value)) if fact in SAY else str(value)


def _range(dates: list[str]) -> str:
    first, last = map(date.fromisoformat, dates)
    return day_range(first, last)


def _engagement(stored: list[Any]) -> str:
    first, last, kind, weekdays, *budget = stored
    on = f" ({labels('weekday', map(str, weekdays))})" if weekdays else ""
    missed = f" ({budget_of(*budget)})" if budget else ""
    return f"{label('engagement', kind)}, {_range([first, last])}{on}{missed}"


def _home(code: str) -> str:
    found = find_commune(code)
    return found.label if found else code


SAY: Final[dict[str, Callable[[Any], Any]]] = {
    "phone": telephone,
    "language": lambda code: label("language", code),
    "channel": lambda code: label("channel", code),
    "agreed_word": lambda code: label("agreed-word", code),
    "commune": _home,
    "reach_km": lambda km: _("%(km)d km", km=km),
    "needs": lambda codes: labels("need", codes),
    "childcare": lambda code: label("childcare", code),
    "wishes": lambda codes: labels("production", codes),
    "frames": lambda codes: labels("frame", codes),
    "notice_days": lambda days: ngettext("%(num)d day", "%(num)d days", days),
    "notice_reason": lambda code: label("notice-reason", code),
    "availability": lambda periods: in_a_row(map(_range, periods)),
    "engagements": lambda periods: in_a_row(map(_engagement, periods)),
    "companions": listed,
    "sex": lambda code: label("sex", code),
    "languages": lambda codes: labels("language", codes),
    "french": lambda code: label("french", code),
    "title_until": lambda written: day(date.fromisoformat(written)),
    "fundable_until": lambda written: day(date.fromisoformat(written)),
}
"""How the value of a fact is said, where it is not said as it is stored."""
