"""The price of notice: how many people have a place when visits are proposed so long before.

It is computed from the programme's own past year where enough has come about in it; until then,
from an invented season (`tests/benchmarks/results/season.json`), and the page says which.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload, sessionmaker

import matching
from webapp.ground.clock import PARIS, today
from webapp.models import Party, Programme, Slot, SlotState, Visit, VisitState
from webapp.services.engine.free_days import free_days
from webapp.services.engine.ids import party_id, slot_id
from webapp.services.engine.views import as_party, as_slot
from webapp.services.records.steps import open_step
from webapp.services.rounds.replay import AT_ONCE, PastSeason, reached

A_YEAR = timedelta(days=365)
FEWEST_PARTIES: Final = 60
FEWEST_SLOTS: Final = 30
"""With fewer, a year of one's own says nothing that holds for the next."""

NOTICES: Final = (7, 14, 21, 35, None)
"""Days before a visit; none: as soon as a round finds it."""

INVENTED: Final = (81, 92, 94, 93, 90)
"""Per cent of the most that hindsight found in 30 invented weeks with declines and departures."""

CAME_TO_NOTHING = (VisitState.DECLINED, VisitState.EXPIRED, VisitState.CANCELLED)


@dataclass(frozen=True)
class NoticePrice:
    """What each notice reaches, in per cent of those who could have had a place at most.

    Parameters
    ----------
    parties, slots
        How many came about in the programme's own year; 0 where the season is invented.
    computed_on
        The last day of that year.
    """

    rows: tuple[tuple[int | None, int], ...]
    parties: int = 0
    slots: int = 0
    computed_on: date | None = None

    @property
    def is_own(self) -> bool:
        """Whether it comes from the programme's own past."""
        return self.computed_on is not None


def read_price(programme: Programme) -> NoticePrice:
    """Return the price of notice as it was computed last."""
    kept = programme.notice_price
    if kept is None:
        return NoticePrice(tuple(zip(NOTICES, INVENTED, strict=True)))
    return NoticePrice(
        rows=tuple((days, share) for days, share in kept["rows"]),
        parties=kept["parties"],
        slots=kept["slots"],
        computed_on=date.fromisoformat(kept["computed_on"]),
    )


def compute(
    sessions: sessionmaker[Session], call: Callable[..., Any] = operator.call
) -> NoticePrice | None:
    """Compute it from the past year and keep it; nothing is kept where too little came about."""
    with open_step(sessions) as session:
        season = past_season(session)
    if season is None:
        return None
    notices = [AT_ONCE if days is None else timedelta(days=days) for days in NOTICES]
    found = call(reached, season, notices)
    shares = [round(100 * people / max(1, found.most)) for people in found.people]
    rows = [list(row) for row in zip(NOTICES, shares, strict=True)]
    with open_step(sessions) as session:
        programme = session.get_one(Programme, 1)
        programme.notice_price = {
            "rows": rows,
            "parties": len(season.problem.parties),
            "slots": len(season.problem.slots),
            "computed_on": today().isoformat(),
        }
        session.commit()
        return read_price(programme)


def past_season(session: Session) -> PastSeason | None:
    """Return what came about in the past year; none where it is too little to learn from."""
    since = today() - A_YEAR
    parties = session.scalars(
        select(Party)
        .where(Party.waiting_since.between(since, today()), Party.persons.any())
        .options(selectinload(Party.persons), selectinload(Party.availabilities))
        .order_by(Party.id)
    ).all()
    slots = [slot for slot in _past_slots(session, since) if _opened(slot) < slot.arrival]
    if len(parties) < FEWEST_PARTIES or len(slots) < FEWEST_SLOTS:
        return None
    known = {party_id(party.id): party.waiting_since or since for party in parties}
    problem = matching.Problem(
        today=today(),
        parties=tuple(
            as_party(
                party,
                party.waiting_since or since,
                available=free_days(party, since, today(), ()),
                past_visits=0,
            )
            for party in parties
        ),
        slots=tuple(replace(as_slot(slot), min_people=1) for slot in slots),
    )
    opened = {slot_id(slot.id): _opened(slot) for slot in slots}
    return PastSeason(problem, known | opened, _share_declined(session))


def _past_slots(session: Session, since: date) -> list[Slot]:
    query = select(Slot).where(
        Slot.arrival.between(since, today()), Slot.state != SlotState.WITHDRAWN
    )
    return list(session.scalars(query.order_by(Slot.id)))


def _opened(slot: Slot) -> date:
    return slot.created_at.astimezone(PARIS).date()


def _share_declined(session: Session) -> float:
    """Return the share of proposals that came to nothing, of all that were ever made."""
    query = select(func.count(), func.count().filter(Visit.state.in_(CAME_TO_NOTHING)))
    every, lost = session.execute(query.select_from(Visit)).one()
    return lost / every if every else 0.0
