"""The counters that protect a farm, and those it receives, from what looks like labour.

A discovery stay never answers a labour need, or it would be undeclared work: a farm's stays are
counted by season, and several of them in the months when its production needs hands raise a flag.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import Event, Farm, Offer, Slot, SlotState
from webapp.services.visits.counted import count_visits

PEOPLE_AT_ONCE = 2
"""The charter's norm; more is a warning, not a refusal."""

PEAK_STAYS = 2
"""So many stays of a season in months of labour peak are nobody's concern; assumed."""

LABOUR_PEAKS: dict[str, tuple[int, ...]] = {
    "vegetables": (5, 6, 7, 8, 9),
    "horticulture": (5, 6, 7, 8, 9),
    "vineyard": (9, 10),
    "fruit": (6, 7, 8, 9, 10),
    "beef": (2, 3),
    "mixed-cattle": (2, 3),
    "sheep-goats": (2, 3, 4),
    "cereals": (7, 8, 10),
    "mixed-farming": (6, 7, 8, 9),
    "bees": (5, 6, 7),
}
"""The months in which a production needs most hands, as far as the field tells; assumed."""


@dataclass(frozen=True)
class Season:
    """What a farm has received and opened from January to December of one year."""

    year: int
    stays: int
    open_dates: int
    limit: int
    most_people: int
    peak_stays: int
    withdrawn: tuple[tuple[str, int], ...]
    """Why dates were taken back, as the farm told, and how many; the most frequent first."""

    @property
    def is_full(self) -> bool:
        """Whether the limit of the season is reached."""
        return self.stays >= self.limit

    @property
    def is_crowded(self) -> bool:
        """Whether more people than the norm may be there at once."""
        return self.most_people > PEOPLE_AT_ONCE

    @property
    def looks_like_labour(self) -> bool:
        """Whether stays pile up in the months of labour peak."""
        return self.peak_stays > PEAK_STAYS


def _is_free(slot: Any) -> bool:
    """Whether a date to come has a bed left."""
    ahead = slot.state is SlotState.OPEN and slot.arrival > today()
    return ahead and slot.people_held < slot.beds


def season_of(session: Session, farm: Farm, year: int) -> Season:
    """Count what a farm receives in a year."""
    slots = session.execute(
        select(Slot.arrival, Slot.beds, Slot.people_held, Slot.state, Offer.production)
        .join(Slot.offer)
        .where(
            Slot.farm_id == farm.id,
            Slot.state != SlotState.WITHDRAWN,
            Slot.arrival.between(date(year, 1, 1), date(year, 12, 31)),
        )
    ).all()
    return Season(
        year=year,
        stays=count_visits(session, farm)[farm.id, year],
        open_dates=sum(_is_free(row) for row in slots),
        limit=farm.season_limit,
        most_people=max((row.beds for row in slots), default=0),
        peak_stays=sum(is_peak(row.production, row.arrival) for row in slots),
        withdrawn=_withdrawn(session, farm, year),
    )


def _withdrawn(session: Session, farm: Farm, year: int) -> tuple[tuple[str, int], ...]:
    last_word = (
        select(Event.facts["reason"].astext)
        .join(Slot, Slot.id == Event.subject_id)
        .where(
            Event.subject == Slot.__tablename__,
            Event.act == "slot.withdrawn",
            Slot.farm_id == farm.id,
            Slot.state == SlotState.WITHDRAWN,
            extract("year", Slot.arrival) == year,
        )
        .ext(distinct_on(Event.subject_id))
        .order_by(Event.subject_id, Event.id.desc())
    )
    return tuple(Counter(session.scalars(last_word)).most_common())


def is_peak(production: str, day: date) -> bool:
    """Whether a production needs most hands in the month of this day."""
    return day.month in LABOUR_PEAKS.get(production, ())
