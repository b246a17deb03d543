import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.geography import Commune, search_communes
from webapp.geography.communes import communes


def suggested(text: str, limit: int = 8) -> list[Commune]:
    return [found.commune for found in search_communes(text, limit)]


def names(text: str, limit: int = 8) -> list[str]:
    return [commune.name for commune in suggested(text, limit)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gueret", "Guéret"),
        ("GUÉRET", "Guéret"),
        ("l'hay les roses", "L'Haÿ-les-Roses"),
        ("l hay", "L'Haÿ-les-Roses"),
        ("st etienne", "Saint-Étienne"),
        ("Saint Étienne", "Saint-Étienne"),
        ("ste foy les lyon", "Sainte-Foy-lès-Lyon"),
        ("bourg en bresse", "Bourg-en-Bresse"),
        ("Chalon s/Saône", "Chalon-sur-Saône"),
        ("havre", "Le Havre"),
        ("toulo", "Toulouse"),
        ("23000", "Guéret"),
        ("75015", "Paris"),
        ("Paris 15e", "Paris"),
        ("6700", "Strasbourg"),
        ("69003 lyon", "Lyon"),
        ("bresse saint martin", "Saint-Martin-en-Bresse"),
        ("erbourg", "Cherbourg-en-Cotentin"),
        ("beaupreau", "Beaupréau-en-Mauges"),
        ("marsel", "Marseille"),
        ("bordo", "Bordeaux"),
        ("F-14000", "Caen"),
        ("14 000", "Caen"),
        ("14000 Caen Cedex 4", "Caen"),
        ("Guéret (23000, Creuse) · 12 715 inhabitants", "Guéret"),
    ],
)
def test_the_commune_meant_comes_first(typed: str, meant: str) -> None:
    assert names(typed)[0] == meant


def test_an_exact_name_comes_before_a_bigger_town_that_only_contains_it() -> None:
    assert names("Creuse")[:3] == ["Creuse", "La Creuse", "Argenton-sur-Creuse"]


def test_a_start_of_the_name_comes_before_a_start_of_a_word_within() -> None:
    found = names("brest", 20)
    assert found[0] == "Brest"
    assert found.index("Brestot") < found.index("Esboz-Brest")


def test_a_word_within_comes_before_letters_within() -> None:
    found = names("lauter", 20)
    assert found.index("Lauterbourg") < found.index("Neewiller-près-Lauterbourg")


def test_the_most_populous_comes_first_among_equals() -> None:
    found = suggested("saint-aubin", 5)
    assert {commune.name for commune in found} == {"Saint-Aubin"}
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


def test_st_may_be_the_start_of_strasbourg() -> None:
    assert {"Strasbourg", "Saint-Étienne"} <= set(names("st"))


def test_a_former_name_comes_after_the_communes_that_are_called_so_today() -> None:
    found = names("Saint-Denis")
    assert found[0] == "Saint-Denis"
    assert all(name.startswith("Saint-Denis") for name in found)


def test_a_department_tells_villages_of_one_name_apart() -> None:
    assert [c.department for c in suggested("saint aubin nord")] == ["59"]


def test_no_more_than_asked_for_and_none_twice() -> None:
    for typed in ("s", "saint", "750", "la", "st", "martin bresse"):
        found = suggested(typed, 8)
        assert len(found) <= 8
        assert len({commune.code for commune in found}) == len(found)
    assert len(search_communes("s", 3)) == 3


@pytest.mark.parametrize("typed", ["", "   ", "-", "'", "zzzzqq", "مرسيليا", "\n", "%", "00000"])
def test_nonsense_finds_nothing(typed: str) -> None:
    assert search_communes(typed) == []


@given(st.text(max_size=30))
def test_any_text_is_answered_without_error(typed: str) -> None:
    assert len(search_communes(typed)) <= 8


def test_every_commune_is_found_by_its_own_name_and_postcode() -> None:
    everyone = list(communes().values())
    for commune in random.Random(7).sample(everyone, 400):
        typed = f"{commune.name} {commune.postcodes[0]}"
        assert commune in suggested(typed), commune.label
        assert commune.name in names(commune.name.upper()), commune.label


@pytest.mark.parametrize(
    ("typed", "name_today", "by"),
    [
        ("touzac", "Bellevigne", "Touzac"),
        ("Châlons-sur-Marne", "Châlons-en-Champagne", "Châlons-sur-Marne"),
        ("chalons sur m", "Châlons-en-Champagne", "Châlons-sur-Marne"),
        ("La Défense", "Nanterre", "La Défense"),
        ("evry", "Évry-Courcouronnes", "Évry"),
        ("Châlons-en-Champagne", "Châlons-en-Champagne", None),
        ("bellevigne", "Bellevigne", None),
    ],
)
def test_a_suggestion_tells_the_other_name_that_it_was_found_by(
    typed: str, name_today: str, by: str | None
) -> None:
    found = next(each for each in search_communes(typed) if each.commune.name == name_today)
    assert (found.other_name.name if found.other_name else None) == by
