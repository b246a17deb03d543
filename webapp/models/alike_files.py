"""Two files that may be of one person, and that somebody said that they are not."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.users import User

BETWEEN: Final = "\n"
"""What stands between names: no name has it."""


class AlikeFiles(Base):
    """A pair of files of one association that is proposed, or was told apart by a caseworker."""

    __tablename__ = "alike_files"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="each_once"),
        CheckConstraint("(told_apart_at IS NULL) = (told_apart_by_id IS NULL)", name="by_somebody"),
        CheckConstraint("(told_apart_at IS NULL) = (names IS NULL)", name="of_names"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    likeness: Mapped[int]
    """How alike they were when they were compared; the most alike are shown first."""
    found_at: Mapped[datetime] = mapped_column(default=now)
    told_apart_at: Mapped[datetime | None]
    """Since when they are known to be two people; none: they are proposed."""
    told_apart_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    names: Mapped[str | None] = mapped_column(Encrypted("alike_files.names"))
    """The names that were alike when they were told apart: another one is a new question."""

    one: Mapped["Party"] = relationship(foreign_keys=[one_id])
    other: Mapped["Party"] = relationship(foreign_keys=[other_id])
    told_apart_by: Mapped["User | None"] = relationship()

    def tell_apart(self, by: "User", names: set[str]) -> None:
        """Keep that they are two people, as long as no other names of theirs are alike."""
        self.told_apart_at, self.told_apart_by = now(), by
        self.names = BETWEEN.join(sorted(names))

    def propose_again(self) -> None:
        """Ask about them anew."""
        self.told_apart_at = self.told_apart_by = self.names = None

    def is_answered(self, names: set[str]) -> bool:
        """Whether they were told apart, and these names, which are alike now, were then."""
        return self.names is not None and names <= set(self.names.split(BETWEEN))
