"""Places on the earth and the distance between them."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Point:
    """A place in decimal degrees (WGS 84)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            msg = f"not a place on earth: {self.latitude}, {self.longitude}"
            raise ValueError(msg)


def distance_km(start: Point, end: Point) -> float:
    """Great-circle distance, with the radius the engine uses, so that both agree on a reach."""
    south, north = radians(start.latitude), radians(end.latitude)
    half_height = sin((north - south) / 2)
    half_width = sin(radians(end.longitude - start.longitude) / 2)
    chord = half_height * half_height + cos(south) * cos(north) * half_width * half_width
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))
