"""A line of a committee's agenda in words: what it is about, and the facts as they were."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.models import (
    Committee,
    CommitteeLine,
    CommitteeSignature,
    CommitteeState,
    LineKind,
    User,
)
from webapp.wording.days import day_range, format_date
from webapp.wording.incident_labels import OF_INCIDENTS
from webapp.wording.lists import in_a_row
from webapp.wording.workshops import OF_WORKSHOPS

OF_COMMITTEES: dict[str, dict[str, Any]] = {
    "committee-state": {
        "prepared": _l("in preparation"),
        "meeting": _l("decisions being written"),
        "signing": _l("to be signed"),
        "signed": _l("signed"),
    },
    "committee-step": {
        "begin": _l("today: begin it when you are together"),
        "begin-late": _l("its day is over, and it has not begun"),
        "close": _l("begun, and not closed yet"),
        "sign": _l("minutes to sign"),
    },
    "judged-by": {
        "asked": _l("People who were offered a visit, of all who waited"),
        "agreed": _l("Visits to which both sides said yes, of all proposed"),
        "took-place": _l("Visits that took place, of all proposed"),
        "heard-from": _l(
            "Visits of which the guests were reached a month later, of those that went on to their "
            "last day"
        ),
        "person-1": _l(
            "Adults who answered the questions before and after (version 1), of those who went"
        ),
        "farm-1": _l(
            "Farms that answered the questions before and after (version 1), of those with guests"
        ),
    },
    "template-lost": {
        "criterion": _l("What it let count is no longer counted in part: look at what counts."),
        "new": _l("More counts now than when it was kept: what is new counts as usual."),
        "floors": _l("The minimum that it asked for is no longer asked: look at it below."),
        "judged-by": _l(
            "Part of what it was judged by is no longer counted: look at what is ticked below."
        ),
        "answer-by": _l(
            "Its last day to answer would come after the window: the usual one is proposed."
        ),
    },
    "committee-line": {
        "round-to-open": _l("Rounds to open"),
        "round-to-approve": _l("Rounds to read and send"),
        "incident": _l("Incidents"),
        "absence": _l("Absences to talk about"),
        "farm-ends": _l("Farms whose papers or approval end"),
        "waiting": _l("Two rounds or more without a place"),
        "added": _l("Added"),
    },
}  # fmt: skip
ACTS = {
    "committee.called": _l("Committee prepared"),
    "committee.line-added": _l("Put on the agenda of a committee"),
    "committee.line-changed": _l("Said better on the agenda of a committee"),
    "committee.line-put-back": _l("Put on the agenda of a committee again"),
    "committee.line-removed": _l("Taken off the agenda of a committee"),
    "committee.begun": _l("Committee begun"),
    "committee.decided": _l("Decision of a committee written"),
    "committee.removed": _l("Committee taken away"),
    "committee.closed": _l("Minutes of a committee ready to sign"),
    "committee.taken-up": _l("Committee taken up again"),
    "committee.left-unsigned": _l("Noted that somebody left without signing minutes"),
    "committee.signed": _l("Minutes of a committee signed"),
    "committee.downloaded": _l("Minutes of a committee saved"),
    "committee.read": _l("Committee read"),
}

WHY_IT_STANDS = {
    CommitteeState.PREPARED: _l("This committee has not begun."),
    CommitteeState.MEETING: _l("Its minutes are not frozen."),
    CommitteeState.SIGNING: _l(
        "Its minutes are ready to sign. Take the committee up again to change something."
    ),
    CommitteeState.SIGNED: _l("Its minutes are signed, and stay as they are."),
}

LEFT_UNSIGNED = _l("was there, has left without signing")

Names = Mapping[tuple[LineKind, int], str]
"""How associations, rounds and farms are called, by what the line is about and its number."""


def title(line: CommitteeLine, names: Names) -> str:
    """Return what a line is about; a farm or round of which no name is told has its number."""
    number = line.subject_id or 0
    name = names.get((line.kind, number), "")
    if line.kind is LineKind.ROUND_TO_OPEN:
        return name or str(_("An association"))
    if line.kind is LineKind.ROUND_TO_APPROVE:
        return name or str(_("Round no. %(number)d", number=number))
    if line.kind is LineKind.FARM_ENDS:
        farm = str(_("Farm no. %(number)d", number=number))
        return f"{name} ({farm})" if name else farm
    if line.kind is LineKind.INCIDENT:
        return str(_("Incident no. %(number)d", number=number))
    return line.title or str(line.facts["code"])


def facts(line: CommitteeLine) -> str:
    """Return the facts of a line as they were when it was written."""
    return in_a_row(WRITERS[line.kind](line)) if line.kind in WRITERS else ""


def signature(each: CommitteeSignature) -> tuple[str, str, str]:
    """Return who was there, and whether they have signed, as a row of `answers`."""
    if each.at:
        return each.who, str(_("signed on %(day)s", day=format_date(each.at, "long"))), ""
    if each.left_at:
        return each.who, str(LEFT_UNSIGNED), ""
    undone = undone_by(each.undone_by) if each.undone_by else _("to sign")
    return each.who, str(undone), ""


def others_present(committee: Committee) -> str:
    """Return who else was there, by their role; nothing where nobody was."""
    others = committee.others_present
    return str(_("Also present: %(who)s.", who=others.rstrip("."))) if others else ""


def undone_by(user: User) -> str:
    """Return who took a committee up again which somebody had signed."""
    return str(_("had signed; taken up again since by %(name)s", name=user.name or "–"))


def why_it_stands(committee: Committee) -> str:
    """Return why what one would do to a committee cannot be done now."""
    return str(WHY_IT_STANDS[committee.state])


def _day(line: CommitteeLine, name: str) -> date:
    return date.fromisoformat(line.facts[name])


def _since(line: CommitteeLine) -> list[str]:
    if not line.facts["since"]:
        return []
    day = format_date(_day(line, "since"), "long")
    return [str(_("waiting since %(day)s", day=day))]


def _people(line: CommitteeLine) -> str:
    number = line.facts["people"]
    return str(ngettext("%(num)d person without a visit", "%(num)d people without a visit", number))


def _round_to_open(line: CommitteeLine) -> list[str]:
    return [_people(line), *_since(line)]


def _round_to_approve(line: CommitteeLine) -> list[str]:
    days = day_range(_day(line, "first"), _day(line, "last"))
    if line.facts["people"] is None:
        return [days]
    placed, people = line.facts["placed"], line.facts["people"]
    found = _("%(placed)d of %(people)d people have a place", placed=placed, people=people)
    return [days, str(found)]


def _incident(line: CommitteeLine) -> list[str]:
    opened = format_date(_day(line, "opened"), "long")
    severity = OF_INCIDENTS["severity"][line.facts["severity"]]
    return [str(severity), str(_("open since %(day)s", day=opened))]


def _absence(line: CommitteeLine) -> list[str]:
    day = format_date(_day(line, "flagged"), "long")
    state = OF_WORKSHOPS["review-state"][line.facts["state"]]
    return [str(MISSED[line.facts["missed"]]), str(_("noted on %(day)s", day=day)), str(state)]


def _farm_ends(line: CommitteeLine) -> list[str]:
    days = line.facts["papers"].items()
    said = {name: format_date(date.fromisoformat(day), "long") for name, day in days}
    return [str(_("%(paper)s until %(day)s", paper=PAPERS[name], day=said[name])) for name in said]


def _waiting(line: CommitteeLine) -> list[str]:
    number = line.facts["rounds"]
    rounds = ngettext("%(num)d round without a place", "%(num)d rounds without a place", number)
    return [_people(line), str(rounds), *_since(line)]


WRITERS = {
    LineKind.ROUND_TO_OPEN: _round_to_open,
    LineKind.ROUND_TO_APPROVE: _round_to_approve,
    LineKind.INCIDENT: _incident,
    LineKind.ABSENCE: _absence,
    LineKind.FARM_ENDS: _farm_ends,
    LineKind.WAITING: _waiting,
}
MISSED = {"workshop": _l("a workshop"), "visit": _l("a visit")}
PAPERS = {
    "approved_until": _l("approval"), "insured_until": _l("insurance"),
    "hosts_until": _l("papers of its adults"),
}  # fmt: skip
