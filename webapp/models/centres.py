"""Reception centres, and how long before an absence each wants to know of it."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base


class Centre(Base):
    """A place where people live that wants to know of their absences, by how long they last."""

    __tablename__ = "centres"
    __table_args__ = (
        CheckConstraint("notice_days > 0 AND long_notice_days >= notice_days", name="notice"),
        CheckConstraint("long_nights > 1", name="long"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    notice_days: Mapped[int]
    """How many days before an absence of a night or more it wants to know."""
    long_nights: Mapped[int]
    """From how many nights on an absence is a long one."""
    long_notice_days: Mapped[int]
    """How many days before a long absence it wants to know, or has to agree."""

    def notice_for(self, nights: int) -> int:
        """Return how many days before an absence of so many nights it wants to know."""
        return self.long_notice_days if nights >= self.long_nights else self.notice_days


def longer(own: int | None, centre: Centre | None, nights: int | None) -> int:
    """Return how many days before a stay somebody must know of it; 0 where nothing is said.

    Parameters
    ----------
    own
        What the file says.
    centre
        Where they live, if a centre.
    nights
        How long the stay is; none: the longest that there may be.
    """
    asked = 0
    if centre is not None:
        asked = centre.long_notice_days if nights is None else centre.notice_for(nights)
    return max(own or 0, asked)


class LongerNotice:
    """How long before a stay somebody must know: as the file says, and as their centre wants."""

    notice_days: Mapped[int | None]
    centre: Mapped[Centre | None]

    def notice_for(self, nights: int | None) -> int:
        """Return how many days before a stay of so many nights they must know of it."""
        return longer(self.notice_days, self.centre, nights)
