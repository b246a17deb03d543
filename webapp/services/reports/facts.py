"""What reports count: a row for each person and each visit, with the days on which things happened.

It is read from rows that exist for the work itself; nothing is asked or kept for a report.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS
from webapp.models import (
    Feedback,
    FollowUp,
    Party,
    Person,
    Relationship,
    Seat,
    SeatState,
    Series,
    Side,
    Sitting,
    Visit,
    VisitState,
    Workshop,
    WorkshopKind,
)
from webapp.services.after.feedback import TOOK_PLACE

AGAIN: Final = {Side.PARTY: "again", Side.FARM: "receive-again"}
"""The question of each side's feedback that asks whether it would do it again."""


@dataclass(frozen=True)
class PersonFact:
    """Somebody of a file that stands."""

    id: int
    organisation_id: int
    sex: str
    birth_year: int
    french: str
    enrolled_on: date
    prepared_on: date | None = None
    """When they first were at a workshop that counts as preparation."""
    visited_on: date | None = None
    """The last day of their first visit that took place."""


@dataclass(frozen=True)
class VisitFact:
    """A visit that was proposed, whatever became of it."""

    id: int
    organisation_id: int
    proposed_on: date
    last: date
    """The last day, as agreed."""
    state: VisitState
    people: tuple[PersonFact, ...] = ()
    """Who is in its file; nobody once that is erased."""
    again: Mapping[Side, tuple[date, str]] = field(default_factory=dict)
    """What a side answered to whether it would do it again, and the day on which it had told."""
    outcomes: Mapping[int, tuple[date, str]] = field(default_factory=dict)
    """What became of the guests so many months after, and the day on which that was known."""
    in_contact_on: date | None = None
    """When guests and farm had both said yes to staying in contact."""

    @property
    def took_place(self) -> bool:
        """Whether it went on to its last day."""
        return self.state in TOOK_PLACE


Fact = PersonFact | VisitFact


@dataclass(frozen=True)
class Facts:
    """All that can be counted."""

    people: tuple[PersonFact, ...]
    visits: tuple[VisitFact, ...]


def load(session: Session) -> Facts:
    """Read the facts of the whole programme, in a handful of questions."""
    visits = session.execute(_VISITS).all()
    visited: dict[int, date] = {}
    for row in visits:
        if row.state in TOOK_PLACE:
            visited[row.party_id] = min(row.last, visited.get(row.party_id, row.last))
    by_party = _people(session, visited)
    again, outcomes, contacts = _again(session), _outcomes(session), _contacts(session)
    return Facts(
        people=tuple(each for people in by_party.values() for each in people),
        visits=tuple(
            VisitFact(
                row.id, row.organisation_id, row.created_at.astimezone(PARIS).date(), row.last,
                row.state,
                people=tuple(by_party.get(row.party_id, ())),
                again=again.get(row.id, {}),
                outcomes=outcomes.get(row.id, {}),
                in_contact_on=contacts.get(row.id),
            )
            for row in visits
        ),
    )  # fmt: skip


_VISITS: Final = select(
    Visit.id,
    Visit.party_id,
    Visit.organisation_id,
    Visit.created_at,
    cast(func.upper(Visit.stay) - 1, Date).label("last"),
    Visit.state,
).order_by(Visit.id)


def _people(session: Session, visited: Mapping[int, date]) -> dict[int, list[PersonFact]]:
    """Return who is in each file that was not merged into another."""
    columns = Person.id, Person.party_id, Person.sex, Person.birth_year, Person.french
    query = select(*columns, Party.organisation_id, Party.created_at).join(Person.party)
    prepared = _prepared(session)
    found: dict[int, list[PersonFact]] = defaultdict(list)
    for row in session.execute(query.where(Party.merged_into_id.is_(None)).order_by(Person.id)):
        found[row.party_id].append(
            PersonFact(
                row.id, row.organisation_id, row.sex, row.birth_year, row.french,
                enrolled_on=row.created_at.astimezone(PARIS).date(),
                prepared_on=prepared.get(row.id),
                visited_on=visited.get(row.party_id),
            )
        )  # fmt: skip
    return found


def _prepared(session: Session) -> dict[int, date]:
    last = func.max(Sitting.day).label("last")
    query = (
        select(Seat.person_id, last)
        .join(Series, Series.id == Seat.series_id)
        .join(Series.workshop)
        .join(Sitting, Sitting.series_id == Series.id)
        .where(
            Workshop.kind == WorkshopKind.GUESTS,
            Workshop.counts,
            Seat.state == SeatState.ATTENDED,
            Seat.person_id.is_not(None),
            Sitting.cancelled_at.is_(None),
        )
        .group_by(Seat.id)
    )
    return _first((row.person_id, row.last) for row in session.execute(query))


def _again(session: Session) -> dict[int, dict[Side, tuple[date, str]]]:
    found: dict[int, dict[Side, tuple[date, str]]] = defaultdict(dict)
    query = select(Feedback.visit_id, Feedback.side, Feedback.answers, Feedback.given_at)
    for row in session.execute(query.where(Feedback.given_at.is_not(None))):
        if row.given_at and (said := row.answers.get(AGAIN[row.side])):
            found[row.visit_id][row.side] = row.given_at.astimezone(PARIS).date(), said
    return found


def _outcomes(session: Session) -> dict[int, dict[int, tuple[date, str]]]:
    found: dict[int, dict[int, tuple[date, str]]] = defaultdict(dict)
    columns = FollowUp.visit_id, FollowUp.months, FollowUp.reached_on, FollowUp.outcome
    for row in session.execute(select(*columns).where(FollowUp.side == Side.PARTY)):
        if row.reached_on and row.outcome:
            found[row.visit_id][row.months] = row.reached_on, row.outcome
    return found


def _contacts(session: Session) -> dict[int, date]:
    said = Relationship.party_said_at, Relationship.farm_said_at
    query = select(Relationship.visit_id, func.greatest(*said).label("opened"))
    both = (each.is_not(None) for each in said)
    rows = session.execute(query.where(*both))
    return _first((row.visit_id, row.opened.astimezone(PARIS).date()) for row in rows)


def _first(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """Return the first day of each number."""
    found: dict[int, date] = {}
    for number, day in days:
        found[number] = min(day, found.get(number, day))
    return found
