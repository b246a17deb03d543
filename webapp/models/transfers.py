"""A file handed over to another association: proposed, agreed to by its people, then taken on."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.programme import Organisation
    from webapp.models.users import User


class TransferState(StrEnum):
    """How far a file is on its way to another association."""

    ASKED = "asked"
    """The people are asked; the other association knows nothing."""
    AGREED = "agreed"
    """They said yes: the other association is asked."""
    ACCEPTED = "accepted"
    """The file is the other association's."""
    DECLINED = "declined"
    """The people said no."""
    REFUSED = "refused"
    """The other association does not take it on."""
    CANCELLED = "cancelled"


UNDECIDED: Final = (TransferState.ASKED, TransferState.AGREED)
"""The states in which nothing has changed hands, and it can be taken back."""


class Transfer(Base):
    """A file on its way from one association to another; both keep that it went, and when."""

    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="another"),
        CheckConstraint("(state IN ('asked', 'agreed')) = (ended_at IS NULL)", name="ended"),
        Index(
            "ix_transfers_one_at_a_time",
            "party_id",
            unique=True,
            postgresql_where=text("state IN ('asked', 'agreed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[TransferState] = mapped_column(
        state_column(TransferState), default=TransferState.ASKED
    )
    code: Mapped[str | None]
    """The file's code: what an association reads of a file that is not its own."""
    people: Mapped[int]
    """How many travel."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    said_at: Mapped[datetime | None]
    """When the people said yes or no last."""
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who wrote down what they said; none: they said it behind their link."""
    offered_at: Mapped[datetime | None]
    """When the people first said yes: from then on the other association knows of it."""
    ended_at: Mapped[datetime | None]
    """When it was accepted, or came to nothing."""

    party: Mapped["Party"] = relationship()
    sender: Mapped["Organisation"] = relationship(foreign_keys=[from_id])
    receiver: Mapped["Organisation"] = relationship(foreign_keys=[to_id])
    asked_by: Mapped["User"] = relationship(foreign_keys=[asked_by_id])

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided yet."""
        return self.state in UNDECIDED

    @property
    def awaits_receiver(self) -> bool:
        """Whether the people have said yes, and the other association has not answered."""
        return self.state is TransferState.AGREED

    def say(self, by: "User | None", *, yes: bool) -> None:
        """Keep what the people say; a yes can become a no until the file is taken on."""
        to = TransferState.AGREED if yes else TransferState.DECLINED
        self.state = passage(self.state, UNDECIDED, to)
        self.said_at, self.noted_by_id = now(), by.id if by else None
        self.offered_at = self.offered_at or (now() if yes else None)
        self.ended_at = None if yes else now()

    def answer(self, *, yes: bool) -> None:
        """Keep what the other association says, once the people have agreed."""
        to = TransferState.ACCEPTED if yes else TransferState.REFUSED
        self.state = passage(self.state, {TransferState.AGREED}, to)
        self.ended_at = now()

    def cancel(self) -> None:
        """Take it back, before the file is taken on."""
        self.state = passage(self.state, UNDECIDED, TransferState.CANCELLED)
        self.ended_at = now()
