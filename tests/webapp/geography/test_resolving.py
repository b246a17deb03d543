import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.geography import Commune, NameKind, resolve_commune
from webapp.geography.communes import communes


def chosen(text: str) -> Commune:
    answer = resolve_commune(text)
    assert answer.chosen is not None, f"{text}: asked about {asked(text)}"
    return answer.chosen.commune


def asked(text: str) -> list[str]:
    answer = resolve_commune(text)
    assert answer.chosen is None, f"{text}: chosen without asking"
    return [found.commune.name for found in answer.choices]


def test_a_name_that_only_one_commune_has_is_chosen() -> None:
    assert chosen("guéret").code == "23096"


def test_an_article_may_be_left_out() -> None:
    assert chosen("mans").name == "Le Mans"


def test_a_name_many_villages_have_gives_all_of_them_to_choose_from() -> None:
    have_it = {c.code for c in communes().values() if c.name == "Saint-Aubin"}
    choices = {found.commune.code for found in resolve_commune("St Aubin").choices}
    assert have_it <= choices
    assert len(have_it) > 5


def test_a_postcode_of_several_villages_gives_all_of_them() -> None:
    answer = resolve_commune("23140")
    assert len(answer.choices) > 5
    assert all("23140" in found.commune.postcodes for found in answer.choices)


@pytest.mark.parametrize(
    ("typed", "village", "city"),
    [
        ("Évry", "Évry", "Évry-Courcouronnes"),
        ("Asnières", "Asnières", "Asnières-sur-Seine"),
        ("Boulogne", "Essarts-en-Bocage", "Boulogne-Billancourt"),
        ("Boulogne", "Boulogne-sur-Gesse", "Boulogne-sur-Mer"),
        ("Nogent", "Nogent", "Nogent-sur-Marne"),
        ("Neuilly", "Neuilly", "Neuilly-sur-Seine"),
        ("Nogent, France", "Nogent", "Nogent-sur-Marne"),
        ("Nogent ()", "Nogent", "Nogent-sur-Marne"),
        ("Champigny Marne", "Champigny", "Champigny-sur-Marne"),
    ],
)
def test_a_short_name_that_a_far_larger_commune_begins_with_is_asked_about(
    typed: str, village: str, city: str
) -> None:
    assert {village, city} <= set(asked(typed))


def test_a_former_village_is_asked_about_for_the_sake_of_a_town_that_begins_so() -> None:
    assert asked("Octeville") == ["Cherbourg-en-Cotentin", "Octeville-sur-Mer"]


def test_a_commune_is_not_asked_about_for_the_sake_of_a_smaller_one_that_begins_so() -> None:
    assert chosen("Marseille").name == "Marseille"
    assert "Marseille-en-Beauvaisis" in {c.name for c in communes().values()}


def test_the_largest_of_the_choices_comes_first() -> None:
    people = [found.commune.population for found in resolve_commune("Villeneuve").choices]
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    "typed", ["toulo", "strasb", "erbourg", "bordo", "strazbour", "marsel", "chalon sur sone"]
)
def test_part_of_a_word_and_what_merely_sounds_alike_is_never_chosen(typed: str) -> None:
    asked(typed)


def test_one_that_merely_sounds_alike_is_asked_about() -> None:
    assert asked("strazbour") == ["Strasbourg"]


@pytest.mark.parametrize(
    ("typed", "name_today", "kind"),
    [
        ("Beaupréau", "Beaupréau-en-Mauges", NameKind.MERGED),
        ("Pfaffenhoffen", "Val-de-Moder", NameKind.MERGED),
        ("Cherbourg", "Cherbourg-en-Cotentin", NameKind.MERGED),
        ("Châlons-sur-Marne", "Châlons-en-Champagne", NameKind.RENAMED),
        ("Juan les Pins", "Antibes", NameKind.PLACE),
    ],
)
def test_a_name_of_former_times_or_of_a_place_leads_to_the_commune_of_today(
    typed: str, name_today: str, kind: NameKind
) -> None:
    found = resolve_commune(typed).chosen
    assert found is not None
    assert found.other_name is not None
    assert (found.commune.name, found.other_name.kind) == (name_today, kind)


def test_a_village_that_is_no_more_is_not_taken_for_its_namesake_elsewhere() -> None:
    assert asked("Touzac") == ["Bellevigne", "Touzac"]
    assert chosen("Touzac (Charente)").name == "Bellevigne"
    assert chosen("Touzac 46").name == "Touzac"


@pytest.mark.parametrize(
    ("place", "communes_there"),
    [
        ("La Défense", {"Puteaux", "Courbevoie", "Nanterre"}),
        ("Paris La Défense Cedex 92042", {"Puteaux", "Courbevoie", "Nanterre"}),
        ("Cergy-Pontoise", {"Cergy", "Pontoise", "Osny"}),
        ("Marne la Vallée", {"Noisy-le-Grand", "Chessy"}),
    ],
)
def test_a_place_in_several_communes_is_asked_about(place: str, communes_there: set[str]) -> None:
    assert communes_there <= set(asked(place))


@pytest.mark.parametrize(
    "typed",
    [
        "14000",
        "14 000",
        "F-14000",
        "F14000 Caen",
        "FR 14 000 CAEN",
        "14000 Caen",
        "Caen 14000",
        "Caen (14)",
        "Caen, Calvados",
        "Caen, 14000, Calvados, France",
        "CAEN CEDEX",
        "14035 CAEN CEDEX 4",
        "14000 Caen (Calvados)",
    ],
)
def test_an_address_is_read_as_people_write_it(typed: str) -> None:
    assert chosen(typed).name == "Caen"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Boulogne 92", "Boulogne-Billancourt"),
        ("62200 Boulogne", "Boulogne-sur-Mer"),
        ("Asnières 92600", "Asnières-sur-Seine"),
        ("Asnières, Eure", "Asnières"),
        ("Champigny (Marne)", "Champigny"),
        ("75008 Paris Cedex 08", "Paris"),
        ("Lyon 3e", "Lyon"),
    ],
)
def test_a_postcode_or_a_department_tells_which_one(typed: str, name: str) -> None:
    assert chosen(typed).name == name


def test_a_postcode_that_contradicts_the_name_is_asked_about() -> None:
    assert asked("Caen 75001") == ["Caen"]


def test_a_whole_address_is_asked_about_by_its_postcode() -> None:
    assert "Guéret" in asked("12 rue du Prat, 23000 Guéret")


def test_the_department_is_told_by_the_code_and_not_by_the_postcode() -> None:
    eloise = chosen("01200 Éloise")
    assert (eloise.department, eloise.department_name) == ("74", "Haute-Savoie")
    assert chosen("Éloise (Haute-Savoie)") == eloise
    assert asked("Éloise (Ain)") == ["Éloise"]


@pytest.mark.parametrize(
    "typed",
    [
        "97400",
        "Saint-Denis 97400",
        "Saint-Denis, La Réunion",
        "Saint-Pierre (Martinique)",
        "Fort-de-France",
        "Abymes",
        "Guyane",
        "98000 Monaco",
        "Saint-Denis 974",
        "Saint-Pierre (974)",
        "971",
        "Nouméa",
    ],
)
def test_what_lies_overseas_is_told_and_nothing_else_proposed(typed: str) -> None:
    answer = resolve_commune(typed)
    assert answer.is_overseas
    assert (answer.chosen, answer.choices) == (None, ())


@pytest.mark.parametrize("typed", ["La Réunion", "Le Port", "Saint-Claude"])
def test_a_village_with_the_name_of_a_place_overseas_is_asked_about(typed: str) -> None:
    answer = resolve_commune(typed)
    assert answer.is_overseas
    assert typed in {found.commune.name for found in answer.choices}


def test_a_village_with_the_name_of_a_place_overseas_is_chosen_with_its_department() -> None:
    assert chosen("La Réunion 47700").department == "47"
    assert chosen("Saint-Claude, Jura").department == "39"


@pytest.mark.parametrize("typed", ["", "  ", "-", "zzzzqq", "مرسيليا", "\n", "%", "00000", "·"])
def test_nonsense_gives_nothing_to_choose_from(typed: str) -> None:
    answer = resolve_commune(typed)
    assert (answer.chosen, answer.choices, answer.is_overseas) == (None, (), False)


@given(st.text(max_size=30))
def test_any_text_is_understood_or_asked_about_without_error(typed: str) -> None:
    answer = resolve_commune(typed)
    assert answer.chosen is None or answer.choices == ()


def test_an_endless_text_is_read_to_a_length_that_an_address_may_have() -> None:
    assert chosen("Guéret, Creuse" + " " * 300 + "x") == chosen("Guéret, Creuse")
