"""What visits take of courses that may be missed for so many hours.

Whoever is bound to a course, such as that of the integration contract, may miss a part of it. A
visit falls on its days only while its hours are left; whoever proposes it reads what it takes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import HOLDING, Engagement, Party, Slot, Visit
from webapp.models.states import BEEN_AWAY

COURSE_HOURS = "course-hours"
"""The rule that a visit breaks which takes more of a course than may be missed."""
COUNTED = (*HOLDING, *BEEN_AWAY)
"""The states in which a visit takes hours."""


@dataclass(frozen=True)
class Missed:
    """What a stay takes of a course.

    Parameters
    ----------
    hours
        That the stay takes.
    before
        That other visits take.
    """

    course: Engagement
    hours: int
    before: int

    @property
    def left(self) -> int:
        """How many hours other visits leave of it; below 0 where they take too much already."""
        return (self.course.missable or 0) - self.before

    @property
    def is_too_much(self) -> bool:
        """Whether the stay takes more than is left."""
        return self.hours > self.left


class Courses:
    """The courses of some parties of which visits may take hours, and the visits that do."""

    def __init__(self, courses: Iterable[Engagement], visits: Iterable[Visit]) -> None:
        self._courses: defaultdict[int, list[Engagement]] = defaultdict(list)
        for course in courses:
            self._courses[course.party_id].append(course)
        self._visits: defaultdict[int, list[Visit]] = defaultdict(list)
        for visit in visits:
            self._visits[visit.party_id].append(visit)

    def taken(self, course: Engagement, but: Collection[int] = ()) -> int:
        """Return how many hours of a course visits take, those of these numbers left out.

        A visit that ended early takes those of the days that took place.
        """
        return sum(
            course.hours_within(visit.arrival, visit.left_on)
            for visit in self._visits[course.party_id]
            if visit.id not in but
        )

    def taken_of(self, party: int) -> dict[Engagement, int]:
        """Return how many hours visits take, by course of a party."""
        return {each: self.taken(each) for each in self._courses[party]}

    def missed(
        self, party: int, arrival: date, departure: date, but: Collection[int] = ()
    ) -> list[Missed]:
        """Return what a stay of a party takes of its courses.

        Parameters
        ----------
        but
            Visits that do not count, by number: the stay itself, or what ends for it.
        """
        taken = [(each, each.hours_within(arrival, departure)) for each in self._courses[party]]
        return [Missed(each, hours, self.taken(each, but)) for each, hours in taken if hours]

    def in_slot(self, party: int, slot: Slot, but: Collection[int] = ()) -> list[Missed]:
        """Return what a stay in a slot takes, be it a visit already."""
        here = {visit.id for visit in self._visits[party] if visit.slot_id == slot.id}
        return self.missed(party, slot.arrival, slot.departure, here.union(but))

    def of_visit(self, visit: Visit) -> list[Missed]:
        """Return what a visit takes, beside the others."""
        return self.missed(visit.party_id, visit.arrival, visit.departure, {visit.id})

    def are_short(self, visit: Visit) -> bool:
        """Whether a visit takes more than the others leave."""
        return any(each.is_too_much for each in self.of_visit(visit))

    def too_much(
        self, slots: Collection[Slot], but: Collection[int] = ()
    ) -> Mapping[int, set[int]]:
        """Return, by party's number, the slots for which too few hours are left."""
        return {
            party: {
                slot.id
                for slot in slots
                if any(each.is_too_much for each in self.in_slot(party, slot, but))
            }
            for party in [*self._courses]
        }


def courses_of(session: Session, parties: Collection[int]) -> Courses:
    """Look up the courses of parties of which visits may take hours; mostly there are none."""
    asked = Engagement.party_id.in_(parties), Engagement.missable.is_not(None)
    found = session.scalars(select(Engagement).where(*asked).order_by(Engagement.first_day)).all()
    return _with_visits(session, found)


def courses_of_loaded(session: Session, parties: Iterable[Party]) -> Courses:
    """Return the same of parties whose engagements are read already."""
    of_all = (each for party in parties for each in party.engagements)
    return _with_visits(session, [each for each in of_all if each.missable is not None])


def _with_visits(session: Session, found: Collection[Engagement]) -> Courses:
    counted = (
        Visit.party_id.in_({each.party_id for each in found}),
        Visit.state.in_(COUNTED),
    )
    visits = session.scalars(select(Visit).where(*counted)).all() if found else ()
    return Courses(found, visits)


def courses_in_file(party: Party) -> Courses:
    """Return the courses of a party whose file is read whole."""
    found = (each for each in party.engagements if each.missable is not None)
    return Courses(found, (visit for visit in party.visits if visit.state in COUNTED))
