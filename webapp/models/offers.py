"""What a farm proposes, and the dated openings of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.errors import RuleBroken
from webapp.models.states import OfferState, SlotState, passage

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.sites import Site
    from webapp.models.visits import Visit


@dataclass(frozen=True)
class OpenRoom:
    """A room of the farm that is open to guests, with as many of its beds as are offered."""

    id: int
    name: str
    beds: int
    locks: bool


class Opening:
    """Which rooms of a farm are open, and for how many people each; their facts stay the rooms'."""

    farm: Mapped["Farm"]
    opened: Mapped[list[Any]] = mapped_column(default=list)
    """`[room's number, people at most]` for each room; one that is gone opens nothing."""

    @property
    def rooms(self) -> list[OpenRoom]:
        """The rooms that are open, as they are now."""
        people = dict(self.opened)
        return [
            OpenRoom(room.id, room.name, min(room.beds, people[room.id]), room.lockable)
            for room in self.farm.rooms
            if people.get(room.id)
        ]

    @property
    def beds_open(self) -> int:
        """How many people could sleep there."""
        return sum(room.beds for room in self.rooms)

    def open_rooms(self, people: Mapping[int, int]) -> None:
        """Open these rooms, by number, each for so many people at most."""
        self.opened = [[room, most] for room, most in sorted(people.items()) if most]


class Offer(Opening, Base):
    """What will be seen and shared, under which frame, for whom."""

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("frame IN ('discovery', 'immersion')", name="frame"),
        CheckConstraint("nights BETWEEN 1 AND 30", name="nights"),
        CheckConstraint("min_people >= 1", name="min_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id"), index=True)
    title: Mapped[str]
    description: Mapped[str]
    """What the guest will see and share; never hands needed: a discovery stay is no work."""
    frame: Mapped[str] = mapped_column(default="discovery")
    production: Mapped[str]
    min_french: Mapped[str] = mapped_column(default="A0")
    children: Mapped[bool] = mapped_column(default=False)
    women_only: Mapped[bool] = mapped_column(default=False)
    exclusive: Mapped[bool] = mapped_column(default=False)
    """One party at a time."""
    min_people: Mapped[int] = mapped_column(default=1)
    nights: Mapped[int] = mapped_column(default=4)
    """The usual length of a stay, for the slots to come."""
    hazards: Mapped[Strings] = mapped_column(default=list)
    state: Mapped[OfferState] = mapped_column(state_column(OfferState), default=OfferState.DRAFT)
    paused_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    site_id: Mapped[int | None] = mapped_column(
        ForeignKey("sites.id", ondelete="SET NULL"), index=True
    )
    """At which of the farm's sites it stands; none: at the house."""

    farm: Mapped["Farm"] = relationship(back_populates="offers")
    site: Mapped["Site | None"] = relationship(lazy="selectin")
    slots: Mapped[list["Slot"]] = relationship(back_populates="offer", order_by="Slot.arrival")

    @property
    def stands_at(self) -> "Farm | Site":
        """Where its guests go: whose commune, address, point and station are theirs.

        A site that whoever asks may not see never becomes the house.
        """
        if self.site_id is not None and self.site is None:
            raise LookupError("the site is hidden here")
        return self.site or self.farm

    def is_open_on(self, day: date) -> bool:
        """Whether a guest may arrive on this day: open, or paused until a day before it."""
        if self.state is OfferState.PAUSED:
            return self.paused_until is not None and self.paused_until < day
        return self.state is OfferState.OPEN

    @property
    def waits_for_too_many(self) -> bool:
        """Whether nobody can come: it has rooms, and fewer beds than the people it asks for."""
        return 0 < self.beds_open < self.min_people

    def check_people(self, beds: int) -> None:
        """Raise when the offer waits for more people than there would be beds for."""
        if beds < self.min_people:
            raise RuleBroken("more-people-than-beds", people=self.min_people, beds=beds)

    def open(self) -> None:
        """Show the offer to rounds."""
        if not self.rooms:
            raise RuleBroken("offer-without-room")
        self.check_people(self.beds_open)
        self.state = passage(
            self.state, {OfferState.DRAFT, OfferState.PAUSED, OfferState.OPEN}, OfferState.OPEN
        )
        self.paused_until = None

    def pause(self, until: date | None) -> None:
        """Keep the offer out of rounds, through a last day or until opened again."""
        self.state = passage(self.state, {OfferState.OPEN, OfferState.PAUSED}, OfferState.PAUSED)
        self.paused_until = until

    def close(self) -> None:
        """End the offer; its visits stand, its free slots are withdrawn by the caller."""
        self.state = passage(self.state, set(OfferState) - {OfferState.CLOSED}, OfferState.CLOSED)


class Slot(Opening, Base):
    """A dated opening of an offer: arrival, departure, rooms."""

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("departure > arrival", name="departs_after_arrival"),
        CheckConstraint("0 <= people_held AND people_held <= beds", name="never_overbooked"),
        UniqueConstraint("id", "farm_id"),
        Index("ix_slots_arrival", "arrival"),
        ExcludeConstraint(
            (text("int8range(farm_id, farm_id, '[]')"), "&&"),
            (text("daterange(arrival, departure, '[)')"), "&&"),
            where=text("state IN ('open', 'filled')"),
            using="gist",
            name="ex_slots_farm_one_at_a_time",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), index=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id"), index=True)
    arrival: Mapped[date]
    departure: Mapped[date]
    beds: Mapped[int]
    """The beds of its rooms, which the database compares with `people_held`."""
    people_held: Mapped[int] = mapped_column(default=0)
    in_doubt_since: Mapped[datetime | None]
    """Since when the farm must say whether the date stays open: it said no to guests for a reason
    of its own. Nobody is proposed meanwhile."""
    state: Mapped[SlotState] = mapped_column(state_column(SlotState), default=SlotState.OPEN)
    created_at: Mapped[datetime] = mapped_column(default=now)

    offer: Mapped[Offer] = relationship(back_populates="slots")
    farm: Mapped["Farm"] = relationship()
    visits: Mapped[list["Visit"]] = relationship(
        back_populates="slot", order_by="Visit.id", foreign_keys="Visit.slot_id"
    )

    @property
    def stands_at(self) -> "Farm | Site":
        """Where its guests go: see `Offer.stands_at`."""
        return self.offer.stands_at

    def open_rooms(self, people: Mapping[int, int]) -> None:
        """Open these rooms, by number, each for so many people at most."""
        super().open_rooms(people)
        self.count_beds()

    def count_beds(self) -> None:
        """Count the beds anew, as after a change of a room."""
        self.beds = self.beds_open

    @property
    def nights(self) -> int:
        """How many nights the stay lasts."""
        return (self.departure - self.arrival).days

    @property
    def beds_free(self) -> int:
        """How many more people could be held, rooms aside."""
        return self.beds - self.people_held

    def hold(self, people: int) -> None:
        """Keep beds for a visit; the caller holds the row's lock."""
        if self.state not in {SlotState.OPEN, SlotState.FILLED} or people > self.beds_free:
            raise RuleBroken("slot-is-full", beds_free=max(0, self.beds_free))
        self.people_held += people
        self.state = SlotState.FILLED if self.beds_free == 0 else SlotState.OPEN

    def release(self, people: int) -> None:
        """Give back the beds of a visit that will not take place."""
        self.people_held -= people
        if self.state is SlotState.FILLED:
            self.state = SlotState.OPEN

    def put_in_doubt(self) -> None:
        """Ask the farm whether the date stays open."""
        self.in_doubt_since = self.in_doubt_since or now()

    def confirm(self) -> None:
        """Record that the farm keeps the date open."""
        self.in_doubt_since = None

    @property
    def why_kept(self) -> RuleBroken | None:
        """Why the slot cannot be taken back; none: it can."""
        if self.people_held:
            return RuleBroken("slot-has-guests", people=self.people_held)
        return None if self.state is SlotState.OPEN else RuleBroken("not-from-this-state")

    def withdraw(self) -> None:
        """Take the slot back while nobody is held in it."""
        if self.why_kept:
            raise self.why_kept
        self.state = SlotState.WITHDRAWN

    def reopen(self) -> None:
        """Offer a withdrawn slot again."""
        self.state = passage(self.state, {SlotState.WITHDRAWN}, SlotState.OPEN)

    def pass_by(self) -> None:
        """Record that the stay's last day is over."""
        self.state = passage(self.state, {SlotState.OPEN, SlotState.FILLED}, SlotState.PAST)
