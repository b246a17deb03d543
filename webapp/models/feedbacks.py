"""What each side says of a visit that took place, on a short grid with pictures."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.states import Side

if TYPE_CHECKING:
    from webapp.models.users import User
    from webapp.models.visits import Visit

NOT_SAID: Final = "not-said"
"""What stands for whoever would rather not say: an answer, and none of the others."""
FACES: Final = ("good", "middling", "bad", NOT_SAID)
ONCE_MORE: Final = ("yes", "perhaps", "no", NOT_SAID)

GRIDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "party-1": {
        "welcome": FACES,
        "lodging": FACES,
        "understood": FACES,
        "again": ONCE_MORE,
    },
    "farm-1": {"stay": FACES, "understood": FACES, "receive-again": ONCE_MORE},
}
"""Per version of a grid: its questions, and what may be answered to each. None is ever changed:
another question makes another version, so that answers are compared with their like."""
PRESENT: Final = {Side.PARTY: "party-1", Side.FARM: "farm-1"}


class Feedback(Base):
    """One side's answers about a visit, and its private word to the coordinators.

    The other side never reads any of it; the word is read by coordinators alone.
    """

    __tablename__ = "feedbacks"
    __table_args__ = (UniqueConstraint("visit_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(state_column(Side))
    grid: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was answered, by question; a question that is not here was not answered."""
    begun_at: Mapped[datetime] = mapped_column(default=now)
    given_at: Mapped[datetime | None]
    """When the last question of the grid was answered for the first time."""
    word: Mapped[str | None] = mapped_column(Encrypted("feedbacks.word"))
    read_at: Mapped[datetime | None]
    """When a coordinator first noted that the word is seen to."""
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    visit: Mapped["Visit"] = relationship()
    read_by: Mapped["User | None"] = relationship()

    @property
    def questions(self) -> dict[str, tuple[str, ...]]:
        """The questions of its grid, with what may be answered."""
        return GRIDS[self.grid]

    @property
    def missing(self) -> list[str]:
        """The questions that are not answered yet."""
        return [question for question in self.questions if question not in self.answers]

    @property
    def waits_to_be_read(self) -> bool:
        """Whether there is a word that no coordinator has seen to."""
        return bool(self.word) and self.read_at is None

    def answer(self, question: str, choice: str) -> None:
        """Keep what is said to a question; the last one makes it whole."""
        if choice not in self.questions.get(question, ()):
            raise RuleBroken("answer-missing")
        self.answers = {**self.answers, question: choice}
        if not self.missing:
            self.given_at = self.given_at or now()

    def write(self, word: str | None) -> None:
        """Keep another private word, which is to be read anew, or none."""
        if (word or None) != self.word:
            self.word, self.read_at, self.read_by_id = word or None, None, None

    def read(self, by: "User") -> None:
        """Record who has seen to the word."""
        self.read_at, self.read_by_id = now(), by.id
