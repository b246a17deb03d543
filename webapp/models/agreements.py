"""Agreements: the paper of an immersion (PMSMP), from a draft until somebody accepts it."""

import json
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.agreement_signatures import AgreementSignature, AgreementVersion, Signer
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.offers import Offer
    from webapp.models.parties import Party
    from webapp.models.persons import Person
    from webapp.models.prescribers import Prescriber
    from webapp.models.sites import Site
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


A_DAY: Final = timedelta(days=1)
ASKED: Final = (AgreementState.READY_TO_SIGN, AgreementState.PARTLY_SIGNED)
"""The states in which signatures are awaited."""
CHANGEABLE: Final = (*ASKED, AgreementState.IN_REVIEW, AgreementState.SENT_BACK)
"""The states from which it becomes a draft again; whoever had signed is asked anew."""
SIGNED_OR_ASKED: Final = (*ASKED, AgreementState.IN_REVIEW, AgreementState.ACCEPTED)
"""The states in which it tells people to be at a farm on its days, once all is well."""
OVER: Final = (AgreementState.ACCEPTED, AgreementState.REJECTED, AgreementState.CANCELLED)
"""The states in which nothing changes any more."""


class Agreement(Base):
    """One person's immersion at one farm: its frame, its terms, and how far it has come."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="order"),
        CheckConstraint(
            "called_off_on IS NULL OR state = 'accepted' AND called_off_on BETWEEN first_day AND"
            " last_day",
            name="called_off",
        ),
    )

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
    version: Mapped[int] = mapped_column(default=0)
    """How often it was made ready to sign: the number of what is signed, or was last."""
    reason: Mapped[str | None] = mapped_column(Encrypted("agreements.reason"))
    """Why it was cancelled, sent back, rejected or called off."""
    decided_on: Mapped[date | None]
    """The day on which the State decided, as somebody noted it."""
    called_off_on: Mapped[date | None]
    """From which of its days on it does not take place, though the State had accepted it."""
    number: Mapped[str | None]
    """Under which the State accepted it."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who noted that."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)

    party: Mapped["Party"] = relationship()
    person: Mapped["Person | None"] = relationship()
    farm: Mapped["Farm"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    offer: Mapped["Offer | None"] = relationship()
    prescriber: Mapped["Prescriber | None"] = relationship()
    made_by: Mapped["User"] = relationship(foreign_keys="Agreement.made_by_id")
    decided_by: Mapped["User | None"] = relationship(foreign_keys="Agreement.decided_by_id")
    versions: Mapped[list[AgreementVersion]] = relationship(
        order_by="AgreementVersion.number", passive_deletes=True
    )
    all_signatures: Mapped[list[AgreementSignature]] = relationship(
        back_populates="agreement", order_by="AgreementSignature.id", passive_deletes=True
    )

    @property
    def terms(self) -> dict[str, str]:
        """What it says beside its frame, by the names of `TERMS`."""
        known: dict[str, str] = json.loads(self.told) if self.told else {}
        return {name: known.get(name, "") for name in TERMS}

    @property
    def stands_at(self) -> "Farm | Site":
        """Where it takes place: where its offer stands, or where the visit was that it grew from.

        A house and its sites are one farm: who signs for it is the same at each.
        """
        if self.offer is not None:
            return self.offer.stands_at
        return self.visit.slot.stands_at if self.visit else self.farm

    @property
    def last_day_there(self) -> date:
        """The last of its days, called off or not; before the first, it does not take place."""
        return self.called_off_on - A_DAY if self.called_off_on else self.last_day

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state not in OVER

    @property
    def may_be_called_off(self) -> bool:
        """Whether it stands as the State accepted it."""
        return self.state is AgreementState.ACCEPTED and self.called_off_on is None

    def say(self, **terms: str) -> None:
        """Write some of its terms; the others stay."""
        self.require_draft()
        self.told = json.dumps({**self.terms, **terms}, ensure_ascii=False, sort_keys=True)

    def require_draft(self) -> None:
        """Raise unless it may be written."""
        passage(self.state, {AgreementState.DRAFT}, AgreementState.DRAFT)

    @property
    def signatures(self) -> list[AgreementSignature]:
        """Who is to sign the last version, or has."""
        return [each for each in self.all_signatures if each.version == self.version]

    def awaits_signatures(self, version: int) -> bool:
        """Whether a version is the one that is to be signed now."""
        return self.state in ASKED and version == self.version

    def make_ready(self, said: dict[str, Any], signers: dict[Signer, str]) -> None:
        """Freeze what it says as a new version, for each of these to sign.

        Parameters
        ----------
        signers
            In which language it is written to each.
        """
        self.state = passage(self.state, {AgreementState.DRAFT}, AgreementState.READY_TO_SIGN)
        self.version += 1
        self.reason = None
        self.versions.append(AgreementVersion.of(self.version, said))
        for signer, language in signers.items():
            asked = AgreementSignature(version=self.version, signer=signer, language=language)
            self.all_signatures.append(asked)

    def sign(self, signature: AgreementSignature, name: str, at: datetime) -> None:
        """Keep a signature; with the last one it goes to whoever decides."""
        passage(self.state, ASKED, AgreementState.PARTLY_SIGNED)
        if not signature.is_awaited:
            raise RuleBroken("nothing-to-sign")
        signature.at, signature.name = at, name
        done = all(each.at for each in self.signatures)
        self.state = AgreementState.IN_REVIEW if done else AgreementState.PARTLY_SIGNED

    def change(self) -> None:
        """Write it again: what was signed stays as it was, and the next version is signed anew."""
        self.state = passage(self.state, CHANGEABLE, AgreementState.DRAFT)

    def accept(self, number: str, on: date) -> None:
        """Note that the State accepted it; from now on it stays as it is."""
        self.state = passage(self.state, {AgreementState.IN_REVIEW}, AgreementState.ACCEPTED)
        self.number, self.decided_on = number, on

    def send_back(self, reason: str, on: date) -> None:
        """Note that it came back, to be changed."""
        self.state = passage(self.state, {AgreementState.IN_REVIEW}, AgreementState.SENT_BACK)
        self.reason, self.decided_on = reason, on

    def reject(self, reason: str, on: date) -> None:
        """Note that it was rejected for good."""
        self.state = passage(self.state, {AgreementState.IN_REVIEW}, AgreementState.REJECTED)
        self.reason, self.decided_on = reason, on

    def cancel(self, reason: str) -> None:
        """End it before anybody has accepted it."""
        before = set(AgreementState) - set(OVER)
        self.state = passage(self.state, before, AgreementState.CANCELLED)
        self.reason = reason

    def call_off(self, reason: str, first: date) -> None:
        """Say that it does not take place, or ends before its last day; what was accepted stays.

        Parameters
        ----------
        first
            The first of its days on which they do not go.
        """
        if not self.may_be_called_off:
            raise RuleBroken("agreement-not-accepted")
        if not self.first_day <= first <= self.last_day:
            raise RuleBroken("agreement-off-day", first=self.first_day, last=self.last_day)
        self.called_off_on, self.reason = first, reason
