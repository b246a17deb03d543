"""A better way to say a sentence of the screens in one language."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings
from webapp.ground.errors import RuleBroken
from webapp.models.users import User


class Rewording(Base):
    """What somebody proposes to say instead, which holds once somebody else has accepted it."""

    __tablename__ = "rewordings"
    __table_args__ = (CheckConstraint("decided_by_id <> proposed_by_id", name="seen_by_two"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(index=True)
    sentence: Mapped[str]
    """As the code says it, in English; of a counted sentence, of one."""
    said: Mapped[Strings]
    """In the language: one text, or one for each of its plural forms, in CLDR's order."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    """Empty until it is decided."""

    proposed_by: Mapped[User] = relationship(foreign_keys=proposed_by_id)

    def decide(self, by: User, *, accepted: bool) -> None:
        """Accept it or not; nobody decides on words of their own."""
        if self.accepted is not None:
            raise RuleBroken("not-from-this-state", state="decided", wanted="decided")
        if by.id == self.proposed_by_id:
            raise RuleBroken("rewording-is-your-own")
        self.decided_by_id, self.decided_at, self.accepted = by.id, now(), accepted
