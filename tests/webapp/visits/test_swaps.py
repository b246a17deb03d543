"""Two parties who wish to swap: with whom it can be, and what it does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_party,
    a_person,
    a_programme,
    a_round,
    a_slot,
    a_visit,
)
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Companions, Message, PlannedMatch, Side, Slot, User, Visit, VisitState
from webapp.services.rounds import swapping
from webapp.services.visits import undoing, unmaking


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


def a_place(db: Session, days: int, **given: Any) -> Slot:
    return a_slot(db, arrival=today() + timedelta(days), **{"rooms": [1], **given})


@pytest.fixture
def asked(db: Session, caseworker: User) -> Visit:
    return a_visit(db, a_party(db, caseworker.organisation), a_place(db, 20))


def others(db: Session, visit: Visit) -> list[list[Visit]]:
    return [each.theirs for each in swapping.could_swap(db, visit)]


def test_those_who_can_swap_are_of_the_association_and_suited_best_first(
    db: Session, caseworker: User, asked: Visit
) -> None:
    home = caseworker.organisation
    asked.slot.offer.production = "bees"
    well = a_visit(db, a_party(db, home, wishes=["bees"]), a_place(db, 50))
    badly = a_visit(db, a_party(db, home, wishes=["vegetables"]), a_place(db, 60))
    a_visit(db, a_party(db, home, reach_km=1, latitude=43.3, longitude=5.4), a_place(db, 70))
    a_visit(db, a_party(db, home, persons=[a_person(), a_person()]), a_place(db, 80, rooms=[2]))
    a_visit(db, a_party(db), a_place(db, 90))
    a_visit(db, a_party(db, home), a_place(db, 95), state=VisitState.UNDER_WAY)
    assert others(db, asked) == [[well], [badly]]


def test_companions_swap_together_and_not_while_one_of_them_stays_away(
    db: Session, caseworker: User, asked: Visit
) -> None:
    home, place = caseworker.organisation, a_place(db, 40, rooms=[2])
    friends = Companions(organisation_id=caseworker.organisation_id)
    pair = [a_visit(db, a_party(db, home, companions=friends), place) for _ in range(2)]
    two = a_visit(
        db, a_party(db, home, persons=[a_person(), a_person()]), a_place(db, 60, rooms=[2])
    )
    assert others(db, two) == [pair]
    made = swapping.swap(db, two, pair[1])
    assert [(each.party_id, each.slot_id) for each in made] == [
        (two.party_id, place.id),
        *((each.party_id, two.slot_id) for each in pair),
    ]
    made[1].state = VisitState.DECLINED
    db.flush()
    assert others(db, made[0]) == []


def test_a_swap_ends_both_visits_at_once_and_is_swapped_back_not_undone(
    page: Page, db: Session, caseworker: User, asked: Visit
) -> None:
    other = a_visit(db, a_party(db, caseworker.organisation), a_place(db, 50))
    page.sign_in(caseworker).visit(f"/casework/visits/{asked.id}").follow("Swap with others")
    assert other.party.code in page.text
    page.submit(button="Both wish it: swap them")
    words = "They have swapped. Swapped again, each is proposed the former place, and all answer"
    assert f"{words} anew. 2 messages leave " in page.text
    assert "What asks them has not left yet." in page.text
    assert "2 households or farms read no messages: call them." in page.text
    mine, theirs = db.scalars(select(Visit).order_by(Visit.id.desc()).limit(2)).all()[::-1]
    assert page.path == f"/casework/visits/{mine.id}"
    assert (mine.party_id, mine.slot_id) == (asked.party_id, other.slot_id)
    assert (theirs.party_id, theirs.slot_id) == (other.party_id, asked.slot_id)
    for ended in (asked, other):
        assert (ended.state, ended.end_reason) == (VisitState.CANCELLED, "swapped")
        assert not undoing.may_be_restored(ended)
        assert undoing.undone_until(ended) is None
        told = select(Message.kind, Message.side).where(Message.visit_id == ended.id)
        assert [tuple(row) for row in db.execute(told)] == [("visit-cancelled", Side.FARM)]
    for begun in (mine, theirs):
        assert begun.state is VisitState.PROPOSED
        assert unmaking.unmade_until(begun) is None
    assert others(db, mine) == [[theirs]]
    for message in db.scalars(select(Message).where(Message.visit_id == mine.id)):
        message.send()
    db.commit()
    page.visit(f"/casework/visits/{mine.id}")
    assert "Asked last on" in page.text
    assert "What asks them has not left yet." not in page.text


def test_who_can_swap_no_more_is_told_so_and_nothing_ends(
    page: Page, db: Session, caseworker: User, asked: Visit
) -> None:
    other = a_visit(db, a_party(db, caseworker.organisation), a_place(db, 50))
    page.sign_in(caseworker).visit(f"/casework/visits/{asked.id}/swap")
    other.party.reach_km = 1
    db.flush()
    page.submit(button="Both wish it: swap them")
    assert "They can no longer swap" in page.text
    assert "Nobody can swap with them" in page.text
    assert (asked.state, other.state) == (VisitState.PROPOSED, VisitState.PROPOSED)
    with pytest.raises(RuleBroken, match="swap-is-over"):
        swapping.swap(db, asked, other)


def test_what_is_planned_for_others_stays_possible(
    db: Session, caseworker: User, asked: Visit
) -> None:
    home, place = caseworker.organisation, a_place(db, 50, rooms=[2])
    a_visit(db, a_party(db, home, persons=[a_person(sex="woman")]), place)
    assert len(others(db, asked)) == 1
    planned = a_party(db, home, persons=[a_person(sex="woman")])
    due = {"due_on": today(), "round": a_round(db, home)}
    db.add(PlannedMatch(party=planned, slot=place, **due))
    db.flush()
    assert others(db, asked) == []
