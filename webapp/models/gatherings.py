"""Gatherings: a farm on a visit, or the programme in a commune, opens its door to the village."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base, state_column
from webapp.ground.errors import RuleBroken
from webapp.models.hours import Hours
from webapp.models.states import SHUT_OUT, passage

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.village_voices import VillageVoice
    from webapp.models.visits import Visit


class GatheringState(StrEnum):
    """Whether a gathering may be told of to everybody."""

    ASKED = "asked"
    """Its farm has not said yet whether it may be told of, as it is now."""
    ANNOUNCED = "announced"
    DECLINED = "declined"
    """Its farm said no before anybody was told."""
    CANCELLED = "cancelled"


class Gathering(Hours, Base):
    """A few hours to which a village is invited; it names no guest, and its farm by its yes alone.

    Whoever reads its page or its poster reads these columns: nothing in them tells who the
    guests are.
    """

    __tablename__ = "gatherings"
    __table_args__ = (
        CheckConstraint("ends > starts", name="ends_after_it_begins"),
        CheckConstraint("farm_id IS NOT NULL OR venue IS NOT NULL", name="somewhere"),
        CheckConstraint("farm_id IS NOT NULL OR visit_id IS NULL", name="visit_on_a_farm"),
        CheckConstraint("came >= 0", name="came"),
        CheckConstraint("state <> 'announced' OR announced_at IS NOT NULL", name="announced"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    words: Mapped[str | None]
    """What it is about, in a few sentences for anybody."""
    commune: Mapped[str]
    """By its INSEE code."""
    venue: Mapped[str | None]
    """Where in the commune, as one finds it."""
    farm_id: Mapped[int | None] = mapped_column(ForeignKey("farms.id"), index=True)
    """On whose ground it is; none: the programme's own."""
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="SET NULL"), index=True
    )
    """During which visit it is: nobody but the programme reads that."""
    state: Mapped[GatheringState] = mapped_column(state_column(GatheringState))
    announced_at: Mapped[datetime | None]
    """When everybody could read of it first: from then on its page answers."""
    cancelled_by_farm: Mapped[bool] = mapped_column(default=False)

    came: Mapped[int | None]
    """How many people came; none: nobody has counted."""
    telephones_left_out: Mapped[bool] = mapped_column(default=False)
    """Whether what telephones said is told in no figure: somebody has flooded it."""

    farm: Mapped["Farm | None"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    voices: Mapped[list["VillageVoice"]] = relationship(
        back_populates="gathering", order_by="VillageVoice.id"
    )

    @property
    def is_over(self) -> bool:
        """Whether everybody has gone home."""
        return self.over_at <= now()

    @property
    def farm_opens(self) -> bool:
        """Whether its farm, where it has one, may receive anybody; one that is not seen may not."""
        if self.farm_id is None and self.farm is None:
            return True
        return self.farm is not None and self.farm.state not in SHUT_OUT

    @property
    def takes_place(self) -> bool:
        """Whether everybody may be told that it takes place, or took place."""
        return self.state is GatheringState.ANNOUNCED and self.farm_opens

    @property
    def tells_where(self) -> bool:
        """Whether farm and venue may be read by anybody: until the day after, while it stands."""
        return self.takes_place and now() < self.over_at + timedelta(days=1)

    @property
    def asks(self) -> bool:
        """Whether telephones may answer: from its beginning until the end of the next day."""
        if self.telephones_left_out:
            return False
        return self.takes_place and self.has_begun and today() <= self.day + timedelta(days=1)

    @property
    def heard(self) -> list["VillageVoice"]:
        """The voices that count."""
        return [
            each for each in self.voices if not (each.by_telephone and self.telephones_left_out)
        ]

    @property
    def is_flooded(self) -> bool:
        """Whether more people have said something than came."""
        return self.came is not None and sum(each.voices for each in self.heard) > self.came

    @property
    def took_place(self) -> bool:
        """Whether people have come to it, so that they can be counted, whatever its farm is now."""
        return self.state is GatheringState.ANNOUNCED and self.has_begun

    @property
    def may_be_cancelled(self) -> bool:
        """Whether it stands, or is asked for, and is not over."""
        return self.state in {GatheringState.ASKED, GatheringState.ANNOUNCED} and not self.is_over

    @property
    def awaits_farm(self) -> bool:
        """Whether its farm is asked for a word that still changes something."""
        return self.state is GatheringState.ASKED and not self.has_begun and self.farm_opens

    def announce(self) -> None:
        """Let everybody read of it."""
        if self.has_begun:
            raise RuleBroken("gathering-in-the-past")
        self.state = GatheringState.ANNOUNCED
        self.announced_at = self.announced_at or now()

    def ask_farm(self) -> None:
        """Ask its farm whether it may be told of, as it is now."""
        if self.has_begun:
            raise RuleBroken("gathering-in-the-past")
        self.state = GatheringState.ASKED

    def agree(self) -> None:
        """Take the yes of its farm: from now on everybody may read of it."""
        passage(self.state, {GatheringState.ASKED}, GatheringState.ANNOUNCED)
        if not self.farm_opens:
            raise RuleBroken("farm-has-left")
        if self.has_begun:
            raise RuleBroken("gathering-begun")
        self.announce()

    def decline(self) -> None:
        """Take the no of its farm; where everybody could read of it, it is cancelled."""
        passage(self.state, {GatheringState.ASKED, GatheringState.ANNOUNCED}, self.state)
        if self.has_begun:
            raise RuleBroken("gathering-begun")
        told = self.announced_at is not None
        self.state = GatheringState.CANCELLED if told else GatheringState.DECLINED
        self.cancelled_by_farm = told

    def cancel(self) -> None:
        """Say that it does not take place."""
        passage(
            self.state,
            {GatheringState.ASKED, GatheringState.ANNOUNCED},
            GatheringState.CANCELLED,
        )
        if self.is_over:
            raise RuleBroken("gathering-over")
        self.state = GatheringState.CANCELLED
