"""The forms of a date: the languages that guests speak come first, the hours of the last stay."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_series
from webapp.models import PartyState
from webapp.services.parties import tongues


@pytest.fixture
def coordinator(page: Page, db: Session) -> Page:
    a_programme(db)
    return page.sign_in(a_coordinator(db, language="en"))


def test_a_long_list_of_languages_begins_with_those_of_guests_and_what_is_ticked(
    coordinator: Page, db: Session
) -> None:
    for spoken, state in (["ps", "prs"], PartyState.ENROLLED), (["ti"], PartyState.LEFT):
        a_party(db, persons=[a_person(languages=spoken)], state=state)
    series = a_series(db, spoken=["fr", "so"])
    coordinator.visit(f"/programme/workshops/dates/{series.id}/group")
    assert "ti" not in tongues.most_spoken(db)
    boxes = coordinator.soup.select("input[name=spoken]")
    seen = [str(box["value"]) for box in boxes if box.find_parent("details") is None]
    assert sorted(seen) == ["fr", "prs", "ps", "so"]
    assert len(boxes) > len(seen)
    coordinator.submit({"spoken": ["fr", "ps"], "interpreted": ["ps"]}, button="Save")
    assert "It is held in this language already" in coordinator.text


def test_a_date_that_is_added_begins_with_the_hours_and_the_place_of_the_last(
    coordinator: Page, db: Session
) -> None:
    series = a_series(db)
    coordinator.visit(f"/programme/workshops/dates/{series.id}/sittings/new")
    value = {name: coordinator.soup.select_one(f"[name={name}]") for name in ("starts", "place")}
    assert [each and each["value"] for each in value.values()] == ["14:00", "Salle des fêtes"]
