"""The counters that protect a farm, and those it receives, from what looks like labour.

A discovery stay never answers a labour need, or it would be undeclared work: a farm's stays are
counted by season, and several of them in the months when its production needs hands raise a flag.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, extract, false, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import Farm, Offer, Slot, SlotState
from webapp.services.farms.changes import Change
from webapp.services.visits.counted import count_visits
from webapp.services.visits.receiving import receiving
from webapp.services.visits.unseen import is_unseen

PEOPLE_AT_ONCE = 2
"""The charter's norm; more is a warning, not a refusal."""

PEAK_DATES = 2
"""So many dates of a season in months of labour peak are nobody's concern; assumed."""

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
    """To which somebody can still be proposed."""
    next_open: tuple[date, date] | None
    """The first of them."""
    resting_dates: int
    """Open, with a bed left, but nobody is proposed there: an offer rests, a paper has ended."""
    limit: int
    most_people: int
    peak_dates: int
    """Opened in months of labour peak, whether or not somebody came."""
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
        """Whether dates pile up in the months of labour peak."""
        return self.peak_dates > PEAK_DATES


def season_of(session: Session, farm: Farm, year: int) -> Season:
    """Count what a farm receives in a year."""
    slots = session.execute(
        select(Slot.arrival, Slot.departure, Slot.beds, Offer.production, *_free(farm))
        .join(Slot.offer)
        .join(Slot.farm)
        .where(
            Slot.farm_id == farm.id,
            Slot.state != SlotState.WITHDRAWN,
            Slot.arrival.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(Slot.arrival)
    ).all()
    open_to_all = [row for row in slots if row.is_free and row.receives]
    return Season(
        year=year,
        stays=count_visits(session, farm)[farm.id, year],
        open_dates=len(open_to_all),
        next_open=(open_to_all[0].arrival, open_to_all[0].departure) if open_to_all else None,
        resting_dates=sum(row.is_free and not row.receives for row in slots),
        limit=farm.season_limit,
        most_people=max((row.beds for row in slots), default=0),
        peak_dates=sum(is_peak(row.production, row.arrival) for row in slots),
        withdrawn=_withdrawn(session, farm, year),
    )


def _free(farm: Farm) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say of a date whether it is to come with a bed left, and whether anyone is proposed there."""
    ahead = Slot.state == SlotState.OPEN, Slot.arrival > today(), Slot.people_held < Slot.beds
    receives = func.coalesce(and_(*receiving(held=is_unseen(farm))), false())
    return and_(*ahead).label("is_free"), receives.label("receives")


def _withdrawn(session: Session, farm: Farm, year: int) -> tuple[tuple[str, int], ...]:
    last_word = (
        select(Change.facts["reason"].astext)
        .join(Slot, Slot.id == Change.subject_id)
        .where(
            Change.subject == Slot.__tablename__,
            Change.act == "slot.withdrawn",
            Slot.farm_id == farm.id,
            Slot.state == SlotState.WITHDRAWN,
            extract("year", Slot.arrival) == year,
        )
        .ext(distinct_on(Change.subject_id))
        .order_by(Change.subject_id, Change.id.desc())
    )
    return tuple(Counter(session.scalars(last_word)).most_common())


def is_peak(production: str, day: date) -> bool:
    """Whether a production needs most hands in the month of this day."""
    return day.month in LABOUR_PEAKS.get(production, ())
