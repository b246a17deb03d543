"""Days and stays as people say them: « du lundi 5 au vendredi 9 avril »."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from math import ceil
from typing import Literal

import flask_babel
from babel import Locale
from babel.dates import format_timedelta
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from webapp.ground.clock import PARIS, now, today
from webapp.wording import solar_hijri
from webapp.wording.day_patterns import IN_FIGURES, WRITTEN, names_a_day, pattern_of

FIRST_OF_A_MONTH = re.compile(
    r"(?<!\d)1(?=(?:–\d+)? (?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))"
)

OTHER_YEAR = timedelta(days=270)
"""So far from today a day is not taken for one of the same name in another year."""
MONTHS = re.compile("M+|L+")
OF_STAYS = {"d": ("d–", "d MMMM"), "M": ("d MMMM – ", "d MMMM")}
"""Patterns of both ends of a stay within a month, and over two."""

EGYPT, LEVANT = (Locale.parse(each).months["format"]["wide"] for each in ("ar", "ar_SY"))
BOTH_NAMES = {EGYPT[number]: f"{LEVANT[number]}/{EGYPT[number]}" for number in EGYPT}
MONTH_OF_EGYPT = re.compile("|".join(BOTH_NAMES))


def format_date(value: date | None, pattern: str = "medium") -> str:
    """Return a day in the reader's language by one of its patterns, as people say it."""
    value, locale = value or today(), get_locale()
    pattern = _with_year(pattern, value)
    if locale is None or isinstance(value, datetime):
        return _format(value, pattern)
    return _format_in(locale, value, pattern)


def _format(value: date, pattern: str) -> str:
    pattern = pattern_of(_language(), pattern, _its_day(value))
    return _as_people_say(flask_babel.format_date(value, pattern)) + _as_there(value, pattern)


@lru_cache(maxsize=4096)
def _format_in(_locale: Locale, value: date, pattern: str) -> str:
    """Return a day in the language of now; a list says the same few days again and again."""
    return _format(value, pattern)


def format_datetime(value: datetime | None, pattern: str = "medium") -> str:
    """Return an instant as `format_date` returns a day."""
    value = value or now()
    pattern = _with_year(pattern, value)
    pattern = pattern_of(_language(), pattern, _its_day(value))
    return _as_people_say(flask_babel.format_datetime(value, pattern))


def is_far(value: date) -> bool:
    """Whether a day may be taken for one of the same name in another year."""
    return abs(_its_day(value) - today()) > OTHER_YEAR


def _with_year(pattern: str, value: date) -> str:
    """Return a pattern that names the year too, where it tells a day that is far."""
    if not names_a_day(pattern) or "y" in pattern or not is_far(value):
        return pattern
    return MONTHS.sub(lambda month: f"{month[0]} y", pattern, count=1)


def _its_day(value: date) -> date:
    """Return the day of an instant, in France; a day is itself."""
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value


def _language() -> str:
    """Return the language in which Babel writes here, in its own code; `fa` is Dari."""
    locale = get_locale()
    return locale.language if locale else ""


def _as_there(value: date, pattern: str) -> str:
    """Return the same day, after a space and in brackets, in the calendar of Afghanistan."""
    language = _language()
    if language not in solar_hijri.MONTHS or not names_a_day(pattern):
        return ""
    there = _its_day(value)
    return f" ({solar_hijri.as_there(there, language, with_year='y' in pattern)})"


def _as_people_say(written: str) -> str:
    """Return a day with the first of a month as the French say it, and months by both names.

    From Lebanon to Iraq the months have names of their own, which others do not know.
    """
    language = _language()
    if language == "fr":
        return FIRST_OF_A_MONTH.sub("1er", written)
    if language == "ar":
        return MONTH_OF_EGYPT.sub(lambda month: BOTH_NAMES[month[0]], written)
    return written


def day(value: date) -> str:
    """Return a day in full: Monday 5 April 2027."""
    return format_date(value, "full")


def short_day(value: date) -> str:
    """Return a day without its year: Mon 5 April; one that is far with it: 5 April 2027."""
    if is_far(value):
        return format_date(value, "long")
    locale = get_locale()
    if locale is None or isinstance(value, datetime):
        return format_date(value, _without_year(locale))
    written = WRITTEN.get(locale.language)
    return _format_in(locale, value, written.without_year if written else _without_year(locale))


@cache
def _without_year(locale: Locale | None) -> str:
    pattern = str(locale.datetime_skeletons["MMMEd"].pattern) if locale else "EEE d MMM"
    return _in_full(pattern)


def clock_hour(hour: int) -> str:
    """Return an hour of the clock as people write it: 14:00, « 14 h »."""
    return str(_("%(hour)s:00", hour=hour))


def clock_time(value: datetime | time) -> str:
    """Return a moment of the clock in Paris, as people write it: 14:30, « 14 h 30 »."""
    there = value.astimezone(PARIS) if isinstance(value, datetime) else value
    if not there.minute:
        return clock_hour(there.hour)
    return str(_("%(hour)s:%(minutes)s", hour=there.hour, minutes=f"{there.minute:02d}"))


def _in_full(pattern: str) -> str:
    """Return a pattern with the month's whole name: « déc. » would end a sentence twice."""
    return re.sub(r"\bMMM\b", "MMMM", pattern)


def stay_range(arrival: date, departure: date) -> str:
    """Return a stay with its weekdays: Mon 5 April to Fri 9 April; one far off with its years."""
    said = format_date if is_far(departure) else short_day
    words = {"arrival": said(arrival), "departure": said(departure)}
    return str(_("%(arrival)s to %(departure)s", **words))


def its_year(arrival: date, departure: date) -> str:
    """Return the year in which a stay ends, to stand behind its days; none where they have it."""
    return "" if is_far(departure) else str(departure.year)


def day_range(first: date, last: date) -> str:
    """Return a window of days: 5 Apr 2027 to 9 May 2027; one day alone is itself."""
    if first == last:
        return format_date(first)
    return _from_to(first, last, "medium")


def _from_to(first: date, last: date, pattern: str) -> str:
    words = {"first": format_date(first, pattern), "last": format_date(last, pattern)}
    return str(_("%(first)s to %(last)s", **words))


def days_of(arrival: date, departure: date) -> str:
    """Return a stay in few words: 5 – 9 April; one day alone is itself; far off, with years."""
    if arrival == departure:
        return short_day(arrival)
    if is_far(departure):
        return _from_to(arrival, departure, "long")
    if _language() in IN_FIGURES:
        return f"{short_day(arrival)} – {short_day(departure)}"
    return _stay_in(get_locale(), arrival, departure)


@lru_cache(maxsize=4096)
def _stay_in(locale: Locale | None, arrival: date, departure: date) -> str:
    """Return a stay in the language of now, which is the locale's; a list says it often."""
    language = _language()
    known = locale.interval_formats["MMMd"] if locale and language not in WRITTEN else OF_STAYS
    same_month = (arrival.year, arrival.month) == (departure.year, departure.month)
    first, last = (_in_full(each) for each in known["d" if same_month else "M"])
    written = flask_babel.format_date(arrival, first) + flask_babel.format_date(departure, last)
    if language in solar_hijri.MONTHS:
        written += f" ({solar_hijri.stay_there(arrival, departure, language)})"
    return _as_people_say(written)


def duration(minutes: int) -> str:
    """Return how long something takes: 45 min, 3 h, 3 h 5 min, « 3 h 05 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(ngettext("%(num)d min", "%(num)d min", rest))
    whole = str(ngettext("%(num)d h", "%(num)d h", hours))
    if not rest:
        return whole
    both = {"hours": whole, "minutes": f"{rest:02d}" if str(get_locale()) == "fr" else str(rest)}
    return str(ngettext("%(hours)s %(minutes)s min", "%(hours)s %(minutes)s min", rest, **both))


def years_or_days(days: int) -> str:
    """Return how long something is kept, as people say it: 2 years, 700 days."""
    years, rest = divmod(days, 365)
    whole = years > 0 and rest <= years // 4  # the days of leap years
    unit: Literal["year", "day"] = "year" if whole else "day"
    kept = timedelta(days=days)
    return format_timedelta(kept, granularity=unit, threshold=days + 1, locale=get_locale())


def until_then(wait: timedelta) -> str:
    """Return how long a wait is, in whole minutes and never shorter than it is."""
    return duration(ceil(wait.total_seconds() / 60))


def window_name(first: date, last: date) -> str:
    """Return what a window of days is called: April 2027, or April 2027 to June 2027."""
    start, end = (format_date(each, "LLLL y") for each in (first, last))
    start = start[:1].upper() + start[1:]
    return start if start.lower() == end.lower() else f"{start} – {end}"
