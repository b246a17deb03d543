"""What can be done to a visit: one table, asked by its page and by the page of each act."""

from collections.abc import Callable
from typing import Final

from webapp.ground.clock import today
from webapp.models import Visit, VisitState
from webapp.services.visits import answers, missed, stays

AHEAD = {VisitState.PROPOSED, VisitState.CONFIRMED}
EXPECTED = {VisitState.CONFIRMED, VisitState.UNDER_WAY}

MET = {VisitState.COMPLETED, VisitState.EVALUATED}


def _may_have_come(visit: Visit) -> bool:
    """Whether they should be there, and nothing is known of it."""
    return visit.state in EXPECTED and visit.arrival <= today() and visit.arrived_at is None


def _may_have_been_missed(visit: Visit) -> bool:
    """Whether nobody is known to have come, now or while the calendar completed it."""
    return _may_have_come(visit) or (visit.state in MET and visit.arrived_at is None)


def may_be_swapped(visit: Visit) -> bool:
    """Whether its party could still take another's place."""
    return visit.state in AHEAD and visit.arrival > today()


POSSIBLE: Final[dict[str, Callable[[Visit], bool]]] = {
    "record_answer": answers.may_be_recorded,
    "record_arrival": _may_have_come,
    "take_back_arrival": lambda visit: (
        visit.state is VisitState.UNDER_WAY and bool(visit.arrived_at)
    ),
    "record_absence": _may_have_been_missed,
    "correct_absence": missed.may_be_contested,
    "note_missed_word": missed.may_be_said,
    "note_contest": missed.may_be_contested,
    "end_visit": lambda visit: visit.state is VisitState.UNDER_WAY,
    "cancel_visit": lambda visit: visit.state in AHEAD,
    "swap_visit": may_be_swapped,
    "prepare_journey": lambda visit: visit.state in AHEAD and visit.ticket_from is None,
    "note_call_ahead": lambda visit: visit.state is VisitState.CONFIRMED,
    "note_tickets": lambda visit: visit.holds,
    "renew_links": lambda visit: visit.holds or visit.state in MET,
    "choose_local_referent": lambda visit: visit.holds,
    "choose_rooms": lambda visit: visit.holds,
    "keep_visit": lambda visit: visit.no_longer_fits,
    "lift_on_visit": stays.lacks_lift,
}
"""The acts, by the name of their view, and when each is possible."""


def acts_on(visit: Visit) -> frozenset[str]:
    """Return the acts that are possible now; to take back or restore is asked of `undoing`."""
    return frozenset(act for act, is_possible in POSSIBLE.items() if is_possible(visit))
