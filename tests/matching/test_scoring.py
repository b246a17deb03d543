"""Each criterion, mark by mark, and the two sums."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matching import Party, Slot, Weights, find_candidates, own_points, solve
from matching.scoring import (
    Criteria,
    Terms,
    days_waited,
    journey_mark,
    mark_match,
    mark_terms,
    match_points,
    soon_mark,
)
from tests.matching.builders import PARIS, a_party, a_problem, a_slot


def marks(party: Party, slot: Slot, **given: Any) -> Criteria:
    return mark_match(a_problem(party, slot, **given), party, slot)


def terms(party: Party, **given: Any) -> Terms:
    others = [a_party(name) for name in ("p1", "p2") if name != party.id]
    return mark_terms(a_problem(party, *others, a_slot(), a_slot("s2"), **given), party)


@pytest.mark.parametrize(
    ("wishes", "mark"),
    [
        ((), 50),
        (("bees",), 100),
        (("fruit", "bees"), 60),
        (("fruit", "beef", "bees"), 30),
        (("fruit", "beef", "pigs", "bees"), 0),
        (("fruit",), 0),
        (("bees", "fruit", "bees"), 100),
        (("fruit", "fruit", "bees"), 30),
    ],
)
def test_the_wish_is_marked_by_its_first_mention(wishes: tuple[str, ...], mark: int) -> None:
    assert marks(a_party(wishes=wishes), a_slot(production="bees")).wish == mark


def test_a_slot_without_production_is_nobodys_wish() -> None:
    assert marks(a_party(wishes=("bees",)), a_slot()).wish == 0
    assert marks(a_party(), a_slot()).wish == 50


@pytest.mark.parametrize(
    ("since", "mark"),
    [
        (None, 0),
        (date(2027, 3, 2), 0),
        (date(2027, 3, 1), 0),
        (date(2027, 2, 25), 1),
        (date(2026, 3, 2), 99),
        (date(2026, 3, 1), 100),
        (date(2020, 1, 1), 100),
    ],
)
def test_waiting_grows_to_a_full_mark_in_a_year(since: date | None, mark: int) -> None:
    assert terms(a_party(waiting_since=since)).waiting == mark


def test_nobody_has_waited_a_day_who_does_not_say_since_when() -> None:
    assert days_waited(date(2027, 3, 1), a_party()) == 0
    since = [date(2027, 2, 27), date(2027, 3, 1), date(2027, 3, 9)]
    waited = [days_waited(date(2027, 3, 1), a_party(waiting_since=day)) for day in since]
    assert waited == [2, 0, 0]


def test_only_those_without_a_past_visit_have_a_first_visit() -> None:
    assert terms(a_party(past_visits=0)).first_visit == 100
    assert terms(a_party(past_visits=1)).first_visit == 0


@pytest.mark.parametrize(
    ("languages", "french", "mark"),
    [
        (("en",), "A0", 100),
        (("ar",), "B1", 100),
        (("ar",), "A2", 60),
        (("ar",), "A1", 20),
        (("fr",), "A1", 20),
        (("fr",), "A2", 60),
        (("fr", "en"), "A0", 100),
    ],
)
def test_french_counts_by_level_and_other_languages_by_being_shared(
    languages: tuple[str, ...], french: str, mark: int
) -> None:
    slot = a_slot(languages=("fr", "en"), min_french="A2")
    assert marks(a_party(languages=languages, french=french), slot).language == mark


def test_b1_is_a_full_mark_even_below_the_minimum() -> None:
    slot = a_slot(languages=(), min_french="C1")
    assert marks(a_party(french="B1"), slot).language == 100


def test_the_journey_is_marked_by_the_share_of_the_reach_that_is_left() -> None:
    assert [journey_mark(km, 100) for km in (0, 0.4, 0.5, 0.6, 50, 99.5, 99.6, 100)] == [
        100, 100, 100, 99, 50, 1, 0, 0,
    ]  # fmt: skip
    assert journey_mark(0, 0) == 100


def test_staying_where_one_was_is_continuity() -> None:
    previous = frozenset({("p1", "s1")})
    assert marks(a_party(), a_slot(), previous=previous).continuity == 100
    assert marks(a_party(), a_slot()).continuity == 0


def test_whoever_had_a_place_is_kept_wherever_it_was() -> None:
    previous = frozenset({("p1", "s2")})
    assert terms(a_party(), previous=previous).kept == 100
    assert terms(a_party("p2"), previous=previous).kept == 0


def test_what_counts_for_the_place_and_for_the_party_are_weighed_apart() -> None:
    party = a_party(women=1, children=2, wishes=("bees",), waiting_since=date(2026, 3, 1))
    slot = a_slot(rooms=(3,), children=True, production="bees", place=PARIS)
    weights = Weights(wish=1, waiting=10, first_visit=100, language=1_000, journey=10_000)
    problem = a_problem(party, slot, weights=weights)
    assert match_points(problem, party, slot) == 100 * 11_001
    assert find_candidates(problem)[0].points == match_points(problem, party, slot)
    assert own_points(problem, seed=0) == {party.id: 32 * 100 * 110 + 31}


def test_a_place_is_soon_where_it_begins_by_the_last_day_that_is_told_now() -> None:
    slot = a_slot(arrival=date(2027, 5, 10), departure=date(2027, 5, 14))
    for until, mark in ((None, 0), (date(2027, 5, 9), 0), (date(2027, 5, 10), 100)):
        assert soon_mark(a_problem(a_party(), slot, told_until=until), a_party(), slot) == mark


def test_whoever_has_to_know_longer_before_is_told_of_later_places_now() -> None:
    early, late = (
        a_slot(name, arrival=date(2027, 5, day), departure=date(2027, 5, day + 4))
        for name, day in (("early", 10), ("late", 17))
    )
    usual, longer = a_party("p1"), replace(a_party("p2"), told_until=date(2027, 5, 17))
    problem = a_problem(usual, longer, early, late, told_until=date(2027, 5, 10))
    marks = [soon_mark(problem, each, slot) for each in (usual, longer) for slot in (early, late)]
    assert marks == [100, 0, 100, 100]
    points = {(each.party, each.slot): each.points for each in find_candidates(problem)}
    assert points["p2", "late"] - points["p1", "late"] == 100 * problem.weights.soon
    assert soon_mark(replace(problem, told_until=None), longer, early) == 0, "nothing told apart"


def test_of_two_places_that_suit_alike_the_one_that_is_told_now_is_chosen() -> None:
    party = a_party()
    late = a_slot("late", arrival=date(2027, 6, 10), departure=date(2027, 6, 14))
    early = a_slot("soon", arrival=date(2027, 5, 10), departure=date(2027, 5, 14))
    now = a_problem(party, late, early, told_until=date(2027, 5, 20))
    assert [match.slot for match in solve(now).matches] == ["soon"]
    wished = replace(late, production="bees")
    bees = a_problem(replace(party, wishes=("bees",)), wished, early, told_until=date(2027, 5, 20),
                     weights=Weights(wish=6))  # fmt: skip
    assert [match.slot for match in solve(bees).matches] == ["late"]
