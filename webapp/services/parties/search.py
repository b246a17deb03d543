"""Finding the parties of an association: by name, code or telephone, by state, in an order."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    any_,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session, load_only, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from webapp.ground.names import finder, plain
from webapp.models import Party, PartyState, Person
from webapp.models.parties import by_number
from webapp.services.parties import interest, referents


@dataclass(frozen=True)
class Search:
    """What a caseworker looks for; empty fields ask for nothing.

    Parameters
    ----------
    text
        Parts of a code or of names, in any order and spelling, or a telephone number.
    referent
        The number of a caseworker who accompanies them, or `referents.NOBODY`.
    interest
        What they said last when asked whether they are still interested: one of `WORDS`.
    sort
        One of `SORTS`.
    """

    text: str = ""
    state: str = ""
    language: str = ""
    referent: str = ""
    interest: str = ""
    sort: str = "code"
    descending: bool = False


BY_CODE: tuple[Any, ...] = (func.length(Party.code), Party.code)
"""`P-999` comes before `P-1000`."""

SORTS: dict[str, tuple[Any, ...]] = {
    "code": BY_CODE,
    "name": (),
    "state": (case({state: at for at, state in enumerate(PartyState)}, value=Party.state),),
    "waiting": (Party.waiting_since,),
}
"""Columns to sort by; names are encrypted, and sorted here."""


@dataclass(frozen=True)
class Found:
    """Which parties a search finds, in its order.

    Parameters
    ----------
    query
        Asks for their numbers, when the database alone can find and sort them.
    known
        Their numbers, when names had to be opened for that.
    """

    count: int
    query: Select[int] | None = None
    known: tuple[int, ...] = ()

    def numbers(self, session: Session, first: int = 0, most: int | None = None) -> list[int]:
        """Return the numbers of those from `first` on, at most so many."""
        if self.query is None:
            return list(self.known[first : None if most is None else first + most])
        return list(session.scalars(self.query.offset(first).limit(most)))


def find_parties(session: Session, organisation_id: int, search: Search) -> Found:
    """Find an association's parties that a search asks for.

    Names are encrypted, so they are compared here and not by the database: only when they are
    asked for, and of those alone whom the database finds by the rest.
    """
    asked = Party.organisation_id == organisation_id, *_conditions(search)
    query = select(Party.id).where(*asked).order_by(*_order(search), *BY_CODE)
    if not search.text and search.sort != "name":
        count = session.scalar(select(func.count()).select_from(Party).where(*asked)) or 0
        return Found(count, query)
    rows = session.execute(query.add_columns(Party.code, Party.phone_fingerprint)).all()
    names, numbers = _names(session, [row.id for row in rows]), by_number(search.text)
    is_meant = finder(search.text)
    found = [
        row.id
        for row in rows
        if not search.text or row.phone_fingerprint in numbers or is_meant(row.code, names[row.id])
    ]
    if search.sort == "name":
        found.sort(key=lambda number: plain(names[number]), reverse=search.descending)
    return Found(len(found), known=tuple(found))


IN_A_TABLE = (
    load_only(Party.code, Party.state, Party.waiting_since),
    selectinload(Party.persons).load_only(
        Person.first_name,
        Person.last_name,
        Person.sex,
        Person.birth_year,
        Person.is_of_age,
        Person.languages,
    ),
)
"""What a table shows of a file; its telephone and notes stay sealed."""


def load_parties(session: Session, numbers: list[int], *what: ORMOption) -> list[Party]:
    """Return these parties in this order, with what is to be shown: all of them, if not told."""
    if not numbers:
        return []
    query = select(Party).where(Party.id.in_(numbers))
    whole = what or (selectinload(Party.persons),)
    loaded = {party.id: party for party in session.scalars(query.options(*whole))}
    return [loaded[number] for number in numbers if number in loaded]


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Party.anonymous_since.is_(None)]
    if search.state:
        conditions.append(Party.state == PartyState(search.state))
    if search.language:
        speaks = literal(search.language) == any_(Person.languages)
        conditions.append(exists().where(Person.party_id == Party.id, speaks))
    if search.referent:
        conditions.append(referents.accompanied_by(search.referent))
    if search.interest:
        conditions.append(interest.by_word(search.interest))
    return conditions


def _order(search: Search) -> list[Any]:
    columns = SORTS[search.sort]
    if search.descending:
        return [column.desc().nulls_first() for column in columns]
    return [column.asc().nulls_last() for column in columns]


def _names(session: Session, parties: list[int]) -> defaultdict[int, str]:
    """Return the names of each party, one after the other, to look into and to sort by."""
    query = (
        select(Person.party_id, Person.first_name, Person.last_name)
        .where(Person.party_id == any_(literal(parties, ARRAY(Integer))))
        .order_by(Person.id)
    )
    names: defaultdict[int, str] = defaultdict(str)
    for party_id, first, last in session.execute(query):
        names[party_id] += f"{first} {last} "
    return names
