"""Work out where each commune lies, from named places and from its neighbours.

GeoNames knows the region of a place but not its département, and many villages share a name:
a place is taken for a commune only inside the outline of its département, each place once, and
not when it lies far from the commune's neighbours with a population that fits another village.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import log

from webapp.geography.communes import PositionQuality
from webapp.geography.outlines import department_outlines
from webapp.geography.point import Point, distance_km
from webapp.geography.spelling import plain

BORDER_TOLERANCE_KM = 2
NEIGHBOURHOOD_KM = 12
POPULATION_MISMATCH = log(1.6)

# Islands alone in their postcode and outside any intercommunality: no neighbour tells of them.
ISLANDS = {
    "22016": Point(48.8475, -3.0008),
    "29083": Point(48.0375, -4.8517),
    "29155": Point(48.4567, -5.0969),
    "85113": Point(46.7258, -2.3492),
}


@dataclass(frozen=True)
class Place:
    """A town or village of GeoNames."""

    number: int
    name: str
    other_names: tuple[str, ...]
    region: str
    point: Point
    population: int


@dataclass(frozen=True)
class Draft:
    """A commune that has no position yet."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    department: str
    region: str
    district: str
    intercommunality: str
    population: int
    former_names: tuple[str, ...]


Positions = dict[str, tuple[Point, PositionQuality]]


def find_positions(drafts: list[Draft], places: list[Place]) -> Positions:
    """Position every commune, by its own place if one is named like it, else by neighbours."""
    own = match_places(drafts, places)
    neighbours = Neighbours(drafts, own)
    own = {d.code: own[d.code] for d in drafts if d.code in own and neighbours.agree(d)}
    points = {code: place.point for code, place in own.items()} | ISLANDS
    around = Neighbours(drafts, own)
    found: Positions = {}
    for draft in drafts:
        point = points.get(draft.code)
        found[draft.code] = (point, PositionQuality.PLACE) if point else around.estimate(draft)
    return found


def match_places(drafts: list[Draft], places: list[Place]) -> dict[str, Place]:
    """Give each place to the commune it fits best: by its name first, then by other names."""
    found: dict[str, Place] = {}
    rounds: tuple[tuple[NamesOfDraft, NamesOfPlace], ...] = (
        (lambda draft: (draft.name,), lambda place: (place.name,)),
        (lambda draft: (draft.name,), lambda place: place.other_names),
        (lambda draft: draft.former_names, lambda place: (place.name,)),
    )
    for names_of_draft, names_of_place in rounds:
        taken = {place.number for place in found.values()}
        index = _by_name((p for p in places if p.number not in taken), names_of_place)
        claims = [
            (_misfit(draft, place), draft.code, place.number, place)
            for draft in drafts
            if draft.code not in found
            for name in names_of_draft(draft)
            for place in index.get((draft.region, plain(name)), ())
            if _is_in_department(draft.department, place.point)
        ]
        for _, code, number, place in sorted(claims, key=lambda claim: claim[:3]):
            if code not in found and number not in taken:
                found[code] = place
                taken.add(number)
    return found


NamesOfDraft = Callable[[Draft], tuple[str, ...]]
NamesOfPlace = Callable[[Place], tuple[str, ...]]


class Neighbours:
    """The communes with a place of their own, by what they share with those that have none."""

    def __init__(self, drafts: list[Draft], own: dict[str, Place]) -> None:
        self._own = own
        self._sharing: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for draft in drafts:
            if draft.code in own:
                for key, _ in _ties(draft):
                    self._sharing[key].append(draft.code)

    def agree(self, draft: Draft) -> bool:
        """Whether the place of this commune lies among its neighbours, or fits its size."""
        place = self._own[draft.code]
        near = self._around(draft)
        if near is None or distance_km(_mean(near[0]), place.point) <= NEIGHBOURHOOD_KM:
            return True
        return plain(place.name) == plain(draft.name) and _mismatch(draft, place) < (
            POPULATION_MISMATCH
        )

    def estimate(self, draft: Draft) -> tuple[Point, PositionQuality]:
        """Place the commune amid its neighbours; on one of them when their mean lies abroad."""
        near = self._around(draft)
        if near is None:
            msg = f"nothing tells where {draft.name} ({draft.code}) lies"
            raise ValueError(msg)
        points, quality = near
        middle = _mean(points)
        if not department_outlines()[draft.department].contains(middle):
            middle = min(points, key=lambda point: distance_km(point, middle))
        return middle, quality

    def _around(self, draft: Draft) -> tuple[list[Point], PositionQuality] | None:
        for quality in (
            PositionQuality.POSTCODE,
            PositionQuality.INTERCOMMUNALITY,
            PositionQuality.DISTRICT,
        ):
            for key, found_by in _ties(draft):
                others = [code for code in self._sharing[key] if code != draft.code]
                if found_by is quality and others:
                    return [self._own[code].point for code in others], quality
        return None


def _ties(draft: Draft) -> Iterator[tuple[tuple[str, ...], PositionQuality]]:
    """Tell what ties a commune to others of its département, closest first."""
    for postcode in draft.postcodes:
        if draft.intercommunality:
            key = (draft.department, postcode, draft.intercommunality)
            yield key, PositionQuality.POSTCODE
    for postcode in draft.postcodes:
        yield (draft.department, postcode), PositionQuality.POSTCODE
    if draft.intercommunality:
        key = (draft.department, "group", draft.intercommunality)
        yield key, PositionQuality.INTERCOMMUNALITY
    yield (draft.department, "district", draft.district), PositionQuality.DISTRICT


def _by_name(places: Iterable[Place], names: NamesOfPlace) -> dict[tuple[str, str], list[Place]]:
    index: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        for name in {plain(name) for name in names(place)} - {""}:
            index[place.region, name].append(place)
    return index


def _misfit(draft: Draft, place: Place) -> tuple[bool, float]:
    outside = not department_outlines()[draft.department].contains(place.point)
    return outside, _mismatch(draft, place)


def _mismatch(draft: Draft, place: Place) -> float:
    """How far the two populations differ; 0 when GeoNames does not know."""
    if not place.population:
        return 0.0
    return abs(log((draft.population + 100) / (place.population + 100)))


@cache
def _is_in_department(department: str, point: Point) -> bool:
    return department_outlines()[department].kilometres_to(point) <= BORDER_TOLERANCE_KM


def _mean(points: list[Point]) -> Point:
    count = len(points)
    return Point(sum(p.latitude for p in points) / count, sum(p.longitude for p in points) / count)
