"""A room goes with the dates that count on it, never with the bed of a guest."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_person, a_slot, a_visit, an_offer, beds_of
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Slot, SlotState
from webapp.services.farms import offers, rooms


@pytest.fixture
def farm(db: Session) -> Farm:
    return a_farm(db, rooms=(2, 1))


@pytest.fixture
def slot(db: Session, farm: Farm) -> Slot:
    return a_slot(db, an_offer(db, farm))


@pytest.fixture
def farmer(page: Page, db: Session, farm: Farm) -> Page:
    return page.sign_in(a_farmer(db, farm))


def test_removing_a_room_says_first_which_dates_change(
    farmer: Page, farm: Farm, slot: Slot
) -> None:
    farmer.visit("/farm/my-farm/rooms").follow("Retirer")
    assert "Moins de personnes pourront venir" in farmer.text
    assert len(farm.rooms) == 2
    farmer.submit(button="Retirer cette chambre")
    assert [room.beds for room in farm.rooms] == [1]
    assert (slot.state, beds_of(slot), slot.beds) == (SlotState.OPEN, [1], 1)
    assert beds_of(slot.offer) == [1]


def test_the_last_room_takes_its_free_dates_along(farmer: Page, db: Session, farm: Farm) -> None:
    slot = a_slot(db, an_offer(db, farm, rooms=[0, 1]))
    rooms.remove(db, farm.rooms[0])
    assert (slot.state, beds_of(slot)) == (SlotState.OPEN, [1])
    farmer.visit("/farm/my-farm/rooms").follow("Retirer")
    assert "ils sont retirés" in farmer.text
    farmer.submit(button="Retirer cette chambre")
    assert (slot.state, beds_of(slot.offer)) == (SlotState.WITHDRAWN, [])
    farmer.visit(f"/farm/offers/{slot.offer_id}")
    assert "Cette offre n’a plus de chambre" in farmer.text
    farmer.follow("Choisir de nouveau les chambres")


def test_where_several_fields_ask_for_the_same_each_is_named_above_the_form(
    farmer: Page, farm: Farm, db: Session
) -> None:
    offer = an_offer(db, farm)
    unknown = {f"room_{each.id}": "99" for each in farm.rooms} | {"nights": ""}
    farmer.visit(f"/farm/offers/{offer.id}/lodging").submit(unknown, button="Enregistrer")
    told = [each.get_text() for each in farmer.soup.select(".summary li")]
    assert "Choisissez l’une des réponses (Chambre 1)" in told
    assert "Choisissez l’une des réponses (Chambre 2)" in told
    assert "Saisissez un nombre de nuits" in told


def test_a_bed_that_a_guest_needs_is_not_removed(
    farmer: Page, db: Session, farm: Farm, slot: Slot
) -> None:
    a_visit(db, a_party(db, persons=[a_person(), a_person(sex="woman")]), slot)
    farmer.visit("/farm/my-farm/rooms").follow("Retirer")
    assert "ont besoin de ce lit" in farmer.text
    with pytest.raises(RuleBroken, match="room-has-guests"):
        rooms.remove(db, farm.rooms[0])
    assert [room.beds for room in farm.rooms] == [2, 1]
    assert slot.beds == 3


def test_a_bed_that_no_guest_needs_is_removed_though_guests_are_expected(
    farmer: Page, db: Session, farm: Farm, slot: Slot
) -> None:
    a_visit(db, slot=slot)
    farmer.visit("/farm/my-farm/rooms").follow("Modifier")
    farmer.submit({"beds": "1"}, button="Enregistrer").submit({"agreed": "y"}, button="Enregistrer")
    assert ([room.beds for room in farm.rooms], slot.beds, slot.people_held) == ([1, 1], 2, 1)


def test_the_only_room_that_locks_is_not_taken_from_a_guest_who_needs_it(
    db: Session, farm: Farm, slot: Slot
) -> None:
    farm.rooms[0].lockable = True
    a_visit(db, a_party(db, needs=["lockable-room"]), slot)
    with pytest.raises(RuleBroken, match="room-has-guests"):
        rooms.remove(db, farm.rooms[0])


def test_a_bed_less_asks_before_it_takes_a_place_away(farmer: Page, farm: Farm, slot: Slot) -> None:
    farmer.visit("/farm/my-farm/rooms").follow("Modifier")
    farmer.submit({"beds": "1"}, button="Enregistrer")
    assert (farm.rooms[0].beds, slot.beds) == (2, 3)
    farmer.submit({"agreed": "y"}, button="Enregistrer")
    assert (farm.rooms[0].beds, beds_of(slot)) == (1, [1, 1])


def test_a_room_that_no_date_counts_on_goes_alone(farmer: Page, db: Session, farm: Farm) -> None:
    slot = a_slot(db, an_offer(db, farm, rooms=[0, 1]))
    a_visit(db, slot=slot)
    farmer.visit("/farm/my-farm/rooms").follow("Retirer")
    assert "Aucun créneau n’utilise cette chambre" in farmer.text
    farmer.submit(button="Retirer cette chambre")
    assert (beds_of(slot), slot.people_held) == ([1], 1)


def test_a_withdrawn_date_comes_back_with_the_beds_that_are_left(
    db: Session, farm: Farm, slot: Slot
) -> None:
    slot.withdraw()
    rooms.change(db, farm.rooms[0], 1)
    offers.reopen(db, slot)
    assert (beds_of(slot), slot.beds) == ([1, 1], 2)
    slot.withdraw()
    for room in list(farm.rooms):
        rooms.remove(db, room)
    with pytest.raises(RuleBroken, match="offer-without-room"):
        offers.reopen(db, slot)
    assert slot.arrival == today() + timedelta(days=30)


def test_a_room_is_changed_and_removed(page: Page, db: Session) -> None:
    farm = a_farm(db, rooms=(2, 3))
    page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm/rooms").follow("Modifier")
    page.submit({"beds": "1", "lockable": "y"}, button="Enregistrer")
    assert [(room.beds, room.lockable) for room in farm.rooms] == [(1, True), (3, False)]
    page.follow("Retirer").submit(button="Retirer cette chambre")
    assert [room.beds for room in farm.rooms] == [3]


def test_two_windows_that_add_one_room_have_added_it_once(
    farmer: Page, db: Session, farm: Farm, app: Flask
) -> None:
    address = "/farm/my-farm/rooms/new"
    other = Page(app, db).sign_in(farm.users[0]).visit(address)
    farmer.visit(address).submit({"name": "Grenier", "beds": "2"}, to=address)
    other.submit({"name": "grenier ", "beds": "2"}, to=address)
    assert "Vous avez déjà une chambre appelée" in other.text
    assert [room.beds for room in farm.rooms] == [2, 1, 2]
    page = farmer.visit(f"/farm/my-farm/rooms/{farm.rooms[0].id}")
    page.submit({"name": "Grenier"}, to=page.path)
    assert "Vous avez déjà une chambre appelée" in page.text
