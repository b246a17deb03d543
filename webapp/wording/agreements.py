"""Agreements for immersions in words: codes, limits, and what goes beyond them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.models import HOURS
from webapp.services.agreements.limits import Limit, Warned
from webapp.wording.days import format_date, stay_range

A_MONDAY = date(2024, 1, 1)
OF_AGREEMENTS: dict[str, dict[str, Any]] = {
    "agreement-state": {
        "draft": _l("draft"),
        "ready-to-sign": _l("ready to sign"),
        "partly-signed": _l("partly signed"),
        "in-review": _l("in review"),
        "accepted": _l("accepted"),
        "sent-back": _l("sent back"),
        "rejected": _l("rejected"),
        "cancelled": _l("cancelled"),
    },
    "purpose": {
        "discover-trade": _l("Discover a trade"),
        "confirm-project": _l("Confirm a project"),
        "start-recruitment": _l("Begin a recruitment"),
    },
    "prescriber-kind": {
        "france-travail": _l("France Travail"),
        "mission-locale": _l("Mission locale"),
        "cap-emploi": _l("Cap emploi"),
        "insertion-structure": _l("Insertion structure (SIAE)"),
        "department": _l("Council of the department"),
        "career-advice": _l("Career advice (CEP)"),
        "apprenticeship": _l("Preparation for apprenticeship"),
        "delegated": _l("Other body, by delegation"),
    },
    "agreement-missing": {
        "trade": _l("Trade"),
        "tasks": _l("Tasks"),
        "equipment": _l("Protective equipment"),
        "tutor_name": _l("Tutor"),
        "tutor_phone": _l("Telephone of the tutor"),
        "prescriber": _l("Prescriber"),
        "person": _l("Who"),
        "hours": _l("Hours"),
        "representative_name": _l("Legal representative"),
        "representative_phone": _l("Telephone of the representative"),
        "delegation": _l("A prescriber who may prescribe on all of these days"),
    },
    "signer": {
        "person": _l("The person"),
        "representative": _l("Legal representative"),
        "farm": _l("The farm"),
        "prescriber": _l("Prescriber"),
        "association": _l("The association"),
    },
    "limit": {
        "longest-months": _l("How long, at most"),
        "weekly-hours": _l("Hours a week, at most"),
        "youngest": _l("Youngest age"),
        "represented-under": _l("A representative signs as well"),
        "renewals": _l("How often again at the same farm"),
        "prescriber": _l("Who may prescribe"),
    },
}
ACTS = {
    "agreement.begun": _l("Agreement for an immersion begun"),
    "agreement.changed": _l("Agreement changed"),
    "agreement.read": _l("Agreement read"),
    "agreement.cancelled": _l("Agreement cancelled"),
    "agreement.called-off": _l("Accepted immersion called off"),
    "agreement.asked": _l("Agreement ready: signatures asked for"),
    "agreement.asked-again": _l("Signatures asked for once more"),
    "agreement.taken-back": _l("Agreement taken back to be changed"),
    "agreement.signed": _l("Agreement signed"),
    "agreement.printed": _l("Agreement printed"),
    "agreement.handed-off": _l("Agreement taken to the State’s form"),
    "agreement.accepted": _l("Agreement accepted, as somebody noted"),
    "agreement.sent-back": _l("Agreement sent back, as somebody noted"),
    "agreement.rejected": _l("Agreement rejected, as somebody noted"),
    "accreditation.added": _l("Accreditation noted"),
    "accreditation.changed": _l("Accreditation noted anew"),
    "accreditation.put-back": _l("Accreditation put back on the list"),
    "accreditation.removed": _l("Accreditation taken off the list"),
    "prescriber.added": _l("Prescriber noted"),
    "prescriber.changed": _l("Prescriber changed"),
}


def limit_value(limit: Limit) -> str:
    """Return what a row of the limits says."""
    if limit.rule == "prescriber":
        return str(OF_AGREEMENTS["prescriber-kind"][limit.value])
    number = int(limit.value)
    if limit.rule == "longest-months":
        return str(
            ngettext(
                "%(num)d month, from date to date", "%(num)d months, from date to date", number
            )
        )
    if limit.rule == "weekly-hours":
        return str(_("%(number)d hours", number=number))
    if limit.rule == "represented-under":
        return str(_("under %(age)d", age=number))
    if limit.rule == "youngest":
        return str(_("%(age)d years", age=number))
    return str(ngettext("%(num)d time", "%(num)d times", number))


def shown(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a version froze, with its days and its hours as a page shows them."""
    days = {each: date.fromisoformat(said[f"{each}_day"]) for each in ("first", "last")}
    typed = {name: said["terms"][name] for name in HOURS}
    hours = [(weekday(number), typed[name]) for number, name in enumerate(HOURS, 1) if typed[name]]
    return {**said, **days, "hours": hours}


def weekday(number: int) -> str:
    """Return the name of a day of the week (ISO, Monday is 1) in the reader's language."""
    return format_date(A_MONDAY + timedelta(days=number - 1), "EEEE")


def _long(day: date) -> str:
    return format_date(day, "long")


def hours_said(minutes: int) -> str:
    """Return hours and minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    return str(_("%(hours)d h %(minutes)02d", hours=hours, minutes=rest))


def warned(warning: Warned) -> str:
    """Return what goes beyond a limit, and what to do."""
    facts = warning.facts
    return str(WARNINGS[warning.code](facts))


WARNINGS: dict[str, Any] = {
    "too-long": lambda facts: ngettext(
        "Longer than %(num)d month: from this first day it may last until %(day)s.",
        "Longer than %(num)d months: from this first day it may last until %(day)s.",
        facts["months"],
        day=_long(facts["until"]),
    ),
    "renewed-too-often": lambda facts: ngettext(
        "They have %(num)d other immersion at this farm: ask the prescriber whether one more is "
        "possible.",
        "They have %(num)d other immersions at this farm: ask the prescriber whether one more is "
        "possible.",
        facts["before"],
    ),
    "title-ends": lambda facts: _(
        "Their residence title ends on %(day)s: it must be valid through the last day.",
        day=_long(facts["until"]),
    ),
    "another-immersion": lambda facts: _(
        "Another immersion of theirs has days in common with this one: %(days)s.",
        days=stay_range(facts["first"], facts["last"]),
    ),
    "visit-meanwhile": lambda facts: _(
        "A visit of theirs has days in common with this immersion: %(days)s. One of the two has to "
        "change.",
        days=stay_range(facts["first"], facts["last"]),
    ),
    "no-hours": lambda _facts: _("No hours are written yet."),
    "too-many-hours": lambda facts: _(
        "%(hours)s a week: more than %(most)d hours.",
        hours=hours_said(facts["minutes"]),
        most=facts["most"],
    ),
    "no-prescriber": lambda _facts: _("Nobody prescribes it yet."),
    "delegation-ends": lambda facts: _(
        "They may prescribe from %(first)s until %(last)s only: not on all of these days.",
        first=_long(facts["first"]),
        last=_long(facts["last"]),
    ),
    "may-not-prescribe": lambda facts: _(
        "%(kind)s: not among those who may prescribe on these days.",
        kind=OF_AGREEMENTS["prescriber-kind"][facts["kind"]],
    ),
    "person-gone": lambda _facts: _("This person is no member of the file any more."),
    "too-young": lambda facts: _("They are younger than %(age)d.", age=facts["age"]),
    "perhaps-too-young": lambda facts: _(
        "They turn %(age)d this year: make sure that they have on the first day.",
        age=facts["age"],
    ),
    "no-representative": lambda _facts: _(
        "They are, or may be, under age: their legal representative signs as well. Write who it is."
    ),
}
