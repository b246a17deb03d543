"""What stands between guests and hosts is found, and told to both before they answer."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import a_farm, a_party, a_person, a_slot, a_visit, an_offer
from webapp.models import Side
from webapp.services.engine.barriers import BARRIERS, PARTED, barriers
from webapp.services.visits import disclosure
from webapp.wording.barriers import FOR_FARMS, FOR_GUESTS, FOR_STAFF, barrier_facts


def party(name: str = "p1", **facts: Any) -> matching.Party:
    usual: dict[str, Any] = {"men": 1, "home": (49, 0), "reach_km": 100, "languages": ("prs",)}
    return matching.Party(id=name, **{**usual, **facts})


def slot(*beds: int, **facts: Any) -> matching.Slot:
    return matching.Slot(
        id="s1",
        farm="f1",
        place=(49, 0),
        arrival=date(2027, 4, 5),
        departure=date(2027, 4, 9),
        rooms=tuple(matching.Room(each) for each in beds),
        **{"languages": ("fr", "pt"), **facts},
    )


@pytest.mark.parametrize(
    ("guests", "place", "found"),
    [
        (party(french="A0", interpreter=True), slot(2), ("interpreter",)),
        (party(french="A1"), slot(2), ("no-language",)),
        (party(french="A2", interpreter=True), slot(2, min_french="B1"), ("interpreter",)),
        (party(french="A2"), slot(2), ("simple-french",)),
        (party(french="B1"), slot(2), ()),
        (party(french="A0"), slot(2, languages=("fr", "prs")), ()),
    ],
)
def test_a_language_that_is_not_shared_is_a_barrier(
    guests: matching.Party, place: matching.Slot, found: tuple[str, ...]
) -> None:
    assert barriers(guests, place) == found


@pytest.mark.parametrize(
    ("guests", "beds", "others", "shares"),
    [
        (party(french="B1"), (2,), [], False),
        (party(french="B1"), (2,), [party("p2")], True),
        (party(french="B1"), (1, 1), [party("p2")], False),
        (party(french="B1", men=2), (2, 2), [party("p2"), party("p3")], False),
        (party(french="B1", together="c"), (2,), [party("p2", together="c")], False),
        (party(french="B1", together="c"), (3,), [party("p2", together="c"), party("p3")], True),
        (party(french="B1", private=True), (1, 2), [party("p2")], False),
        (party("p3", french="B1"), (2, 1), [party("p1"), party("p2")], False),
        (party("p1", french="B1"), (2, 1), [party("p2"), party("p3")], True),
    ],
)
def test_a_room_with_someone_they_do_not_know_is_a_barrier(
    guests: matching.Party, beds: tuple[int, ...], others: list[matching.Party], shares: bool
) -> None:
    assert ("shared-room" in barriers(guests, slot(*beds), others)) is shares


def test_guest_and_farm_read_of_the_same_barriers_before_they_answer(db: Session) -> None:
    place = a_slot(db, an_offer(db, a_farm(db, rooms=(2,), languages=["fr"]), min_french="A0"))
    speaker = a_person(languages=["prs"], french="A0")
    one = a_visit(db, a_party(db, persons=[speaker], interpreter=True), place)
    a_visit(db, a_party(db), place)
    view = disclosure.view(db, one, Side.PARTY, code_given=False)
    other_view = disclosure.view(db, one, Side.FARM, code_given=False)
    assert view.place
    assert other_view.guests
    assert view.place.barriers == other_view.guests.barriers == ("interpreter", "shared-room")


def test_every_barrier_has_words_for_every_reader() -> None:
    for words in (FOR_STAFF, FOR_GUESTS):
        assert set(words) == set(BARRIERS)


def test_with_whom_guests_wished_to_travel_is_not_told_to_a_farm() -> None:
    assert set(FOR_FARMS) == set(BARRIERS) - {PARTED}
    assert barrier_facts([PARTED], farm=True) == []
