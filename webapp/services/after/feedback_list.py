"""What both sides said of the visits that took place, and who did not say anything."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from webapp.models import GRIDS, Farm, Feedback, Party, Side, Visit
from webapp.services.after.feedback import TOOK_PLACE

TOLD: Final = ("unread", "word", "given", "missing")
"""What can be asked for; of a side that is not named, of any."""


@dataclass(frozen=True)
class Asked:
    """Which visits are asked for; empty fields ask for nothing.

    Parameters
    ----------
    told
        One of `TOLD`.
    month
        The first day of the month in which the visit ended.
    """

    side: str = ""
    told: str = ""
    month: date | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Row:
    """A visit that took place, and what each side said of it."""

    visit: Visit
    said: dict[str, Feedback]
    """By side; a side that has begun and not ended is here, too."""


@dataclass(frozen=True)
class Count:
    """How one side of these visits answered; whoever did not is counted as such.

    Parameters
    ----------
    visits
        How many took place.
    answers
        By question: how often each answer was given; the rest of the visits is missing.
    """

    visits: int
    given: int
    answers: dict[str, Counter[str]]

    @property
    def missing(self) -> int:
        """Of how many visits this side has not told, or not all."""
        return self.visits - self.given

    def unanswered(self, question: str) -> int:
        """Of how many visits this side has left a question out."""
        return self.visits - self.answers[question].total()


def count_visits(session: Session, asked: Asked) -> int:
    """Return how many visits there are of which this is asked."""
    query = _chosen(select(func.count(Visit.id)), asked)
    return session.scalar(query) or 0


def list_visits(session: Session, asked: Asked, first: int, most: int) -> list[Row]:
    """Return some of the visits that are asked for, the last to end first."""
    query = _chosen(select(Visit), asked).options(joinedload(Visit.party), joinedload(Visit.farm))
    query = query.order_by(func.upper(Visit.stay).desc(), Visit.id.desc()).offset(first).limit(most)
    visits: Sequence[Visit] = session.scalars(query).all()
    said: dict[int, dict[str, Feedback]] = {visit.id: {} for visit in visits}
    for each in session.scalars(select(Feedback).where(Feedback.visit_id.in_(said))):
        said[each.visit_id][each.side.value] = each
    return [Row(visit, said[visit.id]) for visit in visits]


def count(session: Session, asked: Asked) -> dict[Side, Count]:
    """Return how each side answered, over the same visits."""
    chosen = _chosen(select(Visit.id), asked)
    visits = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    # By what was answered, which many answered alike: the rows themselves are a third of the page.
    alike = Feedback.side, Feedback.answers
    query = select(*alike, func.count(Feedback.given_at), func.count()).group_by(*alike)
    said = session.execute(query.where(Feedback.visit_id.in_(chosen))).all()
    return {
        side: _count(visits, side, [alike for each, *alike in said if each is side])
        for side in Side
    }


def _count(visits: int, side: Side, said: Iterable[list[Any]]) -> Count:
    """Count the answers to every question that any version of a side's grid has."""
    grids = [grid for name, grid in GRIDS.items() if name.startswith(side.value)]
    answers: dict[str, Counter[str]] = {question: Counter() for grid in grids for question in grid}
    given = 0
    for choices, gave, people in said:
        given += gave
        for question, choice in choices.items():
            answers[question][choice] += people
    return Count(visits, given, answers)


def words_to_see_to(session: Session) -> list[Feedback]:
    """Return the feedback whose private word no coordinator has seen to, the oldest first."""
    return list(session.scalars(_unread_words()))


@cache
def _unread_words() -> Select[Feedback]:
    visit = joinedload(Feedback.visit).load_only(Visit.state)
    whole = (
        load_only(Feedback.side, Feedback.visit_id),
        visit.joinedload(Visit.party).load_only(Party.code),
        visit.joinedload(Visit.farm).load_only(Farm.name),
    )
    return with_unread_words().options(*whole).order_by(Feedback.begun_at, Feedback.id)


def with_unread_words() -> Select[Feedback]:
    """Ask for the feedback whose private word no coordinator has seen to."""
    return select(Feedback).where(_UNREAD)


def months(session: Session) -> list[date]:
    """Return the months in which visits that took place ended, the last first."""
    month = func.date_trunc("month", func.upper(Visit.stay) - 1)
    found = session.scalars(select(month).where(Visit.state.in_(TOOK_PLACE)).distinct())
    return sorted((each.date() for each in found), reverse=True)


_UNREAD = and_(Feedback.word.is_not(None), Feedback.read_at.is_(None))
_OF: Final[dict[str, ColumnElement[bool]]] = {
    "unread": _UNREAD,
    "word": Feedback.word.is_not(None),
    "given": Feedback.given_at.is_not(None),
}


def _chosen(query: Select[Any], asked: Asked) -> Select[Any]:
    query = query.where(Visit.state.in_(TOOK_PLACE))
    sides = [Side(asked.side)] if asked.side else list(Side)
    if asked.told == "missing":
        query = query.where(or_(*(~_has(side, _OF["given"]) for side in sides)))
    elif asked.told:
        query = query.where(or_(*(_has(side, _OF[asked.told]) for side in sides)))
    elif asked.side:
        query = query.where(_has(sides[0], _OF["given"]))
    if asked.month:
        month = func.date_trunc("month", func.upper(Visit.stay) - 1)
        query = query.where(month == func.date_trunc("month", asked.month))
    if asked.organisation_id:
        query = query.where(Visit.party.has(Party.organisation_id == asked.organisation_id))
    return query


def _has(side: Side, what: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Feedback.id)
        .where(Feedback.visit_id == Visit.id, Feedback.side == side, what)
        .exists()
    )
