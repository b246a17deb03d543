"""Attestations: the number by which somebody shows that they were on a visit."""

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.persons import Person
    from webapp.models.visits import Visit

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of what a number is made: nothing that is read as something else."""
LENGTH: Final = 12
WORKING_AGE: Final = 16
"""From the year in which they turn it, people may work in France and have use for one."""


def new_number() -> str:
    """Return a number of sixty bits that says nothing of anybody: `7KQ2-M4XW-9PTH`."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, LENGTH, 4))


class Attestation(Base):
    """That one person was on one visit, under a number that others can check.

    It says for good what was so when the visit ended: whatever file, farm or offer say later, the
    paper that was handed out stays true. It ends with the file of the people.
    """

    __tablename__ = "attestations"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(unique=True, default=new_number)
    issued_on: Mapped[date] = mapped_column(default=today)
    name: Mapped[str] = mapped_column(Encrypted("attestations.name"))
    farm: Mapped[str]
    commune: Mapped[str | None]
    """INSEE code."""
    production: Mapped[str]
    frame: Mapped[str]
    association: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    """When somebody had said that they came: the calendar ends visits by itself."""
    withdrawn_at: Mapped[datetime | None]
    """When somebody who looks after the visit said that this person was not there."""

    visit: Mapped["Visit"] = relationship(back_populates="attestations")

    @classmethod
    def of_all(cls, visit: "Visit") -> list[Self]:
        """Return one for each member of the party who may work in the year of the visit."""
        year = visit.arrival.year
        persons = [each for each in visit.party.persons if year - each.birth_year >= WORKING_AGE]
        return [cls.of(visit, each) for each in persons]

    @classmethod
    def of(cls, visit: "Visit", person: "Person") -> Self:
        """Return one for a member of the party, with all that is attested as it is now."""
        offer = visit.slot.offer
        return cls(
            name=person.name,
            farm=visit.farm.name,
            commune=offer.stands_at.commune,
            production=offer.production,
            frame=offer.frame,
            association=visit.party.organisation.name,
            confirmed_at=now() if visit.was_heard_of else None,
        )

    @property
    def stands(self) -> bool:
        """Whether somebody said that this person came, and nobody that they did not."""
        return self.confirmed_at is not None and self.withdrawn_at is None

    def confirm(self) -> None:
        """Record that somebody has said that they came."""
        self.confirmed_at = self.confirmed_at or now()

    def withdraw(self) -> None:
        """Let its number be valid no more."""
        self.withdrawn_at = self.withdrawn_at or now()

    def restore(self) -> None:
        """Let its number be valid: they were there."""
        self.withdrawn_at = None
        self.confirm()

    def under(self, name: str) -> Self:
        """Return one like this under another name, with a number of its own."""
        said = ("farm", "commune", "production", "frame", "association", "confirmed_at")
        return type(self)(name=name, **{each: getattr(self, each) for each in said})
