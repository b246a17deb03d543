import gzip
from typing import Any

import pytest

from webapp.geography import NameKind
from webapp.geography.build_communes import overseas_table, pack_former_names
from webapp.geography.build_former_names import FormerName, find_former_names
from webapp.geography.communes import communes
from webapp.geography.other_names import FORMER_NAMES_FILE, other_names

Record = dict[str, Any]


def a_commune(code: str, name: str, zone: str = "metro", merged: str = "") -> Record:
    more = {"anciensCodes": merged.split()} if merged else {}
    return {"code": code, "nom": name, "type": "commune-actuelle", "zone": zone, **more}


def a_village(code: str, name: str, of: str) -> Record:
    return {"code": code, "nom": name, "type": "commune-deleguee", "chefLieu": of}


def a_state(number: str, name: str, kind: str = "COM", **more: object) -> Record:
    return {"id": number, "code": number[:5], "nom": name, "type": kind, **more}


def found(years: list[list[Record]], history: list[Record] | None = None) -> list[FormerName]:
    return find_former_names(years, history or [])


def test_a_village_that_the_newest_edition_has_dropped_is_still_known() -> None:
    today = a_commune("16204", "Bellevigne")
    years = [[today, a_village("16386", "Touzac", of="16204")], [today]]
    assert found(years) == [FormerName("16204", "Touzac", NameKind.MERGED)]


def test_a_village_whose_commune_merged_again_is_followed_to_the_last_one() -> None:
    years = [
        [a_commune("16002", "Val"), a_village("16001", "Haut", of="16002")],
        [a_commune("16003", "Grand Val", merged="16001 16002")],
    ]
    assert found(years) == [
        FormerName("16003", "Haut", NameKind.MERGED),
        FormerName("16003", "Val", NameKind.MERGED),
    ]


def test_a_commune_under_another_name_was_renamed() -> None:
    years = [[a_commune("51108", "Châlons-sur-Marne")], [a_commune("51108", "Châlons")]]
    assert found(years) == [FormerName("51108", "Châlons-sur-Marne", NameKind.RENAMED)]


def test_another_spelling_of_the_name_of_today_is_no_former_name() -> None:
    assert found([[a_commune("16001", "Saint Médard")], [a_commune("16001", "Saint-Medard")]]) == []


def test_a_village_that_left_again_is_nothing_but_itself() -> None:
    today = [a_commune("15141", "Neussargues"), a_commune("15031", "Celles")]
    years = [[today[0], a_village("15031", "Celles", of="15141")], today]
    history = [
        a_state("15031@1943", "Celles", successeur="15031@2016"),
        a_state("15031@2016", "Celles", "COMD", pole="15141@2016"),
        a_state("15141@2016", "Neussargues"),
    ]
    assert found(years, history) == []


def test_a_name_of_before_the_first_edition_is_followed_through_the_history() -> None:
    history = [
        a_state("50129@1943", "Cherbourg", dateFin="2000", successeur="50129@2000"),
        a_state("50129@2000", "Cherbourg-Octeville", dateFin="2016", successeur="50129@2016"),
        a_state("50129@2016", "Cherbourg-Octeville", "COMD", pole="50129@2016b"),
        a_state("50129@2016b", "Cherbourg-en-Cotentin"),
    ]
    assert found([[a_commune("50129", "Cherbourg-en-Cotentin")]], history) == [
        FormerName("50129", "Cherbourg", NameKind.MERGED),
        FormerName("50129", "Cherbourg-Octeville", NameKind.MERGED),
    ]


def test_a_commune_that_was_parted_leads_to_all_of_its_parts() -> None:
    history = [
        a_state(
            "08119@1965", "Cheveuges-Saint-Aignan", dateFin="1986", membres=["08119@", "08377@"]
        ),
        a_state("08119@", "Cheveuges"),
        a_state("08377@", "Saint-Aignan"),
    ]
    years = [[a_commune("08119", "Cheveuges"), a_commune("08377", "Saint-Aignan")]]
    assert [each.commune for each in found(years, history)] == ["08119", "08377"]


def test_a_commune_shared_out_among_its_neighbours_leads_to_the_one_that_has_its_code() -> None:
    history = [a_state("60606@1943", "Sarron", dateFin="1951", raisonFin="suppression")]
    assert found([[a_commune("60509", "Pont", merged="60606")]], history) == [
        FormerName("60509", "Sarron", NameKind.MERGED)
    ]


def test_a_commune_that_no_edition_tells_more_of_stops_the_building() -> None:
    with pytest.raises(KeyError, match="99999"):
        found([[a_commune("99999", "Perdu")], [a_commune("99998", "Autre")]])


def test_a_former_name_overseas_is_left_out() -> None:
    years = [[a_commune("97105", "Vieux", "drom")], [a_commune("97105", "Neuf", "drom")]]
    assert found(years) == []


def test_former_names_are_packed_as_a_table_without_a_date() -> None:
    packed = pack_former_names([FormerName("16204", "Touzac", NameKind.MERGED)])
    assert gzip.decompress(packed).decode() == "commune,name,kind\n16204,Touzac,m\n"
    assert packed[4:8] == b"\0\0\0\0"


def test_places_overseas_are_written_with_their_territories() -> None:
    territory = {"code": "974", "nom": "La Réunion", "zone": "drom"}
    mainland = {"code": "23", "nom": "Creuse", "zone": "metro"}
    places = [a_commune("97411", "Saint-Denis", "drom"), a_commune("23096", "Guéret")]
    assert overseas_table(places, [mainland, territory]) == (
        "code,name\n974,La Réunion\n97411,Saint-Denis\n"
    )


def test_the_committed_names_lead_to_communes_of_today_and_stay_small() -> None:
    assert {other.commune for other in other_names()} <= set(communes())
    assert len(other_names()) == len({(other.commune, other.name) for other in other_names()})
    assert FORMER_NAMES_FILE.read_bytes()[4:8] == b"\0\0\0\0"
    assert len(FORMER_NAMES_FILE.read_bytes()) < 60_000


def test_villages_that_the_edition_of_2026_has_dropped_are_committed() -> None:
    known = {other.name: communes()[other.commune].name for other in other_names()}
    assert known["Pfaffenhoffen"] == "Val-de-Moder"
    assert known["Saint-Loup-de-Gonois"] == "La Selle-sur-le-Bied"
