"""Calls for help: from the press of a button to a settled matter, one row each."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import Side

if TYPE_CHECKING:
    from webapp.models.users import User
    from webapp.models.visits import Visit


class Rung(StrEnum):
    """Whom a call for help stands before; it climbs until somebody takes it."""

    ASSOCIATION = "association"
    COORDINATORS = "coordinators"
    ON_DUTY = "on-duty"
    """The number on duty, which the caller is told to call: a telephone, not a board."""


class HelpCall(Base):
    """A call for help during a visit, of one side or of its local referent.

    A rung that nobody is at is passed over: its instant stays empty.
    """

    __tablename__ = "help_calls"
    __table_args__ = (
        Index(
            "uq_help_calls_one_waits",
            "visit_id",
            "side",
            unique=True,
            postgresql_where=text("taken_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index(
            "uq_help_calls_one_of_the_local_referent_waits",
            "visit_id",
            unique=True,
            postgresql_where=text("side IS NULL AND taken_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_help_calls_settled_at", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side | None] = mapped_column(state_column(Side))
    """Who called, or was silent; none: the local referent called."""
    silent: Mapped[bool] = mapped_column(default=False)
    """Whether nobody called: no word came on the first evening (`services.visits.evenings`)."""
    asked_at: Mapped[datetime] = mapped_column(default=now)
    association_at: Mapped[datetime | None]
    coordinators_at: Mapped[datetime | None]
    on_duty_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    taken_note: Mapped[str | None] = mapped_column(Encrypted("help_calls.taken_note"))
    """What whoever takes the call does first, in their words."""
    withdrawn_at: Mapped[datetime | None]
    """When whoever called said that it is not needed any more, or was pressed by mistake."""
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_note: Mapped[str | None] = mapped_column(Encrypted("help_calls.settled_note"))

    visit: Mapped["Visit"] = relationship(back_populates="help_calls")
    taken_by: Mapped["User | None"] = relationship(foreign_keys=[taken_by_id])
    settled_by: Mapped["User | None"] = relationship(foreign_keys=[settled_by_id])

    @property
    def waits(self) -> bool:
        """Whether somebody is needed still, and nobody has taken it yet."""
        return self.taken_at is None and self.withdrawn_at is None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.settled_at is None

    @property
    def reached(self) -> dict[Rung, datetime]:
        """Whom it has come to stand before, and since when, in the order of the climb."""
        instants = {
            Rung.ASSOCIATION: self.association_at,
            Rung.COORDINATORS: self.coordinators_at,
            Rung.ON_DUTY: self.on_duty_at,
        }
        return {rung: at for rung, at in instants.items() if at is not None}

    def reach(self, rung: Rung) -> None:
        """Record that it stands before whoever is at a rung."""
        if rung is Rung.ASSOCIATION:
            self.association_at = now()
        elif rung is Rung.COORDINATORS:
            self.coordinators_at = now()
        else:
            self.on_duty_at = now()

    def take(self, by: "User", note: str) -> None:
        """Record who sees to it, and what they do first."""
        self.taken_at, self.taken_by_id, self.taken_note = now(), by.id, note

    def settle(self, by: "User", note: str) -> None:
        """Record that it is over, who says so and how."""
        if self.taken_at is None:
            self.take(by, note)
        self.settled_at, self.settled_by_id, self.settled_note = now(), by.id, note
