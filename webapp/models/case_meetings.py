"""Case meetings: what is decided about a person, with their own word, signed by who was there."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.persons import Person
    from webapp.models.users import User


class CaseState(StrEnum):
    """How far a case meeting has come."""

    OPEN = "open"
    """Decisions are written."""
    SIGNING = "signing"
    """Nothing is written any more; those who were there sign."""
    SIGNED = "signed"
    """All of them have signed: it stays as it is."""


class CaseMeeting(Base):
    """A meeting of an association, and of others, about some of its people."""

    __tablename__ = "case_meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    day: Mapped[date]
    bodies: Mapped[str | None]
    """Which others were there: bodies, never people."""
    state: Mapped[CaseState] = mapped_column(state_column(CaseState), default=CaseState.OPEN)
    made_at: Mapped[datetime] = mapped_column(default=now)

    decisions: Mapped[list["CaseDecision"]] = relationship(
        back_populates="meeting", order_by="CaseDecision.id", cascade="all, delete-orphan"
    )
    signatures: Mapped[list["CaseSignature"]] = relationship(
        back_populates="meeting", order_by="CaseSignature.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether decisions are being written."""
        return self.state is CaseState.OPEN

    def require_open(self) -> None:
        """Raise unless decisions are being written."""
        passage(self.state, {CaseState.OPEN}, CaseState.OPEN)

    def close(self, present: Sequence["User"]) -> None:
        """Let nothing more be written, and those who were there sign."""
        self.state = passage(self.state, {CaseState.OPEN}, CaseState.SIGNING)
        if not present:
            raise RuleBroken("nobody-was-there")
        if not self.decisions:
            raise RuleBroken("nothing-decided")
        self.signatures = [CaseSignature(user_id=each.id) for each in present]
        for made in self.decisions:
            made.called = made.called_now

    def take_up(self) -> None:
        """Go on writing before all have signed; no signature stands any more."""
        self.state = passage(self.state, {CaseState.SIGNING}, CaseState.OPEN)
        self.signatures = []
        for made in self.decisions:
            made.called = None

    def awaits(self, user: "User") -> bool:
        """Whether somebody was there and has not signed yet."""
        mine = any(each.user_id == user.id and each.at is None for each in self.signatures)
        return self.state is CaseState.SIGNING and mine

    def sign(self, by: "User", at: datetime) -> None:
        """Sign for oneself."""
        passage(self.state, {CaseState.SIGNING}, CaseState.SIGNED)
        if not self.awaits(by):
            raise RuleBroken("signature-not-awaited")
        for each in self.signatures:
            if each.user_id == by.id:
                each.at, each.name = at, by.name

    def stand_once_signed(self) -> None:
        """Let it stand for good with the last signature."""
        if all(each.at for each in self.signatures):
            self.state = CaseState.SIGNED


class CaseDecision(Base):
    """What was decided about a person, and what they say themselves, or why they were not asked."""

    __tablename__ = "case_decisions"
    __table_args__ = (CheckConstraint("num_nonnulls(their_word, not_asked) = 1", name="asked"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("case_meetings.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    their_word: Mapped[str | None] = mapped_column(Encrypted("case_decisions.their_word"))
    not_asked: Mapped[str | None]
    """Why they were not asked: one of `NOT_ASKED`."""
    decision: Mapped[str | None] = mapped_column(Encrypted("case_decisions.decision"))
    called: Mapped[str | None] = mapped_column(Encrypted("case_decisions.called"))
    """Code and first name as the minutes have them, from the moment on at which they are signed."""

    meeting: Mapped[CaseMeeting] = relationship(back_populates="decisions")
    party: Mapped["Party"] = relationship()
    person: Mapped["Person"] = relationship()

    @property
    def called_now(self) -> str:
        """Code and first name, as the file has them now."""
        return f"{self.party.code} · {self.person.first_name}"

    @property
    def named(self) -> str:
        """Of whom it speaks: as it was signed, though files became one or a name was corrected."""
        return self.called or self.called_now

    def decide(self, decision: str, their_word: str, not_asked: str) -> None:
        """Write what was decided: never without their word, or why they could not be asked."""
        if not their_word and not not_asked:
            raise RuleBroken("word-not-asked")
        if their_word and not_asked:
            raise RuleBroken("asked-and-not-asked")
        self.decision = decision
        self.their_word, self.not_asked = their_word or None, not_asked or None


class CaseSignature(Base):
    """Somebody who was at a case meeting, and whether they have signed."""

    __tablename__ = "case_signatures"
    __table_args__ = (UniqueConstraint("meeting_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("case_meetings.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str | None] = mapped_column(Encrypted("case_signatures.name"))
    """Their name as they signed; none before, nor once their account has ended."""
    at: Mapped[datetime | None]

    meeting: Mapped[CaseMeeting] = relationship(back_populates="signatures")
    user: Mapped["User"] = relationship()

    @property
    def who(self) -> str:
        """Their name: of now until they sign, then as they signed."""
        return self.name or (self.user.name if self.at is None else "–")
