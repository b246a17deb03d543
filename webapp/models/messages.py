"""What is to be sent, and by what codes its readers prove themselves."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.models.agreement_signatures import AgreementSignature, Signer
from webapp.models.states import LEFT, Answer, Fate, MessageState, Side, passage

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.seats import Seat
    from webapp.models.users import EmailLink, User
    from webapp.models.visits import Visit
    from webapp.models.workshops import Sitting


HOPELESS = {"no-address", "no-mobile", "texts-stopped", "whatsapp-language", "whatsapp-long"}
"""Why trying to send a message again changes nothing."""
ASKING = ("visit-proposed", "visit-reminder")
"""The messages that ask for an answer."""
TOLD_WITHIN = timedelta(days=3)
"""A network that has not told so long after what became of a message has forgotten it."""
FORWARD = {
    MessageState.QUEUED: {MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.FAILED},
    MessageState.SENT: {MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.FAILED},
    MessageState.ACCEPTED: {MessageState.DELIVERED, MessageState.FAILED},
    MessageState.DELIVERED: set[MessageState](),
    MessageState.FAILED: {MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.FAILED},
    MessageState.NOT_NEEDED: {MessageState.DELIVERED},
}
"""Where a receipt leads. They come late, twice and in any order: what was delivered stays so."""


class Channel(StrEnum):
    """How a message leaves."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    LETTER = "letter"
    """Printed, and noted by whoever has posted it or given it by hand: no job sends one."""


class Message(Base):
    """A message to be sent; its text is made when it leaves, so no name or token rests here."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(user_id, visit_id, seat_id, party_id, signature_id) = 1"
            " OR num_nonnulls(user_id, visit_id) = 2"
            " AND num_nonnulls(seat_id, party_id, signature_id) = 0",
            name="one_reader",
        ),
        Index("ix_messages_state_created", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str]
    """Which text: `sign-in-link`, `visit-proposed`, `visit-code`, …"""
    channel: Mapped[Channel] = mapped_column(state_column(Channel))
    language: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[Side | None] = mapped_column(state_column(Side))
    """Which side of its visit reads it; neither: the number on duty, or the user of an account."""
    seat_id: Mapped[int | None] = mapped_column(
        ForeignKey("seats.id", ondelete="CASCADE"), index=True
    )
    """Whose seat it is about, who reads it."""
    sitting_id: Mapped[int | None] = mapped_column(
        ForeignKey("sittings.id", ondelete="CASCADE"), index=True
    )
    """Which date of a workshop it is about, where it is about one."""
    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("parties.id", ondelete="CASCADE"), index=True
    )
    """The household that reads it, where it is about nothing else."""
    signature_id: Mapped[int | None] = mapped_column(
        ForeignKey("agreement_signatures.id", ondelete="CASCADE"), index=True
    )
    """What its reader is to sign."""
    email_link_id: Mapped[int | None] = mapped_column(
        ForeignKey("email_links.id", ondelete="CASCADE"), index=True
    )
    phone_code_id: Mapped[int | None] = mapped_column(
        ForeignKey("phone_codes.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[MessageState] = mapped_column(
        state_column(MessageState), default=MessageState.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    failure: Mapped[str | None]
    """A short code of what went wrong, without address or text."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    """When it left; kept when it then failed on its way."""
    gives_receipts: Mapped[bool] = mapped_column(default=False)
    """Whether the way by which it left tells what becomes of it."""
    heard_at: Mapped[datetime | None]
    """When a receipt told last what became of it."""

    user: Mapped["User | None"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    seat: Mapped["Seat | None"] = relationship()
    sitting: Mapped["Sitting | None"] = relationship()
    party: Mapped["Party | None"] = relationship()
    signature: Mapped["AgreementSignature | None"] = relationship()
    email_link: Mapped["EmailLink | None"] = relationship()
    phone_code: Mapped["PhoneCode | None"] = relationship()

    @property
    def guests(self) -> "Party | None":
        """The household whose telephone it goes to, if it goes to one."""
        if self.visit is not None:
            return self.visit.party if self.side is Side.PARTY else None
        if self.signature is not None:
            own = self.signature.signer is Signer.PERSON
            return self.signature.agreement.party if own else None
        return self.seat.party if self.seat is not None else self.party

    @property
    def file(self) -> "Party | None":
        """The household that it is about, whoever reads it."""
        if self.visit is not None:
            return self.visit.party
        return self.signature.agreement.party if self.signature is not None else self.guests

    @classmethod
    def has_rung_since(cls, moment: datetime) -> ColumnElement[bool]:
        """Say which have left since a moment, or were written since and wait to leave.

        What is written in the evening rings in the morning.
        """
        return func.coalesce(cls.sent_at, cls.created_at) > moment

    def send(self, *, gives_receipts: bool = False) -> None:
        """Record that whoever carries it took it, and whether they will tell what becomes of it."""
        self.state = passage(
            self.state, {MessageState.QUEUED, MessageState.FAILED}, MessageState.SENT
        )
        self.attempts, self.sent_at, self.failure = self.attempts + 1, now(), None
        self.gives_receipts = gives_receipts

    def hear(self, state: MessageState, attempt: int, why: str | None = None) -> None:
        """Take a receipt of one attempt; what is late, doubled or overtaken changes nothing.

        A message whose acknowledgement was lost is known to have left by its receipt, and does not
        leave twice.

        Parameters
        ----------
        why
            A code of what went wrong, where it failed.
        """
        present = self.attempts + (self.state is MessageState.QUEUED)
        overtaken = attempt != present and state is not MessageState.DELIVERED
        came_back = self.has_come_back and state is MessageState.ACCEPTED
        if state not in FORWARD[self.state] or overtaken or came_back:
            return
        self.state, self.heard_at, self.gives_receipts = state, now(), True
        self.failure = why if state is MessageState.FAILED else None
        self.sent_at, self.attempts = self.sent_at or now(), max(self.attempts, attempt)

    def fail(self, code: str) -> None:
        """Record an attempt that did not go through."""
        self.state = passage(
            self.state, {MessageState.QUEUED, MessageState.FAILED}, MessageState.FAILED
        )
        self.attempts, self.failure = self.attempts + 1, code

    def retry(self) -> None:
        """Queue a message that failed, or that has become true again."""
        self.state = passage(
            self.state, {MessageState.FAILED, MessageState.NOT_NEEDED}, MessageState.QUEUED
        )
        self.sent_at = None

    def close(self) -> None:
        """Record that nobody needs it any more: what it says is over, or known already."""
        self.state = passage(
            self.state, {MessageState.QUEUED, MessageState.FAILED}, MessageState.NOT_NEEDED
        )
        self.failure = None

    @property
    def has_come_back(self) -> bool:
        """Whether it left and failed on its way: sending it again by itself changes nothing."""
        return self.state is MessageState.FAILED and self.sent_at is not None

    @property
    def fate(self) -> Fate:
        """What became of it, as far as anybody knows."""
        if self.sent_at is None:
            return Fate(self.state.value)
        if self._was_answered(self.sent_at):
            return Fate.ANSWERED
        if self.has_come_back:
            return Fate.RETURNED
        told = self.gives_receipts and now() < self.sent_at + TOLD_WITHIN
        untold = self.state is MessageState.SENT and not told
        return Fate.NO_RECEIPT if untold else Fate(self.state.value)

    def _was_answered(self, sent_at: datetime) -> bool:
        visit, side = self.visit, self.side
        if visit is None or side is None or self.kind not in ASKING or self.state not in LEFT:
            return False
        at = visit.answered_at(side)
        return visit.answer_of(side) is not Answer.AWAITED and at is not None and at >= sent_at


class PhoneCode(Base):
    """A six-digit code for the link of a visit or a household.

    Its digits are derived when sent, never stored.
    """

    __tablename__ = "phone_codes"
    __table_args__ = (CheckConstraint("num_nonnulls(visit_id, party_id) = 1", name="of_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("parties.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[Side] = mapped_column(state_column(Side))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class VisitSession(Base):
    """A browser that gave the code of a visit's link: fifteen minutes of address and names."""

    __tablename__ = "visit_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(state_column(Side))
    link_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
