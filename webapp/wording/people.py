"""Parties as people say them: « une mère et 2 enfants », without names."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.wording.days import day_range
from webapp.wording.labels import labels
from webapp.wording.lists import in_a_row, listed

FRANCE = 33
NO_BREAK = "\u00a0"


class Span(Protocol):
    """Days in a row; an engagement may keep some weekdays of them only."""

    first_day: date
    last_day: date


def household(count: tuple[int, int, int]) -> str:
    """Return men, women and children as a household: "a woman and 2 children"."""
    men, women, children = count
    if (men, women, children) == (1, 1, 0):
        return str(_("1 man and 1 woman"))
    parts = [
        ngettext("%(num)d man", "%(num)d men", men) if men else "",
        ngettext("%(num)d woman", "%(num)d women", women) if women else "",
        ngettext("%(num)d child", "%(num)d children", children) if children else "",
    ]
    return listed(part for part in parts if part)


def telephone(number: str) -> str:
    """Return a number as it is dialled: in groups of two, or with its country when abroad."""
    import phonenumbers  # noqa: PLC0415 (its tables take a while to load; few pages need them)

    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    ways = phonenumbers.PhoneNumberFormat
    way = ways.NATIONAL if parsed.country_code == FRANCE else ways.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, way)).replace(" ", NO_BREAK)


def spans(periods: Iterable[Span]) -> str:
    """Return ranges of days one after the other, with their weekdays if only some."""
    return in_a_row(_span(period) for period in periods)


def _span(period: Span) -> str:
    weekdays = labels("weekday", (str(number) for number in getattr(period, "weekdays", ())))
    days = day_range(period.first_day, period.last_day)
    return f"{days} ({weekdays})" if weekdays else days
