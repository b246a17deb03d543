"""Months of days for the calendar of a farm's dates."""

from calendar import Calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.ground.clock import today
from webapp.models import Offer, OfferState, Slot
from webapp.web.days import PLANNED
from webapp.wording import stay_range

Day = tuple[str, str, str]
"""What a day is (a state of the calendar), what is said of it, and where it leads."""


@dataclass(frozen=True)
class Month:
    """A month to show."""

    first: date

    @property
    def weeks(self) -> list[list[date]]:
        """Its days by weeks from Monday, with those of its neighbours at both ends."""
        return Calendar().monthdatescalendar(self.first.year, self.first.month)

    @property
    def code(self) -> str:
        """How the month is named in an address: 2027-04."""
        return f"{self.first:%Y-%m}"

    def plus(self, months: int) -> "Month":
        """Return the month so many months later."""
        count = self.first.year * 12 + self.first.month - 1 + months
        return Month(date(count // 12, count % 12 + 1, 1))


def read_month(text: str | None) -> Month | None:
    """Return the month that a code names, or none; also none where nothing is planned."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return None if PLANNED.mistake(first) else Month(first)


def days_between(first: date, end: date) -> Iterator[date]:
    """Go through the days from the first to the one before the end."""
    return (first + timedelta(days=number) for number in range((end - first).days))


def days_of(
    offer: Offer, slots: Iterable[Slot], ticked: Iterable[date], until: date
) -> dict[date, Day]:
    """Say what each day is that is not simply free; slots and ticks stand above the rest.

    The day of a departure stays free: other guests may arrive on it.
    """
    days: dict[date, Day] = {}
    resting = offer.paused_until if offer.state is OfferState.PAUSED else None
    for day in days_between(today(), min(resting or today(), until) + timedelta(days=1)):
        days[day] = ("closed", _("The offer rests"), "")
    for rest in offer.farm.rests:
        for day in days_between(rest.first_day, min(rest.last_day + timedelta(days=1), until)):
            days[day] = ("closed", _("You rest"), url_for("farmer.edit_pace"))
    for day in ticked:
        days[day] = ("chosen", "", "")
    for slot in slots:
        for day in days_between(slot.arrival, slot.departure):
            days[day] = _day_of(slot, day)
    for day in days_between(today().replace(day=1), today() + timedelta(days=1)):
        days[day] = ("past", _("Over"), days.get(day, ("", "", ""))[2])
    return days


def _day_of(slot: Slot, day: date) -> Day:
    words = stay_range(slot.arrival, slot.departure)
    if slot.people_held:
        held = ngettext(
            "%(num)d person proposed or expected",
            "%(num)d people proposed or expected",
            slot.people_held,
        )
        words = f"{words}, {held}"
    address = url_for("farmer.edit_slot", slot_id=slot.id)
    state = "expected" if slot.people_held else "stay"
    return (f"{state} arrival" if day == slot.arrival else state, words, address)
