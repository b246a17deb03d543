"""The farms that a party is not to be paired with, by name."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.geography import find_commune
from webapp.models import Farm, Party


def names_of_refused(session: Session, party: Party) -> list[str]:
    """Return the names of the farms that a party is not to be paired with."""
    return list(names_of(session, {refusal.farm_id for refusal in party.refusals}).values())


def names_of(session: Session, farms: Collection[int]) -> dict[int, str]:
    """Return these farms by number, as `names_of_farms` does; of none nothing is asked."""
    return names_of_farms(session, Farm.id.in_(farms)) if farms else {}


def names_of_farms(session: Session, condition: ColumnElement[bool]) -> dict[int, str]:
    """Return farms by number, each named with its commune: several may have one name."""
    query = select(Farm.id, Farm.name, Farm.commune).where(condition)
    found = session.execute(query.order_by(Farm.name, Farm.id))
    return {number: f"{name}, {_commune(code)}" for number, name, code in found}


def _commune(code: str | None) -> str:
    commune = find_commune(code) if code else None
    return commune.name if commune else "–"
