from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from webapp.geography import PositionQuality, departments, distance_km, find_commune
from webapp.geography.communes import Commune, communes
from webapp.geography.outlines import department_outlines


def commune(code: str) -> Commune:
    found = find_commune(code)
    assert found is not None
    return found


def test_every_metropolitan_commune_is_known() -> None:
    assert len(communes()) == 34_746


def test_a_commune_is_found_by_its_insee_code() -> None:
    gueret = commune("23096")
    assert (gueret.name, gueret.postcodes) == ("Guéret", ("23000",))
    assert (gueret.department_name, gueret.region_name) == ("Creuse", "Nouvelle-Aquitaine")
    assert gueret.population > 10_000


def test_an_unknown_code_gives_nothing() -> None:
    assert find_commune("99999") is None


def test_a_commune_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        commune("23096").name = "Elsewhere"  # type: ignore[misc]


def test_no_two_communes_have_the_same_label() -> None:
    assert len({c.label for c in communes().values()}) == len(communes())


def test_a_label_tells_postcode_and_department_and_for_a_city_its_department_only() -> None:
    assert commune("23096").label == "Guéret (23000, Creuse)"
    assert commune("31555").label == "Toulouse (31, Haute-Garonne)"


def test_every_commune_has_a_postcode_of_five_digits() -> None:
    for c in communes().values():
        assert c.postcodes
        assert all(len(postcode) == 5 and postcode.isdigit() for postcode in c.postcodes)


def test_every_department_has_communes_a_region_and_an_outline() -> None:
    counted = Counter((c.department, c.region) for c in communes().values())
    assert set(counted) == {(d.code, d.region) for d in departments().values()}
    assert set(department_outlines()) == set(departments())
    assert len(departments()) == 96


def test_every_commune_lies_in_its_department() -> None:
    # The outlines are coarse along the coast and leave out small islands.
    tolerance_km = {"85113": 20.0, "29083": 10.0}
    outlines = department_outlines()
    astray = [
        c.label
        for c in communes().values()
        if not outlines[c.department].contains(c.point)
        and outlines[c.department].kilometres_to(c.point) > tolerance_km.get(c.code, 2.0)
    ]
    assert astray == []


def test_most_people_live_where_the_position_is_that_of_the_place_itself() -> None:
    people = Counter[PositionQuality]()
    for c in communes().values():
        people[c.quality] += c.population
    assert people[PositionQuality.PLACE] / people.total() > 0.88
    assert {c.quality for c in communes().values()} == set(PositionQuality)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("75056", 48.8566, 2.3522),
        ("29019", 48.3904, -4.4861),
        ("2A004", 41.9192, 8.7386),
        ("67482", 48.5734, 7.7521),
        ("66136", 42.6887, 2.8948),
        ("59350", 50.6292, 3.0573),
    ],
)
def test_known_towns_lie_where_they_are(code: str, latitude: float, longitude: float) -> None:
    place = commune(code).point
    assert abs(place.latitude - latitude) < 0.03
    assert abs(place.longitude - longitude) < 0.04


def test_villages_of_one_name_lie_each_in_its_own_department() -> None:
    drome, ardeche = commune("26161"), commune("07140")
    assert drome.name == ardeche.name == "Lemps"
    assert distance_km(drome.point, ardeche.point) > 50
