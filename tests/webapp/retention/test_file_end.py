"""What people may ask for: all that is kept of them, and that it goes; who is told before."""

import json
from datetime import timedelta

from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_party,
    a_person,
    a_programme,
    a_visit,
    an_incident,
)
from tests.page import Page
from webapp.ground.clock import now
from webapp.models import PRESENT, Contact, Feedback, Party, PartyState, Side, User, VisitState
from webapp.services.parties import merging
from webapp.services.retention.data_map import End, Of, by_table
from webapp.services.retention.export import FOR_FEW, OF_OTHERS, SECRETS


def somebodys_file(db: Session) -> tuple[User, Party]:
    a_programme(db)
    caseworker = a_caseworker(db, language="en")
    return caseworker, a_party(db, caseworker.organisation, code="P-017")


def grown_old(db: Session, party: Party, days: int) -> None:
    party.created_at = now() - timedelta(days=days)
    party.end_told_at = now() - timedelta(days=days - 700)
    db.flush()


def test_they_have_all_that_their_association_reads_of_them_and_nothing_of_what_few_read(
    db: Session, page: Page
) -> None:
    caseworker, party = somebodys_file(db)
    visit = a_visit(db, party, state=VisitState.CANCELLED, ended_at=now())
    said = Contact(party_id=party.id, kind="call", on=now().date(), words="Va bien", by=caseworker)
    db.add(said)
    an_incident(db, visit, kind="forced", side=Side.PARTY)
    said_after = {"grid": PRESENT[Side.PARTY], "answers": {"welcome": "bad"}}
    db.add(Feedback(visit_id=visit.id, side=Side.PARTY, word="Un mot", **said_after))
    page.sign_in(caseworker)
    kept = page.visit(f"/casework/parties/{party.id}/everything").response.get_json()
    assert kept["persons"][0]["first_name"] == "Nour"
    assert kept["contacts"][0]["words"] == "Va bien"
    for of_few in ("forced", "incident", "Un mot", "feedback", "welcome"):
        assert of_few not in json.dumps(kept | {"about": ""}), of_few
    assert [act["act"] for act in kept["acts"]] == ["party.saved"]
    for table, entries in by_table(Of.PARTY).items():
        mapped = {each.column.name for each in entries if each.end is not End.BLANKED}
        told = mapped - SECRETS - {name.partition(".")[2] for name in OF_OTHERS}
        assert table.name in {*kept, *FOR_FEW, "matching_rounds", "round_runs"}
        for row in kept.get(table.name, []):
            assert told <= set(row), table.name


def test_a_file_is_erased_by_its_typed_code(db: Session, page: Page) -> None:
    caseworker, party = somebodys_file(db)
    page.sign_in(caseworker)
    page.visit(f"/casework/parties/{party.id}/erasure")
    page.submit({"code": "P-018"}, button="Erase for good")
    assert "The code of this file is P-017" in page.text
    page.submit({"code": " p-017 "}, button="Erase for good")
    assert "P-017 is erased" in page.text
    db.expire_all()
    assert (party.state, party.outcome, party.phone) == (PartyState.LEFT, "unknown", None)
    shown = page.visit(f"/casework/parties/{party.id}")
    assert "This file was made anonymous on" in shown.text
    assert "Nour" not in shown.text
    page.visit(f"/casework/parties/{party.id}/home", status=404)
    assert f"A-{party.id}" not in page.visit("/casework/parties").text


def test_a_standing_visit_or_an_open_incident_comes_first(db: Session, page: Page) -> None:
    caseworker, party = somebodys_file(db)
    visit = a_visit(db, party)
    page.sign_in(caseworker)
    page.visit(f"/casework/parties/{party.id}/erasure")
    page.submit({"code": "P-017"}, button="Erase for good")
    assert "A visit of theirs stands: cancel it first" in page.text
    visit.state, visit.ended_at = VisitState.CANCELLED, now()
    an_incident(db, visit)
    page.submit({"code": "P-017"}, button="Erase for good")
    assert "An incident that concerns them is open" in page.text
    db.expire_all()
    assert party.phone is not None


def test_who_accompanies_them_is_told_before_and_can_keep_the_file(db: Session, page: Page) -> None:
    caseworker, party = somebodys_file(db)
    grown_old(db, party, 710)
    page.sign_in(caseworker)
    assert "1 file ends within a month" in page.visit("/casework/").text
    assert "P-017" in page.visit("/casework/parties/ending").text
    assert "this file is made anonymous" in page.visit(f"/casework/parties/{party.id}").text
    page.visit(f"/casework/parties/{party.id}/contacts")
    page.submit({"words": "A appelé"}, button="Write it down")
    assert "P-017" not in page.visit("/casework/parties/ending").text
    assert "ends within a month" not in page.visit("/casework/").text


def test_coordinators_read_by_code_which_files_end(db: Session, page: Page) -> None:
    _caseworker, party = somebodys_file(db)
    grown_old(db, party, 710)
    page.sign_in(a_coordinator(db, language="en"))
    shown = page.visit("/programme/retention").text
    assert "P-017" in shown
    assert "Nour" not in shown


def test_what_is_kept_of_one_family_tells_nothing_of_another_that_was_merged_by_mistake(
    db: Session, page: Page
) -> None:
    caseworker, party = somebodys_file(db)
    other = a_party(db, caseworker.organisation, persons=[a_person(first_name="Zebulon")])
    done = merging.merge(db, party, other, {}, caseworker)
    db.flush()
    page.sign_in(caseworker)
    page.visit(f"/casework/parties/{other.id}/everything")
    assert page.response.get_json()["parties"][0]["id"] == party.id, "the file that tells of them"
    merging.undo(db, done)
    db.flush()
    kept = page.visit(f"/casework/parties/{party.id}/everything").response.text
    assert "Zebulon" not in kept


def test_a_file_that_was_put_into_another_is_not_erased_alone(db: Session, page: Page) -> None:
    caseworker, party = somebodys_file(db)
    other = a_party(db, caseworker.organisation, code="P-018")
    merging.merge(db, party, other, {}, caseworker)
    db.flush()
    page.sign_in(caseworker).visit(f"/casework/parties/{other.id}/erasure")
    page.submit({"code": "P-018"}, button="Erase for good")
    assert "is erased" not in page.text
    db.expire_all()
    assert other.anonymous_since is None
