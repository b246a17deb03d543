"""Finding the parties of an association: by name, code or telephone, by state, in an order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.names import finds, plain
from webapp.models import Party, PartyState
from webapp.models.parties import by_code, by_number


@dataclass(frozen=True)
class Search:
    """What a caseworker looks for; empty fields ask for nothing.

    Parameters
    ----------
    text
        Parts of a code or of names, in any order and spelling, or a telephone number.
    sort
        `code`, `name`, `state` or `waiting`.
    """

    text: str = ""
    state: str = ""
    language: str = ""
    sort: str = "code"
    descending: bool = False


SORTS: dict[str, Callable[[Party], Any]] = {
    "code": lambda party: by_code(party.code),
    "name": lambda party: plain(party.names),
    "state": lambda party: list(PartyState).index(party.state),
    "waiting": lambda party: party.waiting_since or date.max,
}


def find_parties(session: Session, organisation_id: int, search: Search) -> list[Party]:
    """Return an association's parties that a search asks for, in its order.

    Names are encrypted, so they are compared here and not by the database; an association has
    some hundreds of parties, which takes milliseconds.
    """
    query = (
        select(Party)
        .where(Party.organisation_id == organisation_id)
        .options(selectinload(Party.persons))
    )
    if search.state:
        query = query.where(Party.state == PartyState(search.state))
    numbers = by_number(search.text)
    found = [
        party
        for party in session.scalars(query)
        if (not search.language or search.language in party.languages)
        and (party.phone_fingerprint in numbers or finds(search.text, party.code, party.names))
    ]
    found.sort(key=SORTS["code"])
    found.sort(key=SORTS[search.sort], reverse=search.descending)
    return found
