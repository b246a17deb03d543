"""The metropolitan communes: what they are called and where they lie."""

import csv
import gzip
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from sys import intern

from webapp.geography.point import Point

COMMUNES_FILE = Path(__file__).parent / "communes.csv.gz"
DEPARTMENTS_FILE = Path(__file__).parent / "departments.csv"


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


@cache
def communes() -> dict[str, Commune]:
    """Read every commune by INSEE code, the most populous first."""
    with gzip.open(COMMUNES_FILE, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        found = [_commune(row) for row in rows]
    found.sort(key=lambda commune: (-commune.population, len(commune.name), commune.code))
    return {commune.code: commune for commune in found}


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
