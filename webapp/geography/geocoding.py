"""From an address to a point. Nobody waits for it and nobody is stopped by it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from webapp.geography.communes import Commune, PositionQuality
from webapp.geography.point import Point

EMBEDDED = "communes"


class Precision(StrEnum):
    """What a located point stands for, best first."""

    ADDRESS = "address"
    """The house."""
    STREET = "street"
    """The street or hamlet."""
    COMMUNE = "commune"
    """The middle of the commune."""
    AREA = "area"
    """The neighbourhood: the commune itself has no known position."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where an address lies, how precisely, and who says so."""

    point: Point
    precision: Precision
    source: str

    @property
    def is_fallback(self) -> bool:
        """Whether only the commune is known, so that asking again later may tell more."""
        return self.source == EMBEDDED


class Geocoder(Protocol):
    """Whoever can locate an address; always answers."""

    def locate(self, address: str, commune: Commune) -> Location:
        """Locate an address (never a person's name) in its commune."""
        ...


class EmbeddedGeocoder:
    """Locates by the table of communes alone: no network, no address leaves."""

    def locate(self, address: str, commune: Commune) -> Location:
        """Answer the position of the commune."""
        return commune_location(commune)


def commune_location(commune: Commune) -> Location:
    """Locate a commune as well as the table can."""
    is_known = commune.quality is PositionQuality.PLACE
    precision = Precision.COMMUNE if is_known else Precision.AREA
    return Location(commune.point, precision, EMBEDDED)
