"""What the runs of one round have found, so that two of them can be read beside each other."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.rounds import MatchingRound


class RoundRun(Base):
    """A run of a round that was solved: what it was asked, its figures, and what it found.

    What the present run found stands in the round itself, and comes here when another takes its
    place. It is megabytes, so that no list reads it.
    """

    __tablename__ = "round_runs"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("matching_rounds.id", ondelete="CASCADE"))
    number: Mapped[int]
    """The first run of a round has 1."""
    settings: Mapped[dict[str, Any] | None]
    """What it was asked (`MatchingRound.settings`); none where that was not kept then."""
    figures: Mapped[dict[str, Any]]
    """`{"people": …, "placed": …, "first": …, "wished": …}`: people, as its round told them."""
    solved_at: Mapped[datetime]
    problem: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    solution: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    baseline: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    safeguarded: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    blanked_at: Mapped[datetime | None]
    """When people of it were made anonymous."""

    round: Mapped["MatchingRound"] = relationship()

    def put_away(self, of_round: "MatchingRound") -> None:
        """Keep what the round holds of it, before another run takes its place."""
        self.problem, self.solution = of_round.problem, of_round.solution
        self.baseline, self.safeguarded = of_round.baseline, of_round.safeguarded
        self.blanked_at = of_round.blanked_at
