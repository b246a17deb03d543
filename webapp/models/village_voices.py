"""What a village says of a gathering: counts of answers, and nothing of who gave them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.database import Base, state_column
from webapp.ground.errors import RuleBroken

if TYPE_CHECKING:
    from webapp.models.gatherings import Gathering

VILLAGE_GRIDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "village-1": {
        "met-before": ("often", "once", "never"),
        "spoke": ("much", "a-little", "not"),
        "again": ("yes", "perhaps", "no"),
    },
}
"""Per version: its three questions, and what may be answered to each. None is ever changed: another
question makes another version. Nobody is asked for words, who they are or where they live."""
VILLAGE_GRID: Final = "village-1"
"""The version that is asked now."""
MOST_VOICES: Final = 2000
"""More than a village has: whoever floods a gathering stops here."""


class VoiceWay(StrEnum):
    """How voices came."""

    DEVICES = "devices"
    """By the telephones of whoever was there: all of them in one row."""
    SHEETS = "sheets"
    """From paper, typed in: a row for each time."""


class VillageVoice(Base):
    """How often each answer was given at a gathering.

    Only counts are kept: neither when a telephone answered, nor which of its answers came together.
    """

    __tablename__ = "village_voices"
    __table_args__ = (
        CheckConstraint(f"voices BETWEEN 0 AND {MOST_VOICES}", name="voices"),
        CheckConstraint("(way = 'sheets') = (typed_at IS NOT NULL)", name="typed"),
        Index(
            "uq_village_voices_devices",
            "gathering_id",
            "grid",
            unique=True,
            postgresql_where=column("way") == VoiceWay.DEVICES,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(
        ForeignKey("gatherings.id", ondelete="CASCADE"), index=True
    )
    way: Mapped[VoiceWay] = mapped_column(state_column(VoiceWay))
    grid: Mapped[str]
    voices: Mapped[int]
    """How many people answered, or handed in a sheet."""
    answers: Mapped[dict[str, Any]]
    """By question, how often each answer was given; the rest of the voices left it out."""
    typed_at: Mapped[datetime | None]

    gathering: Mapped["Gathering"] = relationship(back_populates="voices")

    @property
    def by_telephone(self) -> bool:
        """Whether they came by telephone."""
        return self.way is VoiceWay.DEVICES

    def add(self, voices: int, answers: Mapping[str, Mapping[str, int]]) -> None:
        """Add voices and their answers."""
        if self.voices + voices > MOST_VOICES:
            raise RuleBroken("voices-enough")
        kept = {question: dict(counts) for question, counts in self.answers.items()}
        for question, choices in VILLAGE_GRIDS[self.grid].items():
            given = {each: answers.get(question, {}).get(each, 0) for each in choices}
            if sum(given.values()) > voices:
                raise RuleBroken("more-answers-than-sheets", question=question)
            before = kept.get(question, {})
            kept[question] = {each: before.get(each, 0) + given[each] for each in choices}
        self.voices, self.answers = self.voices + voices, kept
