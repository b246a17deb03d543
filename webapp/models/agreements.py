"""Agreements: the paper of an immersion (PMSMP), from a draft until somebody accepts it."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.offers import Offer
    from webapp.models.parties import Party
    from webapp.models.persons import Person
    from webapp.models.prescribers import Prescriber
    from webapp.models.users import User
    from webapp.models.visits import Visit

HOURS: Final = tuple(f"hours_{day}" for day in range(1, 8))
"""The hours of each day of the week (ISO, Monday is 1), as they were typed."""
TERMS: Final = (
    *HOURS, "trade", "tasks", "goals", "equipment", "tutor_name", "tutor_job", "tutor_phone",
    "emergency_name", "emergency_phone", "representative_name", "representative_phone",
)  # fmt: skip
"""What an agreement says beside its frame; all of it is sealed."""
NEEDED: Final = ("trade", "tasks", "equipment", "tutor_name", "tutor_phone")
"""The terms without which nobody can sign."""


class AgreementState(StrEnum):
    """How far an agreement has come."""

    DRAFT = "draft"
    READY_TO_SIGN = "ready-to-sign"
    PARTLY_SIGNED = "partly-signed"
    IN_REVIEW = "in-review"
    """All have signed: whoever decides for the State has it."""
    ACCEPTED = "accepted"
    SENT_BACK = "sent-back"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """Why somebody goes on an immersion: exactly one of three."""

    DISCOVER_TRADE = "discover-trade"
    CONFIRM_PROJECT = "confirm-project"
    START_RECRUITMENT = "start-recruitment"


OVER: Final = (AgreementState.ACCEPTED, AgreementState.REJECTED, AgreementState.CANCELLED)
"""The states in which nothing changes any more."""


class Agreement(Base):
    """One person's immersion at one farm: its frame, its terms, and how far it has come."""

    __tablename__ = "agreements"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("persons.id", ondelete="SET NULL"), index=True
    )
    """None once they are no member of a file any more."""
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="SET NULL"), index=True
    )
    """The visit with whose contact it began, if with one."""
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("offers.id", ondelete="SET NULL"), index=True
    )
    """The offer that it began with, if with one."""
    prescriber_id: Mapped[int | None] = mapped_column(ForeignKey("prescribers.id"), index=True)
    state: Mapped[AgreementState] = mapped_column(
        state_column(AgreementState), default=AgreementState.DRAFT
    )
    purpose: Mapped[Purpose] = mapped_column(state_column(Purpose))
    first_day: Mapped[date]
    last_day: Mapped[date]
    told: Mapped[str | None] = mapped_column(Encrypted("agreements.told"))
    """The terms, as JSON."""
    reason: Mapped[str | None] = mapped_column(Encrypted("agreements.reason"))
    """Why it was cancelled."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)

    party: Mapped["Party"] = relationship()
    person: Mapped["Person | None"] = relationship()
    farm: Mapped["Farm"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    offer: Mapped["Offer | None"] = relationship()
    prescriber: Mapped["Prescriber | None"] = relationship()
    made_by: Mapped["User"] = relationship()

    @property
    def terms(self) -> dict[str, str]:
        """What it says beside its frame, by the names of `TERMS`."""
        known: dict[str, str] = json.loads(self.told) if self.told else {}
        return {name: known.get(name, "") for name in TERMS}

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state not in OVER

    def say(self, **terms: str) -> None:
        """Write some of its terms; the others stay."""
        self.require_draft()
        self.told = json.dumps({**self.terms, **terms}, ensure_ascii=False, sort_keys=True)

    def require_draft(self) -> None:
        """Raise unless it may be written."""
        passage(self.state, {AgreementState.DRAFT}, AgreementState.DRAFT)

    def cancel(self, reason: str) -> None:
        """End it before anybody has accepted it."""
        before = set(AgreementState) - set(OVER)
        self.state = passage(self.state, before, AgreementState.CANCELLED)
        self.reason = reason
