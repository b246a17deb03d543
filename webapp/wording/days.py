"""Days and stays as people say them: « du lundi 5 au vendredi 9 avril »."""

from datetime import date

from babel.dates import format_interval
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _


def day(value: date) -> str:
    """Return a day in full: Monday 5 April 2027."""
    return str(format_date(value, "full"))


def short_day(value: date) -> str:
    """Return a day without its year: Mon 5 Apr."""
    return str(format_date(value, _skeleton("MMMEd")))


def _skeleton(name: str) -> str:
    """Return the reader's own pattern for a set of date fields."""
    locale = get_locale()
    return str(locale.datetime_skeletons[name].pattern) if locale else "EEE d MMM"


def stay_range(arrival: date, departure: date) -> str:
    """Return a stay with its weekdays: Mon 5 Apr → Fri 9 Apr."""
    words = {"arrival": short_day(arrival), "departure": short_day(departure)}
    return str(_("%(arrival)s to %(departure)s", **words))


def day_range(first: date, last: date) -> str:
    """Return a window of days: 5 Apr 2027 to 9 May 2027."""
    words = {"first": format_date(first, "medium"), "last": format_date(last, "medium")}
    return str(_("%(first)s to %(last)s", **words))


def days_of(arrival: date, departure: date) -> str:
    """Return a stay in few words: 5 – 9 April."""
    return str(format_interval(arrival, departure, "MMMMd", locale=get_locale()))


def duration(minutes: int) -> str:
    """Return how long something takes: 45 min, 3 h, 3 h 05."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return str(ngettext("%(num)d min", "%(num)d min", rest))
    whole = str(ngettext("%(num)d h", "%(num)d h", hours))
    if not rest:
        return whole
    both = {"hours": whole, "minutes": f"{rest:02d}"}
    return str(ngettext("%(hours)s %(minutes)s", "%(hours)s %(minutes)s", rest, **both))


def window_name(first: date, last: date) -> str:
    """Return what a window of days is called: April 2027, or April 2027 to June 2027."""
    start, end = (str(format_date(each, "LLLL y")) for each in (first, last))
    start = start[:1].upper() + start[1:]
    return start if start.lower() == end.lower() else f"{start} – {end}"
