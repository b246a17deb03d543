"""Whoever proposes a visit reads that a workshop falls on its days, in which they have a place."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.ground.clock import now, today
from webapp.models import MatchingRound, Party, Seat, SeatState, Slot
from webapp.services.workshops.booked import booked_by

pytestmark = pytest.mark.usefixtures("spring")

Sessions = sessionmaker[Session]


@pytest.fixture
def seat(db: Session, party: Party, slot: Slot) -> Seat:
    """Their place in a workshop of two sittings: before the stay, and on its last day."""
    series = a_series(db, days=5)
    a_sitting(db, series, (slot.departure - today()).days)
    return a_seat(db, series, person=party.persons[0])


def test_it_is_read_before_it_is_proposed_and_on_the_visit(
    desk: Page, db: Session, a_result: MatchingRound, party: Party, seat: Seat
) -> None:
    expected = "On these days they have a place in a workshop: La campagne sans clichés ("
    for address in (f"/parties/{party.id}", "/publication"):
        desk.visit(f"/casework/rounds/{a_result.id}{address}")
        assert expected in desk.text
    assert "Something else falls on these days:" in desk.text
    desk.submit(button="Approve and send")
    db.expire_all()
    [visit] = party.visits
    assert expected in desk.visit(f"/casework/visits/{visit.id}").text
    seat.series.sittings[1].cancelled_at = now()
    db.commit()
    assert expected not in desk.visit(f"/casework/visits/{visit.id}").text


def test_only_who_has_a_place_is_expected_and_on_the_days_of_the_stay_alone(
    db: Session, party: Party, slot: Slot, seat: Seat
) -> None:
    first, last = seat.series.sittings
    booked = booked_by(db, [party.id])
    assert booked.within(party.id, slot.arrival, slot.departure) == [last]
    assert booked.within(party.id, first.day, last.day) == [first, last]
    assert booked.within(party.id + 1, first.day, last.day) == []
    seat.state, seat.number = SeatState.WAITING, None
    db.flush()
    assert booked_by(db, [party.id]).within(party.id, first.day, last.day) == []
