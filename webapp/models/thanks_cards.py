"""A card of thanks from guests to the farm where they were."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken

if TYPE_CHECKING:
    from webapp.models.visits import Visit

THANKS: Final[tuple[str, ...]] = ("welcome", "meals", "shown", "animals", "calm", "greetings")
"""What a card may say: sentences that exist in every language, so that nobody writes of anybody."""


class ThanksCard(Base):
    """What guests thank a farm for; it is there for the farm until they take it back."""

    __tablename__ = "thanks_cards"
    __table_args__ = (CheckConstraint("cardinality(sentences) > 0", name="says_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), unique=True)
    sentences: Mapped[Strings]
    """Codes of `THANKS`, in their order."""
    names: Mapped[str | None] = mapped_column(Encrypted("thanks_cards.names"))
    """The first names under it, as they were when it was sent, a line each; none: it
    names nobody."""
    sent_at: Mapped[datetime] = mapped_column(default=now)

    visit: Mapped["Visit"] = relationship()

    @property
    def with_names(self) -> bool:
        """Whether names stand under it."""
        return bool(self.names)

    def say(self, sentences: list[str], names: str | None) -> None:
        """Let it say these sentences, under these names."""
        said = [each for each in THANKS if each in sentences]
        if not said:
            raise RuleBroken("thanks-say-nothing")
        self.sentences, self.names = said, names
