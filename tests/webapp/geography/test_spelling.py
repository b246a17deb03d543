import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.geography.spelling import plain, plain_names, readings, sound


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’ABERGEMENT-CLÉMENCIAT", "l abergement clemenciat"),
        ("  St   Étienne ", "saint etienne"),
        ("Ste-Foy", "sainte foy"),
        ("Plœuc", "ploeuc"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Stains", "stains"),
        ("", ""),
        ("--", ""),
    ],
)
def test_names_are_folded_to_plain_words(typed: str, folded: str) -> None:
    assert plain(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_many_names_are_folded_as_one_is() -> None:
    names = ["L'Aigle", "Saint-Ay", "Œting", "Y"]
    assert plain_names(names) == [plain(name) for name in names]


def test_a_last_st_is_read_as_saint_and_as_the_start_of_a_word() -> None:
    assert readings("st") == ("saint", "st")
    assert readings("Bourg Ste") == ("bourg sainte", "bourg ste")
    assert readings("st ") == ("saint",)


@pytest.mark.parametrize("typed", ["Paris 15e", "paris 1er arrondissement", "Paris cedex 08"])
def test_a_district_or_cedex_of_a_city_means_the_city(typed: str) -> None:
    assert readings(typed) == ("paris",)


@pytest.mark.parametrize("typed", ["F-14000", "f14000", "FR 14 000", "14.000", "14000 Cedex 9"])
def test_a_postcode_is_read_as_people_write_it(typed: str) -> None:
    assert readings(typed) == ("14000",)


def test_what_we_show_beside_a_name_is_not_read_as_part_of_it() -> None:
    assert readings("Guéret (23000, Creuse) · 12 715 habitants") == ("gueret 23000 creuse",)


@pytest.mark.parametrize(
    ("heard", "spelt"),
    [("marsel", "marseille"), ("bordo", "bordeaux"), ("filip", "philippe"), ("limoge", "limoges")],
)
def test_what_sounds_alike_is_folded_alike(heard: str, spelt: str) -> None:
    assert sound(heard) == sound(spelt)
