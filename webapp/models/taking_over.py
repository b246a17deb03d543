"""What stops when the coordinator who answers for it is shut out, until another takes it over."""

from datetime import datetime
from typing import TYPE_CHECKING

from webapp.ground.errors import RuleBroken

if TYPE_CHECKING:
    from webapp.models.users import User


class AnsweredFor:
    """A thing for which the coordinator who made it answers, or who took it over."""

    made_by: "User"
    ended_at: datetime | None

    @property
    def left_since(self) -> datetime | None:
        """Since when nobody answers for it; none: somebody does, or it was taken back."""
        return None if self.ended_at else self.made_by.suspended_at

    def take_over(self, by: "User") -> None:
        """Let another coordinator answer for it, as it is: the program notices nothing."""
        if self.left_since is None:
            raise RuleBroken("nothing-to-take-over")
        self.made_by = by
