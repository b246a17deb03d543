"""Geocoding by an outside service, with the table of communes behind it."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any

from geopy.adapters import AdapterHTTPError, URLLibAdapter, get_retry_after
from geopy.geocoders import BANFrance, Nominatim

from webapp.geography.communes import Commune, PositionQuality
from webapp.geography.geocoding import (
    EmbeddedGeocoder,
    Geocoder,
    Location,
    Precision,
    commune_location,
)
from webapp.geography.point import Point, distance_km

BAN_DOMAIN = "data.geopf.fr/geocodage"
NOMINATIM_DOMAIN = "nominatim.openstreetmap.org"
TIMEOUT_SECONDS = 3.0
PAUSE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 24 * 3600.0
LONGEST_ADDRESS = 200
FARTHEST_KM = 25.0
# The position of the commune may itself be an estimate.
FARTHEST_FROM_ESTIMATE_KM = 50.0

Ask = Callable[[str], Location | None]

_log = logging.getLogger(__name__)
# At debug level geopy writes every address it is asked for.
logging.getLogger("geopy").setLevel(logging.WARNING)


def make_geocoder(
    service: str,
    *,
    user_agent: str = "sillon",
    domain: str = "",
    scheme: str = "https",
    timeout: float = TIMEOUT_SECONDS,
    monotonic: Callable[[], float] = time.monotonic,
) -> Geocoder:
    """Make the geocoder named in the configuration.

    Parameters
    ----------
    service
        ``embedded`` (the table of communes alone), ``ban`` (Base Adresse Nationale) or
        ``nominatim`` (OpenStreetMap, or an own server by ``domain``).
    user_agent
        How Sillon presents itself to the service.
    domain, scheme
        Where the service is, if not at its usual address.
    timeout
        Seconds to wait for an answer, from the first name look-up to the last byte.
    monotonic
        The clock by which a service that failed is left alone.

    """
    if service == "embedded":
        return EmbeddedGeocoder()
    options = {
        "scheme": scheme,
        "timeout": timeout,
        "user_agent": user_agent,
        # The other adapter tries three times, which triples the wait, and logs each address.
        "adapter_factory": URLLibAdapter,
    }
    if service == "ban":
        ask = _ask_ban(BANFrance(domain=domain or BAN_DOMAIN, **options))
        return ServiceGeocoder(ask, timeout, monotonic)
    if service == "nominatim":
        client = Nominatim(domain=domain or NOMINATIM_DOMAIN, **options)
        return ServiceGeocoder(_ask_nominatim(client), timeout, monotonic)
    msg = f"unknown geocoder: {service!r} (embedded, ban, nominatim)"
    raise ValueError(msg)


class ServiceGeocoder:
    """Asks a service; answers from the table of communes when that fails or makes no sense.

    After a failure the service is left alone for a minute, or as long as it asks for, so that a
    dead one slows down one page and not all of them, and a busy one recovers.
    """

    def __init__(
        self,
        ask: Ask,
        timeout: float = TIMEOUT_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._timeout = timeout
        self._monotonic = monotonic
        self._resting_until = float("-inf")

    def locate(self, address: str, commune: Commune) -> Location:
        """Locate an address; only the address and the commune are sent."""
        known = commune_location(commune)
        street = " ".join(address.split())[:LONGEST_ADDRESS]
        if not street or self._monotonic() < self._resting_until:
            return known
        try:
            query = f"{street}, {commune.postcodes[0]} {commune.name}"
            answer = _answer_in_time(self._ask, query, self._timeout)
        except Exception as error:
            # Whatever a stranger's service does, posting goes on. Neither the message nor the
            # trace is logged: both may hold the address.
            _log.warning("geocoder gave no answer: %s", type(error).__name__)
            self._resting_until = self._monotonic() + _pause_after(error)
            return known
        return answer if answer and _is_plausible(answer, commune) else known


def _pause_after(error: Exception) -> float:
    """Return the seconds to leave a service alone: those of its Retry-After, within limits.

    geopy hands them over for 429 only; of 503 it keeps the headers in the cause.
    """
    asked = getattr(error, "retry_after", None)
    if asked is None and isinstance(error.__cause__, AdapterHTTPError):
        try:
            asked = get_retry_after(error.__cause__.headers)
        except (ArithmeticError, TypeError, ValueError):
            asked = None  # a date that is none
    return float(min(max(PAUSE_SECONDS, asked or 0), LONGEST_PAUSE_SECONDS))


def _answer_in_time(ask: Ask, query: str, seconds: float) -> Location | None:
    """Wait so long and no longer: a socket's own time-out starts anew with every byte."""
    answer: Future[Location | None] = Future()

    def run() -> None:
        try:
            answer.set_result(ask(query))
        except Exception as error:
            answer.set_exception(error)

    Thread(target=run, name="geocoder", daemon=True).start()
    return answer.result(seconds)


def _is_plausible(answer: Location, commune: Commune) -> bool:
    """Whether the answer is not a street of the same name in another part of the country."""
    is_known = commune.quality is PositionQuality.PLACE
    farthest = FARTHEST_KM if is_known else FARTHEST_FROM_ESTIMATE_KM
    return distance_km(answer.point, commune.point) <= farthest


def _ask_ban(client: Any) -> Ask:
    precisions = {"housenumber": Precision.ADDRESS, "street": Precision.STREET}
    precisions["locality"] = Precision.STREET

    def ask(query: str) -> Location | None:
        found = client.geocode(query, limit=1)
        if found is None:
            return None
        kind = found.raw["properties"].get("type")
        precision = precisions.get(kind, Precision.COMMUNE)
        return Location(Point(found.latitude, found.longitude), precision, "ban")

    return ask


def _ask_nominatim(client: Any) -> Ask:
    def ask(query: str) -> Location | None:
        found = client.geocode(query, country_codes="fr", addressdetails=True)
        if found is None:
            return None
        address = found.raw.get("address", {})
        if "house_number" in address:
            precision = Precision.ADDRESS
        elif {"road", "hamlet", "isolated_dwelling", "farm"} & set(address):
            precision = Precision.STREET
        else:
            precision = Precision.COMMUNE
        return Location(Point(found.latitude, found.longitude), precision, "nominatim")

    return ask
