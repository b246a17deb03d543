"""Attestations: the number by which somebody shows that they were on a visit, or at a workshop."""

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.persons import Person
    from webapp.models.seats import Seat
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
    """That one person was on one visit or at one workshop, under a number that others can check.

    It says for good what was so when that ended: whatever file, farm or offer say later, the
    paper that was handed out stays true. It ends with the file of the people.
    """

    __tablename__ = "attestations"
    __table_args__ = (CheckConstraint("num_nonnulls(visit_id, seat_id) = 1", name="of_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), index=True
    )
    seat_id: Mapped[int | None] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[str] = mapped_column(unique=True, default=new_number)
    issued_on: Mapped[date] = mapped_column(default=today)
    name: Mapped[str] = mapped_column(Encrypted("attestations.name"))
    farm: Mapped[str | None]
    commune: Mapped[str | None]
    """INSEE code."""
    production: Mapped[str | None]
    frame: Mapped[str | None]
    workshop: Mapped[str | None]
    """Its title, where it is of a workshop; then there is neither farm nor frame."""
    days: Mapped[list[Any] | None]
    """Of the sittings at which they were, as ISO 8601."""
    association: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    """When somebody had said that they came: the calendar ends visits by itself."""
    withdrawn_at: Mapped[datetime | None]
    """When somebody who looks after the visit said that this person was not there."""

    visit: Mapped["Visit | None"] = relationship(back_populates="attestations")
    seat: Mapped["Seat | None"] = relationship(back_populates="attestations")

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

    @classmethod
    def of_seat(cls, person: "Person", association: str, workshop: str, days: list[str]) -> Self:
        """Return one for somebody who was at every sitting of a workshop, on these days."""
        said = {"workshop": workshop, "days": days, "association": association}
        return cls(name=person.name, confirmed_at=now(), **said)

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
        said = (
            "farm", "commune", "production", "frame", "workshop", "days", "association",
            "confirmed_at",
        )  # fmt: skip
        return type(self)(name=name, **{each: getattr(self, each) for each in said})
