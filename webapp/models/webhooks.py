"""Programs that are told when something happens, and each thing that one was told."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import passage
from webapp.models.taking_over import AnsweredFor

if TYPE_CHECKING:
    from webapp.models.events import Event
    from webapp.models.users import User


class DeliveryState(StrEnum):
    """How far a program's being told has come."""

    WAITING = "waiting"
    """It is to be told, or is told again after a failure."""
    TOLD = "told"
    GIVEN_UP = "given-up"
    """It failed as often as it may."""
    NOT_NEEDED = "not-needed"
    """It was taken back before it was told, or nobody listens any more."""


class Webhook(AnsweredFor, Base):
    """An address of a program that is told of some kinds of things, each time signed."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """Which program it is, as the coordinator calls it."""
    address: Mapped[str]
    kinds: Mapped[Strings]
    """Of what it is told: names of `vocabulary.WEBHOOK_KINDS`."""
    secret: Mapped[str] = mapped_column(Encrypted("webhooks.secret"))
    """What signs; the program has it too, and it is shown once."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    """When a coordinator took it back."""

    made_by: Mapped["User"] = relationship()

    @property
    def is_live(self) -> bool:
        """Whether it is told anything: not taken back, and its maker not shut out."""
        return self.ended_at is None and self.left_since is None

    def end(self) -> None:
        """Tell it nothing any more; ended twice, the first time counts."""
        self.ended_at = self.ended_at or now()


class Delivery(Base):
    """One thing that one program is told; what is told is read when it leaves, and kept nowhere."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("webhook_id", "event_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id"))
    """What happened; its number is the same at every attempt: whoever is told twice can tell."""
    state: Mapped[DeliveryState] = mapped_column(
        state_column(DeliveryState), default=DeliveryState.WAITING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str | None]
    """The status of the last answer, or a code of why there was none."""
    told_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
    event: Mapped["Event"] = relationship()

    def tell(self, answer: str) -> None:
        """Record that the program took it."""
        self.state = passage(self.state, {DeliveryState.WAITING}, DeliveryState.TOLD)
        self.attempts, self.answer, self.told_at = self.attempts + 1, answer, now()

    def fail(self, answer: str) -> None:
        """Record an attempt that it did not take; another follows."""
        self.state = passage(self.state, {DeliveryState.WAITING}, DeliveryState.WAITING)
        self.attempts, self.answer = self.attempts + 1, answer

    def give_up(self) -> None:
        """Record that no attempt follows."""
        self.state = passage(self.state, {DeliveryState.WAITING}, DeliveryState.GIVEN_UP)

    def wait_again(self) -> None:
        """Have it told after all: nobody answered for its address when it was closed."""
        self.state = passage(self.state, {DeliveryState.NOT_NEEDED}, DeliveryState.WAITING)

    def close(self) -> None:
        """Record that there is nothing to tell any more."""
        self.state = passage(self.state, {DeliveryState.WAITING}, DeliveryState.NOT_NEEDED)
