"""A file of others is read in an emergency: said why, for an hour, told to whom it belongs."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from webapp.ground.clock import now
from webapp.models import Event, Message, UrgentReading
from webapp.services.parties import urgent

REASON = "They are hurt on the road, and their association does not answer."


def test_a_file_of_others_opens_for_an_hour_to_whoever_said_why_and_to_nobody_else(
    page: Page, db: Session
) -> None:
    party = a_party(db, code="P-4711")
    owner = a_caseworker(db, party.organisation, language="en", last_seen_at=now())
    reader, colleague = a_caseworker(db, language="en"), a_caseworker(db, language="en")
    coordinator = a_coordinator(db, language="en", last_seen_at=now())
    page.sign_in(reader).visit(f"/casework/parties/{party.id}", status=404)
    page.visit("/casework/emergency/new")
    for code, said in (("P-9999", "No file has this code"), ("P-4711", "Write a whole sentence")):
        reason = REASON if code == "P-9999" else "help"
        page.submit({"code": code, "reason": reason}, button="Open it for an hour")
        assert said in page.text
    page.submit({"code": "P-4711", "reason": REASON}, button="Open it for an hour")
    assert party.names in page.text
    address = page.path
    told = db.scalars(select(Message.user_id).where(Message.kind == urgent.KIND)).all()
    assert set(told) == {owner.id, coordinator.id}
    assert db.scalars(select(Event).where(Event.act == "party.opened-urgently")).one().facts == {}
    read = select(Event).where(Event.act == "party.read", Event.actor_id == reader.id)
    assert db.scalars(read).one().facts == {"topic": "urgent"}
    page.sign_in(colleague).visit(address, status=404)
    assert REASON not in page.visit("/casework/emergency").text
    for user, portal in ((owner, "casework"), (coordinator, "programme")):
        shown = page.sign_in(user).visit(f"/{portal}/emergency").text
        assert REASON in shown
        assert reader.name in shown, "whom to ask why"
    [reading] = db.scalars(select(UrgentReading))
    reading.until = now() - timedelta(seconds=1)
    db.flush()
    page.sign_in(reader).visit(address)
    assert "Your hour is over." in page.text
    assert party.names not in page.text
    page.submit({"reason": REASON}, button="Open it for an hour")
    assert party.names in page.text


def test_who_asked_for_many_files_reads_whom_to_call_instead(page: Page, db: Session) -> None:
    a_programme(db, on_duty_phone="+33699000000")
    page.sign_in(a_caseworker(db, language="en"))
    for number in range(11):
        a_party(db, code=f"P-48{number:02}")
        page.visit("/casework/emergency/new")
        page.submit({"code": f"P-48{number:02}", "reason": REASON}, button="Open it for an hour")
    assert "call the number on duty: 06 99 00 00 00" in page.text


def test_ones_own_file_is_opened_as_always(page: Page, db: Session) -> None:
    party = a_party(db, code="P-4712")
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit("/casework/emergency/new")
    page.submit({"code": "P-4712", "reason": REASON}, button="Open it for an hour")
    assert "open it as always" in page.text


def test_a_number_opens_what_stands_a_name_nothing_and_what_is_mistyped_shuts_no_door(
    page: Page, db: Session
) -> None:
    kept = a_party(db, code="P-4713", number="+33699000077")
    a_party(db, kept.organisation, code="P-4714", merged_into_id=kept.id)
    reader = a_caseworker(db, language="en")
    page.sign_in(reader).visit("/casework/emergency/new")
    for asked in [f"P-99{number}" for number in range(10, 21)] + [kept.persons[0].name]:
        page.submit({"code": asked, "reason": REASON}, button="Open it for an hour")
        assert "No file has this code or number" in page.text
        assert REASON in page.response.text
    page.submit({"code": "06 99 00 00 77", "reason": REASON}, button="Open it for an hour")
    assert page.title == "P-4713"
    ours = a_caseworker(db, kept.organisation, language="en")
    page.sign_in(ours).visit("/casework/").follow("1 file of yours was read in an emergency")
    page.submit(button="I have looked at it")
    assert f"looked at by {ours.name}" in page.text
    assert "read in an emergency" not in page.visit("/casework/").text


def test_what_is_open_already_is_found_again_and_opened_no_second_time(
    page: Page, db: Session
) -> None:
    kept = a_party(db, code="P-4713", number="+33699000077")
    a_party(db, kept.organisation, code="P-4714", merged_into_id=kept.id)
    a_caseworker(db, kept.organisation, last_seen_at=now())
    page.sign_in(a_caseworker(db, language="en"))
    for asked in ("P-4713", "06 99 00 00 77", "+33 6 99 00 00 77", "p-4714"):
        page.visit("/casework/emergency/new")
        page.submit({"code": asked, "reason": REASON}, button="Open it for an hour")
        assert page.title == "P-4713"
    [reading] = db.scalars(select(UrgentReading))
    assert len(db.scalars(select(Message).where(Message.kind == urgent.KIND)).all()) == 1
    page.visit("/casework/emergency").follow("P-4713")
    reading.until = now() - timedelta(seconds=1)
    db.flush()
    page.visit("/casework/emergency/new")
    page.submit({"code": "P-4713", "reason": REASON}, button="Open it for an hour")
    assert len(db.scalars(select(UrgentReading)).all()) == 2


def test_whoever_sends_for_help_reads_in_which_town_the_farm_is(page: Page, db: Session) -> None:
    farm = a_farm(db, commune="50099", address="2 chemin Creux")
    visit = a_visit(db, a_party(db, code="P-4715"), a_slot(db, an_offer(db, farm)))
    page.sign_in(a_caseworker(db, language="en")).visit("/casework/emergency/new")
    page.submit({"code": "P-4715", "reason": REASON}, button="Open it for an hour")
    where = "2 chemin Creux, Carentan-les-Marais (50, Manche)"
    assert where in page.text
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    assert where in page.visit(f"/casework/visits/{visit.id}").text
