"""How far files have come: prepared, placed, on a visit, heard from since; and why they ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import Executable, Select, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS
from webapp.models import (
    Event,
    FollowUp,
    Party,
    PartyState,
    Seat,
    SeatState,
    Series,
    Side,
    Sitting,
    Visit,
    Waiver,
    Workshop,
    WorkshopKind,
)
from webapp.models.states import BEEN_AWAY

SENT: Final = ("oriented", "contacted", "interested")
"""The steps before a file: of whoever was sent."""
STAGES: Final = (*SENT, "enrolled", "prepared", "placed", "visited", "followed")
"""How far somebody came, in order; each step was come to by all who went further."""

Why = tuple[str, str]
"""The kind of a label, and a code."""


@dataclass(frozen=True)
class Way:
    """How far somebody came.

    Parameters
    ----------
    origin
        Who sent them.
    days
        When they came to a step; one that was passed over has none.
    out
        Why they go no further; none while they still may.
    out_on
        Since when, where that is known.
    """

    origin: str
    days: Mapping[str, date]
    out: Why | None = None
    out_on: date | None = None

    @property
    def stage(self) -> str:
        """The furthest step."""
        return max(self.days, key=STAGES.index)


@dataclass
class Files:
    """What is known of files, by their number.

    Parameters
    ----------
    days
        When each came to a step.
    out, out_on
        Why and when it ended, of those that have.
    became
        Into which file one was put.
    """

    days: dict[int, dict[str, date]] = field(default_factory=dict)
    out: dict[int, Why] = field(default_factory=dict)
    out_on: dict[int, date] = field(default_factory=dict)
    became: dict[int, int] = field(default_factory=dict)

    def stands_for(self, number: int | None) -> int | None:
        """Return the file that a file is now; none where it is not seen."""
        while number in self.became:
            number = self.became[number]
        return number if number in self.days else None

    def way(self, number: int, origin: str, before: Mapping[str, date] | None = None) -> Way:
        """Return how far a file has come, after the steps before it."""
        days = self.days[number] | dict(before or {})
        return Way(origin, days, self.out.get(number), self.out_on.get(number))


def files(session: Session, numbers: Collection[int] | None = None) -> Files:
    """Read how far files have come, in a handful of questions.

    Parameters
    ----------
    numbers
        Of which files, and of what these were put into; none: of all that the session may see.
    """
    columns = Party.id, Party.created_at, Party.state, Party.outcome, Party.merged_into_id
    query, found = select(*columns), Files()
    if numbers is not None:
        into = select(Party.merged_into_id).where(Party.id.in_(numbers))
        query = query.where(Party.id.in_(numbers) | Party.id.in_(into))
    for row in session.execute(query):
        found.days[row.id] = {"enrolled": day(row.created_at)}
        if row.merged_into_id is not None:
            found.became[row.id] = row.merged_into_id
        elif row.state is PartyState.LEFT:
            found.out[row.id] = "outcome", row.outcome or "unknown"
    for stage, firsts in _FIRSTS:
        for number, at in session.execute(firsts):
            if days := found.days.get(number):
                days[stage] = min(day(at), days.get(stage, date.max))
    left = select(Event.subject_id, func.max(Event.at)).where(Event.act == "party.left")
    ended = left.where(Event.subject_id.in_(list(found.out))).group_by(Event.subject_id)
    found.out_on = {number: day(at) for number, at in session.execute(ended) if number}
    return found


def day(at: datetime | date) -> date:
    """Return the day of an instant, as it is in Paris."""
    return at.astimezone(PARIS).date() if isinstance(at, datetime) else at


def _attended() -> Select[int | None, date]:
    """Ask when adults of files were at all of a workshop that counts as preparation."""
    counts = Workshop.kind == WorkshopKind.GUESTS, Workshop.counts
    was = Seat.state == SeatState.ATTENDED, Sitting.cancelled_at.is_(None)
    query = select(Seat.party_id, func.max(Sitting.day)).join(Series, Series.id == Seat.series_id)
    of = query.join(Series.workshop).join(Sitting, Sitting.series_id == Series.id)
    return of.where(*counts, *was, Seat.party_id.is_not(None)).group_by(Seat.id, Seat.party_id)


_FIRSTS: Final[tuple[tuple[str, Executable], ...]] = (
    ("prepared", _attended()),
    ("prepared", select(Waiver.party_id, func.min(Waiver.at)).group_by(Waiver.party_id)),
    (
        "placed",
        select(Visit.party_id, func.min(Visit.confirmed_at))
        .where(Visit.confirmed_at.is_not(None))
        .group_by(Visit.party_id),
    ),
    (
        "visited",
        select(Visit.party_id, func.min(func.lower(Visit.stay)))
        .where(Visit.state.in_(BEEN_AWAY))
        .group_by(Visit.party_id),
    ),
    (
        "followed",
        select(Visit.party_id, func.min(FollowUp.reached_on))
        .join(Visit, Visit.id == FollowUp.visit_id)
        .where(FollowUp.side == Side.PARTY, FollowUp.reached_on.is_not(None))
        .group_by(Visit.party_id),
    ),
)
"""For each step of a file, by whose row and when it was come to first: of people, whoever was
first of the file."""
