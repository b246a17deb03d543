"""What coordinators decide about a farm, each with who, when and why; nothing of it is replaced."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.users import User

APPROVALS_NEEDED = 2
"""Two people vet a farm: what one of them overlooks or knows too well, the other sees."""


class FarmAct(StrEnum):
    """What is decided about a farm."""

    APPROVED = "approved"
    REVIEWED = "reviewed"
    """Looked at again after a change: the approval stands, until the day it had."""
    PROLONGED = "prolonged"
    SHORTENED = "shortened"
    DECLINED = "declined"
    RECONSIDERED = "reconsidered"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    RELEASED = "released"
    REMOVED = "removed"


LOOKS = (FarmAct.APPROVED, FarmAct.REVIEWED, FarmAct.PROLONGED)
"""The acts by which someone vouches for the farm as it is at that moment."""


class FarmDecision(Base):
    """One coordinator's word on a farm."""

    __tablename__ = "farm_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    act: Mapped[FarmAct] = mapped_column(state_column(FarmAct))
    until: Mapped[date | None]
    """The last day of the approval that this person gives, prolongs or shortens."""
    reason: Mapped[str | None] = mapped_column(Encrypted("farm_decisions.reason"))
    """Why, in their own words; only coordinators read it."""
    at: Mapped[datetime] = mapped_column(default=now)

    farm: Mapped["Farm"] = relationship(back_populates="decisions")
    user: Mapped["User"] = relationship()


def yeses(decisions: Sequence[FarmDecision]) -> dict[int, date]:
    """Return until when each person's yes stands, by their number.

    A no ends all of them; a shortening, which one person may decide, holds for all.
    """
    until: dict[int, date] = {}
    for each in decisions:
        if each.act is FarmAct.DECLINED:
            until.clear()
        elif each.until is None:
            continue
        elif each.act is FarmAct.SHORTENED:
            until = {user: min(day, each.until) for user, day in until.items()}
        else:
            until[each.user_id] = each.until
    return until


def looks(decisions: Sequence[FarmDecision]) -> dict[int, datetime]:
    """Return when each person last vouched for the farm, by their number."""
    at: dict[int, datetime] = {}
    for each in decisions:
        if each.act is FarmAct.DECLINED:
            at.clear()
        elif each.act in LOOKS:
            at[each.user_id] = each.at
    return at
