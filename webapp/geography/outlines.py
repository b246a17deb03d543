"""The outlines of the metropolitan départements, on the Mercator sheet of the vendored map."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, log, pi, radians, tan
from pathlib import Path

from webapp.geography.point import EARTH_RADIUS_KM, Point

SHEET_WIDTH, SHEET_HEIGHT = 613.0, 585.0
UNITS_PER_RADIAN = 2380.1461

_SVG = Path(__file__).parent / "vendor/svg-maps-france-departments-2.0.0/france.departments.svg"
_PATH = re.compile(r'<path\s+id="([^"]+)"\s+aria-label="([^"]+)"\s+d="([^"]+)"')
_STEP = re.compile(r"(-?[\d.]+),(-?[\d.]+)")

Spot = tuple[float, float]
Ring = tuple[Spot, ...]


@dataclass(frozen=True)
class Outline:
    """The shape of a département: closed rings of spots on the sheet."""

    code: str
    name: str
    rings: tuple[Ring, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom edge."""
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        return min(xs), min(ys), max(xs), max(ys)

    def contains(self, point: Point) -> bool:
        """Whether the point lies inside, by counting the borders east of it."""
        x, y = project(point)
        borders = 0
        for (ax, ay), (bx, by) in self._sides():
            if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                borders += 1
        return borders % 2 == 1

    def kilometres_to(self, point: Point) -> float:
        """How far the point lies outside; 0 inside."""
        if self.contains(point):
            return 0.0
        spot = project(point)
        units = min(_distance_to_side(spot, a, b) for a, b in self._sides())
        return units * EARTH_RADIUS_KM * cos(radians(point.latitude)) / UNITS_PER_RADIAN

    def _sides(self) -> Iterator[tuple[Spot, Spot]]:
        for ring in self.rings:
            yield from pairwise((*ring, ring[0]))


def project(point: Point) -> Spot:
    """Where a point lies on the sheet (fitted to the vendored map, which is Mercator)."""
    x = UNITS_PER_RADIAN * radians(point.longitude) + 215.2479
    y = -2364.0049 * log(tan(pi / 4 + radians(point.latitude) / 2)) + 2461.3667
    return x, y


@cache
def department_outlines() -> dict[str, Outline]:
    """Read the 96 outlines by département code."""
    drawing = _SVG.read_text(encoding="utf-8")
    return {
        code: Outline(code, name, tuple(_rings(steps)))
        for code, name, steps in _PATH.findall(drawing)
    }


def _rings(steps: str) -> Iterator[Ring]:
    """Follow the relative steps of a path; a new ring starts from the last ring's first spot."""
    x = y = 0.0
    for part in steps.split("z"):
        ring: list[Spot] = []
        for dx, dy in _STEP.findall(part):
            x, y = x + float(dx), y + float(dy)
            ring.append((x, y))
        if ring:
            yield tuple(ring)
            x, y = ring[0]


def _distance_to_side(spot: Spot, a: Spot, b: Spot) -> float:
    (x, y), (ax, ay), (bx, by) = spot, a, b
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = ((x - ax) * dx + (y - ay) * dy) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    return hypot(x - ax - along * dx, y - ay - along * dy)
