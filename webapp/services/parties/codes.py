"""The code of a party, by which it is known wherever names are not due."""

from sqlalchemy import Sequence as NumberSequence
from sqlalchemy.orm import Session

from webapp.ground.database import Base

PARTY_CODES = NumberSequence("party_codes", metadata=Base.metadata)
"""A sequence never gives a number twice, however many people record parties at once."""


def next_code(session: Session) -> str:
    """Return the next free party code, such as `P-017`."""
    return f"P-{session.scalar(PARTY_CODES.next_value()):03d}"
