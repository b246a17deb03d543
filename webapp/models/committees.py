"""Committees: an agenda that makes itself, what is decided of each of its lines."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.states import passage

if TYPE_CHECKING:
    from webapp.models.users import User


class CommitteeState(StrEnum):
    """How far a committee has come."""

    PREPARED = "prepared"
    """Its agenda follows what is so, each time it is looked at."""
    MEETING = "meeting"
    """Its lines stand as they were when it began; decisions are written."""
    SIGNING = "signing"
    """What its minutes say is frozen; those who were there sign it."""
    SIGNED = "signed"
    """All of them have signed: nothing of it changes any more."""


TAKING_LINES = (CommitteeState.PREPARED, CommitteeState.MEETING)
"""Until its minutes are frozen, its agenda is open to what somebody adds."""


class LineKind(StrEnum):
    """What a line of the agenda is about."""

    ROUND_TO_OPEN = "round-to-open"
    ROUND_TO_APPROVE = "round-to-approve"
    INCIDENT = "incident"
    ABSENCE = "absence"
    FARM_ENDS = "farm-ends"
    WAITING = "waiting"
    ADDED = "added"
    """Somebody put it on the agenda, in their own words."""


class Committee(Base):
    """A meeting of the programme's coordinators: at most one a day."""

    __tablename__ = "committees"
    __table_args__ = (
        CheckConstraint("(state IN ('signing', 'signed')) = (said IS NOT NULL)", name="frozen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    state: Mapped[CommitteeState] = mapped_column(
        state_column(CommitteeState), default=CommitteeState.PREPARED
    )
    made_at: Mapped[datetime] = mapped_column(default=now)
    begun_at: Mapped[datetime | None]
    others_present: Mapped[str | None]
    """Who else was there, by their role: they have no account, and do not sign."""
    said: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """All that the minutes say, but incidents, in French (`wording.committee_minutes`)."""

    signatures: Mapped[list["CommitteeSignature"]] = relationship(
        back_populates="committee",
        order_by="CommitteeSignature.id",
        cascade="all, delete-orphan",
    )
    lines: Mapped[list["CommitteeLine"]] = relationship(
        back_populates="committee", order_by="CommitteeLine.id", cascade="all, delete-orphan"
    )

    @property
    def is_prepared(self) -> bool:
        """Whether its agenda still follows what is so."""
        return self.state is CommitteeState.PREPARED

    @property
    def is_meeting(self) -> bool:
        """Whether decisions are being written."""
        return self.state is CommitteeState.MEETING

    @property
    def takes_lines(self) -> bool:
        """Whether something can be put on its agenda, said better or taken off."""
        return self.state in TAKING_LINES

    def add(self, title: str) -> "CommitteeLine":
        """Put something on its agenda, before it begins or while it meets."""
        passage(self.state, TAKING_LINES, self.state)
        line = CommitteeLine(kind=LineKind.ADDED, title=title, facts={})
        self.lines.append(line)
        return line

    def begin(self, at: datetime, lines: list["CommitteeLine"]) -> None:
        """Let the agenda stand as it is now: what the rules found, then what was added."""
        self.state = passage(self.state, {CommitteeState.PREPARED}, CommitteeState.MEETING)
        self.begun_at = at
        self.lines.extend(lines)

    def close(self, said: dict[str, Any], present: Sequence["User"], by: "User") -> None:
        """Freeze what the minutes say, for those who were there to sign.

        Whoever was named as present before stays, but for somebody who leaves out themselves.
        """
        there, known = {each.id for each in present}, {each.user_id for each in self.signatures}
        passage(self.state, {CommitteeState.MEETING}, CommitteeState.SIGNING)
        if not there:
            raise RuleBroken("nobody-was-there")
        if known - there - {by.id}:
            raise RuleBroken("was-named-as-present")
        self.state, self.said = CommitteeState.SIGNING, said
        for each in [each for each in self.signatures if each.user_id not in there]:
            self.signatures.remove(each)
        self.signatures += [CommitteeSignature(user_id=new) for new in sorted(there - known)]

    def take_up(self, by: "User") -> None:
        """Go on deciding, before all have signed; whoever was there signs anew."""
        self.state = passage(self.state, {CommitteeState.SIGNING}, CommitteeState.MEETING)
        self.said = None
        for each in self.signatures:
            each.undo(by)

    def awaits(self, user: "User") -> bool:
        """Whether somebody was there and has not signed yet."""
        mine = self.signature_of(user)
        return self.state is CommitteeState.SIGNING and mine is not None and mine.at is None

    def signature_of(self, user: "User") -> "CommitteeSignature | None":
        """Return somebody's line among those who were there."""
        return next((each for each in self.signatures if each.user_id == user.id), None)

    def sign(self, by: "User", at: datetime) -> None:
        """Sign for oneself."""
        passage(self.state, {CommitteeState.SIGNING}, CommitteeState.SIGNED)
        mine = self.signature_of(by)
        if mine is None or mine.at is not None:
            raise RuleBroken("signature-not-awaited")
        mine.at, mine.name, mine.left_at, mine.undone_by = at, by.name, None, None

    def leave_unsigned(self, user: "User", at: datetime) -> None:
        """Await no more the signature of somebody whose account is closed."""
        passage(self.state, {CommitteeState.SIGNING}, CommitteeState.SIGNED)
        theirs = self.signature_of(user)
        if theirs is None or not theirs.is_of_somebody_gone:
            raise RuleBroken("signature-still-awaited")
        theirs.left_at, theirs.name = at, user.name
        if all(each.left_at for each in self.signatures):
            raise RuleBroken("nobody-signed")

    def stand_once_signed(self) -> None:
        """Let the minutes stand for good where all have signed, or left without."""
        if all(each.at or each.left_at for each in self.signatures):
            self.state = passage(self.state, {CommitteeState.SIGNING}, CommitteeState.SIGNED)

    def require_removable(self) -> None:
        """Raise unless it can be taken away: it has not begun, and nobody put anything on it."""
        if not self.is_prepared:
            raise RuleBroken("committee-has-begun")
        if self.lines:
            raise RuleBroken("committee-has-lines")


class CommitteeLine(Base):
    """A line of an agenda: what it is about, the facts as they were, and what was decided.

    No decision stands on the line of an incident: it is written where its readers alone read it.
    """

    __tablename__ = "committee_lines"
    __table_args__ = (
        CheckConstraint("(kind = 'added') = (title IS NOT NULL)", name="title"),
        CheckConstraint("(kind = 'added') = (subject_id IS NULL)", name="subject"),
        CheckConstraint("kind <> 'incident' OR decision IS NULL", name="incident"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(
        ForeignKey("committees.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[LineKind] = mapped_column(state_column(LineKind))
    subject_id: Mapped[int | None]
    """The number of the association, round, incident, review, farm or file."""
    facts: Mapped[dict[str, Any]]
    """Codes, counts and days, as they were when the committee began."""
    title: Mapped[str | None]
    decision: Mapped[str | None]

    committee: Mapped[Committee] = relationship(back_populates="lines")

    def reword(self, title: str) -> None:
        """Say better what somebody put on the agenda."""
        passage(self.committee.state, TAKING_LINES, self.committee.state)
        self.title = title

    def require_removable(self) -> None:
        """Raise unless it can be taken off: something was decided of it, or it is frozen."""
        passage(self.committee.state, TAKING_LINES, self.committee.state)
        if self.decision:
            raise RuleBroken("line-is-decided")

    def decide(self, decision: str) -> None:
        """Write what was decided, or write it better; nothing written: nothing was decided."""
        passage(self.committee.state, {CommitteeState.MEETING}, CommitteeState.MEETING)
        if self.kind is LineKind.INCIDENT:
            raise RuleBroken("decided-with-the-incident")
        self.decision = decision or None


class CommitteeSignature(Base):
    """Somebody who was at a committee, and whether they have signed its minutes."""

    __tablename__ = "committee_signatures"
    __table_args__ = (
        UniqueConstraint("committee_id", "user_id"),
        CheckConstraint("num_nonnulls(at, left_at) < 2", name="signed_or_left"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who else took the committee up again once they had signed; none when they sign anew."""
    name: Mapped[str | None] = mapped_column(Encrypted("committee_signatures.name"))
    """Their name as they signed or left; none before, nor once their account has ended."""
    at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    """When it was said that they have left without signing."""

    committee: Mapped[Committee] = relationship(back_populates="signatures")
    user: Mapped["User"] = relationship(foreign_keys=[user_id])
    undone_by: Mapped["User | None"] = relationship(foreign_keys=[undone_by_id])

    @property
    def who(self) -> str:
        """Their name: of now until they sign or leave, then as it was."""
        return self.name or ("" if self.at or self.left_at else self.user.name) or "–"

    @property
    def is_of_somebody_gone(self) -> bool:
        """Whether it is awaited of somebody whose account is closed."""
        return not (self.at or self.left_at) and self.user.suspended_at is not None

    def undo(self, by: "User") -> None:
        """Let it be signed anew, and keep who undid what another had signed."""
        if self.at is not None and self.user_id != by.id:
            self.undone_by = by
        self.at = self.left_at = self.name = None
