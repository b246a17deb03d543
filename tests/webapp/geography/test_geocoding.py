import logging
import socket
from collections.abc import Iterator

import pytest
import time_machine
from geopy.exc import GeocoderTimedOut

from tests.webapp.geography.service import FakeService, running
from webapp.geography import Commune, EmbeddedGeocoder, Location, Point, Precision, find_commune
from webapp.geography.geocoding_services import (
    LONGEST_PAUSE_SECONDS,
    PAUSE_SECONDS,
    ServiceGeocoder,
    make_geocoder,
)

ADDRESS = "12 rue du Prat"
NEARBY = (46.1700, 1.8700)


@pytest.fixture
def gueret() -> Commune:
    commune = find_commune("23096")
    assert commune is not None
    return commune


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeService]:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")
    with running(FakeService()) as service:
        yield service


def ban_answer(latitude: float, longitude: float, kind: str = "housenumber") -> object:
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    properties = {"type": kind, "label": "somewhere"}
    return {"features": [{"geometry": geometry, "properties": properties}]}


def locate(
    service: FakeService, commune: Commune, name: str = "ban", *, seconds: float = 60
) -> Location:
    geocoder = make_geocoder(
        name, domain=service.domain, scheme="http", timeout=seconds, user_agent="sillon-tests"
    )
    return geocoder.locate(ADDRESS, commune)


def is_middle_of(location: Location, commune: Commune) -> bool:
    return location.is_fallback and location.point == commune.point


def test_without_a_service_an_address_lies_in_the_middle_of_its_commune(gueret: Commune) -> None:
    location = EmbeddedGeocoder().locate(ADDRESS, gueret)
    assert is_middle_of(location, gueret)
    assert location.precision is Precision.COMMUNE


def test_a_commune_without_a_known_place_gives_an_area_only() -> None:
    commune = find_commune("26161")
    assert commune is not None
    assert EmbeddedGeocoder().locate(ADDRESS, commune).precision is Precision.AREA


def test_the_embedded_geocoder_is_used_when_it_is_named() -> None:
    assert isinstance(make_geocoder("embedded"), EmbeddedGeocoder)


def test_an_unknown_service_is_a_mistake_of_configuration() -> None:
    with pytest.raises(ValueError, match="unknown geocoder"):
        make_geocoder("oracle")


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("housenumber", Precision.ADDRESS),
        ("street", Precision.STREET),
        ("locality", Precision.STREET),
        ("municipality", Precision.COMMUNE),
    ],
)
def test_the_national_address_base_tells_how_precise_it_is(
    service: FakeService, gueret: Commune, kind: str, precision: Precision
) -> None:
    service.answers(ban_answer(*NEARBY, kind))
    assert locate(service, gueret) == Location(Point(*NEARBY), precision, "ban")


@pytest.mark.parametrize(
    ("address", "precision"),
    [
        ({"house_number": "12", "road": "rue du Prat"}, Precision.ADDRESS),
        ({"hamlet": "Le Prat"}, Precision.STREET),
        ({"town": "Guéret"}, Precision.COMMUNE),
    ],
)
def test_openstreetmap_tells_how_precise_it_is(
    service: FakeService, gueret: Commune, address: dict[str, str], precision: Precision
) -> None:
    latitude, longitude = map(str, NEARBY)
    place = {"lat": latitude, "lon": longitude, "display_name": "somewhere", "address": address}
    service.answers([place])
    assert locate(service, gueret, "nominatim") == Location(Point(*NEARBY), precision, "nominatim")


@pytest.mark.parametrize("name", ["ban", "nominatim"])
def test_the_service_is_told_the_address_and_the_commune_and_nothing_else(
    service: FakeService, gueret: Commune, name: str
) -> None:
    locate(service, gueret, name)
    assert [query["q"] for query in service.queries] == [["12 rue du Prat, 23000 Guéret"]]
    allowed = {"q", "limit", "format", "addressdetails", "countrycodes"}
    assert set(service.queries[0]) <= allowed
    assert service.agents == ["sillon-tests"]


def test_an_empty_address_is_not_asked_for(service: FakeService, gueret: Commune) -> None:
    geocoder = make_geocoder("ban", domain=service.domain, scheme="http")
    assert is_middle_of(geocoder.locate("  \n ", gueret), gueret)
    assert service.queries == []


def test_an_endless_address_is_cut(service: FakeService, gueret: Commune) -> None:
    geocoder = make_geocoder("ban", domain=service.domain, scheme="http", timeout=60)
    geocoder.locate("rue " * 10_000, gueret)
    assert len(service.queries[0]["q"][0]) < 250


@pytest.mark.parametrize("name", ["ban", "nominatim"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502, 503, 504])
def test_a_refusing_service_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune, status: int, name: str
) -> None:
    service.status = status
    assert is_middle_of(locate(service, gueret, name), gueret)


@pytest.mark.parametrize("name", ["ban", "nominatim"])
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"null", b"[]", b"{}", b"[1]", b'{"features": [{}]}', b"\xff\xfe", b'"x"'],
)
def test_a_senseless_answer_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune, body: bytes, name: str
) -> None:
    service.body = body
    assert is_middle_of(locate(service, gueret, name), gueret)


@pytest.mark.parametrize("point", [(44.0, 4.0), (0.0, 0.0), (46.17, 1000.0)])
def test_a_street_of_the_same_name_far_away_is_not_believed(
    service: FakeService, gueret: Commune, point: tuple[float, float]
) -> None:
    service.answers(ban_answer(*point))
    assert is_middle_of(locate(service, gueret), gueret)


def test_no_address_found_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune
) -> None:
    service.answers({"features": []})
    assert is_middle_of(locate(service, gueret), gueret)


def test_a_slow_service_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune
) -> None:
    service.released.clear()
    assert is_middle_of(locate(service, gueret, seconds=0.2), gueret)


def test_a_service_that_answers_drop_by_drop_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune
) -> None:
    service.answers(ban_answer(*NEARBY))
    service.drips = True
    assert is_middle_of(locate(service, gueret, seconds=0.2), gueret)


def test_a_service_that_hangs_up_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune
) -> None:
    service.resets = True
    assert is_middle_of(locate(service, gueret), gueret)


def test_a_service_that_is_down_leaves_the_middle_of_the_commune(
    service: FakeService, gueret: Commune
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        service.domain = f"127.0.0.1:{unused.getsockname()[1]}"
        assert is_middle_of(locate(service, gueret), gueret)


def test_after_a_failure_the_service_rests_for_a_minute(gueret: Commune) -> None:
    now = [1000.0]
    asked: list[str] = []
    answers: list[Location | None] = [None, Location(Point(*NEARBY), Precision.ADDRESS, "fake")]

    def ask(query: str) -> Location | None:
        asked.append(query)
        answer = answers.pop(0)
        if answer is None:
            raise GeocoderTimedOut(query)
        return answer

    geocoder = ServiceGeocoder(ask, monotonic=lambda: now[0])
    assert is_middle_of(geocoder.locate(ADDRESS, gueret), gueret)
    now[0] += 59
    assert is_middle_of(geocoder.locate(ADDRESS, gueret), gueret)
    assert len(asked) == 1
    now[0] += 1
    assert geocoder.locate(ADDRESS, gueret).source == "fake"


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (429, "300", 300),
        (503, "300", 300),
        (429, "Fri, 27 Mar 2026 10:05:00 GMT", 300),
        (503, "Fri, 27 Mar 2026 10:05:00 GMT", 300),
        (429, "5", PAUSE_SECONDS),
        (429, None, PAUSE_SECONDS),
        (503, "soon", PAUSE_SECONDS),
        (503, "Fri, 27 Mar 2026 09:00:00 GMT", PAUSE_SECONDS),
        (429, "Fri, 31 Dec 99999999999999999 10:05:00 GMT", PAUSE_SECONDS),
        (503, "Fri, 31 Dec 99999999999999999 10:05:00 GMT", PAUSE_SECONDS),
        (429, "9" * 30, LONGEST_PAUSE_SECONDS),
    ],
)
def test_a_service_that_asks_for_time_is_left_alone_for_as_long(
    service: FakeService, gueret: Commune, status: int, retry_after: str | None, seconds: float
) -> None:
    now = [1000.0]
    with time_machine.travel("2026-03-27T10:00:00Z", tick=False):
        geocoder = make_geocoder(
            "ban", domain=service.domain, scheme="http", timeout=60, monotonic=lambda: now[0]
        )
        service.status = status
        service.headers = {"Retry-After": retry_after} if retry_after else {}
        assert is_middle_of(geocoder.locate(ADDRESS, gueret), gueret)
        service.status, service.headers = 200, {}
        service.answers(ban_answer(*NEARBY))
        now[0] += seconds - 1
        assert is_middle_of(geocoder.locate(ADDRESS, gueret), gueret)
        assert len(service.queries) == 1
        now[0] += 1
        assert geocoder.locate(ADDRESS, gueret).source == "ban"


def test_no_address_is_written_to_the_log(
    service: FakeService, gueret: Commune, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.status = 500
    service.body = ADDRESS.encode()
    locate(service, gueret)
    assert "GeocoderServiceError" in caplog.text
    assert "Prat" not in caplog.text


@pytest.mark.parametrize(("code", "believed"), [("23096", False), ("26161", True)])
def test_an_answer_40_km_off_is_believed_only_where_the_commune_itself_is_estimated(
    service: FakeService, code: str, believed: bool
) -> None:
    commune = find_commune(code)
    assert commune is not None
    service.answers(ban_answer(commune.point.latitude + 40 / 111.195, commune.point.longitude))
    assert locate(service, commune).is_fallback is not believed
