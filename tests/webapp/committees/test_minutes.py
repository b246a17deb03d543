"""Minutes: frozen for those who were there, signed by each, and the same whenever printed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_programme, an_incident
from tests.page import Page
from tests.webapp.committees.builders import a_committee, a_line, that_meets
from tests.webapp.pdf.reading import text_of
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Committee, CommitteeState, IncidentReader, LineKind, User
from webapp.services.committees import board, keeping
from webapp.services.retention.anonymising import anonymise_users

THEN = datetime(2027, 4, 30, 9, tzinfo=UTC)


def two(db: Session) -> tuple[User, User]:
    a_programme(db)
    one, other = (a_coordinator(db, language="en", last_seen_at=now()) for _two in range(2))
    return one, other


def to_sign(db: Session, *present: User) -> Committee:
    committee = a_line(db, that_meets(db), decision="Yes.").committee
    keeping.close(db, committee, {"title": "Comité"}, present, present[0])
    db.flush()
    return committee


def pdf(page: Page, committee: Committee) -> bytes:
    return bytes(page.visit(f"/programme/committees/{committee.id}/minutes.pdf").response.data)


def test_minutes_signed_by_all_are_printed_with_the_same_bytes_a_year_later(
    db: Session, page: Page
) -> None:
    with time_machine.travel(THEN, tick=False):
        one, other = two(db)
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
        assert f"{other.name} à signer" in " ".join(text_of(pdf(page, committee)).split())
        page.visit(address)
        page.sign_in(other).visit("/programme/")
        assert "minutes to sign" in page.text
        page.visit(address).submit(button="I sign")
        assert committee.state.value == "signed"
        before = pdf(page, committee)
    said = " ".join(text_of(before).split())
    for words in (one.name, other.name, "On le loue.", f"Ferme n° {farm.id}"):
        assert words in said
    assert "Vasseur" not in said
    with time_machine.travel(THEN + timedelta(days=400), tick=False):
        one.name = farm.name = "Other"
        db.flush()
        assert pdf(page.sign_in(other), committee) == before


def test_the_minutes_say_of_which_moment_their_lines_are_and_when_they_were_frozen(
    db: Session, page: Page
) -> None:
    with time_machine.travel(THEN, tick=False):
        one, _other = two(db)
        committee = a_committee(db, day=today() - timedelta(days=150))
        address = f"/programme/committees/{committee.id}"
        page.sign_in(one).visit(address)
        assert "the agenda will be that of April 30, 2027" in page.text
        page.submit(button="Begin")
    with time_machine.travel(THEN + timedelta(hours=2), tick=False):
        page.sign_in(one).visit(f"{address}/closing").submit(button="Freeze the minutes")
        paper = " ".join(text_of(pdf(page, committee)).split())
    assert "disent la situation du 30 avril 2027, 11:00. Figé le 30 avril 2027, 13:00." in paper


def test_an_incident_stands_only_in_the_minutes_that_its_readers_print(
    db: Session, page: Page
) -> None:
    reader, other = two(db)
    incident = an_incident(db)
    incident.readers.append(IncidentReader(user=reader))
    committee = that_meets(db)
    facts = {"severity": "serious", "opened": today().isoformat()}
    a_line(db, committee, kind=LineKind.INCIDENT, subject_id=incident.id, facts=facts)
    a_line(db, committee, title="Le minibus")
    page.sign_in(reader).visit(f"/programme/committees/{committee.id}/closing")
    page.submit({"present": [str(reader.id)]}, button="Freeze the minutes")
    assert f"Incident n° {incident.id}" in text_of(pdf(page, committee))
    assert "Incident n°" not in str(committee.said)
    assert "Incident n°" not in text_of(pdf(page.sign_in(other), committee))


def test_only_who_was_there_signs_and_once(db: Session) -> None:
    one, other = two(db)
    committee = to_sign(db, one, a_coordinator(db))
    with pytest.raises(RuleBroken, match="signature-not-awaited"):
        keeping.sign(db, committee, other)
    keeping.sign(db, committee, one)
    db.flush()
    with pytest.raises(RuleBroken, match="signature-not-awaited"):
        keeping.sign(db, committee, one)
    assert board.waiting(db, one) == []


def test_a_committee_taken_up_again_is_signed_anew_by_all_who_were_there(db: Session) -> None:
    one, other = two(db)
    committee = to_sign(db, one, other)
    keeping.sign(db, committee, one)
    keeping.take_up(db, committee, other)
    db.flush()
    assert (committee.state, committee.said) == (CommitteeState.MEETING, None)
    with pytest.raises(RuleBroken, match="was-named-as-present"):
        keeping.close(db, committee, {"title": "Comité"}, [other], other)
    keeping.close(db, committee, {"title": "Comité"}, [one, other], other)
    db.flush()
    assert [(each.user_id, each.at) for each in committee.signatures] == [
        (one.id, None), (other.id, None),
    ]  # fmt: skip


def test_whoever_had_signed_reads_who_took_it_up_until_they_sign_anew(
    db: Session, page: Page
) -> None:
    one, other = two(db)
    committee = to_sign(db, one, other)
    address, told = f"/programme/committees/{committee.id}", f"taken up again since by {other.name}"
    page.sign_in(one).visit(address).submit(button="I sign")
    page.sign_in(other).visit(address).submit(button="Take it up again")
    assert told in page.text
    assert told not in page.visit("/programme/").text
    assert told in page.sign_in(one).visit("/programme/").text
    page.sign_in(other).visit(f"{address}/closing")
    page.submit({"present": [str(other.id)]}, button="Freeze the minutes")
    assert "only they themselves can leave themselves out" in page.text
    page.visit(f"{address}/closing").submit(button="Freeze the minutes")  # both are ticked
    assert told in page.sign_in(one).visit("/programme/").text
    page.visit(address).submit(button="I sign")
    assert board.waiting(db, one) == []
    assert [each.user_id for each in committee.signatures] == [one.id, other.id]


def test_somebody_named_as_present_by_mistake_leaves_out_themselves(db: Session) -> None:
    one, other = two(db)
    committee = to_sign(db, one, other)
    keeping.take_up(db, committee, other)
    keeping.close(db, committee, {"title": "Comité"}, [one], other)
    db.flush()
    assert [each.user_id for each in committee.signatures] == [one.id]


def test_the_last_of_two_who_sign_at_one_instant_ends_it(db: Session) -> None:
    """What another has signed meanwhile is read anew under the lock."""
    one, other = two(db)
    committee = to_sign(db, one, other)
    assert committee.awaits(one)
    elsewhere = text("UPDATE committee_signatures SET at = now() WHERE user_id = :user")
    db.execute(elsewhere, {"user": one.id})
    keeping.sign(db, committee, other)
    assert committee.state is CommitteeState.SIGNED


def test_minutes_need_somebody_who_was_there(db: Session) -> None:
    one, _other = two(db)
    with pytest.raises(RuleBroken, match="nobody-was-there"):
        keeping.close(db, that_meets(db), {"title": "Comité"}, [], one)


def test_a_sign_that_cannot_be_printed_is_said_where_it_is_typed(db: Session, page: Page) -> None:
    one, _other = two(db)
    line = a_line(db, that_meets(db), decision="🚜 of before")
    page.sign_in(one).visit(f"/programme/committees/{line.committee_id}/lines/{line.id}/decision")
    page.submit({"decision": "On loue 🚜 → 你"}, button="Save")
    assert "This cannot be printed: 🚜, 你" in page.text
    assert "On loue 🚜 → 你" in page.text
    page.submit({"decision": "On loue le tracteur → mai, ≥ 2 €"}, button="Save")
    assert line.decision == "On loue le tracteur → mai, ≥ 2 €"


def test_a_committee_of_today_or_left_open_stands_before_every_coordinator(
    db: Session, page: Page
) -> None:
    one, other = two(db)
    for state, days in {"prepared": 7, "meeting": -3}.items():
        begun = now() if state == "meeting" else None
        a_committee(db, day=today() + timedelta(days=days), state=state, begun_at=begun)
    a_committee(db), a_committee(db, day=today() - timedelta(days=1))
    steps = [(each.committee.day, each.step) for each in board.waiting(db, one)]
    assert steps == [
        (today() - timedelta(days=3), board.Step.CLOSE),
        (today() - timedelta(days=1), board.Step.BEGIN_LATE),
        (today(), board.Step.BEGIN),
    ]
    said = page.sign_in(other).visit("/programme/").text
    for words in ("begun, and not closed yet", "has not begun", "today: begin it"):
        assert words in said


def test_minutes_to_sign_are_not_shown_as_those_that_are_signed(db: Session, page: Page) -> None:
    one, _other = two(db)
    committee = to_sign(db, one)
    page.sign_in(one).visit("/programme/committees")
    assert page.soup.select("li .tag.wait")
    keeping.sign(db, committee, one)
    db.flush()
    page.visit("/programme/committees")
    assert page.soup.select("li .tag.ok")


def test_forms_of_a_committee_that_can_do_nothing_say_why(db: Session, page: Page) -> None:
    one, _other = two(db)
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
    one, _other = two(db)
    keeping.sign(db, to_sign(db, one), one)
    db.flush()
    with pytest.raises(DBAPIError, match="signed minutes stay as they are"):
        db.execute(text(change))


def test_a_line_is_not_moved_into_signed_minutes(db: Session) -> None:
    one, _other = two(db)
    signed = to_sign(db, one)
    keeping.sign(db, signed, one)
    line = a_line(db, that_meets(db, day=today() - timedelta(days=7)))
    db.flush()
    moved = text("UPDATE committee_lines SET committee_id = :to WHERE id = :line")
    with pytest.raises(DBAPIError, match="signed minutes stay as they are"):
        db.execute(moved, {"to": signed.id, "line": line.id})


def test_a_signature_stays_without_its_name_once_an_account_has_ended(db: Session) -> None:
    one, _other = two(db)
    committee = to_sign(db, one)
    keeping.sign(db, committee, one)
    anonymise_users(db, [one])
    [signature] = committee.signatures
    assert (signature.who, bool(signature.at)) == ("–", True)


def test_the_minutes_say_what_was_decided_while_their_page_was_open(db: Session) -> None:
    """A line that was read before is read anew under the lock, before the minutes are written."""
    one, _other = two(db)
    line = a_line(db, that_meets(db), title="Le minibus")
    elsewhere = text("UPDATE committee_lines SET decision = 'On le loue.' WHERE id = :line")
    db.execute(elsewhere, {"line": line.id})
    assert line.decision is None
    keeping.hold(db, line.committee)
    assert [each.decision for each in keeping.shown(db, line.committee, one)] == ["On le loue."]
