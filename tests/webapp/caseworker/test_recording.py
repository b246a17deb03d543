"""A file begins with what reaches people, and the next one with what they have in common."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.page import Page
from tests.webapp.caseworker.test_parties import AMINA, recorded
from webapp.models import Party


def test_the_telephone_is_recorded_at_once_and_messages_are_in_the_first_language_written(
    desk: Page, db: Session
) -> None:
    amina = {**AMINA, "languages": ["sw", "prs"], "phone": "06 39 98 12 34"}
    desk.visit("/casework/parties/new").submit(amina, button="Record")
    party = recorded(db)
    assert (party.phone, party.language, party.channel) == ("+33639981234", "prs", "sms")
    assert party.what_is_missing() == ["availability"]
    desk.visit("/casework/parties/new")
    desk.submit({**amina, "first_name": "Zahra", "language": "ar"}, button="Record")
    assert recorded(db).language == "ar"
    assert f"This number is also that of {party.code}" in desk.text


def test_whoever_has_a_number_without_text_messages_is_called(desk: Page, db: Session) -> None:
    desk.visit("/casework/parties/new")
    desk.submit({**AMINA, "phone": "02 31 00 00 00"}, button="Record")
    assert recorded(db).channel == "phone-call"


def test_the_next_person_is_recorded_with_what_those_of_a_house_have_in_common(
    desk: Page, db: Session
) -> None:
    desk.visit("/casework/parties/new").submit(AMINA, button="Save, then another person")
    assert recorded(db).code in desk.text
    shown = desk.form_to("/casework/parties/new", "commune")
    assert "Carentan" in str(shown.css("[name=commune]")[0].attributes["value"])
    assert not shown.css("[name=first_name]")[0].attributes.get("value")
    ticked = {each["value"] for each in desk.soup.select("[name=languages][checked]")}
    assert ticked == {"prs", "en"}
    foreign = a_party(db)
    desk.visit(f"/casework/parties/new?like={foreign.id}", status=404)


def test_nobody_converses_in_french_and_has_none_yet(desk: Page, db: Session) -> None:
    without = {**AMINA, "languages": ["prs", "fr"], "french": "A0"}
    desk.visit("/casework/parties/new").submit(without, button="Record")
    assert "choose how well they speak it" in desk.text
    assert db.scalars(select(Party)).all() == []
    desk.submit({"french": "B1"}, button="Record")
    assert recorded(db).persons[0].french == "B1"
