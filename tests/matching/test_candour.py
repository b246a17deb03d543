"""Saying less never gets anybody a place: wishes for anyone, all else for parties of one.

`SILLON_EXAMPLES=10000 pytest tests/matching/test_candour.py` runs the full count.
"""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from matching import ProblemError, from_json, solve
from tests.matching import oracle
from tests.matching.strategies import Json, problems


def placed(written: Json) -> set[str]:
    return {party for party, _ in solve(from_json(written)).matches}


def saying(written: Json, at: int, **less: Any) -> Json:
    """The same round, in which one party says something else."""
    parties = [party | less if n == at else party for n, party in enumerate(written["parties"])]
    return written | {"parties": parties}


@given(problems(6, 3), st.data())
def test_no_wish_changes_who_has_a_place(written: Json, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(written["parties"]) - 1))
    wishes = written["parties"][at]["wishes"]
    kept = data.draw(st.integers(0, len(wishes)))
    try:
        candid = placed(written)
    except ProblemError:
        return
    assert placed(saying(written, at, wishes=wishes[:kept])) == candid


def of_ones(written: Json) -> Json:
    """The same round with parties of one, a room for each, and no limit but those of farms."""
    alone: Json = {
        "men": 1,
        "women": 0,
        "children": 0,
        "together": None,
        "needs": [],
        "private": False,
    }
    room = {"exclusive": False, "min_people": 1, "women_only": False}
    slots = [slot | room | {"rooms": [1] * len(slot["rooms"])} for slot in written["slots"]]
    return written | {
        "parties": [party | alone for party in written["parties"]],
        "slots": slots,
        "interpreter_limit": None,
        "pinned": [],
        "max_moves": None,
    }


HOLD_BACK: dict[str, Any] = {
    "available": lambda ranges: ranges[:1],
    "reach_km": lambda km: km / 3,
    "french": lambda _: "A0",
    "languages": lambda spoken: spoken[1:],
    "interpreter": lambda _: False,
    "frames": lambda frames: frames[:1],
}


@given(problems(6, 4).map(of_ones), st.data())
def test_parties_of_one_get_no_place_by_holding_anything_back(
    written: Json, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(written["parties"]) - 1))
    field = data.draw(st.sampled_from(sorted(HOLD_BACK)))
    party = written["parties"][at]
    less = HOLD_BACK[field](party[field])
    assume(less != party[field])
    if party["id"] not in placed(written):
        assert party["id"] not in placed(saying(written, at, **{field: less}))


@given(problems(6, 4).map(of_ones))
def test_of_parties_of_one_the_greedy_choice_is_the_best(written: Json) -> None:
    """In the order of own points, whoever can be placed beside those before is placed."""
    own = oracle.own_points(written, seed=0)
    placeable = {
        frozenset(party["id"] for party, _ in answer) for answer in oracle.every_answer(written)
    }
    chosen: frozenset[str] = frozenset()
    for name in sorted(own, key=lambda each: -own[each]):
        if chosen | {name} in placeable:
            chosen |= {name}
    assert placed(written) == chosen
