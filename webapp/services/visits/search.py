"""Finding the visits of an association: by name, code or telephone, by state and days."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.orm.interfaces import ORMOption

from webapp.ground.names import finds
from webapp.models import (
    HOLDING,
    Answer,
    Farm,
    Misfit,
    Offer,
    Party,
    Person,
    Slot,
    Visit,
    VisitState,
)
from webapp.models.parties import by_number

SORTS: dict[str, tuple[Any, ...]] = {
    "arrival": (Visit.stay,),
    "deadline": (Visit.answer_by,),
    "code": (func.length(Party.code), Party.code),
    "state": (Visit.state,),
}
"""Columns to sort by; `P-999` comes before `P-1000`."""


@dataclass(frozen=True)
class Search:
    """Which visits are asked for, and in which order."""

    text: str = ""
    state: str = ""
    first_day: date | None = None
    last_day: date | None = None
    sort: str = "arrival"
    descending: bool = False


@dataclass(frozen=True)
class Found:
    """Which visits a search finds.

    Parameters
    ----------
    count
        How many in all.
    query
        Their numbers; some of them are read by `list_visits`.
    """

    count: int
    query: Select[int]


@dataclass(frozen=True)
class Listed:
    """A visit as a list shows it; nothing else of it is read."""

    id: int
    state: VisitState
    arrival: date
    departure: date
    party_answer: Answer
    farm_answer: Answer
    answer_by: date
    code: str
    first_names: Sequence[str]
    farm: str
    production: str


def find_visits(session: Session, organisation_id: int, search: Search) -> Found:
    """Find the visits of an association that a search asks for."""
    asked = _conditions(search)
    if search.text:
        asked.append(Visit.id.in_(_named(session, organisation_id, search.text, asked)))
    query = select(Visit.id).where(is_of(organisation_id), *asked)
    count = session.scalar(query.with_only_columns(func.count())) or 0
    return Found(count, query.order_by(*_order(search)))


def list_visits(session: Session, found: Found, first: int, most: int) -> list[Listed]:
    """Return those of a search from `first` on, at most so many, in the order asked for."""
    beside = found.query.join(Visit.party).join(Visit.farm).join(Visit.slot).join(Slot.offer)
    of_visit = Visit.id, Visit.state, Visit.stay, Visit.party_answer, Visit.farm_answer
    of_others = Visit.answer_by, Visit.party_id, Party.code, Farm.name, Offer.production
    query = beside.with_only_columns(*of_visit, *of_others).offset(first).limit(most)
    rows = session.execute(query).all()
    of_them = Person.party_id.in_({row.party_id for row in rows})
    people = select(Person.party_id, Person.first_name).where(of_them).order_by(Person.id)
    names = defaultdict[int, list[str]](list)
    for party_id, name in session.execute(people):
        names[party_id].append(name)
    return [_listed(row, names[row.party_id]) for row in rows]


def _listed(row: Any, names: list[str]) -> Listed:
    return Listed(
        row.id,
        row.state,
        row.stay.lower,
        row.stay.upper - timedelta(days=1),
        row.party_answer,
        row.farm_answer,
        row.answer_by,
        row.code,
        names,
        row.name,
        row.production,
    )


def load_visits(
    session: Session, numbers: Sequence[int], what: tuple[ORMOption, ...] | None = None
) -> list[Visit]:
    """Return these visits in this order, with what is to be shown of them: `whole`, if not told."""
    if not numbers:
        return []
    query = _these(whole() if what is None else what)
    loaded = session.scalars(query, {"numbers": list(numbers)})
    by_id = {visit.id: visit for visit in loaded.unique()}
    return [by_id[number] for number in numbers if number in by_id]


@lru_cache(maxsize=8)
def _these(what: tuple[ORMOption, ...]) -> Select[Visit]:
    """Ask for visits by their numbers, with what is to be shown of them; made once."""
    these = Visit.id.in_(bindparam("numbers", expanding=True))
    return select(Visit).where(these).options(*what)


def standing(session: Session, organisation_id: int) -> list[Visit]:
    """Return an association's visits ahead or under way, the first to come on top."""
    query = select(Visit).where(is_of(organisation_id), Visit.state.in_(HOLDING))
    return list(session.scalars(query.options(*whole()).order_by(Visit.stay, Visit.id)))


@cache
def whole() -> tuple[ORMOption, ...]:
    """Say what a list shows of a visit beside its own row."""
    return (
        joinedload(Visit.party).selectinload(Party.persons),
        joinedload(Visit.farm),
        joinedload(Visit.slot).joinedload(Slot.offer),
    )


@cache
def on_a_board() -> tuple[ORMOption, ...]:
    """Say what a board shows of a visit, and judges by: whom one may ask, who needs a lift."""
    answers = Visit.party_answer, Visit.farm_answer, Visit.answer_by
    judged = Visit.lift_reason, Visit.end_reason, Visit.organisation_id
    tickets = Visit.ticket_from, Visit.tickets_bought_at, Visit.ticket_given, Visit.fare_cents
    known = Visit.state, Visit.stay, Visit.party_id, Visit.farm_id, Visit.called_ahead_at
    who = Person.first_name, Person.sex, Person.birth_year, Person.is_of_age
    return (
        load_only(*known, *answers, *judged, *tickets),
        joinedload(Visit.misfits).load_only(Misfit.rule),
        joinedload(Visit.party)
        .load_only(Party.code, Party.channel, Party.phone, Party.email, Party.texts_stopped_at)
        .joinedload(Party.persons)
        .load_only(*who),
        joinedload(Visit.farm).load_only(Farm.name, Farm.state, Farm.adults),
    )


def is_of(organisation_id: int | ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a visit is of an association."""
    return Visit.organisation_id == organisation_id


def _named(
    session: Session, organisation_id: int, text: str, asked: list[ColumnElement[bool]]
) -> list[int]:
    """Return the visits of which code, names, telephone or farm are meant.

    Names are encrypted: they are compared here and not by the database, each once.
    """
    rows = session.execute(
        select(Visit.id, Visit.party_id, Party.code, Party.phone_fingerprint, Farm.name)
        .join(Visit.party)
        .join(Visit.farm)
        .where(is_of(organisation_id), *asked)
    ).all()
    names: dict[int, str] = {}
    of_them = Person.party_id.in_({row.party_id for row in rows})
    for person in session.execute(
        select(Person.party_id, Person.first_name, Person.last_name).where(of_them)
    ):
        names[person.party_id] = f"{names.get(person.party_id, '')} {' '.join(person[1:])}"
    numbers = by_number(text)
    return [
        row.id
        for row in rows
        if row.phone_fingerprint in numbers
        or finds(text, row.code, names.get(row.party_id, ""), row.name)
    ]


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search.state:
        asked.append(Visit.state == VisitState(search.state))
    if search.first_day:
        asked.append(func.upper(Visit.stay) > search.first_day)
    if search.last_day:
        asked.append(func.lower(Visit.stay) <= search.last_day)
    return asked


def _order(search: Search) -> list[Any]:
    columns = [*SORTS[search.sort], Visit.id]
    return [column.desc() if search.descending else column.asc() for column in columns]
