"""A person's path: what they say they want, what stands in the way, and the steps that follow."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.persons import Person
    from webapp.models.services_around import ServiceAround
    from webapp.models.users import User

LEVELS: Final = (0, 1, 2, 3)
"""How much stands in the way: nothing, something, much, all."""


class PathState(StrEnum):
    """What became of a goal or of a step."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Goal(Base):
    """What a person wants to reach, in their own words."""

    __tablename__ = "goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    words: Mapped[str | None] = mapped_column(Encrypted("goals.words"))
    language: Mapped[str]
    """In which language they said it; a code of `LANGUAGES`."""
    said_on: Mapped[date]
    state: Mapped[PathState] = mapped_column(state_column(PathState), default=PathState.OPEN)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    by: Mapped["User"] = relationship()


class Obstacle(Base):
    """How much something stands in a person's way from a day on, and who sees to it.

    The last of a kind holds; those before stay, so that one reads what became easier.
    """

    __tablename__ = "obstacles"
    __table_args__ = (CheckConstraint("level BETWEEN 0 AND 3", name="level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """One of `OBSTACLES`."""
    level: Mapped[int]
    handled_by: Mapped[str | None] = mapped_column(Encrypted("obstacles.handled_by"))
    """The body that sees to it."""
    noted_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    by: Mapped["User"] = relationship()

    @property
    def says(self) -> tuple[int, str]:
        """Return what it says, to tell whether another says the same."""
        return self.level, self.handled_by or ""


class Step(Base):
    """Something to be done on a person's way: what, by whom, and until when."""

    __tablename__ = "steps"
    __table_args__ = (
        CheckConstraint("num_nonnulls(kind, words) > 0", name="what"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str | None]
    """One of `STEPS`, which the person reads in their own language; none for words alone."""
    words: Mapped[str | None] = mapped_column(Encrypted("steps.words"))
    language: Mapped[str] = mapped_column(default="fr")
    """In which language these words are, as far as one knows: that of the page on which they were
    written; of the person, where they are in other letters."""
    who: Mapped[str]
    """Who does it: one of `STEP_BY`."""
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services_around.id"), index=True)
    """The service to which they are sent; its name stands in the words as well."""
    need: Mapped[str | None]
    """What that service is asked for: one of `OBSTACLES`."""
    name_agreed_on: Mapped[date | None]
    """When they said that their first name may stand on the sheet for that service."""
    due_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[PathState] = mapped_column(state_column(PathState), default=PathState.OPEN)
    ended_on: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)

    party: Mapped["Party"] = relationship()
    person: Mapped["Person"] = relationship()
    by: Mapped["User"] = relationship()
    service: Mapped["ServiceAround | None"] = relationship()

    def is_late(self, on: date) -> bool:
        """Whether it was to be done before a day, and is not."""
        return self.state is PathState.OPEN and self.due_on is not None and self.due_on < on

    def end(self, state: PathState, on: date) -> None:
        """Note that it is done or dropped, or that it is to be done after all."""
        ended = {PathState.DONE, PathState.DROPPED}
        before = ended if state is PathState.OPEN else {PathState.OPEN}
        self.state = passage(self.state, before, state)
        self.ended_on = None if state is PathState.OPEN else on
