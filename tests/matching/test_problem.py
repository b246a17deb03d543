"""A bad problem is refused with the id and what to mend."""

import json
from typing import Any

import pytest

from matching import Problem, ProblemError, Weights, from_json, to_json

PARTY = {"id": "p1", "men": 1, "home": [48.9, 2.4], "reach_km": 250}
SLOT = {
    "id": "s1",
    "farm": "farm-1",
    "place": [49.1, -1.3],
    "arrival": "2027-04-05",
    "departure": "2027-04-09",
}


def written(
    party: dict[str, Any] | None = None, slot: dict[str, Any] | None = None, **given: Any
) -> dict[str, Any]:
    return {
        "today": "2027-03-01",
        "parties": [PARTY | (party or {})],
        "slots": [SLOT | (slot or {})],
    } | given


def read(*args: Any, **given: Any) -> Problem:
    problem = from_json(written(*args, **given))
    assert isinstance(problem, Problem)
    return problem


def test_what_is_left_out_or_null_has_its_usual_value() -> None:
    party = read({"women": None, "languages": None, "french": None, "together": None}).parties[0]
    slot = read(slot={"min_people": None, "min_french": None, "exclusive": None}).slots[0]
    assert (party.women, party.languages, party.french, party.together) == (0, (), "A0", None)
    assert (slot.min_people, slot.min_french, slot.exclusive, slot.rooms) == (1, "A0", False, ())
    assert read(weights={"wish": 7, "journey": None}).weights == Weights(wish=7)
    assert read(parties=None, weights=None).parties == ()


def test_a_problem_reads_back_as_it_was_written() -> None:
    problem = read(
        {"available": [["2027-04-01", "2027-04-20"]], "wishes": ["bees"], "together": "x"},
        {"rooms": [2, 1], "production": "bees"},
        pinned=[["p1", "s1"]],
        previous=[["p1", "s1"], ["p1", "s1"]],
        farm_limits={"farm-1": 3, "elsewhere": None},
        max_moves=2,
    )
    assert from_json(to_json(problem)) == problem
    assert json.loads(to_json(problem))["previous"] == [["p1", "s1"]]


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"party": {"cats": 1}}, "'cats' is not a known key"),
        ({"slot": {"cats": 1}}, "'cats' is not a known key"),
        ({"cats": 1}, "'cats' is not a known key"),
        ({"weights": {"cats": 1}}, "'cats' is not a known key"),
        (
            {"format": "sillon-problem/9"},
            "none of sillon-problem/3, sillon-problem/2",
        ),
        ({"today": None}, "today is missing"),
        ({"today": "1 March"}, "expected a day such as"),
        ({"today": "2027-02-30"}, "expected a day such as"),
        ({"parties": [PARTY, PARTY]}, "party id p1"),
        ({"slots": [SLOT, SLOT]}, "slot id s1"),
        ({"parties": [{"id": "p1"}]}, "home is missing"),
        ({"slots": [{"id": "s1"}]}, "farm is missing"),
        ({"parties": {}}, "expected a list"),
        ({"pinned": [["p2", "s1"]]}, "pinned names party p2"),
        ({"excluded": [["p1", "s2"]]}, "excluded names slot s2"),
        ({"previous": [["p2", "s1"]]}, "previous names party p2"),
        ({"previous": [["p2"]]}, "expected a party's id and a slot's id"),
        ({"party": {"men": -1, "women": 2}}, "men is negative"),
        ({"party": {"past_visits": -1}}, "past_visits is negative"),
        ({"party": {"men": 1.0}}, "expected a whole number"),
        ({"party": {"men": True}}, "expected a whole number"),
        ({"party": {"men": 0}}, "nobody in it"),
        ({"party": {"reach_km": -1}}, "reach_km must be"),
        ({"party": {"reach_km": "far"}}, "expected a number"),
        ({"party": {"home": [91, 0]}}, "give a latitude"),
        ({"party": {"home": [48.9]}}, "expected a latitude and a longitude"),
        ({"party": {"french": "A3"}}, "French level A3 is unknown"),
        ({"party": {"together": ""}}, "together is empty"),
        ({"party": {"id": ""}}, "empty id"),
        ({"party": {"id": 7}}, "expected text"),
        ({"party": {"private": 1}}, "expected true or false"),
        ({"party": {"available": [["2027-04-02", "2027-04-01"]]}}, "before it starts"),
        ({"slot": {"departure": "2027-04-04"}}, "before it arrives"),
        ({"slot": {"rooms": [2, 0]}}, "a room of no bed"),
        ({"slot": {"min_people": -1}}, "min_people is negative"),
        ({"slot": {"min_french": "D"}}, "French level D is unknown"),
        ({"farm_limits": {"farm-1": -1}}, "limit of farm farm-1 is negative"),
        ({"farm_limits": []}, "expected named values"),
        ({"month_limits": {"farm-1": {"2027-04": -1}}}, "limit of farm farm-1 is negative"),
        ({"month_limits": {"farm-1": {"april": 1}}}, "expected a month such as 2027-04"),
        ({"interpreter_weeks": {"2027-W14": -1}}, "limit of interpreters in 2027-W14 is negative"),
        ({"interpreter_weeks": {"2027-04": 1}}, "expected a week such as 2027-W14"),
        ({"referent_weeks": {"r1": {"2027-W14": -1}}}, "limit of referent r1 is negative"),
        ({"floors": {"women": -1}}, "floor of group women is negative"),
        ({"interpreter_limit": -1}, "interpreter_limit is negative"),
        ({"max_moves": -1}, "max_moves is negative"),
        ({"weights": {"wish": -1}}, "Weight wish is -1"),
    ],
)
def test_a_bad_problem_is_refused_with_what_to_mend(change: dict[str, Any], about: str) -> None:
    with pytest.raises(ProblemError, match=about):
        read(**change)


def test_the_error_carries_the_id_of_what_is_wrong() -> None:
    with pytest.raises(ProblemError) as refused:
        read({"men": 0})
    assert refused.value.ids == ("p1",)


def test_unknown_farms_and_parties_in_refusals_and_limits_are_ignored() -> None:
    problem = read({"refuses": ["nowhere"]}, {"refuses": ["nobody"]}, farm_limits={"nowhere": 1})
    assert problem.farm_limits == {"nowhere": 1}
