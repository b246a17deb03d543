"""Farms, and how they are vetted."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.farm_decisions import APPROVALS_NEEDED, FarmAct, FarmDecision, yeses
from webapp.models.hosts import Host
from webapp.models.insurance_papers import InsurancePaper
from webapp.models.interest import Interest
from webapp.models.photos import Photo
from webapp.models.rests import Rest
from webapp.models.states import FarmState, passage

if TYPE_CHECKING:
    from webapp.models.offers import Offer
    from webapp.models.rooms import Room
    from webapp.models.users import User

TOPICS = {
    "identity": ("name", "productions"), "place": ("commune", "address"),
    "household": ("adults", "woman_host", "host_names", "phone", "languages"),
    "rooms": ("rooms",), "welcome": (), "station": (),
}  # fmt: skip
"""What a farm tells of itself, a page each, with what must be told before it can be approved."""

CHECKLIST = (
    "met_on", "charter_signed_on", "insured_until", "lodging_seen", "references_seen",
    "record_seen", "host_trained_on",
)  # fmt: skip
"""What the programme saw or received before a farm is approved."""


class Farm(Interest, Base):
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
    house_rules: Mapped[Strings] = mapped_column(default=list, server_default="{}")
    house_words: Mapped[str | None]
    station: Mapped[str | None]
    """The nearest station, as the farmer types it."""
    presentation: Mapped[str | None]
    season_limit: Mapped[int] = mapped_column(default=6)
    """At most this many parties from January to December: more would look like labour."""
    month_limit: Mapped[int | None] = mapped_column(
        CheckConstraint("month_limit > 0", name="month_limit")
    )
    """At most this many guests a month, by their day of arrival, as the farm wishes."""
    calendar_version: Mapped[int] = mapped_column(default=1)
    """Raised to make the address of its calendar open nothing any more."""
    links_ended: Mapped[int] = mapped_column(default=0)
    """How often every link of its side to its visits was ended, those of past ones as well."""
    met_on: Mapped[date | None]
    charter_signed_on: Mapped[date | None]
    insured_until: Mapped[date | None]
    lodging_seen: Mapped[bool] = mapped_column(default=False)
    references_seen: Mapped[bool] = mapped_column(default=False)
    record_seen: Mapped[bool] = mapped_column(default=False)
    """A record extract was shown; it is never copied."""
    host_trained_on: Mapped[date | None]
    workshop_waiver: Mapped[str | None] = mapped_column(Encrypted("farms.workshop_waiver"))
    """Why it is spared the workshop that the programme asks for."""
    approved_until: Mapped[date | None]
    hosts_until: Mapped[date | None]
    """The earliest end of what was seen of its adults; none while none is noted by name."""
    on_hold_since: Mapped[datetime | None]
    """Since its first open serious incident: nobody is proposed there until the last is over."""
    state_reason: Mapped[str | None]
    """Why it is in its state, as written before each decision had a row; the next one ends it."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    anonymous_since: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("imports.id", use_alter=True), index=True
    )
    """The import that made it, if one did; of its user, who may be of a farm, nothing follows."""

    users: Mapped[list["User"]] = relationship(back_populates="farm")
    rooms: Mapped[list["Room"]] = relationship(
        back_populates="farm", order_by="Room.id", cascade="all, delete-orphan"
    )
    insurance_paper: Mapped[InsurancePaper | None] = relationship(
        back_populates="farm", cascade="all, delete-orphan"
    )
    hosts: Mapped[list[Host]] = relationship(
        back_populates="farm", order_by="Host.id", cascade="all, delete-orphan"
    )
    photos: Mapped[list[Photo]] = relationship(
        back_populates="farm",
        order_by="Photo.position, Photo.id",
        cascade="all, delete-orphan",
    )
    rests: Mapped[list[Rest]] = relationship(
        back_populates="farm", order_by="Rest.first_day", cascade="all, delete-orphan"
    )
    decisions: Mapped[list[FarmDecision]] = relationship(
        back_populates="farm", order_by="FarmDecision.id", cascade="all, delete-orphan"
    )
    offers: Mapped[list["Offer"]] = relationship(back_populates="farm", order_by="Offer.id")

    @property
    def readers(self) -> list["User"]:
        """Return the accounts that read what is written to it."""
        return [user for user in self.users if user.suspended_at is None]

    @property
    def host_lives_alone(self) -> bool:
        """Whether the household has one adult only; unknown counts as alone, to be careful."""
        return self.adults is None or self.adults == 1

    @property
    def missing_topics(self) -> list[str]:
        """Return the topics in which something that must be told is not told yet."""
        return [t for t in TOPICS if any(getattr(self, n) in (None, "", []) for n in TOPICS[t])]

    @property
    def has_told_nothing(self) -> bool:
        """Whether of each topic that must be told something is missing: it has just come."""
        return not self.rooms and self.missing_topics == [each for each in TOPICS if TOPICS[each]]

    @property
    def missing_checks(self) -> list[str]:
        """Return what the programme has still to see; an insurance that is over counts as none."""
        missing = [name for name in CHECKLIST if not getattr(self, name)]
        if self.insured_until and self.insured_until < today():
            missing.append("insured_until")
        if self.record_seen and self.hosts_until and self.hosts_until < today():
            missing.append("record_seen")
        return missing

    def is_approved_on(self, day: date) -> bool:
        """Whether the farm may receive on this day: approved by two people, and insured."""
        until = self.papers_until
        return self.state is FarmState.APPROVED and until is not None and day <= until

    @property
    def papers_until(self) -> date | None:
        """The last day of approval, insurance and what was seen of its adults.

        None while one of the first two is missing.
        """
        if self.approved_until is None or self.insured_until is None:
            return None
        days = (self.approved_until, self.insured_until, self.hosts_until)
        return min(day for day in days if day is not None)

    @property
    def is_approved(self) -> bool:
        """Whether the farm may receive today."""
        return self.is_approved_on(today())

    def meet(self, on: date) -> None:
        """Record that someone of the programme met the farm."""
        if self.state in {FarmState.APPLIED, FarmState.MET}:
            self.state = FarmState.MET
        self.met_on = on

    @property
    def yeses(self) -> dict[int, date]:
        """Until when each coordinator's yes stands, by their number."""
        return yeses(self.decisions)

    def awaits_longer_yes(self, by: "User") -> bool:
        """Whether somebody else has prolonged the approval, and this person has not."""
        end = self.approved_until
        others = [until for user, until in self.yeses.items() if user != by.id]
        mine = self.yeses.get(by.id)
        return end is not None and any(end < day for day in others) and not (mine and mine > end)

    def approve(self, by: "User", until: date) -> None:
        """Record one person's yes; the second, by another person, opens the farm until a date."""
        passage(self.state, {FarmState.MET}, FarmState.APPROVED)
        self._check_vouched_for(until)
        if by.id in self.yeses:
            raise RuleBroken("already-approved-by-you")
        self._decide(by, FarmAct.APPROVED, None, until)
        if self._approve_as_two_say():
            self.state = FarmState.APPROVED

    def review(self, by: "User", reason: str) -> None:
        """Record that someone looked at what changed, and that their yes stands."""
        passage(self.state, {FarmState.APPROVED}, FarmState.APPROVED)
        self._check_vouched_for(None)
        self._decide(by, FarmAct.REVIEWED, reason)

    def prolong(self, by: "User", until: date, reason: str) -> None:
        """Record one person's yes until a later day: approved is what two people say."""
        passage(self.state, {FarmState.APPROVED}, FarmState.APPROVED)
        self._check_vouched_for(until)
        before = self.yeses.get(by.id, self.approved_until)
        if before is not None and until <= before:
            raise RuleBroken("approval-not-later", until=before)
        self._decide(by, FarmAct.PROLONGED, reason, until)
        self._approve_as_two_say()

    def shorten(self, by: "User", until: date, reason: str) -> None:
        """End the approval sooner: one person may, as one may suspend."""
        passage(self.state, {FarmState.APPROVED}, FarmState.APPROVED)
        if self.approved_until is None or until >= self.approved_until:
            raise RuleBroken("approval-not-earlier", until=self.approved_until)
        if until < today():
            raise RuleBroken("approval-already-over", until=until)
        self._decide(by, FarmAct.SHORTENED, reason, until)
        self.approved_until = until

    def _check_vouched_for(self, until: date | None) -> None:
        if until is not None and until <= today():
            raise RuleBroken("approval-already-over", until=until)
        if missing := self.missing_topics + self.missing_checks:
            raise RuleBroken("farm-not-ready", missing=missing)

    def _approve_as_two_say(self) -> bool:
        days = sorted(self.yeses.values(), reverse=True)
        if len(days) < APPROVALS_NEEDED:
            return False
        self.approved_until = days[APPROVALS_NEEDED - 1]
        return True

    def _decide(
        self, by: "User", act: FarmAct, reason: str | None, until: date | None = None
    ) -> None:
        self.decisions.append(FarmDecision(user_id=by.id, act=act, until=until, reason=reason))
        self.state_reason = None

    def suspend(self, by: "User", reason: str) -> None:
        """Stop everything at this farm; `services.farms.stopping` closes what depends on it."""
        self.state = passage(self.state, {FarmState.APPROVED}, FarmState.SUSPENDED)
        self._decide(by, FarmAct.SUSPENDED, reason)

    def resume(self, by: "User", reason: str) -> None:
        """Let a suspended farm receive again until the date it was approved for."""
        self.state = passage(self.state, {FarmState.SUSPENDED}, FarmState.APPROVED)
        self._decide(by, FarmAct.RESUMED, reason)

    def put_on_hold(self) -> None:
        """Propose no new visit until a coordinator has looked."""
        self.on_hold_since = self.on_hold_since or now()

    def release(self, by: "User") -> None:
        """Let new visits be proposed again; why is read by the readers of its incidents alone."""
        if self.on_hold_since is None:
            raise RuleBroken("not-from-this-state", state=self.state, wanted=self.state)
        self.on_hold_since = None
        self._decide(by, FarmAct.RELEASED, None)

    def decline(self, by: "User", reason: str) -> None:
        """Say no to a farm that applied; every yes so far is void."""
        self.state = passage(self.state, {FarmState.APPLIED, FarmState.MET}, FarmState.DECLINED)
        self._decide(by, FarmAct.DECLINED, reason)

    def reconsider(self, by: "User", reason: str) -> None:
        """Take up again a farm that was declined, where it stood: two people vet it anew."""
        wanted = FarmState.MET if self.met_on else FarmState.APPLIED
        self.state = passage(self.state, {FarmState.DECLINED}, wanted)
        self._decide(by, FarmAct.RECONSIDERED, reason)

    def remove(self, by: "User", reason: str) -> None:
        """Take a farm out of the programme for good."""
        self.state = passage(
            self.state, {FarmState.APPROVED, FarmState.SUSPENDED}, FarmState.REMOVED
        )
        self._decide(by, FarmAct.REMOVED, reason)
