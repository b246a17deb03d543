"""Real communes by region: towns where people are housed, villages where farms lie."""

from collections import defaultdict
from functools import cache
from random import Random

from webapp.geography import Commune, Point
from webapp.geography.communes import communes

SMALLEST_TOWN = 15_000
LARGEST_VILLAGE = 2_500
SCATTER_DEGREES = 0.02
"""About two kilometres: a farm is not at the church."""


@cache
def _by_region() -> dict[str, list[Commune]]:
    found = defaultdict(list)
    for each in communes().values():
        found[each.region_name].append(each)
    return found


def draw_town(rng: Random, region: str) -> Commune:
    """Draw the town of a home, by its population."""
    towns, populations = _towns(region)
    return rng.choices(towns, weights=populations)[0]


@cache
def _towns(region: str) -> tuple[list[Commune], list[int]]:
    towns = [each for each in _by_region()[region] if each.population >= SMALLEST_TOWN]
    return towns, [each.population for each in towns]


def draw_village(rng: Random, region: str) -> Commune:
    """Draw the village of a farm."""
    return rng.choice(_villages(region))


@cache
def _villages(region: str) -> list[Commune]:
    return [each for each in _by_region()[region] if 100 <= each.population <= LARGEST_VILLAGE]


def near(rng: Random, point: Point) -> Point:
    """Return a point around another."""
    return Point(
        round(point.latitude + rng.uniform(-1, 1) * SCATTER_DEGREES, 5),
        round(point.longitude + rng.uniform(-1, 1) * SCATTER_DEGREES, 5),
    )


def nearest_town(commune: Commune) -> str:
    """Return the name of a town nearby, for the station."""
    return station_town(commune).name


@cache
def station_town(commune: Commune) -> Commune:
    """Return the town with a station that is nearest."""
    return min(_with_station(commune.region_name), key=lambda town: _far(town.point, commune.point))


@cache
def _with_station(region: str) -> list[Commune]:
    return [each for each in _by_region()[region] if each.population >= 4_000]


def _far(one: Point, other: Point) -> float:
    return (one.latitude - other.latitude) ** 2 + (0.7 * (one.longitude - other.longitude)) ** 2
