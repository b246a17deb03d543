"""What else falls on the days of a stay, in the words of staff: a course, a workshop."""

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.models import Slot, Visit
from webapp.services.engine.courses import Courses, courses_of
from webapp.services.workshops.booked import Booked, booked_by
from webapp.wording.courses import missed_sentences
from webapp.wording.days import short_day
from webapp.wording.lists import in_a_row


class AtTheSameTime:
    """The courses of some parties of which visits take hours, and the workshops they sit in."""

    def __init__(self, courses: Courses, booked: Booked) -> None:
        self._courses, self._booked = courses, booked

    def in_slot(self, party: int, slot: Slot, but: Collection[int] = ()) -> str:
        """Return as sentences what else falls on a stay in a slot, or nothing.

        Parameters
        ----------
        but
            Visits that end for it, by number.
        """
        missed = missed_sentences(self._courses.in_slot(party, slot, but))
        return f"{missed} {self._expected(party, slot.arrival, slot.departure)}".strip()

    def of_visit(self, visit: Visit) -> str:
        """Return the same of a visit that stands."""
        missed = missed_sentences(self._courses.of_visit(visit))
        return f"{missed} {self._expected(visit.party_id, visit.arrival, visit.departure)}".strip()

    def _expected(self, party: int, arrival: date, departure: date) -> str:
        found = self._booked.within(party, arrival, departure)
        if not found:
            return ""
        said = in_a_row(f"{each.series.workshop.title} ({short_day(each.day)})" for each in found)
        told = _("On these days they have a place in a workshop: %(workshops)s.", workshops=said)
        return str(told)


def at_the_same_time(session: Session, parties: Collection[int]) -> AtTheSameTime:
    """Look up what else these parties have to do, by number."""
    return AtTheSameTime(courses_of(session, parties), booked_by(session, parties))
