"""Farms, how they are vetted, and their rooms."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.states import FarmState, passage

if TYPE_CHECKING:
    from webapp.models.offers import Offer
    from webapp.models.users import User

APPROVALS_NEEDED = 2
"""Two people vet a farm: what one of them overlooks or knows too well, the other sees."""

TOPICS = {
    "identity": ("name", "productions"),
    "place": ("commune", "address"),
    "household": ("adults", "woman_host", "host_names", "phone", "languages"),
    "rooms": ("rooms",),
    "welcome": (),
    "station": (),
}
"""What a farm tells of itself, a page each, with what must be told before it can be approved."""

CHECKLIST = (
    "met_on", "charter_signed_on", "insured_until", "lodging_seen", "references_seen",
    "record_seen", "host_trained_on",
)  # fmt: skip
"""What the programme saw or received before a farm is approved."""


class Farm(Base):
    """The place and the people who host."""

    __tablename__ = "farms"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    state: Mapped[FarmState] = mapped_column(state_column(FarmState), default=FarmState.APPLIED)
    commune: Mapped[str | None]
    """INSEE code; with `name` it is the first thing a farmer tells."""
    address: Mapped[str | None] = mapped_column(Encrypted("farms.address"))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    host_names: Mapped[str | None] = mapped_column(Encrypted("farms.host_names"))
    """How the hosts wish to be called by their guests; told only once both said yes."""
    phone: Mapped[str | None] = mapped_column(Encrypted("farms.phone"))
    productions: Mapped[Strings] = mapped_column(default=list)
    languages: Mapped[Strings] = mapped_column(default=lambda: ["fr"])
    adults: Mapped[int | None] = mapped_column(CheckConstraint("adults > 0", name="adults"))
    """Adults who live in the household."""
    woman_host: Mapped[bool | None]
    """Whether a woman of the household is present during visits."""
    features: Mapped[Strings] = mapped_column(default=list)
    hazards: Mapped[Strings] = mapped_column(default=list)
    station: Mapped[str | None]
    """The nearest station, as the farmer types it."""
    presentation: Mapped[str | None]
    season_limit: Mapped[int] = mapped_column(default=6)
    """At most this many parties from January to December: more would look like labour."""
    met_on: Mapped[date | None]
    charter_signed_on: Mapped[date | None]
    insured_until: Mapped[date | None]
    lodging_seen: Mapped[bool] = mapped_column(default=False)
    references_seen: Mapped[bool] = mapped_column(default=False)
    record_seen: Mapped[bool] = mapped_column(default=False)
    """A record extract was shown; it is never copied."""
    host_trained_on: Mapped[date | None]
    approved_until: Mapped[date | None]
    on_hold_since: Mapped[datetime | None]
    """Since when nobody is proposed there, until a coordinator has looked: it is about safety."""
    state_reason: Mapped[str | None]
    """Why the farm is suspended, removed or declined."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    users: Mapped[list["User"]] = relationship(back_populates="farm")
    rooms: Mapped[list["Room"]] = relationship(
        back_populates="farm", order_by="Room.id", cascade="all, delete-orphan"
    )
    approvals: Mapped[list["FarmApproval"]] = relationship(
        back_populates="farm", order_by="FarmApproval.at", cascade="all, delete-orphan"
    )
    offers: Mapped[list["Offer"]] = relationship(back_populates="farm", order_by="Offer.id")

    @property
    def host_lives_alone(self) -> bool:
        """Whether the household has one adult only; unknown counts as alone, to be careful."""
        return self.adults is None or self.adults == 1

    @property
    def missing_topics(self) -> list[str]:
        """Return the topics in which something that must be told is not told yet."""
        return [
            topic
            for topic, names in TOPICS.items()
            if any(getattr(self, name) in (None, "", []) for name in names)
        ]

    @property
    def missing_checks(self) -> list[str]:
        """Return what the programme has still to see; an insurance that is over counts as none."""
        missing = [name for name in CHECKLIST if not getattr(self, name)]
        if self.insured_until and self.insured_until < today():
            missing.append("insured_until")
        return missing

    def is_approved_on(self, day: date) -> bool:
        """Whether the farm may receive on this day: approved by two people, and insured."""
        return (
            self.state is FarmState.APPROVED
            and self.approved_until is not None
            and self.insured_until is not None
            and day <= min(self.approved_until, self.insured_until)
        )

    @property
    def is_approved(self) -> bool:
        """Whether the farm may receive today."""
        return self.is_approved_on(today())

    def meet(self, on: date) -> None:
        """Record that someone of the programme met the farm."""
        if self.state in {FarmState.APPLIED, FarmState.MET}:
            self.state = FarmState.MET
        self.met_on = on

    def approve(self, by: "User", until: date) -> None:
        """Record one approval; the second, by another person, opens the farm until a date.

        Later approvals renew: the farm is open as long as two people have said.
        """
        passage(self.state, {FarmState.MET, FarmState.APPROVED}, FarmState.APPROVED)
        if until <= today():
            raise RuleBroken("approval-already-over", until=until)
        if missing := self.missing_topics + self.missing_checks:
            raise RuleBroken("farm-not-ready", missing=missing)
        own = next((approval for approval in self.approvals if approval.user_id == by.id), None)
        if own is None:
            self.approvals.append(FarmApproval(user_id=by.id, until=until))
        elif self.state is FarmState.APPROVED and until > own.until:
            own.until, own.at = until, now()
        else:
            raise RuleBroken("already-approved-by-you")
        if len(self.approvals) >= APPROVALS_NEEDED:
            self.state = FarmState.APPROVED
            days = sorted((approval.until for approval in self.approvals), reverse=True)
            self.approved_until = days[APPROVALS_NEEDED - 1]

    def suspend(self, reason: str) -> None:
        """Stop everything at this farm; `services.farms.stopping` closes what depends on it."""
        self.state = passage(
            self.state, {FarmState.APPROVED, FarmState.SUSPENDED}, FarmState.SUSPENDED
        )
        self.state_reason = reason

    def put_on_hold(self) -> None:
        """Propose no new visit until a coordinator has looked."""
        self.on_hold_since = self.on_hold_since or now()

    def release(self) -> None:
        """Let new visits be proposed again."""
        if self.on_hold_since is None:
            raise RuleBroken("not-from-this-state", state=self.state, wanted=self.state)
        self.on_hold_since = None

    def resume(self) -> None:
        """Let a suspended farm receive again until the date it was approved for."""
        self.state = passage(self.state, {FarmState.SUSPENDED}, FarmState.APPROVED)
        self.state_reason = None

    def decline(self, reason: str) -> None:
        """Say no to a farm that applied."""
        self.state = passage(self.state, {FarmState.APPLIED, FarmState.MET}, FarmState.DECLINED)
        self.state_reason = reason

    def remove(self, reason: str) -> None:
        """Take a farm out of the programme for good."""
        self.state = passage(
            self.state, {FarmState.APPROVED, FarmState.SUSPENDED}, FarmState.REMOVED
        )
        self.state_reason = reason


class Room(Base):
    """A room for guests: its beds, and whether it can be locked."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    beds: Mapped[int] = mapped_column(Integer, CheckConstraint("beds BETWEEN 1 AND 6", name="beds"))
    """At most six a room, the norm for seasonal workers."""
    lockable: Mapped[bool] = mapped_column(default=False)

    farm: Mapped[Farm] = relationship(back_populates="rooms")


class FarmApproval(Base):
    """One person's yes to a farm, until a date."""

    __tablename__ = "farm_approvals"
    __table_args__ = (UniqueConstraint("farm_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    until: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=now)

    farm: Mapped[Farm] = relationship(back_populates="approvals")
    user: Mapped["User"] = relationship()
