"""Whatever stands in a file is read, or refused with where it stands; nothing else happens."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from matching import Problem, ProblemError, Solution, from_json

PROBLEM: dict[str, Any] = {
    "format": "sillon-problem/3",
    "today": "2027-03-01",
    "parties": [
        {
            "id": "p1",
            "men": 1,
            "home": [48.9, 2.4],
            "reach_km": 250,
            "languages": ["prs"],
            "french": "A1",
            "interpreter": True,
            "available": [["2027-04-01", "2027-04-20"]],
            "waiting_since": "2026-11-01",
            "together": "t",
        }
    ],
    "slots": [
        {
            "id": "s1",
            "farm": "farm-1",
            "place": [49.1, -1.3],
            "arrival": "2027-04-05",
            "departure": "2027-04-09",
            "rooms": [2, 1],
            "min_people": 1,
        }
    ],
    "pinned": [["p1", "s1"]],
    "farm_limits": {"farm-1": 3},
    "max_moves": 1,
    "weights": {"wish": 3},
}
SOLUTION: dict[str, Any] = {
    "format": "sillon-solution/2",
    "matches": [["p1", "s1"]],
    "people": 1,
    "most_people": 1,
    "who": {"points": 300, "bound": 300},
    "where": {"points": 300, "bound": 300, "proven": True},
    "optimal": True,
    "seconds": 0.1,
    "engine": "sillon-engine/2.0",
    "seed": 0,
}


def lists_in_one_another() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


ODD_VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "a fraction": 2.5,
    "not a number": float("nan"),
    "infinity": float("-inf"),
    "an int of 400 digits": 10**400,
    "an int of 5,000 digits": -(10**5000),
    "no text": "",
    "no such day": "2027-02-30",
    "half a character": "\ud800",
    "no list": [],
    "a list of null": [None],
    "a list of lists": [[[]]],
    "lists in one another": lists_in_one_another(),
    "nothing named": {},
    "something named": {"id": None, "\ud800": 1},
}


def places(written: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """List the way to every value."""
    yield path
    for key in range(len(written)) if isinstance(written, list) else list(written):
        if isinstance(written[key], dict | list):
            yield from places(written[key], *path, key)
        else:
            yield (*path, key)


def with_odd(written: Any, path: tuple[str | int, ...], odd: Any) -> Any:
    if not path:
        return odd
    changed = deepcopy(written)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = odd
    return changed


def outcome(written: Any) -> Problem | Solution | str:
    try:
        read = from_json(written)
    except ProblemError as error:
        return str(error)
    assert isinstance(read, Problem | Solution)
    return read


@pytest.mark.parametrize("odd", ODD_VALUES)
@pytest.mark.parametrize("whole", [PROBLEM, SOLUTION], ids=["problem", "solution"])
def test_an_odd_value_anywhere_is_read_or_refused(whole: dict[str, Any], odd: str) -> None:
    outcomes = [outcome(with_odd(whole, path, ODD_VALUES[odd])) for path in places(whole)]
    sentences = [each for each in outcomes if isinstance(each, str)]
    assert sentences
    assert max(map(len, sentences)) < 500


@pytest.mark.parametrize(
    ("key", "odd", "about"),
    [
        pytest.param("men", 10**400, "men: expected a number below 2⁵³, found 10", id="men"),
        ("men", 2**53, "men: expected a number below 2⁵³"),
        pytest.param("men", 10**5000, "found more than can be shown", id="5,000 digits"),
        ("men", True, "men: expected a whole number, found True"),
        ("men", "1", "men: expected a whole number, found '1'"),
        pytest.param("reach_km", 10**400, "reach_km: expected a number, found 10", id="reach"),
        ("reach_km", float("nan"), "reach_km: expected a number, found nan"),
        ("reach_km", float("inf"), "reach_km: expected a number, found inf"),
        ("reach_km", False, "reach_km: expected a number, found False"),
        ("home", [48.9, 10**400], "home: expected a number"),
        ("waiting_since", "2027-02-30", "expected a day such as 2027-04-05, found '2027-02-30'"),
        ("together", "\ud800", "half a character"),
        ("french", ["A1"] * 1000, r"expected text, found \['A1', .*…"),
        ("languages", "prs", "expected a list"),
    ],
)
def test_an_odd_value_is_refused_by_name(key: str, odd: Any, about: str) -> None:
    with pytest.raises(ProblemError, match=about):
        from_json(with_odd(PROBLEM, ("parties", 0, key), odd))


@pytest.mark.parametrize("key", ["id", "home", "reach_km"])
def test_a_missing_key_is_refused_by_name(key: str) -> None:
    with pytest.raises(ProblemError, match=f"{key} is missing"):
        from_json(with_odd(PROBLEM, ("parties", 0, key), None))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("parties:", "not JSON"),
        ("", "not JSON"),
        (b"\xff\xfe{", "not JSON"),
        pytest.param("[" * 100_000, "too many lists inside one another", id="lists"),
        pytest.param('{"today": ' * 100_000, "too many lists inside one another", id="objects"),
        pytest.param(f'{{"max_moves": {"9" * 5000}}}', "thousands of digits", id="digits"),
        ("[]", "expected named values"),
        ("null", "expected named values"),
        ('"today"', "expected named values"),
        ("NaN", "expected named values"),
    ],
)
def test_text_that_is_no_problem_is_refused(text: str | bytes, about: str) -> None:
    with pytest.raises(ProblemError, match=about):
        from_json(text)


def test_any_seed_reads_back() -> None:
    assert from_json(SOLUTION | {"seed": 2**64}).seed == 2**64


@pytest.mark.parametrize(
    ("change", "said", "ids"),
    [
        ((("parties", 0, "id"), None), "The problem, parties, number 1: id is missing", ()),
        ((("parties", 0, "id"), ""), "parties, number 1, id: this is an empty id", ()),
        ((("parties", 0, "id"), 7), "parties, number 1, id: expected text, found 7", ()),
        ((("parties", 0), "p1"), "parties, number 1: expected named values", ()),
        ((("parties", 0, "home"), None), r"parties, number 1 \(p1\): home is missing", ("p1",)),
        ((("parties", 0, "cats"), 1), r"number 1 \(p1\): 'cats' is not a known key", ("p1",)),
        ((("parties", 0, "men"), 0), "Party p1 has nobody", ("p1",)),
        (
            (("parties", 0, "available", 0, 1), "soon"),
            r"number 1 \(p1\), available, number 1: expected a day",
            ("p1",),
        ),
        ((("slots", 0, "farm"), 3), r"slots, number 1 \(s1\), farm: expected text", ("s1",)),
        ((("slots", 0, "rooms", 1), 1.5), r"\(s1\), rooms, number 2: expected", ("s1",)),
        ((("pinned", 0), ["p1"]), "The problem, pinned, number 1: expected a party's id", ()),
        ((("pinned", 0, 0), "p2"), "pinned names party p2", ("p2",)),
        ((("farm_limits", "farm-1"), "x"), "farm_limits, farm-1: expected", ("farm-1",)),
        ((("weights", "wish"), "x"), "The problem, weights, wish: expected", ()),
    ],
)
def test_an_error_tells_where_it_is_and_carries_the_id(
    change: tuple[tuple[str | int, ...], Any], said: str, ids: tuple[str, ...]
) -> None:
    with pytest.raises(ProblemError, match=said) as refused:
        from_json(with_odd(PROBLEM, *change))
    assert refused.value.ids == ids
