"""Photos of a farm, for those who may come there."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.farms import Farm


class Photo(Base):
    """A photo in two sizes, each written anew from its points alone."""

    __tablename__ = "photos"
    __table_args__ = (CheckConstraint("subject IN ('farm', 'bed', 'animals')", name="subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str]
    words: Mapped[str]
    """What is to be seen, in the farm's own words, for those who do not see it."""
    tells_no_place: Mapped[bool]
    """Whether the farm says that no sign, name, number or face is to be seen."""
    position: Mapped[int]
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    """Of the small one, in points."""
    hidden_at: Mapped[datetime | None]
    """Since when the coordination shows it to nobody."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    farm: Mapped["Farm"] = relationship(back_populates="photos")

    def is_shown(self, *, on_sheet: bool) -> bool:
        """Whether guests see it: before the sheet, only what tells nothing of the place."""
        return self.hidden_at is None and (self.tells_no_place or on_sheet)

    def hide(self) -> None:
        """Show it to nobody but the farm and the coordination."""
        self.hidden_at = self.hidden_at or now()

    def unhide(self) -> None:
        """Show it again to whom it was shown."""
        self.hidden_at = None
