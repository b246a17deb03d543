"""Communes, distances, journeys, geocoding and the map.

Knows neither the web nor the database. Geocoding by an outside service is in
``geocoding_services``, imported by whoever is configured to use one.
"""

from webapp.geography.communes import (
    Commune,
    Department,
    PositionQuality,
    departments,
    find_commune,
)
from webapp.geography.drawing import MapKind, MapLine, MapPoint, draw_map
from webapp.geography.geocoding import EmbeddedGeocoder, Geocoder, Location, Precision
from webapp.geography.journeys import EstimatedJourneys, Journey, Journeys
from webapp.geography.other_names import NameKind, OtherName
from webapp.geography.point import Point, distance_km
from webapp.geography.resolving import Answer, resolve_commune
from webapp.geography.search import Found, search_communes

__all__ = [
    "Answer",
    "Commune",
    "Department",
    "EmbeddedGeocoder",
    "EstimatedJourneys",
    "Found",
    "Geocoder",
    "Journey",
    "Journeys",
    "Location",
    "MapKind",
    "MapLine",
    "MapPoint",
    "NameKind",
    "OtherName",
    "Point",
    "PositionQuality",
    "Precision",
    "departments",
    "distance_km",
    "draw_map",
    "find_commune",
    "resolve_commune",
    "search_communes",
]
