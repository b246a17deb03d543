"""What time it is. Paris decides days and deadlines; instants are kept in UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
WAKING_HOURS = range(9, 20)
"""From nine to eight in the evening, Paris time, a telephone may ring of itself."""


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Paris, which decides every day and deadline of Sillon."""
    return now().astimezone(PARIS).date()


def is_by_day(at: datetime) -> bool:
    """Whether it is an hour at which a telephone may ring of itself."""
    return at.astimezone(PARIS).hour in WAKING_HOURS


def by_day(at: datetime) -> datetime:
    """Return an instant itself, or the same minute of the next morning's first hour.

    What waits through a night keeps its distance: not all of it leaves when the hour strikes.
    """
    if is_by_day(at):
        return at
    there = at.astimezone(PARIS)
    morning = there + timedelta(days=there.hour >= WAKING_HOURS.stop)
    return morning.replace(hour=WAKING_HOURS.start).astimezone(UTC)
