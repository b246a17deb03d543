import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.geography import Commune, resolve_commune, search_communes
from webapp.geography.communes import communes


def as_list(answer: Commune | list[Commune]) -> list[Commune]:
    assert isinstance(answer, list), "chosen without confirmation"
    return answer


def names(text: str, limit: int = 8) -> list[str]:
    return [commune.name for commune in search_communes(text, limit)]


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
    found = search_communes("saint-aubin", 5)
    assert {commune.name for commune in found} == {"Saint-Aubin"}
    assert [c.population for c in found] == sorted((c.population for c in found), reverse=True)


def test_st_may_be_the_start_of_strasbourg() -> None:
    assert {"Strasbourg", "Saint-Étienne"} <= set(names("st"))


def test_a_department_tells_villages_of_one_name_apart() -> None:
    assert [c.department for c in search_communes("saint aubin nord")] == ["59"]


def test_no_more_than_asked_for_and_none_twice() -> None:
    for typed in ("s", "saint", "750", "la", "st", "martin bresse"):
        found = search_communes(typed, 8)
        assert len(found) <= 8
        assert len({commune.code for commune in found}) == len(found)
    assert len(search_communes("s", 3)) == 3


@pytest.mark.parametrize("typed", ["", "   ", "-", "'", "zzzzqq", "مرسيليا", "\n", "%", "00000"])
def test_nonsense_finds_nothing(typed: str) -> None:
    assert search_communes(typed) == []
    assert resolve_commune(typed) == []


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=30))
def test_any_text_is_answered_without_error(typed: str) -> None:
    assert len(search_communes(typed)) <= 8
    resolve_commune(typed)


def test_every_commune_is_found_by_its_own_name_and_postcode() -> None:
    everyone = list(communes().values())
    for commune in random.Random(7).sample(everyone, 400):
        typed = f"{commune.name} {commune.postcodes[0]}"
        assert commune in search_communes(typed), commune.label
        assert commune.name in names(commune.name.upper()), commune.label


def test_a_chosen_label_is_that_commune() -> None:
    everyone = list(communes().values())
    for commune in random.Random(11).sample(everyone, 300):
        assert resolve_commune(commune.label) == commune


def test_an_exact_name_that_only_one_commune_has_is_chosen() -> None:
    chosen = resolve_commune("guéret")
    assert isinstance(chosen, Commune)
    assert chosen.code == "23096"


def test_a_name_many_villages_have_gives_all_of_them_to_confirm() -> None:
    choices = resolve_commune("St Aubin")
    assert isinstance(choices, list)
    assert {commune.name for commune in choices} == {"Saint-Aubin"}
    assert len(choices) == sum(c.name == "Saint-Aubin" for c in communes().values())


def test_a_postcode_of_several_villages_gives_all_of_them() -> None:
    choices = resolve_commune("23140")
    assert isinstance(choices, list)
    assert len(choices) > 5
    assert all("23140" in commune.postcodes for commune in choices)


def test_part_of_a_name_is_chosen_when_one_commune_only_is_spelt_so() -> None:
    chosen = resolve_commune("cherbourg")
    assert isinstance(chosen, Commune)
    assert chosen.name == "Cherbourg-en-Cotentin"


def test_the_start_of_several_names_is_to_be_confirmed() -> None:
    choices = resolve_commune("toulo")
    assert isinstance(choices, list)
    assert "Toulouse" in {commune.name for commune in choices}


def test_what_merely_sounds_like_a_commune_is_to_be_confirmed_even_if_only_one_does() -> None:
    assert "Bordeaux" in {commune.name for commune in as_list(resolve_commune("bordo"))}
    assert [c.name for c in as_list(resolve_commune("strazbour"))] == ["Strasbourg"]


def test_the_former_name_of_a_village_leads_to_the_commune_it_merged_into() -> None:
    chosen = resolve_commune("Beaupréau")
    assert isinstance(chosen, Commune)
    assert chosen.name == "Beaupréau-en-Mauges"
