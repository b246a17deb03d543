"""Workshops: what is prepared, the series of sittings that one signs up for, and each sitting."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, Strings, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.hours import Hours

if TYPE_CHECKING:
    from webapp.models.reports import Funder
    from webapp.models.seats import Seat

MOST_SEATS = 200
WORKSHOP_FUNDERS = Table(
    "workshop_funders",
    Base.metadata,
    Column("workshop_id", ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True),
    Column("funder_id", ForeignKey("funders.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""Who pays which workshops; coordinators alone see it."""


class WorkshopKind(StrEnum):
    """Whom a workshop prepares."""

    GUESTS = "guests"
    """The countryside without clichés, for people who go to a farm."""
    FARMERS = "farmers"
    """Interculturality, for those who receive."""
    STAFF = "staff"
    """For those who accompany: orientation free of clichés, spotting violence."""
    VILLAGE = "village"
    """For neighbours: nobody signs up by name."""


class Workshop(Base):
    """What a workshop is about; it takes place in as many series as there are groups."""

    __tablename__ = "workshops"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[WorkshopKind] = mapped_column(state_column(WorkshopKind))
    title: Mapped[str]
    aims: Mapped[str | None]
    """What one knows or can do afterwards, in the words that are shown."""
    counts: Mapped[bool] = mapped_column(default=True)
    """Whether having been there counts as preparation."""
    materials: Mapped[str | None]
    """What is needed there, for whoever holds it and for the desk; no guest reads it."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    series: Mapped[list["Series"]] = relationship(back_populates="workshop", order_by="Series.id")
    funders: Mapped[list["Funder"]] = relationship(
        secondary=WORKSHOP_FUNDERS, order_by="Funder.name"
    )


class Series(Base):
    """One or several sittings of a workshop that one signs up for together."""

    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("id", "seats"),
        CheckConstraint(f"seats BETWEEN 1 AND {MOST_SEATS}", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshops.id"), index=True)
    seats: Mapped[int]
    """How many people it has room for."""
    spoken: Mapped[Strings] = mapped_column(default=list)
    """Languages in which it is held."""
    interpreted: Mapped[Strings] = mapped_column(default=list)
    """Languages into which somebody interprets."""
    knows_people: Mapped[str | None] = mapped_column(Encrypted("series.knows_people"))
    """The animator who knows the people."""
    knows_trade: Mapped[str | None] = mapped_column(Encrypted("series.knows_trade"))
    """The animator who knows the trade."""

    workshop: Mapped[Workshop] = relationship(back_populates="series")
    sittings: Mapped[list["Sitting"]] = relationship(
        back_populates="series", order_by="Sitting.day, Sitting.starts, Sitting.id"
    )
    held: Mapped[list["Seat"]] = relationship(back_populates="series", order_by="Seat.id")

    @property
    def standing(self) -> list["Sitting"]:
        """The sittings that are not cancelled, in their order."""
        return [each for each in self.sittings if each.stands]

    @property
    def begins(self) -> datetime | None:
        """When the first sitting begins; none: all are cancelled."""
        return min((each.begins for each in self.standing), default=None)

    @property
    def ends(self) -> datetime | None:
        """When the last sitting is over."""
        return max((each.over_at for each in self.standing), default=None)

    @property
    def is_to_come(self) -> bool:
        """Whether its first sitting is still ahead: until then one signs up."""
        return self.begins is not None and now() < self.begins

    @property
    def is_over(self) -> bool:
        """Whether every sitting is over, or none takes place."""
        return self.ends is None or self.ends <= now()

    @property
    def goes_on(self) -> bool:
        """Whether a sitting has not begun yet: until then one more can be added."""
        return any(not each.has_begun for each in self.standing)

    @property
    def next(self) -> "Sitting | None":
        """The first sitting that is not over yet."""
        return next((each for each in self.standing if each.over_at > now()), None)


class Sitting(Hours, Base):
    """One day of a series, with its hours and its place."""

    __tablename__ = "sittings"
    __table_args__ = (
        CheckConstraint("ends > starts", name="ends_after_it_begins"),
        CheckConstraint("place IS NOT NULL OR link IS NOT NULL", name="somewhere"),
        CheckConstraint("came >= 0", name="came"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    place: Mapped[str | None]
    """Where it is, as one finds it."""
    link: Mapped[str | None]
    """The address of a video meeting, when it is held from afar."""
    cancelled_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    """When day, hours or place were changed last."""
    came: Mapped[int | None]
    """How many came to a sitting to which nobody signs up by name."""
    roll_version: Mapped[int] = mapped_column(default=1)
    """The link and the code of its animators are good at this version alone."""

    series: Mapped[Series] = relationship(back_populates="sittings")

    @property
    def stands(self) -> bool:
        """Whether it takes place, or took place."""
        return self.cancelled_at is None

    @property
    def opens_to_animators(self) -> bool:
        """Whether who holds it may note who is there: from its beginning to the next day's end."""
        is_of_others = self.series.workshop.kind in (WorkshopKind.GUESTS, WorkshopKind.FARMERS)
        lately = self.has_begun and today() <= self.day + timedelta(days=1)
        return is_of_others and lately and self.stands
