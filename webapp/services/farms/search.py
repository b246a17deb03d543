"""Finding farms: by a word of the name or the commune, by state, in an order."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from webapp.geography import search_communes
from webapp.geography.spelling import plain
from webapp.models import Farm

SORTS = {
    "name": func.lower(Farm.name),
    "state": Farm.state,
    "until": Farm.approved_until,
    "insured": Farm.insured_until,
    "since": Farm.created_at,
}
NEARBY_NAMES = 20


@dataclass(frozen=True)
class Search:
    """What is asked for."""

    text: str = ""
    state: str = ""
    sort: str = "name"
    descending: bool = False


def count_farms(session: Session, search: Search) -> int:
    """Return how many farms are asked for."""
    return session.scalar(select(func.count()).select_from(Farm).where(*_conditions(search))) or 0


def find_farms(session: Session, search: Search, page: int, size: int) -> list[Farm]:
    """Return one page, from 1, of the farms that are asked for."""
    column = SORTS[search.sort]
    order = column.desc() if search.descending else column.asc()
    query = (
        select(Farm)
        .where(*_conditions(search))
        .options(selectinload(Farm.rooms), selectinload(Farm.approvals))
        .order_by(order.nulls_last(), Farm.id)
        .offset((page - 1) * size)
        .limit(size)
    )
    return list(session.scalars(query))


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.text:
        communes = [
            found.commune.code
            for found in search_communes(search.text, NEARBY_NAMES)
            if found.other_name
            or plain(search.text) in plain(found.commune.name)
            or search.text in found.commune.postcodes
        ]
        named = func.lower(Farm.name).contains(search.text.casefold(), autoescape=True)
        conditions.append(or_(named, Farm.commune.in_(communes)))
    if search.state:
        conditions.append(Farm.state == search.state)
    return conditions
