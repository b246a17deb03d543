"""Attestations: the number by which somebody shows that they were on a visit."""

import secrets
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import today
from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.persons import Person
    from webapp.models.visits import Visit

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of what a number is made: nothing that is read as something else."""
LENGTH: Final = 12


def new_number() -> str:
    """Return a number of sixty bits that says nothing of anybody: `7KQ2-M4XW-9PTH`."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, LENGTH, 4))


class Attestation(Base):
    """That one person was on one visit, under a number that others can check.

    Whether it is valid follows from its visit: see `services.after.attestations`. It goes with the
    file of the person, and its number is then one that nobody knows.
    """

    __tablename__ = "attestations"
    __table_args__ = (UniqueConstraint("visit_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(unique=True, default=new_number)
    issued_on: Mapped[date] = mapped_column(default=today)

    visit: Mapped["Visit"] = relationship()
    person: Mapped["Person"] = relationship()
