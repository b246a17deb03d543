"""Real communes by region: towns where people are housed, villages where farms lie."""

from functools import cache
from random import Random

from webapp.geography import Commune, Point
from webapp.geography.communes import communes

SMALLEST_TOWN = 15_000
LARGEST_VILLAGE = 2_500
SCATTER_DEGREES = 0.02
"""About two kilometres: a farm is not at the church."""


@cache
def _in_region(region: str) -> tuple[Commune, ...]:
    return tuple(each for each in communes().values() if each.region_name == region)


def draw_town(rng: Random, region: str) -> Commune:
    """Draw the town of a home, by its population."""
    towns = [each for each in _in_region(region) if each.population >= SMALLEST_TOWN]
    return rng.choices(towns, weights=[each.population for each in towns])[0]


def draw_village(rng: Random, region: str) -> Commune:
    """Draw the village of a farm."""
    villages = [each for each in _in_region(region) if 100 <= each.population <= LARGEST_VILLAGE]
    return rng.choice(villages)


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
    towns = [each for each in _in_region(commune.region_name) if each.population >= 4_000]
    return min(towns, key=lambda town: _far(town.point, commune.point))


def _far(one: Point, other: Point) -> float:
    return (one.latitude - other.latitude) ** 2 + (0.7 * (one.longitude - other.longitude)) ** 2
