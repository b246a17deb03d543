"""Of a course that keeps people at home, visits may take so many hours, and no more."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party, a_round, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.rounds.conftest import Sessions
from webapp.ground.clock import PARIS
from webapp.models import Engagement, MatchingRound, Party, Slot, User, Visit, VisitState
from webapp.services import rounds
from webapp.services.engine.courses import COURSE_HOURS, courses_of
from webapp.services.rounds import swapping
from webapp.services.rounds.snapshot import take_snapshot
from webapp.services.visits import misfits

pytestmark = pytest.mark.usefixtures("spring")


def follow_a_course(party: Party, slot: Slot, **given: Any) -> Engagement:
    """Let a party have lessons of three hours on two days of a stay, and on no other of it."""
    days = [slot.arrival + timedelta(days=each) for each in (0, 1)]
    course = Engagement(
        kind="course",
        first_day=slot.arrival - timedelta(days=40),
        last_day=slot.arrival + timedelta(days=40),
        weekdays=[day.isoweekday() for day in days],
        **{"hours": 3, "missable": 6, **given},
    )
    party.engagements.append(course)
    return course


@pytest.fixture
def course(db: Session, party: Party, slot: Slot) -> Engagement:
    made = follow_a_course(party, slot)
    db.flush()
    return made


@pytest.fixture
def this_round(db: Session, caseworker: User, course: Engagement) -> MatchingRound:
    return a_round(db, caseworker.organisation, created_by=caseworker)


def an_earlier_visit(db: Session, party: Party, slot: Slot, state: VisitState) -> Visit:
    """A visit of the four weeks before, on the same days of the week."""
    before = a_slot(db, slot.offer, arrival=slot.arrival - timedelta(days=28))
    return a_visit(db, party, before, state=state)


def possible(db: Session, of_round: MatchingRound, party: Party, slot: Slot) -> bool:
    problem = take_snapshot(db, of_round).problem
    pair = f"p{party.id}", f"s{slot.id}"
    days = problem.party_of[pair[0]].available
    covered = any(first <= slot.arrival and slot.departure <= last for first, last in days)
    return covered and pair not in problem.excluded


def test_a_stay_that_takes_the_hours_that_visits_may_is_possible(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot
) -> None:
    assert possible(db, this_round, party, slot)


def test_a_stay_that_takes_an_hour_more_is_not(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot, course: Engagement
) -> None:
    course.missable = 5
    assert not possible(db, this_round, party, slot)
    assert len(take_snapshot(db, this_round).too_long_away) == 1


def test_a_course_of_which_nothing_may_be_missed_keeps_everybody_at_home(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot, course: Engagement
) -> None:
    course.hours = course.missable = None
    assert not possible(db, this_round, party, slot)


@pytest.mark.parametrize(
    ("state", "counts"),
    [(VisitState.COMPLETED, True), (VisitState.ENDED_EARLY, True), (VisitState.CANCELLED, False)],
)
def test_what_visits_before_have_taken_counts_and_what_never_was_does_not(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot, state: VisitState,
    counts: bool,
) -> None:  # fmt: skip
    an_earlier_visit(db, party, slot, state)
    assert possible(db, this_round, party, slot) is not counts


def test_a_visit_that_ended_early_took_the_hours_of_the_days_that_took_place(
    db: Session, party: Party, slot: Slot, course: Engagement
) -> None:
    visit = an_earlier_visit(db, party, slot, VisitState.ENDED_EARLY)
    at_noon = datetime.combine(visit.arrival, time(12), PARIS)
    hours = []
    for day in (0, 1):
        visit.ended_at = at_noon + timedelta(days=day)
        db.flush()
        hours.append(courses_of(db, [party.id]).taken(course))
    assert hours == [3, 6]


def test_a_visit_that_comes_to_take_too_much_no_longer_fits(
    db: Session, party: Party, slot: Slot, course: Engagement
) -> None:
    visit = a_visit(db, party, slot, state=VisitState.CONFIRMED)
    assert COURSE_HOURS not in {each.rule for each in visit.misfits}
    misfits.look_again(db)
    course.missable = 3
    found = misfits.look_again(db)
    assert [COURSE_HOURS in each.rules for each in found] == [True]
    assert misfits.as_a_farm_is_told(found) == [], "a course is the guests' own affair"


def test_the_visit_itself_is_not_counted_twice(
    db: Session, party: Party, slot: Slot, course: Engagement
) -> None:
    visit = a_visit(db, party, slot)
    courses = courses_of(db, [party.id])
    [by_slot], [by_visit] = courses.in_slot(party.id, slot), courses.of_visit(visit)
    assert (by_slot.hours, by_slot.before) == (by_visit.hours, by_visit.before) == (6, 0)


def solve(db: Session, sessions: Sessions, of_round: MatchingRound) -> None:
    rounds.ask_for_a_run(db, of_round)
    db.commit()
    rounds.solve(sessions, of_round.id)
    db.refresh(of_round)


TAKES = "This stay takes 6 hours of a course, of which visits may still take 6 hours."


def test_who_proposes_a_visit_reads_before_what_it_takes_of_a_course(
    desk: Page, db: Session, sessions: Sessions, this_round: MatchingRound, party: Party
) -> None:
    solve(db, sessions, this_round)
    for address in ("", f"/parties/{party.id}", "/publication"):
        desk.visit(f"/casework/rounds/{this_round.id}{address}")
        assert TAKES in desk.text
    desk.submit(button="Approve and send")
    db.expire_all()
    [visit] = party.visits
    assert TAKES in desk.visit(f"/casework/visits/{visit.id}").text


def test_the_health_of_a_round_tells_which_pairs_would_take_too_much(
    desk: Page, db: Session, this_round: MatchingRound, course: Engagement
) -> None:
    course.missable = 5
    db.commit()
    desk.visit(f"/casework/rounds/{this_round.id}/health")
    assert "1 pair is set aside, because the stay would take more hours of a course" in desk.text


def test_a_swap_tells_what_the_other_place_takes_beside_what_ends(
    desk: Page, db: Session, caseworker: User, party: Party, slot: Slot, course: Engagement
) -> None:
    later = a_slot(db, an_offer(db, slot.farm), arrival=slot.arrival + timedelta(days=28))
    other = a_party(db, caseworker.organisation)
    visit, theirs = a_visit(db, party, slot), a_visit(db, other, later)
    db.commit()
    assert [each.theirs for each in swapping.could_swap(db, visit)] == [[theirs]]
    assert TAKES in desk.visit(f"/casework/visits/{visit.id}/swap").text


def test_a_free_place_tells_what_it_takes(
    desk: Page, db: Session, caseworker: User, party: Party, slot: Slot, course: Engagement
) -> None:
    gone = a_visit(db, a_party(db, caseworker.organisation), slot, state=VisitState.CANCELLED)
    assert gone.slot is slot
    db.commit()
    assert TAKES in desk.visit(f"/casework/free-places/{slot.id}").text


def test_the_file_tells_what_visits_take_of_what_they_may(
    desk: Page, db: Session, party: Party, slot: Slot, course: Engagement
) -> None:
    a_visit(db, party, slot, state=VisitState.CONFIRMED)
    db.commit()
    told = "visits take 6 hours of the 6 hours that they may"
    for topic in ("", "/engagements"):
        assert told in desk.visit(f"/casework/parties/{party.id}{topic}").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"hours": "3"}, "Enter below how many hours visits may take, or leave this empty"),
        ({"missable": "9"}, "Enter the hours on each day too, or leave this empty"),
        ({"hours": "25", "missable": "30"}, "Enter 1 to 24 hours"),
        ({"hours": "3", "missable": "0"}, "Enter 1 to 600 hours"),
        ({"hours": "2,5", "missable": "9"}, "Enter a number in figures"),
    ],
)
def test_half_a_budget_is_asked_for_whole_and_what_was_typed_comes_back(
    desk: Page, db: Session, party: Party, typed: dict[str, str], said: str
) -> None:
    db.commit()
    days = {"first_day": "2027-04-01", "last_day": "2027-06-30"}
    desk.visit(f"/casework/parties/{party.id}/engagements")
    desk.submit({**days, **typed}, button="Add")
    assert said in desk.text
    for name, value in typed.items():
        [field] = desk.soup.select(f"input[name={name}]")
        assert field["value"] == value
    db.expire_all()
    assert party.engagements == []
