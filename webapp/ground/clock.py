"""What time it is. Paris decides days and deadlines; instants are kept in UTC.

A demonstration's clock may stand ahead of the real one (`services.records.moving_clock`), for one
request or job at a time; every other installation's never does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
WAKING_HOURS = range(9, 20)
"""From nine to eight in the evening, Paris time, a telephone may ring of itself."""


_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())
_asked: ContextVar[list[None] | None] = ContextVar("asked_the_hour", default=None)


def real_now() -> datetime:
    """Return the instant outside: for what guards a door, and for the queue, which asks nobody."""
    _note()
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    _note()
    return _instant()


def _instant() -> datetime:
    return datetime.now(UTC) + _ahead.get()


def _note() -> None:
    asked = _asked.get()
    if asked is not None:
        asked.append(None)


@contextmanager
def hearing_who_asks() -> Iterator[list[None]]:
    """Tell whether the hour is asked for meanwhile; the day alone is not counted."""
    asked: list[None] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def ahead() -> timedelta:
    """Return by how much the clock stands ahead of the real one."""
    return _ahead.get()


def stand_ahead(by: timedelta) -> None:
    """Let the clock stand so far ahead, until the end of `standing_ahead`."""
    _ahead.set(by)


@contextmanager
def standing_ahead(by: timedelta) -> Iterator[None]:
    """Let the clock stand so far ahead meanwhile."""
    token = _ahead.set(by)
    try:
        yield
    finally:
        _ahead.reset(token)


def today() -> date:
    """Return the present day in Paris, which decides every day and deadline of Sillon."""
    return _instant().astimezone(PARIS).date()


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
