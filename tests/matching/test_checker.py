"""The parts of the checker, each alone and without a solver: prices, verdicts, files."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from matching import Party, Problem, ProblemError, breaches
from matching import price_check as price_check_module
from matching.certificate import Certificate, Prices, certified_from, digest, written_certified
from matching.limits import RoundRule
from matching.lottery import own_points
from matching.price_check import PriceCheck
from matching.solution import Solution, make_solution, place_points
from matching.solver import objectives
from matching.solver.duals import LARGEST_DUAL, SCALE
from matching.solver.instance import Instance, make_instance
from matching.verification import proven_bound, verify
from tests.matching.builders import a_party, a_problem, a_slot

MEN = [a_party(f"m{n}", men=1) for n in range(4)]
COUPLES = [a_party(f"c{n}", men=1, women=1) for n in range(2)]
WOMAN = a_party("w", women=1)

ASKS = a_party("a1", women=1, together="a", needs=("women-only-group",))
TWO_PAIRS = [
    *(ASKS, a_party("a2", women=1, together="a"), MEN[0]),
    *(a_party(name, women=1, together="b", reach_km=0) for name in ("b1", "b2")),
]
"""Two women of whom one asks for a group of women; two who do not, and live too far away."""


def counted(*people: Party, beds: int, slot: Any = None, **given: Any) -> Instance:
    """How many can come to a slot of so many beds, a room each."""
    slot = a_slot(**{"rooms": (1,) * beds} | (slot or {}))
    return objectives.how_many(make_instance(a_problem(*people, slot, **given)))


def test_prices_are_paid_once_a_unit_and_as_often_as_a_limit_allows() -> None:
    instance = counted(*MEN[:3], beds=2, farm_limits={"farm-1": 1})
    check = PriceCheck(instance)
    assert check.bound((0, 0, 0), (0,)) == 2, "the best group, whatever the limit"
    assert check.bound((0, 0, 0), (SCALE,)) == 1, "each pays the limit, which is there once"
    assert check.bound((SCALE, SCALE, SCALE), (0,)) == 3, "each pays for itself"
    assert check.bound((SCALE, SCALE, 0), (0,)) == 3
    assert check.bound((SCALE // 2,) * 3, (0,)) == 2, "a bound is rounded down"
    friends = [a_party(name, together="x") for name in ("a", "b")]
    two = PriceCheck(counted(*friends, MEN[0], beds=3, farm_limits={"farm-1": 2}))
    assert two.bound((0, 0), (SCALE // 2 + 1,)) == 2, "friends pay a limit on parties twice"
    assert two.bound((0, 0), (2**60,)) == 2**61 // SCALE, "and a sum may have any size"


@pytest.mark.parametrize(
    ("people", "slot", "most"),
    [
        (MEN[:2], {"exclusive": True}, 1),
        (MEN[:2], {"exclusive": False}, 2),
        ([a_party("q", women=1, needs=("women-only-group",)), WOMAN, *MEN[:1]], {}, 2),
        (MEN[:2], {"min_people": 3}, 0),
        ([MEN[0], COUPLES[0]], {"min_people": 3}, 3),
        (TWO_PAIRS, {}, 2),
        ([*COUPLES, MEN[0]], {}, 3),
    ],
)
def test_the_best_group_of_a_slot_is_one_that_may_stay_there(
    people: list[Party], slot: dict[str, Any], most: int
) -> None:
    instance = counted(*people, beds=3, slot=slot)
    assert PriceCheck(instance).bound((0,) * len(instance.units), ()) == most


def test_who_is_pinned_stays_with_as_many_as_the_slot_needs_whatever_they_cost() -> None:
    pins = frozenset({("m0", "s1")})
    instance = counted(*MEN[:2], beds=3, slot={"min_people": 2}, pinned=pins)
    assert PriceCheck(instance).bound((0, 5 * SCALE), ()) == 2
    alone = counted(MEN[0], beds=3, pinned=pins)
    assert PriceCheck(alone).bound((0,), ()) == 1


def test_the_best_group_is_found_however_good_the_first_of_others_looks() -> None:
    people = [a_party(f"p{size}", men=people) for size, people in enumerate((1, 4, 1))]
    check = PriceCheck(counted(*people, beds=4))
    assert check.bound((-9 * SCALE, -12 * SCALE, -SCALE), ()) == 16 - 22
    assert check.bound((SCALE - 1, 4 * SCALE, SCALE - 1), ()) == 6, "a 512th counts too"


@pytest.mark.parametrize("steps", [20_000, 0])
@pytest.mark.parametrize(("sizes", "pinned"), [((4, 3), ()), ((1, 3, 2), ("p1",))])
def test_a_hall_that_takes_too_long_is_filled_as_if_people_could_be_divided(
    monkeypatch: pytest.MonkeyPatch, steps: int, sizes: tuple[int, ...], pinned: tuple[str, ...]
) -> None:
    """Four of these go into five beds, or the fifth is for one of a party that stays away."""
    monkeypatch.setattr(price_check_module, "MOST_STEPS", steps)
    people = [a_party(f"p{size}", men=size) for size in sizes]
    pins = frozenset((each, "s1") for each in pinned)
    instance = counted(*people, beds=5, pinned=pins)
    assert PriceCheck(instance).bound((0,) * len(sizes), ()) == (4 if steps else 5)


def test_nobody_who_costs_more_than_they_are_worth_fills_a_hall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(price_check_module, "MOST_STEPS", 0)
    instance = counted(*MEN, beds=5, slot={"min_people": 2})
    assert PriceCheck(instance).bound((0, 0, 3 * SCALE, 3 * SCALE), ()) == 6 + 2


@pytest.mark.parametrize(
    ("units", "limits", "everyone", "are"),
    [
        ((0, 0), (0,), False, True),
        ((LARGEST_DUAL, 0), (LARGEST_DUAL,), False, True),
        ((LARGEST_DUAL + 1, 0), (0,), False, False),
        ((-1, 0), (0,), False, False),
        ((-1, 0), (0,), True, True),
        ((-LARGEST_DUAL - 1, 0), (0,), True, False),
        ((0, 0), (-1,), False, False),
        ((0,), (0,), False, False),
        ((0, 0, 0), (0,), False, False),
        ((0, 0), (), False, False),
        ((0, 0), (0, 0), False, False),
    ],
)
def test_prices_are_one_for_each_unit_and_limit_and_none_below_nothing_where_one_may_stay_away(
    units: tuple[int, ...], limits: tuple[int, ...], everyone: bool, are: bool
) -> None:
    instance = counted(*MEN[:2], beds=2, farm_limits={"farm-1": 1})
    found = proven_bound(replace(instance, everyone=everyone), Prices(units, limits, bound=0))
    assert (found is not None) == are


def an_answer() -> tuple[Problem, Solution, Certificate]:
    """A couple placed, and prices by which each question is paid for by them alone."""
    problem = a_problem(COUPLES[0], a_slot())
    own = own_points(problem, seed=0)["c0"]
    matches = [("c0", "s1")]
    places = place_points(problem, matches)
    solution = make_solution(
        problem, matches, most_people=2, who_bound=own, where_bound=places, seed=0
    )
    prices = {
        "how-many": Prices((2 * SCALE,), (), 2),
        "who": Prices(((2_000_000 + own) * SCALE,), (), 2_000_000 + own),
        "where": Prices((places * SCALE,), (), places),
    }
    return problem, solution, Certificate(digest(problem), 1_000_000, prices)


def test_what_is_wrong_with_an_answer_is_said_of_the_question_it_is_about() -> None:
    problem, solution, certificate = an_answer()
    true = verify(problem, solution, certificate)
    assert true.faults == ()
    assert true.by_prices == {"how-many": True, "who": True, "where": True}
    own, places = solution.who.points, solution.where.points

    def faults(solution: Solution = solution, **changed: Any) -> tuple[str, ...]:
        return verify(problem, solution, replace(certificate, **changed)).faults

    assert faults(problem="0" * 64) == ("The certificate is of another problem.",)
    assert verify(problem, solution, replace(certificate, prices={})).by_prices == {}
    assert faults(prices={}) == faults(person=0) == ("The certificate lacks prices.",)
    single = certificate.prices | {"who": Prices(((2 + own) * SCALE,), (), 2 + own)}
    assert faults(prices=single, person=1) == ()
    cheaper = certificate.prices | {"who": Prices((0,), (), 2_000_000 + own - 1)}
    (said,) = faults(prices=cheaper)
    assert said == f"The prices of who do not prove {1_999_999 + own}, but {2_000_000 + own}."
    below = certificate.prices | {"how-many": Prices((-1,), (), 2)}
    assert faults(prices=below) == ("The prices of how-many do not prove 2, but None.",)
    for bound in (places - 1, places + 1):
        moved = replace(solution, where=replace(solution.where, bound=bound))
        told = f"The bound of where is {bound}: {places} is reached, {places} proven."
        assert faults(moved) == (told,)
    moved = replace(solution, who=replace(solution.who, bound=own - 1))
    value = 2_000_000 + own
    told = f"The bound of who is {value - 1}: {value} is reached, {value} proven."
    assert faults(moved) == (told,)
    moved = replace(solution, most_people=3)
    assert faults(moved) == ("The bound of how-many is 3: 2 is reached, 2 proven.",)
    dearer = {name: replace(each, units=(each.units[0] + SCALE,), bound=each.bound + 1)
              for name, each in certificate.prices.items()}  # fmt: skip
    verdict = verify(problem, solution, replace(certificate, prices=dearer))
    assert verdict.faults == ()
    assert verdict.by_prices == {"how-many": False, "who": False, "where": False}, "by a search"


def test_an_answer_with_a_match_of_nobody_or_a_broken_rule_or_a_wrong_sum_is_refused() -> None:
    problem, solution, certificate = an_answer()

    def faults(changed: Solution, of: Problem = problem) -> tuple[str, ...]:
        return verify(of, changed, replace(certificate, problem=digest(of))).faults

    for stranger in (("nobody", "s1"), ("c0", "nowhere")):
        strange = replace(solution, matches=(solution.matches[0]._replace(
            party=stranger[0], slot=stranger[1]),))  # fmt: skip
        told = "A match names somebody, or a slot, that is not in the problem."
        assert faults(strange) == (told,)
    wrong = "People or points are not the sums that they should be."
    assert faults(replace(solution, people=1)) == (wrong,)
    for part in ("who", "where"):
        value = getattr(solution, part)
        assert faults(replace(solution, **{part: replace(value, points=value.points - 1)})) == (
            wrong,
        )
    excluded = replace(problem, excluded=frozenset({("c0", "s1")}))
    assert faults(solution, excluded)[0] == "excluded is broken: c0, s1."
    assert faults(replace(solution, rooms=())) == ("Somebody has no bed, or two.",)


def test_every_kind_of_rule_that_matches_break_is_told_with_whom_it_concerns() -> None:
    friends = [a_party(name, together="x") for name in ("a", "b")]
    problem = a_problem(
        *friends,
        MEN[0],
        WOMAN,
        a_slot(rooms=(1,)),
        a_slot("s2", farm="farm-2", rooms=(1,)),
        pinned=frozenset({("m0", "s2")}),
        farm_limits={"farm-2": 0},
    )
    assert breaches(problem, [("m0", "s2")])[0].about == ("farm-2",)
    found = breaches(problem, [("a", "s1"), ("w", "s1"), ("w", "s2")])
    assert [(each.rule.value, each.about) for each in found] == [
        ("rooms", ("s1",)),
        ("one-slot", ("w",)),
        ("together", ("a", "s1")),
        ("farm-limit", ("farm-2",)),
        ("pinned", ("m0", "s2")),
    ]
    assert found[1].rule is RoundRule.ONE_SLOT


def test_a_certified_file_comes_back_as_it_was_and_what_it_lacks_is_named() -> None:
    _, solution, certificate = an_answer()
    written = written_certified(solution, certificate, {"today": "2027-03-01"})
    assert written["format"] == "sillon-certified/1"
    assert written["problem"] == {"today": "2027-03-01"}
    assert "problem" not in written_certified(solution, certificate)
    assert certified_from(written) == (solution, certificate)
    for path, said in (
        (("certificate",), "The answer: certificate is missing"),
        (("certificate", "person"), "The answer, certificate: person is missing"),
        (("certificate", "prices", "who", "bound"), "The answer, certificate, prices, who: bound"),
    ):
        cut: Any = deepcopy(written)
        inside = cut
        for name in path[:-1]:
            inside = inside[name]
        del inside[path[-1]]
        with pytest.raises(ProblemError, match=said):
            certified_from(cut)
    with pytest.raises(ProblemError, match="The format is not sillon-certified/1: certify"):
        certified_from(written | {"format": "sillon-solution/2"})
