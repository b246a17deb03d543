"""What a place offers is one thing: for the engine, for its guests and for the farm itself."""

from itertools import product

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer
from webapp.ground.vocabulary import FEATURES, HAZARDS
from webapp.services.engine.offering import offering_of
from webapp.services.engine.views import as_party, as_slot
from webapp.services.visits import shown

ROOMS = [((2, True),), ((2, False),), ((1, True), (2, False)), ((1, True), (1, True))]
"""Beds of each room, and whether it locks."""


def needs_met(slot: matching.Slot, feature: str) -> bool:
    one = matching.Party(id="p", home=slot.place, reach_km=1, men=1, needs=(feature,))
    alone = set(matching.broken_group_rules(slot, [one])) == set()
    return alone and not matching.eligibility.missing_features(one, slot)


@pytest.mark.parametrize("rooms", ROOMS)
@pytest.mark.parametrize("hazard", [None, *HAZARDS])
def test_the_engine_and_the_pages_tell_the_same_of_every_feature(
    db: Session, rooms: tuple[tuple[int, bool], ...], hazard: str | None
) -> None:
    locks_first = rooms[0][1]  # half of the farms, whatever the rooms
    places = (False, True) if hazard == "dogs" else (False,)
    for feature, on_offer in product(FEATURES, places):
        stored = [] if feature in {"woman-host", "lockable-room"} else [feature]
        dangers = [hazard] if hazard else []
        farm = a_farm(
            db,
            rooms=tuple(beds for beds, _ in rooms),
            features=stored,
            woman_host=feature == "woman-host" and locks_first,
            hazards=[] if on_offer else dangers,
        )
        for room, (_, locks) in zip(farm.rooms, rooms, strict=True):
            room.lockable = locks
        slot = a_slot(db, an_offer(db, farm, hazards=dangers if on_offer else []))
        visit = a_visit(db, a_party(db, needs=[feature]), slot)
        engine, preview = as_slot(slot), shown.place_of(slot.offer)
        guest = shown.place(visit)
        if feature == "lockable-room":
            assert guest.lockable  # it was asked for, and a party without one is not placed
            assert preview.lockable == all(locks for _, locks in rooms)
            assert needs_met(engine, feature) == any(locks for _, locks in rooms)
        else:
            assert needs_met(engine, feature) == (feature in guest.features), feature
            assert (feature in preview.features) == (feature in guest.features)
        assert ("no-dogs" in guest.features) <= ("dogs" not in guest.hazards)


def test_a_room_that_is_not_open_promises_nothing(db: Session) -> None:
    farm = a_farm(db, rooms=(1, 2))
    farm.rooms[0].lockable = True
    slot = a_slot(db, an_offer(db, farm, rooms=[0, 2]))
    party = a_party(db, needs=["lockable-room"])
    assert not shown.place_of(slot.offer).lockable
    seen = as_party(party, slot.arrival)
    assert matching.eligibility.missing_features(seen, as_slot(slot)) == ("lockable-room",)


def test_a_room_keeps_its_name_for_the_engine(db: Session) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(2, 1))))
    assert [room.id for room in as_slot(slot).rooms] == [f"r{room.id}" for room in slot.rooms]


def test_a_room_that_has_fewer_beds_now_offers_no_more(db: Session) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(3,))))
    slot.farm.rooms[0].beds = 1
    assert [room.beds for room in offering_of(slot).rooms] == [1]
