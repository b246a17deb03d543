"""The metropolitan communes: what they are called and where they lie."""

import csv
import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from sys import intern
from typing import Final

from webapp.geography.joined import Joined
from webapp.geography.point import Point

COMMUNES_FILE = Path(__file__).parent / "communes.csv.gz"
DEPARTMENTS_FILE = Path(__file__).parent / "departments.csv"
COLUMNS: Final = (
    "code", "name", "postcodes", "department", "region", "latitude", "longitude", "population",
    "quality",
)  # fmt: skip
"""Of a line of the file, in which none is quoted."""


class PositionQuality(StrEnum):
    """How the position of a commune was found, best first."""

    PLACE = "p"
    """The village or town itself."""
    POSTCODE = "c"
    """Mean of the neighbours that share the postcode."""
    INTERCOMMUNALITY = "i"
    """Mean of the members of the intercommunality."""
    DISTRICT = "d"
    """Mean of the communes of the arrondissement."""


@dataclass(frozen=True, slots=True)
class Department:
    """A département with its region."""

    code: str
    name: str
    region: str
    region_name: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A metropolitan commune.

    Parameters
    ----------
    code
        INSEE code, which is not a postcode.
    name
        Official name.
    postcodes
        At least one; cities have several.
    department
        Code of the département (``2A`` and ``2B`` in Corsica).
    region
        INSEE code of the region.
    point
        Where it lies; see ``quality``.
    population
        Inhabitants, to show the better-known first.
    quality
        How ``point`` was found.

    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    department: str
    region: str
    point: Point
    population: int
    quality: PositionQuality

    @property
    def department_name(self) -> str:
        """Name of the département."""
        return departments()[self.department].name

    @property
    def region_name(self) -> str:
        """Name of the region."""
        return departments()[self.department].region_name

    @property
    def label(self) -> str:
        """Say which one is meant: no two communes have the same label."""
        number = self.postcodes[0] if len(self.postcodes) == 1 else self.department
        return f"{self.name} ({number}, {self.department_name})"


@cache
def departments() -> dict[str, Department]:
    """Read the 96 metropolitan départements by code."""
    with DEPARTMENTS_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: Department(**row) for row in csv.DictReader(lines)}


class Ranked:
    """The communes in order of population, each made of its line when it is asked for.

    Kept as what they are they would take ten times as much memory, in every process.
    """

    def __init__(self, lines: Joined) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, rank: int) -> Commune:
        return _commune(self._lines[rank].split(","))

    def __iter__(self) -> Iterator[Commune]:
        return (_commune(line.split(",")) for line in self._lines)

    def column(self, name: str) -> list[str]:
        """Return what stands in one column, as it is written there."""
        place = COLUMNS.index(name)
        return [line.split(",", place + 1)[place] for line in self._lines]


class Communes(Mapping[str, Commune]):
    """The communes by INSEE code, the most populous first."""

    def __init__(self, lines: list[str]) -> None:
        self.ranked = Ranked(Joined(lines))
        codes = sorted((code, rank) for rank, code in enumerate(self.ranked.column("code")))
        self._codes = Joined([code for code, _rank in codes])
        self._ranks = array("I", (rank for _code, rank in codes))

    def __getitem__(self, code: str) -> Commune:
        place = bisect_left(self._codes, code)
        if place == len(self._codes) or self._codes[place] != code:
            raise KeyError(code)
        return self.ranked[self._ranks[place]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.ranked.column("code"))

    def __len__(self) -> int:
        return len(self.ranked)

    def values(self) -> ValuesView[Commune]:
        """Return them all, which is quicker than to look for each by its code."""
        return _Everyone(self)


class _Everyone(ValuesView[Commune]):
    _mapping: Communes

    def __iter__(self) -> Iterator[Commune]:
        return iter(self._mapping.ranked)


@cache
def communes() -> Communes:
    """Read every commune, once."""
    with gzip.open(COMMUNES_FILE, "rt", encoding="utf-8", newline="") as lines:
        next(lines)
        return Communes(sorted((line.rstrip() for line in lines), key=_most_populous_first))


def _most_populous_first(line: str) -> tuple[int, int, str]:
    code, name, *_where, people, _quality = line.split(",")
    return -int(people), len(name), code


@lru_cache(maxsize=1_000)
def find_commune(code: str) -> Commune | None:
    """Find the commune with this INSEE code."""
    return communes().get(code)


def _commune(row: list[str]) -> Commune:
    code, name, postcodes, department, region, latitude, longitude, people, quality = row
    return Commune(
        code=code,
        name=name,
        postcodes=tuple(postcodes.split()),
        department=intern(department),
        region=intern(region),
        point=Point(float(latitude), float(longitude)),
        population=int(people),
        quality=PositionQuality(quality),
    )
