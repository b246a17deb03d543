"""On which days a party can be away: what it said, minus what keeps it at home."""

from collections.abc import Iterable
from datetime import date, timedelta

from webapp.models import Party, Visit

Days = tuple[date, date]


def free_days(
    party: Party, first_day: date, last_day: date, held: Iterable[Visit] = ()
) -> tuple[Days, ...]:
    """Return the ranges of days of a window on which a party can be away.

    Its availability, minus courses and appointments, minus the days after a residence title
    ends, minus the days that a visit already holds. A course of which visits may take hours leaves
    its days free: whether enough are left is judged for a whole stay (`courses`).
    """
    titles = [person.title_until for person in party.persons if person.title_until]
    last = min([last_day, *titles])
    held_stays = [(visit.arrival, visit.departure) for visit in held]
    said = [(each.first_day, each.last_day) for each in party.availabilities]
    at_home = [  # most are of another season
        each for each in party.engagements if each.first_day <= last and each.last_day >= first_day
    ]
    free = [
        day
        for day in _days(first_day, last)
        if any(first <= day <= until for first, until in said)
        and not any(engagement.keeps_at_home(day) for engagement in at_home)
        and not any(arrival <= day <= departure for arrival, departure in held_stays)
    ]
    return _ranges(free)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _ranges(days: list[date]) -> tuple[Days, ...]:
    ranges: list[Days] = []
    for day in days:
        if ranges and day - ranges[-1][1] == timedelta(days=1):
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return tuple(ranges)
