"""What a round may still use of each week: interpreters, and departures of each caseworker."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.models import Party, Programme, Slot, Visit
from webapp.services.engine.ids import referent_id
from webapp.services.engine.views import as_guests, as_slot
from webapp.services.rounds.held_visits import HeldVisits
from webapp.services.visits.counted import COUNTED

Week = str
"""2027-W14, as the engine names it."""


@dataclass(frozen=True)
class Weeks:
    """The weeks of a round, and how much of each is left, guests of its own slots included.

    Parameters
    ----------
    calls
        Visits with an interpreter on the telephone, by week; empty where nothing limits them.
    departures
        Files, by their referent and week.
    """

    calls: dict[Week, int]
    departures: dict[str, dict[Week, int]]


def weeks_left(
    session: Session, slots: Iterable[Slot], parties: Iterable[Party], held: HeldVisits
) -> Weeks:
    """Count what visits that stand leave of each week, by their day of arrival.

    Guests who are in the round themselves never use more than there is.
    """
    programme = session.get(Programme, 1)  # none yet: nothing is kept to
    calls = programme.calls_a_week if programme else None
    departures = programme.departures_a_week if programme else None
    days = sorted(slot.arrival for slot in slots)
    if not days or (calls is None and departures is None):
        return Weeks({}, {})
    everyone = _used(_that_stand(session, days[0], days[-1], held))
    here = _used(held.guests)
    weeks = sorted({matching.week_of(day) for day in days})
    referents = sorted({each.referent_id for each in parties if each.referent_id is not None})

    def left(most: int, who: int | None) -> dict[Week, int]:
        return {
            week: max(most - everyone[who, week] + here[who, week], here[who, week])
            for week in weeks
        }

    return Weeks(
        {} if calls is None else left(calls, None),
        {}
        if departures is None
        else {str(referent_id(who)): left(departures, who) for who in referents},
    )


def _that_stand(session: Session, first: date, last: date, held: HeldVisits) -> list[Visit]:
    """Return the visits that begin in the weeks from one day to another, of any association."""
    monday, sunday = first - timedelta(first.weekday()), last + timedelta(6 - last.weekday())
    begins = func.lower(Visit.stay)
    query = (
        select(Visit)
        .where(Visit.state.in_(COUNTED), begins >= monday, begins <= sunday)
        .where(Visit.id.not_in([visit.id for visit in held.let_go]))
        .options(selectinload(Visit.party).selectinload(Party.persons), selectinload(Visit.slot))
    )
    return list(session.scalars(query))


def _used(visits: Iterable[Visit]) -> Counter[tuple[int | None, Week]]:
    """Count departures by referent and week, and under no referent the interpreters of a week."""
    used: Counter[tuple[int | None, Week]] = Counter()
    for visit in visits:
        week = matching.week_of(visit.arrival)
        used[None, week] += matching.needs_interpreter(as_guests(visit), as_slot(visit.slot))
        if visit.party.referent_id is not None:
            used[visit.party.referent_id, week] += 1
    return used
