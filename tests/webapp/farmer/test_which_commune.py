"""The page where a farmer tells the commune asks which one is meant, and never guesses."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farmer
from tests.page import Page
from webapp.models import Farm


@pytest.fixture
def farm(db: Session) -> Farm:
    """A farm of which only the name is known."""
    made = Farm(name="Ferme des Trois Chênes")
    db.add(made)
    db.flush()
    return made


@pytest.fixture
def farmer(page: Page, db: Session, farm: Farm) -> Page:
    return page.sign_in(a_farmer(db, farm))


def test_a_name_several_communes_have_is_asked_again_with_the_choices(
    farmer: Page, farm: Farm
) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "Saint-Aubin", "address": "1 rue Haute"}, button="Enregistrer")
    assert "choisissez la bonne" in farmer.text
    assert "place" in farm.missing_topics
    farmer.submit({"commune_code": "39476"}, button="Enregistrer")
    assert (farm.commune, farm.address) == ("39476", "1 rue Haute")


def test_a_postcode_that_several_communes_have_is_said_to_be_one(farmer: Page) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "50500", "address": "1 rue Haute"}, button="Enregistrer")
    assert "Plusieurs communes ont ce code postal" in farmer.text
    farmer.submit({"commune": "Saint-Aubin", "address": "1 rue Haute"}, button="Enregistrer")
    assert "Plusieurs communes sont possibles" in farmer.text


def test_the_question_which_commune_leads_to_its_answers_and_tells_them_apart(
    farmer: Page,
) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "Évry", "address": "1 rue Haute"}, button="Enregistrer")
    link = farmer.soup.select_one(".summary a")
    assert link is not None
    first = farmer.soup.select_one(str(link["href"]))
    assert first is not None
    assert first["name"] == "commune_code"
    choices = [each.get_text(strip=True) for each in farmer.soup.select(".choice")]
    assert re.fullmatch(
        r"Évry-Courcouronnes \(91, Essonne\) · \d\d\s\d{3} habitants · ancienne commune : Évry",
        choices[0].replace("\xa0", " "),
    )
    assert any(choice.startswith("Évry (89140, Yonne) · ") for choice in choices)


def test_one_commune_that_is_not_called_exactly_so_is_asked_about(farmer: Page, farm: Farm) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "strazbour", "address": "1 rue Haute"}, button="Enregistrer")
    assert "Aucune commune ne porte exactement ce nom" in farmer.text
    assert farm.commune is None
    farmer.submit({"commune_code": "67482"}, button="Enregistrer")
    assert farm.commune == "67482"


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("Beaupréau", "49023", "Beaupréau est une ancienne commune."),
        ("Châlons-sur-Marne", "51108", "Châlons-sur-Marne s’appelle aujourd’hui Châlons-en-Cham"),
        ("Juan-les-Pins", "06004", "Juan-les-Pins se trouve dans cette commune"),
    ],
)
def test_whoever_types_a_name_of_former_times_is_told_the_one_of_today(
    farmer: Page, farm: Farm, typed: str, code: str, told: str
) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": typed, "address": "1 rue Haute"}, button="Enregistrer")
    assert farm.commune == code
    assert told in farmer.text
    farmer.visit("/farm/my-farm/place").submit(button="Enregistrer")
    assert told not in farmer.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("97400", "Ce programme se déroule en France métropolitaine, Corse comprise"),
        ("Fort-de-France", "Ce programme se déroule en France métropolitaine, Corse comprise"),
        ("La Réunion", "Une commune d’outre-mer porte aussi ce nom"),
        ("14035", "Aucune commune n’a ce code postal"),
    ],
)
def test_what_cannot_be_a_commune_of_the_programme_is_told_why(
    farmer: Page, farm: Farm, typed: str, told: str
) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": typed, "address": "1 rue Haute"}, button="Enregistrer")
    assert told in farmer.text
    assert farm.commune is None


def test_a_commune_nobody_knows_is_refused_and_nothing_typed_is_lost(
    farmer: Page, farm: Farm
) -> None:
    farmer.visit("/farm/my-farm/place")
    farmer.submit({"commune": "Xyzqwk", "address": "1 rue Haute"}, button="Enregistrer")
    assert "vérifiez l’orthographe" in farmer.text
    assert 'value="1 rue Haute"' in farmer.response.get_data(as_text=True)
    assert farm.address is None
