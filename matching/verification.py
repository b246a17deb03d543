"""A round that anyone can verify: the answer against the rules, its bounds against prices.

There is no solver here. A *certificate* names a price for each unit and each limit, and
`price_check` finds anew what they prove: so whoever has the prices needs not trust who found them.
Where a bound of the answer is lower than that, the difference rests on the engine's search, and is
told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.certificate import QUESTIONS, Certificate, Prices, digest
from matching.checks import ProblemError
from matching.lottery import own_points
from matching.price_check import PriceCheck
from matching.problem import Problem
from matching.questions import questions
from matching.room_check import faults_of_rooms
from matching.solution import Solution, place_points
from matching.solver.duals import LARGEST_DUAL
from matching.solver.instance import Instance
from matching.validity import breaches


@dataclass(frozen=True)
class Verdict:
    """What is wrong with an answer, if anything, and what its prices prove.

    Parameters
    ----------
    faults
        Sentences; none for an answer that is what it says.
    by_prices
        For each question, whether its bound is proven by prices alone; the others rest on a search.
    """

    faults: tuple[str, ...]
    by_prices: dict[str, bool]


def verify(problem: Problem, solution: Solution, certificate: Certificate) -> Verdict:
    """Hold an answer and its certificate against the problem."""
    faults = [*_of_the_answer(problem, solution)]
    if certificate.problem != digest(problem):
        faults.append("The certificate is of another problem.")
    if faults or certificate.prices.keys() != set(QUESTIONS) or certificate.person < 1:
        return Verdict(tuple(faults or ["The certificate lacks prices."]), {})
    people, own, places = solution.value
    said = {
        "how-many": (people, solution.most_people),
        "who": (
            certificate.person * people + own,
            certificate.person * people + solution.who.bound,
        ),
        "where": (places, solution.where.bound),
    }
    by_prices = {}
    for name, instance in questions(problem, solution, certificate.person).items():
        prices, (value, bound) = certificate.prices[name], said[name]
        proven = proven_bound(instance, prices)
        if proven is None or proven != prices.bound:
            faults.append(f"The prices of {name} do not prove {prices.bound}, but {proven}.")
        elif not value <= bound <= proven:
            faults.append(f"The bound of {name} is {bound}: {value} is reached, {proven} proven.")
        by_prices[name] = proven is not None and proven <= bound
    return Verdict(tuple(faults), by_prices)


def proven_bound(instance: Instance, prices: Prices) -> int | None:
    """Return the bound that prices prove; none where they are not prices of this question."""
    units, limits = prices.units, prices.limits
    if len(units) != len(instance.units) or len(limits) != len(instance.linking.rhs):
        return None
    least = -LARGEST_DUAL if instance.everyone else 0
    if not all(least <= each <= LARGEST_DUAL for each in units) or any(each < 0 for each in limits):
        return None
    return PriceCheck(instance).bound(units, limits)


def _of_the_answer(problem: Problem, solution: Solution) -> Iterator[str]:
    """Find what is not so in the answer itself: matches, sums, rooms."""
    known = problem.party_of, problem.slot_of
    if any(party not in known[0] or slot not in known[1] for party, slot in solution.matches):
        yield "A match names somebody, or a slot, that is not in the problem."
        return
    for breach in breaches(problem, solution.matches):
        yield f"{breach.rule} is broken: {', '.join(breach.about)}."
    try:
        own = own_points(problem, solution.seed, solution.tickets)
    except ProblemError as error:
        yield str(error)
        return
    people = sum(problem.party_of[party].people for party, _ in solution.matches)
    value = people, sum(own[party] for party, _ in solution.matches)
    if solution.value != (*value, place_points(problem, solution.matches)):
        yield "People or points are not the sums that they should be."
    yield from faults_of_rooms(problem, solution.matches, solution.rooms)
