"""The days of a stay as a small calendar to look at, for whoever reads no script.

Its weeks begin on Monday in every language, as those of the hosts do and of every timetable here.
"""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask_babel import format_date as babel_date
from flask_babel import get_locale

from webapp.ground.clock import today
from webapp.wording import solar_hijri
from webapp.wording.day_patterns import WEEKDAYS
from webapp.wording.days import day, window_name

AHEAD: Final = timedelta(days=14)
"""How near a stay is when the weeks from today on are drawn too: there a day is counted to."""
WEEK: Final = timedelta(days=7)
WIDEST: Final = 4
"""Letters of a weekday that stand above a day on the narrowest telephone."""


@dataclass(frozen=True)
class Cell:
    """A day of the calendar.

    Parameters
    ----------
    day
        As we have it here.
    there
        The same day in the calendar of Afghanistan, or nothing.
    month
        The number of its month where that begins, and where it is none of the stay's months; or
        nothing.
    kind
        `arrival`, `night`, `departure`, or nothing for a day outside the stay.
    name
        The day in full, as a screen reader says it.
    """

    day: date
    month: str
    there: str
    kind: str
    is_today: bool
    name: str

    @property
    def number(self) -> str:
        """Return the day as it is told in one line, with its month where that is drawn."""
        return f"{self.day.day}{self.month}"


@dataclass(frozen=True)
class StayCalendar:
    """The weeks of a stay.

    Parameters
    ----------
    title
        Its months.
    heads
        From Monday: the weekday as it stands above its days, and in full.
    today
        Today as it is drawn, if it is.
    """

    title: str
    heads: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Cell, ...], ...]
    today: str


def stay_calendar(arrival: date, departure: date) -> StayCalendar:
    """Return the weeks of a stay, from the present one where it is near."""
    now = today()
    is_near = arrival - AHEAD <= now <= departure
    first = _monday_of(min(arrival, now) if is_near else arrival)
    weeks = []
    while first <= departure:
        days = (first + timedelta(days=number) for number in range(7))
        weeks.append(tuple(_cell(each, arrival, departure, now) for each in days))
        first += WEEK
    shown = "".join(each.number for week in weeks for each in week if each.is_today)
    return StayCalendar(_title(arrival, departure), _heads(arrival), tuple(weeks), shown)


def _monday_of(value: date) -> date:
    return value - timedelta(days=value.weekday())


def _cell(value: date, arrival: date, departure: date, now: date) -> Cell:
    kind = ""
    if arrival <= value <= departure:
        kind = "arrival" if value == arrival else "departure" if value == departure else "night"
    there = str(solar_hijri.solar_hijri(value)[2]) if _language() in solar_hijri.MONTHS else ""
    named = day(value) if kind or value == now else ""
    is_plain = value.day > 1 and value.month in {arrival.month, departure.month}
    month = "" if is_plain else f"/{value.month}"
    return Cell(value, month, there, kind, value == now, named)


def _title(arrival: date, departure: date) -> str:
    """Return the months of a stay, in Afghanistan's calendar too where that is read."""
    title, language = window_name(arrival, departure), _language()
    if language not in solar_hijri.MONTHS:
        return title
    ends = (solar_hijri.solar_hijri(each)[:2] for each in (arrival, departure))
    months = [f"{solar_hijri.MONTHS[language][month - 1]} {year}" for year, month in ends]
    return f"{title} ({' – '.join(dict.fromkeys(months))})"


def _heads(within: date) -> tuple[tuple[str, str], ...]:
    """Return the weekdays from Monday: in few letters, or in one where a language has no few."""
    week = Calendar().monthdatescalendar(within.year, within.month)[0]
    whole = _whole_names(week)
    short = tuple(babel_date(each, "EEE").rstrip(".") for each in week)
    if any(len(each) > WIDEST for each in short):
        short = tuple(babel_date(each, "EEEEE") for each in week)
    if _language() in WEEKDAYS:
        short = tuple(each[0] for each in whole)
    return tuple(zip(short, whole, strict=True))


def _whole_names(week: list[date]) -> tuple[str, ...]:
    return WEEKDAYS.get(_language()) or tuple(babel_date(each, "EEEE") for each in week)


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else ""
