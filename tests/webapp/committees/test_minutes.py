"""Minutes: frozen for those who were there, signed by each, and the same whenever printed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_round, an_incident, an_organisation
from tests.page import Page
from tests.webapp.committees.builders import (
    a_committee,
    a_line,
    minutes_of,
    that_meets,
    to_sign,
    two_coordinators,
)
from tests.webapp.pdf.reading import text_of
from webapp.ground.clock import today
from webapp.models import IncidentReader, LineKind
from webapp.services.committees import keeping
from webapp.services.retention.anonymising import anonymise_users

THEN = datetime(2027, 4, 30, 9, tzinfo=UTC)


def test_minutes_signed_by_all_are_printed_with_the_same_bytes_a_year_later(
    db: Session, page: Page
) -> None:
    with time_machine.travel(THEN, tick=False):
        one, other = two_coordinators(db)
        committee = that_meets(db)
        farm = a_farm(db, name="Ferme Vasseur")
        ends = {"papers": {"insured_until": today().isoformat()}}
        a_line(db, committee, kind=LineKind.FARM_ENDS, subject_id=farm.id, facts=ends)
        a_line(db, committee, title="Le minibus", decision="On le loue.")
        address = f"/programme/committees/{committee.id}"
        page.sign_in(one).visit(address).follow("Close, and have it signed")
        page.submit({"present": [str(one.id), str(other.id)]}, button="Freeze the minutes")
        page.submit(button="I sign")
        assert committee.state.value == "signing"
        assert f"{other.name} à signer" in " ".join(text_of(minutes_of(page, committee)).split())
        page.visit(address)
        page.sign_in(other).visit("/programme/")
        assert "minutes to sign" in page.text
        page.visit(address).submit(button="I sign")
        assert committee.state.value == "signed"
        before = minutes_of(page, committee)
    said = " ".join(text_of(before).split())
    for words in (one.name, other.name, "On le loue.", f"Ferme n° {farm.id}"):
        assert words in said
    assert "Vasseur" not in said
    with time_machine.travel(THEN + timedelta(days=400), tick=False):
        one.name = farm.name = "Other"
        db.flush()
        assert minutes_of(page.sign_in(other), committee) == before


def test_the_minutes_say_of_which_moment_their_lines_are_and_when_they_were_frozen(
    db: Session, page: Page
) -> None:
    with time_machine.travel(THEN, tick=False):
        one, _other = two_coordinators(db)
        committee = a_committee(db, day=today() - timedelta(days=150))
        address = f"/programme/committees/{committee.id}"
        page.sign_in(one).visit(address)
        assert "the agenda will be that of April 30, 2027" in page.text
        page.submit(button="Begin")
    with time_machine.travel(THEN + timedelta(hours=2), tick=False):
        page.sign_in(one).visit(f"{address}/closing").submit(button="Freeze the minutes")
        paper = " ".join(text_of(minutes_of(page, committee)).split())
    assert "disent la situation du 30 avril 2027, 11:00. Figé le 30 avril 2027, 13:00." in paper


def test_the_page_says_what_was_frozen_and_the_minutes_no_name_of_a_round(
    db: Session, page: Page
) -> None:
    one, _other = two_coordinators(db)
    committee, of_round = that_meets(db), a_round(db, an_organisation(db, name="Accueil 46"))
    of_round.name = "La famille Haidari"
    days = {"first": today().isoformat(), "last": today().isoformat()}
    facts = {**days, "placed": 3, "people": 4}
    a_line(db, committee, kind=LineKind.ROUND_TO_APPROVE, subject_id=of_round.id, facts=facts)
    waits = {"people": 2, "since": None}
    a_line(
        db,
        committee,
        kind=LineKind.ROUND_TO_OPEN,
        subject_id=of_round.organisation_id,
        facts=waits,
    )
    address = f"/programme/committees/{committee.id}"
    assert "Haidari" in page.sign_in(one).visit(address).text
    page.visit(f"{address}/closing").submit(button="Freeze the minutes")
    assert of_round.organisation
    of_round.organisation.name = "Renamed"
    db.flush()
    for said in (page.visit(address).text, text_of(minutes_of(page, committee))):
        assert f"Session n° {of_round.id}" in " ".join(said.split())
        assert "Accueil 46" in said
        assert "Haidari" not in said
        assert "Renamed" not in said


def test_an_incident_stands_only_in_the_minutes_that_its_readers_print(
    db: Session, page: Page
) -> None:
    reader, other = two_coordinators(db)
    incident = an_incident(db)
    incident.readers.append(IncidentReader(user=reader))
    committee = that_meets(db)
    facts = {"severity": "serious", "opened": today().isoformat()}
    a_line(db, committee, kind=LineKind.INCIDENT, subject_id=incident.id, facts=facts)
    a_line(db, committee, title="Le minibus")
    page.sign_in(reader).visit(f"/programme/committees/{committee.id}/closing")
    page.submit({"present": [str(reader.id)]}, button="Freeze the minutes")
    assert f"Incident n° {incident.id}" in text_of(minutes_of(page, committee))
    assert "Incident n°" not in str(committee.said)
    assert "Incident n°" not in text_of(minutes_of(page.sign_in(other), committee))


def test_a_sign_that_cannot_be_printed_is_said_where_it_is_typed(db: Session, page: Page) -> None:
    one, _other = two_coordinators(db)
    line = a_line(db, that_meets(db), decision="🚜 of before")
    page.sign_in(one).visit(f"/programme/committees/{line.committee_id}/lines/{line.id}/decision")
    page.submit({"decision": "On loue 🚜 → 你"}, button="Save")
    assert "This cannot be printed: 🚜, 你" in page.text
    assert "On loue 🚜 → 你" in page.text
    page.submit({"decision": "On loue le tracteur → mai, ≥ 2 €"}, button="Save")
    assert line.decision == "On loue le tracteur → mai, ≥ 2 €"


def test_forms_of_a_committee_that_can_do_nothing_say_why(db: Session, page: Page) -> None:
    one, _other = two_coordinators(db)
    line = a_line(db, a_committee(db))
    committee, address = line.committee, f"/programme/committees/{line.committee_id}"
    forms = [f"{address}/closing", f"{address}/lines/{line.id}/decision"]

    def refused(because: str) -> None:
        db.flush()
        for form in forms:
            assert because in page.visit(form).text
            assert not page.soup.select("main form")

    page.sign_in(one)
    refused("This committee has not begun.")
    keeping.begin(db, committee)
    db.flush()
    page.visit(forms[1])
    keeping.close(db, committee, {"title": "Comité"}, [one], one)
    db.flush()
    page.submit({"decision": "Too late."}, button="Save")
    assert "What you wrote was not kept: Too late." in page.text
    refused("Its minutes are ready to sign.")
    keeping.sign(db, committee, one)
    refused("Its minutes are signed, and stay as they are.")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE committees SET said = '{}'",
        "UPDATE committees SET state = 'meeting', said = NULL",
        "DELETE FROM committees",
        "UPDATE committee_lines SET decision = 'No.'",
        "DELETE FROM committee_lines",
        "INSERT INTO committee_lines (committee_id, kind, facts, title)"
        " SELECT id, 'added', '{}', 'New' FROM committees",
        "UPDATE committee_signatures SET at = at - interval '1 day'",
        "UPDATE committee_signatures SET at = at - interval '1 day', name = NULL",
        "DELETE FROM committee_signatures",
        "INSERT INTO committee_signatures (committee_id, user_id)"
        " SELECT committees.id, users.id FROM committees, users"
        " WHERE users.id NOT IN (SELECT user_id FROM committee_signatures)",
    ],
)
def test_the_database_lets_nothing_of_signed_minutes_change(db: Session, change: str) -> None:
    one, _other = two_coordinators(db)
    keeping.sign(db, to_sign(db, one), one)
    db.flush()
    with pytest.raises(DBAPIError, match="signed minutes stay as they are"):
        db.execute(text(change))


def test_a_line_is_not_moved_into_signed_minutes(db: Session) -> None:
    one, _other = two_coordinators(db)
    signed = to_sign(db, one)
    keeping.sign(db, signed, one)
    line = a_line(db, that_meets(db, day=today() - timedelta(days=7)))
    db.flush()
    moved = text("UPDATE committee_lines SET committee_id = :to WHERE id = :line")
    with pytest.raises(DBAPIError, match="signed minutes stay as they are"):
        db.execute(moved, {"to": signed.id, "line": line.id})


def test_a_signature_stays_without_its_name_once_an_account_has_ended(db: Session) -> None:
    one, _other = two_coordinators(db)
    committee = to_sign(db, one)
    keeping.sign(db, committee, one)
    anonymise_users(db, [one])
    [signature] = committee.signatures
    assert (signature.who, bool(signature.at)) == ("–", True)


def test_the_minutes_say_what_was_decided_while_their_page_was_open(db: Session) -> None:
    """A line that was read before is read anew under the lock, before the minutes are written."""
    one, _other = two_coordinators(db)
    line = a_line(db, that_meets(db), title="Le minibus")
    elsewhere = text("UPDATE committee_lines SET decision = 'On le loue.' WHERE id = :line")
    db.execute(elsewhere, {"line": line.id})
    assert line.decision is None
    keeping.hold(db, line.committee)
    assert [each.decision for each in keeping.shown(db, line.committee, one)] == ["On le loue."]
