"""What each side says of a visit that did not take place: beside each other, never made one."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import ABSENCE_REASONS
from webapp.models.states import Side

if TYPE_CHECKING:
    from webapp.models.users import User

NOT_KNOWN: Final = "unknown"
MISSED_CAUSES: Final = ("guest", "farm", "transport", "nobody", NOT_KNOWN)
"""What a side may say of why nobody came; whoever does not know has said a word too."""

PARTED: Final = "\n"
AT_MOST: Final = 4000
"""Signs that are kept of what people contest with, the last ones."""

SEAT_CAUSES: Final = (*ABSENCE_REASONS, NOT_KNOWN)
"""What people may say of why they were not at a workshop."""

BLAMES: Final = {"guest": Side.PARTY, "farm": Side.FARM}
"""The causes that say of a side that it was to blame."""


class Fault(StrEnum):
    """As whose fault a visit that did not take place is counted."""

    GUEST = "guest"
    FARM = "farm"
    TRANSPORT = "transport"
    NOBODY = "nobody"
    DIFFERS = "differs"
    """The two do not say the same, or the people say that what is noted is not right."""
    UNKNOWN = "unknown"


def fault_of(
    causes: Mapping[Side, str | None], *, contested: bool = False, talked: bool = False
) -> Fault:
    """Return as whose fault it is counted: of a side, by that side's own word alone.

    Parameters
    ----------
    causes
        What each side says; none where it has said nothing.
    contested
        Whether the people say that what is noted is not right.
    talked
        Whether they were talked with about their absence, which stands for their own word.
    """
    said = {cause for cause in causes.values() if cause not in {None, NOT_KNOWN}}
    if contested or len(said) > 1:
        return Fault.DIFFERS
    if talked and said <= {"guest"}:
        return Fault.GUEST
    cause = said.pop() if said else NOT_KNOWN
    whose = BLAMES.get(str(cause))
    on_its_own_word = whose is None or causes.get(whose) == cause
    return Fault(str(cause)) if on_its_own_word else Fault.UNKNOWN


class MissedWord(Base):
    """What one side says of what was missed; of the people, also that what is noted is not right.

    What one side says is read by its association, never by the other side.
    """

    __tablename__ = "missed_words"
    __table_args__ = (
        CheckConstraint("num_nonnulls(visit_id, seat_id) = 1", name="of_one"),
        CheckConstraint("visit_id IS NOT NULL OR side = 'party'", name="a_seat_is_of_people"),
        CheckConstraint("num_nonnulls(cause, said_at) <> 1", name="said_once"),
        CheckConstraint("contested_at IS NULL OR side = 'party'", name="contested_by_people"),
        CheckConstraint("contest IS NULL OR contested_at IS NOT NULL", name="contested_once"),
        UniqueConstraint("visit_id", "side"),
        UniqueConstraint("seat_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(state_column(Side))
    cause: Mapped[str | None]
    """One of `MISSED_CAUSES`, of a workshop of `SEAT_CAUSES`; none: they have said nothing, and may
    have contested alone."""
    said_at: Mapped[datetime | None]
    said_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who noted by telephone what they say; none: they said it themselves."""
    contested_at: Mapped[datetime | None]
    contest: Mapped[str | None] = mapped_column(Encrypted("missed_words.contest"))
    """Why it is not right, in their words; they need not say."""
    contested_to_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    said_to: Mapped["User | None"] = relationship(foreign_keys=[said_to_id])
    contested_to: Mapped["User | None"] = relationship(foreign_keys=[contested_to_id])

    def say(self, cause: str, to: "User | None") -> None:
        """Keep what this side says; said anew, the later word holds."""
        if cause not in (MISSED_CAUSES if self.seat_id is None else SEAT_CAUSES):
            raise RuleBroken("answer-missing")
        self.cause, self.said_at, self.said_to_id = cause, now(), to.id if to else None

    def forget(self) -> None:
        """Forget what was said of an earlier absence, which was taken back."""
        self.cause = self.said_at = self.said_to_id = None
        self.withdraw()

    def dispute(self, words: str, to: "User | None") -> None:
        """Keep that what is noted is not right, with a word or without one.

        What people said themselves is theirs: nobody notes another word in its place. What else
        they say, on another telephone or another day, stands below what they said before.
        """
        if to is not None and self.contested_at is not None and self.contested_to_id is None:
            raise RuleBroken("changed-meanwhile")
        before = self.contest if self.contested_at is not None else None
        if words and words not in (before or ""):
            before = f"{before}{PARTED}{words}" if before else words
        self.contest = before[-AT_MOST:] if before else None
        self.contested_at = now()
        self.contested_to_id = to.id if to else None

    def withdraw(self) -> None:
        """Keep that it is right after all."""
        self.contested_at = self.contest = self.contested_to_id = None
