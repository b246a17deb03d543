"""Before solving: who has no possible slot, why, and what would unlock most."""

from matching import Rule, health
from tests.matching.builders import a_party, a_problem, a_slot


def test_a_round_where_everyone_could_go_is_healthy() -> None:
    found = health(a_problem(a_party(men=2), a_slot(rooms=(2, 1))))
    assert (found.party_count, found.people, found.slot_count, found.beds) == (1, 2, 1, 3)
    assert (found.candidates, found.parties, found.slots, found.unlocks) == (1, (), (), {})


def test_who_has_no_possible_slot_is_told_with_the_rules_counted() -> None:
    lost = a_party("lost", reach_km=10, needs=("no-dogs",))
    found = health(a_problem(a_party("p"), lost, a_slot("1"), a_slot("2", features=("no-dogs",))))
    (closed,) = found.parties
    assert (closed.id, closed.judged) == ("lost", 2)
    assert closed.rules == {Rule.DISTANCE: 2, Rule.NEEDS: 1}
    assert [miss.slot for miss in closed.near_misses] == ["2"]


def test_a_slot_nobody_can_come_to_is_told_too() -> None:
    found = health(a_problem(a_party(), a_slot("1"), a_slot("2", women_only=True)))
    assert [(closed.id, closed.rules) for closed in found.slots] == [("2", {Rule.WOMEN_ONLY: 1})]


def test_what_would_unlock_most_people_comes_first() -> None:
    far, needy = a_party("f", men=2, reach_km=1), a_party("n", needs=("no-dogs",))
    found = health(a_problem(far, needy, a_slot("1"), a_slot("2")))
    assert list(found.unlocks.items()) == [(Rule.DISTANCE, 2), (Rule.NEEDS, 1)]
