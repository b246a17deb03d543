"""People whom somebody outside sends to an association, whether or not they get a file."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import ReferralState, passage

if TYPE_CHECKING:
    from webapp.models.parties import Party

OPEN = (ReferralState.ORIENTED, ReferralState.CONTACTED, ReferralState.INTERESTED)
"""The states in which somebody of the association has still something to do."""


class Referral(Base):
    """A person sent by a prescriber, who has no account, and how far it has come."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(
        state_column(ReferralState), default=ReferralState.ORIENTED
    )
    reason: Mapped[str | None]
    """Why it is not pursued: one of `vocabulary.REFERRAL_REASONS`."""
    prescriber: Mapped[str]
    """What kind of place sends them: one of `vocabulary.PRESCRIBERS`."""
    sent_by: Mapped[str | None] = mapped_column(Encrypted("referrals.sent_by"))
    """Who sends them and how they are reached, as they wrote it."""
    first_name: Mapped[str | None] = mapped_column(Encrypted("referrals.first_name"))
    last_name: Mapped[str | None] = mapped_column(Encrypted("referrals.last_name"))
    phone: Mapped[str | None] = mapped_column(Encrypted("referrals.phone"))
    language: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(
        ForeignKey("parties.id", ondelete="SET NULL"), index=True
    )
    """Their file, once they are enrolled."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    contacted_at: Mapped[datetime | None]
    interested_at: Mapped[datetime | None]
    enrolled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    party: Mapped["Party | None"] = relationship()

    @property
    def name(self) -> str:
        """First and last name; empty once they are forgotten."""
        return f"{self.first_name or ''} {self.last_name or ''}".strip()

    @property
    def is_open(self) -> bool:
        """Whether somebody has still something to do."""
        return self.state in OPEN

    def contact(self) -> None:
        """Record that the person was reached."""
        self.state = passage(self.state, {ReferralState.ORIENTED}, ReferralState.CONTACTED)
        self.contacted_at = now()

    def interest(self) -> None:
        """Record that the person would like to come; whoever said so was reached."""
        before = {ReferralState.ORIENTED, ReferralState.CONTACTED}
        self.state = passage(self.state, before, ReferralState.INTERESTED)
        self.contacted_at = self.contacted_at or now()
        self.interested_at = now()

    def enrol(self, party: "Party") -> None:
        """Record that the person has a file now."""
        self.state = passage(self.state, OPEN, ReferralState.ENROLLED)
        self.contacted_at = self.contacted_at or now()
        self.interested_at = self.interested_at or now()
        self.enrolled_at, self.party = now(), party

    def end(self, reason: str) -> None:
        """Record that it is not pursued, and why."""
        self.state = passage(self.state, OPEN, ReferralState.NOT_PURSUED)
        self.reason, self.ended_at = reason, now()

    def take_up(self) -> None:
        """Take it up again, as far as it had come."""
        as_far = (
            ReferralState.INTERESTED
            if self.interested_at
            else ReferralState.CONTACTED
            if self.contacted_at
            else ReferralState.ORIENTED
        )
        self.state = passage(self.state, {ReferralState.NOT_PURSUED}, as_far)
        self.reason = self.ended_at = None
