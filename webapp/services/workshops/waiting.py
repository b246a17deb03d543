"""What of workshops waits for somebody: who was there, places that are kept, wishes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, load_only, selectinload

from webapp.ground.at_once import Query, at
from webapp.ground.clock import now, today
from webapp.models import (
    Attendance,
    Party,
    Person,
    Seat,
    SeatState,
    Series,
    Sitting,
    Workshop,
    WorkshopKind,
)
from webapp.models.seats import HELD

LATELY: Final = timedelta(days=30)
"""Sittings before are remembered by nobody: what was not noted of them stays unknown."""
ANYBODYS: Final[ColumnElement[bool]] = true()
"""Seats of whomever."""


@dataclass(frozen=True)
class Waiting:
    """What waits.

    Parameters
    ----------
    unnoted
        Sittings that have begun, with of how many people nobody has noted whether they were there.
    kept
        Seats that go to somebody else unless a yes comes in time, the most pressing first.
    wished
        Series to come, with how many people would like to come and are not signed up.
    twice
        Seats of somebody who has another at the same dates under another file: one is to be given
        back. Files that are merged now leave none; those that were merged before may.
    """

    unnoted: list[tuple[Sitting, int]]
    kept: Sequence[Seat]
    wished: list[tuple[Series, int]]
    twice: Sequence[Seat] = ()

    @property
    def count(self) -> int:
        """In how many lines it is told."""
        return len(self.unnoted) + len(self.kept) + len(self.wished) + len(self.twice)


def questions() -> dict[str, Query]:
    """Ask for what waits, by its kind, whoever looks after whom."""
    return {kind: ask(true()) for kind, ask in KINDS.items()}


def for_files(
    session: Session,
    files: Sequence[ColumnElement[bool]],
    values: Mapping[str, int],
    kinds: Collection[str] | None = None,
) -> Waiting:
    """Return what waits for whoever looks after these files; of all kinds, if not told.

    Parameters
    ----------
    files, values
        What asks for the files, made once (`referents.asked_of`), and with what it is asked now.
    """
    theirs = _seats_of(tuple(files))
    found = KINDS if kinds is None else kinds
    return Waiting(
        unnoted=_unnoted(session, theirs, values) if "unnoted" in found else [],
        kept=_kept(session, theirs, values) if "kept" in found else [],
        wished=_wished(session, theirs, values) if "wished" in found else [],
        twice=_twice(session, theirs, values) if "twice" in found else [],
    )


@lru_cache(maxsize=8)
def _seats_of(files: tuple[ColumnElement[bool], ...]) -> ColumnElement[bool]:
    return Seat.party.has(and_(*files))


def for_coordinators(session: Session, kinds: Collection[str] | None = None) -> Waiting:
    """Return what waits over all; who is kept a place, or was absent, their associations see to."""
    found = OVER_ALL if kinds is None else kinds
    uncounted = session.scalars(_uncounted()) if "uncounted" in found else ()
    counted = [(each, 0) for each in uncounted if each.has_begun]
    unnoted = _unnoted(session, ANYBODYS, {}) if "unnoted" in found else []
    wished = _wished(session, ANYBODYS, {}) if "wished" in found else []
    return Waiting([*unnoted, *counted], [], wished)


def questions_over_all() -> dict[str, Query]:
    """Ask for what waits over all, by its kind."""
    return {kind: ask() for kind, ask in OVER_ALL.items()}


def _lately() -> ColumnElement[bool]:
    span = Sitting.day.between(at(lambda: today() - LATELY), at(today))
    return span & Sitting.cancelled_at.is_(None)


def _ask_unnoted(theirs: ColumnElement[bool]) -> Select[Sitting, int]:
    noted = exists().where(Attendance.seat_id == Seat.id, Attendance.sitting_id == Sitting.id)
    comes = Seat.state.in_(HELD), Seat.kept_until.is_(None)
    query = select(Sitting, func.count(Seat.id)).join(Seat, Seat.series_id == Sitting.series_id)
    return query.where(_lately(), *comes, theirs, ~noted).group_by(Sitting.id)


def _unnoted(
    session: Session, theirs: ColumnElement[bool], values: Mapping[str, int]
) -> list[tuple[Sitting, int]]:
    found = session.execute(_read_unnoted(theirs), values).all()
    return [(sitting, people) for sitting, people in found if sitting.has_begun]


@lru_cache(maxsize=8)
def _read_unnoted(theirs: ColumnElement[bool]) -> Select[Sitting, int]:
    named = contains_eager(Sitting.series).load_only(Series.workshop_id)
    named = named.contains_eager(Series.workshop).load_only(Workshop.title)
    hours = load_only(Sitting.series_id, Sitting.day, Sitting.starts, Sitting.ends)
    query = _ask_unnoted(theirs).join(Sitting.series).join(Series.workshop).options(named, hours)
    return query.group_by(Series.id, Workshop.id).order_by(Sitting.day, Sitting.id)


def _uncounted() -> Select[Sitting]:
    village = Sitting.series.has(Series.workshop.has(Workshop.kind == WorkshopKind.VILLAGE))
    query = select(Sitting).where(_lately(), village, Sitting.came.is_(None))
    return query.order_by(Sitting.day, Sitting.id)


def _ask_kept(theirs: ColumnElement[bool]) -> Select[Seat]:
    return select(Seat).where(theirs, Seat.kept_until > at(now))


def _kept(
    session: Session, theirs: ColumnElement[bool], values: Mapping[str, int]
) -> Sequence[Seat]:
    whole = (
        joinedload(Seat.party).selectinload(Party.persons),
        joinedload(Seat.series).joinedload(Series.workshop),
    )
    query = _ask_kept(theirs).options(*whole)
    return session.scalars(query.order_by(Seat.kept_until, Seat.id), values).all()


def _ask_twice(theirs: ColumnElement[bool]) -> Select[Seat]:
    other, same = aliased(Seat), aliased(Person)
    alive = SeatState.SIGNED_UP, SeatState.WAITING
    another = (
        select(other.id)
        .join(same, same.id == other.person_id)
        .where(other.series_id == Seat.series_id, other.id != Seat.id, other.state.in_(alive))
        .where(same.identity == Person.identity)
    )
    query = select(Seat).join(Seat.person)
    return query.where(theirs, Seat.state.in_(alive), another.exists())


def _twice(session: Session, theirs: ColumnElement[bool], values: Mapping[str, int]) -> list[Seat]:
    """Return seats to come of people who have two of one series, each next to the other."""
    whole = (
        joinedload(Seat.party).selectinload(Party.persons),
        joinedload(Seat.series).joinedload(Series.workshop),
        joinedload(Seat.series).selectinload(Series.sittings),
    )
    query = _ask_twice(theirs).order_by(Seat.series_id, Person.identity, Seat.id)
    found = session.scalars(query.options(*whole), values).unique()
    return [seat for seat in found if seat.series.is_to_come]


def _ask_wished(theirs: ColumnElement[bool]) -> Select[int, int]:
    wishes = select(Seat.series_id, func.count()).where(theirs, Seat.state == SeatState.WISHED)
    return wishes.group_by(Seat.series_id)


def _wished(
    session: Session, theirs: ColumnElement[bool], values: Mapping[str, int]
) -> list[tuple[Series, int]]:
    people = dict(session.execute(_ask_wished(theirs), values).all())
    whole = joinedload(Series.workshop), selectinload(Series.sittings)
    found = select(Series).where(Series.id.in_(people)).options(*whole).order_by(Series.id)
    ahead = [each for each in session.scalars(found) if each.is_to_come]
    return [(series, people[series.id]) for series in ahead]


KINDS: Final[dict[str, Callable[[ColumnElement[bool]], Query]]] = {
    "unnoted": _ask_unnoted, "kept": _ask_kept, "wished": _ask_wished, "twice": _ask_twice,
}  # fmt: skip
"""By the kind of what waits, what asks for it."""
OVER_ALL: Final[dict[str, Callable[[], Query]]] = {
    "unnoted": lambda: _ask_unnoted(true()),
    "wished": lambda: _ask_wished(true()),
    "uncounted": _uncounted,
}
