"""Whoever is on an immersion is on no visit elsewhere: rounds and boards see to it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_round, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.agreements.builders import an_agreement
from webapp.models import Agreement, AgreementState, MatchingRound, Party, Slot, User
from webapp.services.engine.immersions import ON_AN_IMMERSION
from webapp.services.rounds.snapshot import take_snapshot
from webapp.services.visits import misfits

pytestmark = pytest.mark.usefixtures("spring")

A_DAY = timedelta(days=1)


@pytest.fixture
def this_round(db: Session, caseworker: User, slot: Slot) -> MatchingRound:
    return a_round(db, caseworker.organisation, created_by=caseworker)


def an_immersion(db: Session, party: Party, first: date, last: date, state: str) -> Agreement:
    return an_agreement(
        db, party.persons[0], first_day=first, last_day=last, state=AgreementState(state), version=1
    )


def is_possible(db: Session, of_round: MatchingRound, party: Party, slot: Slot) -> bool:
    return (f"p{party.id}", f"s{slot.id}") not in take_snapshot(db, of_round).problem.excluded


@pytest.mark.parametrize(
    ("before", "after", "open_"),
    [(30, -1, True), (30, 0, False), (-1, 30, False)],
    ids=["ends the day before", "ends as the visit begins", "begins while it lasts"],
)
def test_no_round_sends_a_household_on_a_visit_while_one_of_them_is_on_an_immersion(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot,
    before: int, after: int, open_: bool,
) -> None:  # fmt: skip
    days = slot.arrival - before * A_DAY, slot.arrival + after * A_DAY
    an_immersion(db, party, *days, "accepted")
    assert is_possible(db, this_round, party, slot) is open_
    assert len(take_snapshot(db, this_round).on_an_immersion) == (not open_)


@pytest.mark.parametrize(
    ("state", "open_"),
    [
        ("draft", True), ("ready-to-sign", False), ("partly-signed", False), ("in-review", False),
        ("accepted", False), ("sent-back", True), ("rejected", True), ("cancelled", True),
    ],
)  # fmt: skip
def test_it_counts_while_it_is_signed_or_to_be_signed(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot, state: str, open_: bool
) -> None:
    an_immersion(db, party, slot.arrival, slot.departure, state)
    assert is_possible(db, this_round, party, slot) is open_


def test_what_was_called_off_leaves_its_days_free(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot
) -> None:
    agreement = an_immersion(db, party, slot.arrival - A_DAY, slot.departure, "accepted")
    for called_off, open_ in ((slot.arrival + A_DAY, False), (slot.arrival, True)):
        agreement.called_off_on = called_off
        db.flush()
        assert is_possible(db, this_round, party, slot) is open_
    agreement.called_off_on = agreement.first_day
    db.flush()
    assert is_possible(db, this_round, party, slot)


def test_the_stay_of_the_immersion_itself_is_not_shut_out_by_its_paper(
    db: Session, this_round: MatchingRound, party: Party, slot: Slot
) -> None:
    agreement = an_immersion(db, party, slot.arrival, slot.departure, "accepted")
    there = a_slot(db, an_offer(db, agreement.farm, frame="immersion"), arrival=slot.arrival)
    elsewhere = a_slot(db, an_offer(db, a_farm(db), frame="immersion"), arrival=slot.arrival)
    assert is_possible(db, this_round, party, there)
    assert not is_possible(db, this_round, party, elsewhere)
    there.offer.frame = "discovery"
    assert not is_possible(db, this_round, party, there), "A discovery visit is no work"


def test_a_visit_that_stands_is_on_the_board_once_an_immersion_takes_its_days(
    page: Page, db: Session, caseworker: User, party: Party, slot: Slot
) -> None:
    visit = a_visit(db, party, slot)
    agreement = an_immersion(db, party, slot.arrival, slot.departure, "ready-to-sign")
    (found,) = misfits.look_again(db)
    assert found.rules == (ON_AN_IMMERSION,)
    assert misfits.as_a_farm_is_told([found]) == [], "That is the guest's own affair"
    page.sign_in(caseworker).visit("/casework/?lang=fr")
    assert "l’une de ces personnes est en immersion certains de ces jours" in page.text
    agreement.cancel("The farm is flooded")
    assert misfits.look_again(db) == []
    assert visit.misfits == []


def test_the_check_before_a_run_says_why_they_are_set_aside(
    page: Page, db: Session, caseworker: User, party: Party, slot: Slot, this_round: MatchingRound
) -> None:
    an_immersion(db, party, slot.arrival, slot.departure, "accepted")
    page.sign_in(caseworker).visit(f"/casework/rounds/{this_round.id}/health?lang=en")
    assert "Nobody is in two places: 1 pair is set aside" in page.text
