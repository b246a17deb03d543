"""The forms of a date: the languages that guests speak come first, the hours of the last stay."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_series, a_sitting
from webapp.ground.clock import now, today
from webapp.models import PartyState
from webapp.portals.coordinator.workshop_forms import leads_somewhere
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


@pytest.mark.parametrize(
    ("starts", "ends", "taken"),
    [("14:00", "17:00", True), ("16:59", "18:00", True), ("13:00", "14:01", True),
     ("15:00", "16:00", True), ("17:00", "18:00", False), ("12:00", "14:00", False)],
)  # fmt: skip
def test_the_dates_of_a_group_do_not_overlap(
    coordinator: Page, db: Session, starts: str, ends: str, taken: bool
) -> None:
    series = a_series(db)
    day = series.sittings[0].day.isoformat()
    coordinator.visit(f"/programme/workshops/dates/{series.id}/sittings/new")
    coordinator.submit({"day": day, "starts": starts, "ends": ends}, button="Add the date")
    assert ("This group is there already from 14:00 to 17:00" in coordinator.text) is taken
    db.refresh(series, ["sittings"])
    assert len(series.sittings) == (1 if taken else 2)


def test_a_date_is_moved_beside_another_of_its_group_and_not_into_it(
    coordinator: Page, db: Session
) -> None:
    series = a_series(db)
    later = a_sitting(db, series, 37)
    facts = {"day": series.sittings[0].day.isoformat(), "starts": "15:00", "ends": "18:00"}
    coordinator.visit(f"/programme/workshops/sittings/{later.id}").submit(facts, button="Save")
    assert "This group is there already" in coordinator.text
    coordinator.submit(facts | {"starts": "17:00"}, button="Save")
    assert "Saved." in coordinator.text
    coordinator.visit(f"/programme/workshops/sittings/{later.id}")
    coordinator.submit({"ends": "19:00"}, button="Save")
    assert "Saved." in coordinator.text
    series.sittings[0].cancelled_at = now()
    coordinator.visit(f"/programme/workshops/sittings/{later.id}")
    coordinator.submit({"starts": "14:00"}, button="Save")
    assert "Saved." in coordinator.text


def test_a_day_that_is_over_is_called_a_day(coordinator: Page, db: Session) -> None:
    series = a_series(db)
    coordinator.visit(f"/programme/workshops/dates/{series.id}/sittings/new")
    day = (today() - timedelta(days=1)).isoformat()
    coordinator.submit({"day": day}, button="Add the date")
    assert "This day is over" in coordinator.text


@pytest.mark.parametrize(
    ("link", "is_whole"),
    [
        ("https://", False), ("https:// x\"><script>", False), ("https://a..b/x", False),
        ("https://meet", False), ("https://.example.org/", False),
        ("https://meet.example/a b", False),
        ("https://meet.example/salle-3#config.a=1", True), ("https://réunion.example/é", True),
    ],
)  # fmt: skip
def test_the_address_of_a_video_meeting_leads_somewhere(link: str, is_whole: bool) -> None:
    assert leads_somewhere(link) is is_whole


def test_a_link_that_leads_nowhere_is_asked_for_again(coordinator: Page, db: Session) -> None:
    sitting = a_series(db).sittings[0]
    coordinator.visit(f"/programme/workshops/sittings/{sitting.id}")
    coordinator.submit({"link": "https://"}, button="Save")
    assert "Enter the whole address" in coordinator.text
    assert sitting.link is None
