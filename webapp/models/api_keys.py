"""Keys by which programs read the programme's figures."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Strings
from webapp.models.taking_over import AnsweredFor

if TYPE_CHECKING:
    from webapp.models.users import User


class ApiKey(AnsweredFor, Base):
    """What a program proves itself by; the key itself is shown once and never stored."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """Which program it is for, as the coordinator calls it."""
    scopes: Mapped[Strings]
    """What it may read: names of `vocabulary.API_SCOPES`."""
    digest: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    last_day: Mapped[date]
    ended_at: Mapped[datetime | None]
    """When a coordinator took it back."""

    made_by: Mapped["User"] = relationship()

    @property
    def left_since(self) -> datetime | None:
        """Since when nobody answers for it; one whose days are over waits for nobody."""
        return super().left_since if self.last_day >= today() else None

    @property
    def is_live(self) -> bool:
        """Whether it opens anything: not over, not taken back, and its maker not shut out."""
        is_on = self.ended_at is None and self.left_since is None
        return is_on and self.last_day >= today()

    def end(self) -> None:
        """Let it open nothing any more; ended twice, the first time counts."""
        self.ended_at = self.ended_at or now()
