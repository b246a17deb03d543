"""Who sleeps where is kept with the visit, shown to whom it concerns, and changed by hand."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_farmer,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Companions, Room, Side, Slot, Visit, VisitState
from webapp.services.engine.lodging import lodging_of, ways_to_lodge
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, bedrooms, consent, misfits


def rooms_of(db: Session, *visits: Visit) -> list[list[str]]:
    """The names of the rooms that each visit keeps, once all that follows an act is done."""
    misfits.look_again(db)
    names = {room.id: room.name for visit in visits for room in visit.farm.rooms}
    return [[names[room] for room, _people in visit.rooms] for visit in visits]


@pytest.fixture
def slot(db: Session) -> Slot:
    """A date with a room for one and a room for two."""
    return a_slot(db, an_offer(db, a_farm(db, rooms=(1, 2))))


def test_rooms_are_kept_with_each_visit_and_stay_when_somebody_comes_or_goes(
    db: Session, slot: Slot
) -> None:
    first = a_visit(db, a_party(db), slot)
    assert rooms_of(db, first) == [["Chambre 1"]]
    second = a_visit(db, a_party(db), slot)
    assert rooms_of(db, first, second) == [["Chambre 1"], ["Chambre 2"]]
    first.cancel(None, "weather")
    third = a_visit(db, a_party(db), slot)
    assert rooms_of(db, second, third) == [["Chambre 2"], ["Chambre 1"]]


def test_what_a_person_chose_holds_until_the_room_is_gone(db: Session, slot: Slot) -> None:
    visit = a_visit(db, a_party(db), slot)
    small, large = slot.rooms
    bedrooms.choose(db, visit, [[large.id, 1]])
    couple = a_party(db, persons=[a_person(), a_person(sex="woman")])
    with pytest.raises(RuleBroken, match="rooms-do-not-fit"):
        bedrooms.choose(db, visit, [[small.id, 2]])
    assert rooms_of(db, visit) == [["Chambre 2"]]
    slot.open_rooms({small.id: 1})
    assert rooms_of(db, visit) == [["Chambre 1"]]
    slot.open_rooms({small.id: 1, large.id: 2})
    other = a_visit(db, couple, slot)
    assert rooms_of(db, visit, other) == [["Chambre 1"], ["Chambre 2"]]


def test_guests_who_are_there_are_not_moved_by_a_plan(db: Session, slot: Slot) -> None:
    there = a_visit(db, a_party(db), slot, rooms=[[slot.rooms[1].id, 1]])
    there.state = VisitState.UNDER_WAY
    here = a_visit(db, a_party(db), slot)
    third = a_visit(db, a_party(db), slot)
    assert rooms_of(db, there, here, third)[0] == ["Chambre 2"]


def test_nobody_is_put_beside_somebody_they_must_not_share_with(db: Session, slot: Slot) -> None:
    man = a_visit(db, a_party(db), slot)
    woman = a_visit(db, a_party(db, persons=[a_person(sex="woman")]), slot)
    misfits.look_again(db)
    [his], [hers] = (ways_to_lodge(db, each) for each in (man, woman))
    assert {his.names, hers.names} == {("Chambre 1",), ("Chambre 2",)}, "Whoever has which"


def test_of_strangers_those_who_share_are_asked_and_the_others_are_not(
    db: Session, slot: Slot
) -> None:
    visits = [a_visit(db, a_party(db), slot) for _ in range(2)]
    misfits.look_again(db)
    for visit in visits:
        answers.answer(db, visit, Side.PARTY, Answer.YES)
    a_visit(db, a_party(db), slot)
    misfits.look_again(db)
    asked = [consent.changed_since_yes(db, visit, Side.PARTY) for visit in visits]
    assert sorted(asked) == [(), ("sharing",)]


def test_a_room_chosen_by_hand_that_is_then_shared_is_asked_of_both(
    db: Session, slot: Slot
) -> None:
    one, other = (a_visit(db, a_party(db), slot) for _ in range(2))
    misfits.look_again(db)
    for visit in (one, other):
        answers.answer(db, visit, Side.PARTY, Answer.YES)
    alone = next(each for each in (one, other) if each.rooms == [[slot.rooms[0].id, 1]])
    assert bedrooms.choose(db, alone, [[slot.rooms[1].id, 1]]) == [one, other]
    misfits.look_again(db)
    for visit in (one, other):
        assert consent.changed_since_yes(db, visit, Side.PARTY) == ("sharing",)


def test_companions_are_no_strangers_to_each_other(db: Session) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(2,))))
    mine = a_party(db)
    bond = Companions(organisation_id=mine.organisation_id)
    mine.companions, other = bond, a_party(db, mine.organisation, companions=bond)
    one, _two = a_visit(db, mine, slot), a_visit(db, other, slot)
    lodging = lodging_of(db, one)
    assert lodging
    assert (lodging.strangers, lodging.companions) == (0, 1)


def test_each_reads_of_rooms_what_they_may(page: Page, db: Session, slot: Slot) -> None:
    slot.farm.rooms[1].name = "Chambre du verger"
    single = slot.farm.rooms[0]
    slot.open_rooms({slot.farm.rooms[1].id: 2})
    slot.farm.rooms.remove(single)
    slot.farm.rooms.append(Room(name="Grenier", beds=1))
    user = a_caseworker(db, language="en")
    farmer = a_farmer(db, slot.farm, language="en")
    visit = a_visit(db, a_party(db, user.organisation, language="en"), slot)
    a_visit(db, a_party(db, code="Z-999"), slot)
    misfits.look_again(db)
    db.commit()
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert "you share the room with 1 person you do not know" in page.text
    assert "verger" not in page.text, "A name tells of the house: it is for those who go there."
    page.sign_in(farmer)
    page.visit(f"/farm/visits/{visit.id}")
    assert "Room planned for them: Chambre du verger" in page.text
    page.sign_in(user)
    page.visit(f"/casework/visits/{visit.id}")
    assert "Chambre du verger, shared with 1 person whom they do not know" in page.text
    assert "Z-999" not in page.text


def test_whoever_gives_other_rooms_reads_who_is_told_of_it(
    page: Page, db: Session, slot: Slot
) -> None:
    user = a_caseworker(db, language="en")
    visit = a_visit(db, a_party(db, user.organisation), slot)
    misfits.look_again(db)
    db.commit()
    page.sign_in(user).visit(f"/casework/visits/{visit.id}/rooms")
    page.submit({"rooms": f"{slot.rooms[1].id}x1"}, button="Give them these rooms")
    assert "They have these rooms now" in page.text
    assert "Nobody is written to" in page.text
    answers.answer(db, visit, Side.PARTY, Answer.YES)
    other = a_visit(db, a_party(db, user.organisation), slot)
    misfits.look_again(db)
    db.commit()
    page.visit(f"/casework/visits/{other.id}/rooms")
    page.submit({"rooms": f"{slot.rooms[1].id}x1"}, button="Give them these rooms")
    assert "1 party comes to share a room with somebody they do not know" in page.text
