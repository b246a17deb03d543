"""What can be done to many files at once: whom each act may touch, and what it does to one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Engagement, MatchingRound, Party, PartyState, User
from webapp.services.parties import (
    asking_interest,
    file_history,
    putting_back,
    referents,
    requesting,
)
from webapp.services.records import audit
from webapp.services.workshops import telling


@dataclass(frozen=True)
class Given:
    """What an act needs beside the files.

    Parameters
    ----------
    to
        The colleague whom files are given to.
    course
        What writes a course or an appointment into a new row.
    days
        The first and the last day on which they can be away.
    then_ready
        Whether those of whom nothing is missing then take part.
    of_round
        The round that files are left out of, or taken along by.
    unprepared
        The files that a workshop is asked of first.
    sent
        The files that were sent the workshops today; none: there is no workshop to come.
    around
        What stands around files that are asked whether they are still interested.
    requested
        What stands around files that are asked for something.
    was
        What whoever acts has changed of them lately.
    """

    to: User | None = None
    course: Callable[[Engagement], None] | None = None
    days: tuple[date, date] | None = None
    then_ready: bool = False
    of_round: MatchingRound | None = None
    unprepared: Collection[int] = ()
    sent: Collection[int] | None = None
    around: asking_interest.Around = field(default_factory=asking_interest.Around)
    requested: requesting.Around = field(default_factory=requesting.Around)
    was: putting_back.Before = field(default_factory=putting_back.Before)


def _may_be_ready(party: Party, given: Given) -> None:
    if party.state not in {PartyState.ENROLLED, PartyState.PAUSED}:
        raise RuleBroken("not-from-this-state", state=party.state, wanted=PartyState.READY)
    if missing := party.what_is_missing():
        raise RuleBroken("party-not-ready", missing=missing)
    if party.id in given.unprepared:
        raise RuleBroken("party-not-prepared")


def _may_pause(party: Party, _given: Given) -> None:
    if party.state is not PartyState.READY:
        raise RuleBroken("not-from-this-state", state=party.state, wanted=PartyState.PAUSED)


def _is_here(party: Party, _given: Given) -> None:
    if party.state is PartyState.LEFT:
        raise RuleBroken("party-not-taking-part")


def _may_be_entrusted(party: Party, given: Given) -> None:
    _is_here(party, given)
    if given.to is not None and party.referent_id == given.to.id:
        raise RuleBroken("nothing-would-change")


def _may_be_left_out(party: Party, given: Given) -> None:
    _is_here(party, given)
    if given.of_round is not None and party.id in given.of_round.without:
        raise RuleBroken("nothing-would-change")


def _may_be_taken_along(party: Party, given: Given) -> None:
    if given.of_round is not None and party.id not in given.of_round.without:
        raise RuleBroken("nothing-would-change")


def _may_be_sent_workshops(party: Party, given: Given) -> None:
    _is_here(party, given)
    if given.sent is None:
        raise RuleBroken("no-workshop-to-come")
    if not party.can_be_written_to:
        raise RuleBroken("no-message-arrives")
    if party.id in given.sent:
        raise RuleBroken("workshops-sent-today")


def _may_be_asked(party: Party, given: Given) -> None:
    asking_interest.check(party, given.around)


def _may_be_unasked(party: Party, given: Given) -> None:
    asking_interest.check_unasking(party, given.around)


def _make_ready(session: Session, party: Party, _given: Given) -> None:
    party.make_ready(today())
    audit.record(session, "party.made-ready", party)


def _pause(session: Session, party: Party, _given: Given) -> None:
    party.pause()
    audit.record(session, "party.paused", party)


def _entrust(session: Session, party: Party, given: Given) -> None:
    assert given.to is not None  # noqa: S101 (its form asks for it)
    with file_history.recording(session, "referent", party):
        referents.replace(session, party, party.referent_id, given.to)


def _add_course(session: Session, party: Party, given: Given) -> None:
    assert given.course is not None  # noqa: S101 (its form asks for it)
    added = Engagement()
    given.course(added)
    with file_history.recording(session, "engagements", party):
        party.engagements.append(added)


def _open_days(session: Session, party: Party, given: Given) -> None:
    assert given.days is not None  # noqa: S101 (its form asks for it)
    with file_history.recording(session, "availability", party):
        party.open_days(*given.days)
    if given.then_ready and not _stops(party, given):
        _make_ready(session, party, given)


def _stops(party: Party, given: Given) -> bool:
    """Whether something keeps a file from taking part, or it does already."""
    try:
        _may_be_ready(party, given)
    except RuleBroken:
        return True
    return False


def _leave_out(session: Session, party: Party, given: Given) -> None:
    _choose(session, party, given, takes_part=False)


def _take_along(session: Session, party: Party, given: Given) -> None:
    _choose(session, party, given, takes_part=True)


def _send_workshops(session: Session, party: Party, _given: Given) -> None:
    telling.write_link(session, party)


def _ask_interest(session: Session, party: Party, _given: Given) -> None:
    asking_interest.ask(session, party)


def _unask_interest(session: Session, party: Party, _given: Given) -> None:
    asking_interest.unask(session, party)


def _choose(session: Session, party: Party, given: Given, *, takes_part: bool) -> None:
    assert given.of_round is not None  # noqa: S101 (its form asks for it)
    given.of_round.choose(party.id, takes_part=takes_part)
    audit.record(session, "party.chosen", party, round=given.of_round.id, takes_part=takes_part)


def _may_be_requested(act: str) -> Callable[[Party, Given], None]:
    return lambda party, given: requesting.check(party, given.requested, act)


def _may_be_taken_back(act: str) -> Callable[[Party, Given], None]:
    return lambda party, given: requesting.check_taking_back(party, given.requested, act)


def _request(act: str) -> Callable[[Session, Party, Given], None]:
    return lambda session, party, given: requesting.ask(session, party, given.requested, act)


def _take_back(act: str) -> Callable[[Session, Party, Given], None]:
    return lambda session, party, _given: requesting.take_back(session, party, act)


CHECKS: Final[dict[str, Callable[[Party, Given], None]]] = {
    "ready": _may_be_ready,
    "pause": _may_pause,
    "hand-over": _may_be_entrusted,
    "course": _is_here,
    "days": _is_here,
    "leave-out": _may_be_left_out,
    "take-along": _may_be_taken_along,
    "workshops": _may_be_sent_workshops,
    "interest": _may_be_asked,
    "interest-back": _may_be_unasked,
    **{act: _may_be_requested(act) for act in requesting.ACTS},
    **{f"{act}-back": _may_be_taken_back(act) for act in requesting.ACTS},
    "hand-over-back": lambda party, given: putting_back.check_entrusted(party, given.was),
    "course-back": lambda party, given: putting_back.check_days(party, given.was, "engagements"),
    "days-back": lambda party, given: putting_back.check_days(party, given.was, "availability"),
}
ACTS: Final[dict[str, Callable[[Session, Party, Given], None]]] = {
    "ready": _make_ready,
    "pause": _pause,
    "hand-over": _entrust,
    "course": _add_course,
    "days": _open_days,
    "leave-out": _leave_out,
    "take-along": _take_along,
    "workshops": _send_workshops,
    "interest": _ask_interest,
    "interest-back": _unask_interest,
    **{act: _request(act) for act in requesting.ACTS},
    **{f"{act}-back": _take_back(act) for act in requesting.ACTS},
    "hand-over-back": lambda db, party, given: putting_back.entrust(db, party, given.was),
    "course-back": lambda db, party, given: putting_back.put_days_back(
        db, party, given.was, "engagements"
    ),
    "days-back": lambda db, party, given: putting_back.put_days_back(
        db, party, given.was, "availability"
    ),
}
"""What can be done to many files, by its name."""
OF_INTEREST: Final = ("interest", "interest-back")
"""The acts about whether somebody is still interested."""
OF_REQUESTS: Final = (*requesting.ACTS, *(f"{act}-back" for act in requesting.ACTS))
"""The acts by which files are asked for something, or that is taken back."""
PUT_BACK: Final = ("hand-over-back", "course-back", "days-back")
"""The acts that put back what whoever acts has just changed."""
UNDONE_BY: Final = {
    "ready": "pause", "pause": "ready", "leave-out": "take-along", "take-along": "leave-out",
    "interest": "interest-back", "hand-over": "hand-over-back", "course": "course-back",
    "days": "days-back", **{act: f"{act}-back" for act in requesting.ACTS},
}  # fmt: skip
"""The act that takes another back."""
