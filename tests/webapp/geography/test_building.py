import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from webapp.geography import Point, PositionQuality, distance_km
from webapp.geography import __file__ as package_file
from webapp.geography.build_communes import department_table, pack, read_drafts
from webapp.geography.build_positions import Draft, Place, find_positions
from webapp.geography.communes import COMMUNES_FILE

GUERET = Point(46.1718, 1.8717)


def a_draft(code: str = "23001", name: str = "Villard", **changes: object) -> Draft:
    draft = Draft(
        code=code,
        name=name,
        postcodes=("23000",),
        department="23",
        region="75",
        district="232",
        intercommunality="",
        population=1000,
        former_names=(),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def a_place(number: int = 1, name: str = "Villard", **changes: object) -> Place:
    place = Place(
        number=number, name=name, other_names=(), region="75", point=GUERET, population=1000
    )
    return replace(place, **changes)  # type: ignore[arg-type]


def test_a_commune_lies_at_the_place_of_its_name() -> None:
    assert find_positions([a_draft()], [a_place()]) == {"23001": (GUERET, PositionQuality.PLACE)}


def test_a_place_of_its_name_in_another_department_is_not_the_commune() -> None:
    drafts = [a_draft(), a_draft("23002", "Bourg")]
    places = [a_place(point=Point(45.83, 1.26)), a_place(2, "Bourg")]
    assert find_positions(drafts, places)["23001"] == (GUERET, PositionQuality.POSTCODE)


def test_of_two_places_of_its_name_a_commune_takes_the_one_of_its_size() -> None:
    hamlet = a_place(2, point=Point(46.0, 2.0), population=9000)
    assert find_positions([a_draft()], [hamlet, a_place()])["23001"][0] == GUERET


def test_a_place_belongs_to_one_commune_only() -> None:
    drafts = [a_draft(), a_draft("23002", "Villard", population=90)]
    found = find_positions(drafts, [a_place()])
    assert found["23001"][1] is PositionQuality.PLACE
    assert found["23002"][1] is PositionQuality.POSTCODE


def test_a_far_place_with_the_population_of_another_village_is_doubted() -> None:
    drafts = [a_draft(population=50), a_draft("23002", "Bourg")]
    places = [a_place(point=Point(45.95, 2.17)), a_place(2, "Bourg")]
    found = find_positions(drafts, places)
    assert found["23001"] == (GUERET, PositionQuality.POSTCODE)


def test_a_merged_commune_lies_at_one_of_its_former_villages() -> None:
    found = find_positions([a_draft(name="Val Vert", former_names=("Villard",))], [a_place()])
    assert found["23001"] == (GUERET, PositionQuality.PLACE)


def test_neighbours_stand_in_from_postcode_to_intercommunality_to_district() -> None:
    lone = {"postcodes": ("23999",)}
    drafts = [
        a_draft("23001", "Villard", intercommunality="A"),
        a_draft("23002", "Sans Place"),
        a_draft("23003", "Sans Poste", intercommunality="A", **lone),
        a_draft("23004", "Sans Rien", **lone),
    ]
    found = find_positions(drafts, [a_place()])
    assert [found[draft.code][1] for draft in drafts] == ["p", "c", "i", "d"]
    assert {point for point, _ in found.values()} == {GUERET}


def test_a_mean_that_falls_outside_the_department_moves_to_a_neighbour() -> None:
    here = {"department": "31", "region": "76", "district": "313", "postcodes": ("31000",)}
    luchon, revel = Point(42.79, 0.59), Point(43.46, 2.0)
    drafts = [
        a_draft("31001", "Luchon", **here),
        a_draft("31002", "Revel", **here),
        a_draft("31003", "Perdu", **here),
    ]
    places = [
        a_place(1, "Luchon", region="76", point=luchon),
        a_place(2, "Revel", region="76", point=revel),
    ]
    point, quality = find_positions(drafts, places)["31003"]
    assert quality is PositionQuality.POSTCODE
    assert point in (luchon, revel)


def test_a_commune_nothing_is_known_of_stops_the_building() -> None:
    with pytest.raises(ValueError, match="nothing tells where"):
        find_positions([a_draft()], [])


def test_only_the_metropolitan_communes_of_today_are_read() -> None:
    today = {
        "code": "49023", "nom": "Beaupréau-en-Mauges", "type": "commune-actuelle", "zone": "metro",
        "codesPostaux": ["49600", "49110"], "departement": "49", "region": "52",
        "arrondissement": "492", "population": 23_000,
    }  # fmt: skip
    former = {"code": "49023", "nom": "Beaupréau", "type": "commune-deleguee", "chefLieu": "49023"}
    overseas = today | {"code": "97105", "zone": "drom"}
    drafts = read_drafts([overseas, former, today], [{"code": "E", "membres": [{"code": "49023"}]}])
    assert [draft.code for draft in drafts] == ["49023"]
    assert drafts[0].former_names == ("Beaupréau",)
    assert drafts[0].postcodes == ("49110", "49600")
    assert drafts[0].intercommunality == "E"


def test_the_same_communes_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    positions = {"23001": (GUERET, PositionQuality.PLACE)}
    first = pack([a_draft()], positions)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert pack([a_draft()], positions) == first
    assert gzip.decompress(first).decode().splitlines()[1] == (
        "23001,Villard,23000,23,75,46.1718,1.8717,1000,p"
    )


def test_departments_are_written_with_their_region() -> None:
    table = department_table(
        [
            {"code": "23", "nom": "Creuse", "region": "75", "zone": "metro"},
            {"code": "971", "nom": "Guadeloupe", "region": "01", "zone": "drom"},
        ],
        [{"code": "75", "nom": "Nouvelle-Aquitaine"}, {"code": "01", "nom": "Guadeloupe"}],
    )
    assert table == "code,name,region,region_name\n23,Creuse,75,Nouvelle-Aquitaine\n"


def test_the_committed_table_carries_no_date_and_stays_small() -> None:
    packed = COMMUNES_FILE.read_bytes()
    assert packed[4:8] == b"\0\0\0\0"
    assert len(packed) < 640_000


def test_the_vendored_map_is_the_one_that_was_taken_over() -> None:
    folder = Path(package_file).parent / "vendor/svg-maps-france-departments-2.0.0"
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_an_island_without_neighbours_lies_where_it_was_noted_by_hand() -> None:
    island = a_draft("29155", "Ouessant", department="29", region="53", postcodes=("29242",))
    point, quality = find_positions([island], [])["29155"]
    assert quality is PositionQuality.PLACE
    assert distance_km(point, Point(48.46, -5.09)) < 2
