"""The same few questions to a person before and after their visits, to see what has changed."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.database import Base, state_column
from webapp.models.feedbacks import NOT_SAID

if TYPE_CHECKING:
    from webapp.models.persons import Person

AGREEMENT: Final = ("yes", "rather-yes", "rather-no", "no", NOT_SAID)
"""What may be answered, the most first; whoever would rather not say has answered too."""
ASSESSED: Final[dict[str, tuple[str, ...]]] = {
    "person-1": ("trades", "live-there", "daily-french", "people-there", "what-comes"),
    "farm-1": ("at-ease", "without-words", "what-is-allowed", "village-looks", "trade-open"),
}
"""Per version of a grid, its questions. None is ever changed: another question makes another
version, and answers are compared with those of the same. None asks about health, religion or what
anybody lived through."""
PRESENT_GRID: Final = "person-1"
PRESENT_FARM_GRID: Final = "farm-1"


class Phase(StrEnum):
    """When a person is asked."""

    BEFORE = "before"
    """Before the first day of their first visit."""
    AFTER = "after"
    MONTH_3 = "month-3"
    MONTH_6 = "month-6"
    MONTH_12 = "month-12"


BEGINS: Final = {
    Phase.AFTER: timedelta(0),
    Phase.MONTH_3: timedelta(days=60),
    Phase.MONTH_6: timedelta(days=135),
    Phase.MONTH_12: timedelta(days=270),
}
"""So long after the last day of the first visit a phase begins, and the one before it ends."""


def phase_on(day: date, first_day: date | None, last_day: date | None) -> Phase | None:
    """Return in which phase somebody is on a day; none while they are on their first visit.

    Parameters
    ----------
    first_day, last_day
        Of their first visit that took place; none before it.
    """
    if first_day is None or last_day is None or day < first_day:
        return Phase.BEFORE
    begun = [phase for phase, after in BEGINS.items() if day > last_day + after]
    return begun[-1] if begun else None


class Assessment(Base):
    """What a person answered in one phase; of two in a phase the later one holds."""

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    grid: Mapped[str]
    phase: Mapped[Phase] = mapped_column(state_column(Phase))
    answers: Mapped[dict[str, Any]]
    answered_on: Mapped[date]
    by_link: Mapped[bool]
    """Whether the person answered behind their own link, and not at the desk."""

    person: Mapped["Person"] = relationship()
