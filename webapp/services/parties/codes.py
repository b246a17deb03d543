"""The code of a party, by which it is known wherever names are not due."""

from sqlalchemy import Sequence as NumberSequence
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.database import Base

PARTY_CODES = NumberSequence("party_codes", metadata=Base.metadata)
"""A sequence never gives a number twice, however many people record parties at once."""


def next_code(session: Session) -> str:
    """Return the next free party code, such as `P-017`."""
    return next_codes(session, 1)[0]


def next_codes(session: Session, count: int) -> list[str]:
    """Return so many free party codes."""
    series = func.generate_series(1, count).table_valued()
    numbers = session.scalars(select(PARTY_CODES.next_value()).select_from(series))
    return [f"P-{number:03d}" for number in numbers]
