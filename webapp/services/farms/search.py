"""Finding farms: by words of the name, the commune or a number, by state, in an order."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, defer, selectinload

from webapp.geography import search_communes
from webapp.geography.spelling import plain
from webapp.ground.names import finds
from webapp.ground.telephones import read_number
from webapp.models import Farm, FarmDecision, Room

SORTS = {
    "name": func.lower(Farm.name),
    "state": Farm.state,
    "until": Farm.approved_until,
    "insured": Farm.insured_until,
    "since": Farm.created_at,
}
NEARBY_NAMES = 20
LISTED = (
    selectinload(Farm.rooms).load_only(Room.id),
    selectinload(Farm.decisions).defer(FarmDecision.reason),
    defer(Farm.presentation),
)
"""What a list shows of a farm: what is missing, and who has looked at it."""


@dataclass(frozen=True)
class Search:
    """What is asked for."""

    text: str = ""
    state: str = ""
    sort: str = "name"
    descending: bool = False


def count_farms(session: Session, search: Search) -> int:
    """Return how many farms are asked for."""
    asked = _conditions(session, search)
    return session.scalar(select(func.count()).select_from(Farm).where(*asked)) or 0


def find_farms(session: Session, search: Search, page: int, size: int) -> list[Farm]:
    """Return one page, from 1, of the farms that are asked for."""
    column = SORTS[search.sort]
    order = column.desc() if search.descending else column.asc()
    query = (
        select(Farm)
        .where(*_conditions(session, search))
        .options(*LISTED)
        .order_by(order.nulls_last(), Farm.id)
        .offset((page - 1) * size)
        .limit(size)
    )
    return list(session.scalars(query))


def _conditions(session: Session, search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.text:
        communes = [
            found.commune.code
            for found in search_communes(search.text, NEARBY_NAMES)
            if found.other_name
            or plain(search.text) in plain(found.commune.name)
            or search.text in found.commune.postcodes
        ]
        # Names are folded, numbers opened here: a programme has some hundreds of farms.
        phone = read_number(search.text)
        named = [
            farm.id
            for farm in session.execute(select(Farm.id, Farm.name, Farm.phone))
            if finds(search.text, farm.name) or (phone and farm.phone == phone)
        ]
        conditions.append(or_(Farm.id.in_(named), Farm.commune.in_(communes)))
    if search.state:
        conditions.append(Farm.state == search.state)
    return conditions
