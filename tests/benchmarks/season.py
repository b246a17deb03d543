"""How much of a season each policy reaches, against the proven best of somebody who knew it all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import product
from statistics import mean
from typing import Any

from matching import Match, Solution, breaches, place_points, solve
from tests.benchmarks import policies
from tests.benchmarks.policies import live_through
from tests.benchmarks.processor_clock import processor_clock
from tests.benchmarks.seasons import CALM, Mishaps, Season, groups_of, make_season

SEEDS = range(int(os.environ.get("SILLON_SEEDS", "5")))
BEDS = tuple(int(beds) for beds in os.environ.get("SILLON_BEDS", "25 50").split())
"""Beds whose stay begins in each week."""
CHOSEN = os.environ.get("SILLON_POLICIES", "").split(";")
"""Words that are in the names of the policies to live through."""
SECONDS = 120.0
ALL_KINDS = {"calm": CALM, "with mishaps": Mishaps(), "another mix": Mishaps()}
"""*Calm*: nobody declines or leaves, and no place opens late."""
KINDS = os.environ.get("SILLON_SEASONS", ";".join(ALL_KINDS)).split(";")
MIX = {"another mix": 3.0}
"""So many times as many families and couples among those who arrive."""
POLICIES = [each for each in policies.POLICIES if any(words in each.name for words in CHOSEN)]


@dataclass(frozen=True)
class Reached:
    """What one policy reached in one season, in per cent of hindsight.

    Parameters
    ----------
    people
        Of so many people that it is proven that no more could come.
    found
        Of the most that hindsight found in its time; the same where that is proven.
    places
        What their places are worth to those who came (wishes, language, journey), of the same in
        hindsight.
    groups
        The people placed of each group, in per cent of those whom hindsight places.
    """

    kind: str
    beds: int
    seed: int
    policy: str
    people: float
    found: float
    places: float
    groups: dict[str, float]


def measure_season() -> dict[str, Any]:
    """Live through every season under every policy, and print the table as it grows."""
    reached: list[Reached] = []
    for seed in SEEDS:
        for kind, beds in product(KINDS, BEDS):
            with processor_clock():
                reached += _of_a_season(kind, beds, seed)
        print(f"after {seed + 1} of {len(SEEDS)} seeds", flush=True)
        _show(reached)
    return {"seeds": len(SEEDS), "reached": [asdict(each) for each in reached]}


def _of_a_season(kind: str, beds: int, seed: int) -> Iterable[Reached]:
    season = make_season(beds, seed, ALL_KINDS[kind], MIX.get(kind, 1.0))
    whole = season.in_hindsight()
    best = solve(whole, time_limit=SECONDS)
    for policy in POLICIES:
        came = live_through(season, policy)
        assert not breaches(whole, came), "A policy broke a rule."
        people = sum(whole.party_of[match.party].people for match in came)
        yield Reached(
            kind,
            beds,
            seed,
            policy.name,
            _percent(people, best.most_people),
            _percent(people, best.people),
            _percent(place_points(whole, came), best.where.points),
            _groups(season, came, best),
        )


def _groups(season: Season, came: list[Match], best: Solution) -> dict[str, float]:
    ours, theirs = _placed(season, came), _placed(season, best.matches)
    return {code: _percent(ours[code], theirs[code]) for code in sorted(theirs)}


def _placed(season: Season, matches: Iterable[Match]) -> Counter[str]:
    placed: Counter[str] = Counter()
    for match in matches:
        party = season.problem.party_of[match.party]
        placed.update(dict.fromkeys(groups_of(party), party.people))
    return placed


def _percent(some: int, whole: int) -> float:
    return round(100 * some / max(1, whole), 2)


COLUMNS = ("people", "found", "places")


def _show(reached: list[Reached]) -> None:
    heads = "".join(f"{name:>8}" for name in COLUMNS)
    print(f"{'season':14}{'beds':>5}  {'policy':36}{heads}{'worst group':>24}")
    for kind in KINDS:
        for beds in BEDS:
            for policy in POLICIES:
                these = [
                    each
                    for each in reached
                    if (each.kind, each.beds, each.policy) == (kind, beds, policy.name)
                ]
                if these:
                    _show_row(these)


def _show_row(these: list[Reached]) -> None:
    one = these[0]
    shared = set.intersection(*(set(each.groups) for each in these))
    means = {code: mean(each.groups[code] for each in these) for code in sorted(shared)}
    worst = min(means, key=means.__getitem__)
    figures = "".join(f"{mean(getattr(e, name) for e in these):>8.2f}" for name in COLUMNS)
    told = f"{worst:>17}{means[worst]:>7.1f}"
    print(f"{one.kind:14}{one.beds:>5}  {one.policy:36}{figures}{told}", flush=True)
