"""A no or an end for safety opens an incident; while a serious one is open its farm is on hold."""

from contextlib import nullcontext
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_slot, a_visit
from tests.page import Page
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    Event,
    FarmAct,
    Incident,
    Message,
    Severity,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, incident_acts, incidents, misfits, stays
from webapp.wording import compose
from webapp.wording.incident_notices import drafted


@pytest.fixture
def visit(db: Session) -> Visit:
    return a_visit(db)


def test_a_farms_no_for_safety_told_with_the_answer_or_after_it_opens_one_incident(
    db: Session, visit: Visit
) -> None:
    answers.answer(db, visit, Side.FARM, Answer.NO)
    assert incidents.waiting(db) == []
    answers.give_reason(db, visit, Side.FARM, "safety")
    answers.give_reason(db, visit, Side.FARM, "safety")
    [incident] = incidents.waiting(db)
    assert (incident.visit, incident.side) == (visit, Side.FARM)
    assert visit.farm.on_hold_since
    other = a_visit(db)
    answers.answer(db, other, Side.FARM, Answer.NO, "safety", late=True)
    assert [each.visit for each in incidents.waiting(db)] == [visit, other]


def test_a_farm_says_that_it_is_about_safety_from_its_link(
    page: Page, db: Session, visit: Visit
) -> None:
    link = f"/v/{visit_token(visit, Side.FARM)}"
    page.visit(f"{link}?lang=en").submit(button="No, thank you")
    page.submit(button="Safety")
    assert [each.visit for each in incidents.waiting(db)] == [visit]


@pytest.mark.parametrize("end", ["cancel", "end_early", "miss"])
def test_every_end_for_safety_opens_an_incident_and_no_other_end_does(
    db: Session, visit: Visit, end: str
) -> None:
    visit.state = VisitState.CONFIRMED if end == "cancel" else VisitState.UNDER_WAY
    act = getattr(stays, end)
    if end == "miss":
        with pytest.raises(RuleBroken, match="visit-not-begun"):
            act(db, visit, Side.PARTY, "safety")
        return
    act(db, visit, Side.PARTY, "safety")
    assert [each.side for each in incidents.waiting(db)] == [Side.PARTY]
    other = a_visit(db)
    stays.cancel(db, other, Side.FARM, "weather")
    assert len(incidents.waiting(db)) == 1


def test_the_hold_ends_with_the_last_incident_and_keeps_who_found_what(
    page: Page, db: Session, visit: Visit
) -> None:
    second = a_visit(db, slot=visit.slot) if visit.slot.beds_free else visit
    for each in (visit, second):
        stays.cancel(db, each, Side.PARTY, "safety")
    coordinator = a_coordinator(db, language="en")
    page.sign_in(coordinator)
    found = ("Both were called: a misunderstanding.", "The stairs are mended, seen on the spot.")
    for finding in found:
        assert visit.farm.on_hold_since
        page.visit("/programme/").follow(visit.farm.name).follow("Close the incident")
        page.submit({"finding": "ok"}, button="Close the incident")
        assert "Write a whole sentence" in page.text
        page.submit({"finding": finding}, button="Close the incident")
    assert visit.farm.on_hold_since is None
    assert incidents.waiting(db) == []
    [released] = [each for each in visit.farm.decisions if each.act is FarmAct.RELEASED]
    assert (released.user, released.reason) == (coordinator, None)
    assert found[1] in page.text
    assert found[1] not in page.visit(f"/programme/farms/{visit.farm_id}").text


def test_an_incident_is_closed_once(db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, Side.PARTY, "safety")
    [incident] = incidents.waiting(db)
    incident_acts.close(db, incident, a_coordinator(db), "Both sides were called.")
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        incident_acts.close(db, incident, a_coordinator(db), "Both sides were called.")


def test_coordinators_are_written_to_and_no_longer_once_it_is_closed(
    app: Flask, db: Session, visit: Visit
) -> None:
    coordinator = a_coordinator(db, last_seen_at=now())
    stays.cancel(db, visit, Side.PARTY, "safety")
    [message] = db.scalars(select(Message).where(Message.kind == "incident-serious")).all()
    assert (message.user, is_true(message)) == (coordinator, True)
    assert may_ring_at_night(message), "as a call for help"
    with app.app_context():
        assert visit.farm.name not in compose(message).body
    incident_acts.close(db, incidents.waiting(db)[0], coordinator, "Both sides were called.")
    assert not is_true(message)


def test_the_association_reads_that_it_is_looked_at_and_not_what_was_found(
    page: Page, db: Session, visit: Visit
) -> None:
    stays.cancel(db, visit, Side.PARTY, "safety")
    desk = page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    assert "An incident is open" in desk.visit(f"/casework/visits/{visit.id}").text
    incident_acts.close(
        db, incidents.waiting(db)[0], a_coordinator(db), "They fell out over money."
    )
    assert "The incident was closed" in desk.visit(f"/casework/visits/{visit.id}").text
    assert "money" not in desk.text
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit("/farm/")
    assert "money" not in page.text


TOLD = incidents.Told("behaviour", "They shouted at us every evening.")
ACTS = ("minor", "serious", "measure", "close", "reopen")


def do(db: Session, act: str, incident: Incident, by: User) -> None:
    words = "Both sides were called today."
    if act == "measure":
        incident_acts.add_measure(db, incident, by, words, None)
    elif act == "close":
        incident_acts.close(db, incident, by, words)
    elif act == "reopen":
        incident_acts.reopen(db, incident, by, words)
    else:
        found = incident_acts.Judgement("hurt", Severity(act), None, 1, 0, words)
        incident_acts.judge(db, incident, by, found, incident.farm)


def test_whatever_is_done_a_farm_is_on_hold_just_while_a_serious_incident_is_open_there(
    db: Session, visit: Visit
) -> None:
    by = a_coordinator(db)
    first = incidents.open_for(db, visit, Side.PARTY)
    second = incidents.report(db, TOLD, visit=visit, side=Side.FARM)
    assert first is not None
    both = (first, second)
    start = tuple((each.severity, each.is_open) for each in both)
    todo = [start]
    for state in todo:  # it grows by every state that an act leads to
        for incident, act in product(both, ACTS):
            for each, (severity, is_open) in zip(both, state, strict=True):
                each.severity = severity
                each.closed_at = None if is_open else now()
                each.finding = None if is_open else "Both were called."
            visit.farm.on_hold_since = now() if any(each.holds for each in both) else None
            db.flush()
            allowed = incident.is_open == (act != "reopen")
            with nullcontext() if allowed else pytest.raises(RuleBroken, match="changed-meanwhile"):
                do(db, act, incident, by)
            assert bool(visit.farm.on_hold_since) == any(each.holds for each in both)
            assert all(each.is_open == (each.finding is None) for each in both)
            after = tuple((each.severity, each.is_open) for each in both)
            todo += [] if after in todo else [after]
    assert len(todo) == (2 * 2) * (3 * 2)  # the first is never moderate: nobody judges so here


def test_what_is_judged_less_serious_needs_a_reason_and_children_are_people(
    db: Session, visit: Visit
) -> None:
    by, incident = a_coordinator(db), incidents.report(db, TOLD, visit=visit)
    for minors, reason, rule in ((0, "no", "reason-too-short"), (2, "x" * 20, "more-minors")):
        found = incident_acts.Judgement("hurt", Severity.MINOR, None, 1, minors, reason)
        with pytest.raises(RuleBroken, match=rule):
            incident_acts.judge(db, incident, by, found, visit.farm)


def test_visits_to_come_at_a_farm_on_hold_are_put_before_a_person_and_nobody_says_yes(
    db: Session, visit: Visit
) -> None:
    offer = visit.slot.offer
    other = a_visit(db, slot=a_slot(db, offer, arrival=visit.slot.departure))
    incidents.report(db, incidents.Told("hurt"), visit=visit, side=Side.PARTY)
    misfits.look_again(db)
    assert other in misfits.waiting(db)
    with pytest.raises(RuleBroken):
        answers.answer(db, other, Side.PARTY, Answer.YES)
    found = [misfits.Found(other.id, "", other.arrival, other.departure, ("farm-on-hold",))]
    assert misfits.as_a_farm_is_told(found) == []


def test_an_incident_is_read_by_those_named_alone_and_each_reading_is_kept(
    page: Page, db: Session, visit: Visit
) -> None:
    named, colleague = a_coordinator(db, language="en", reads_incidents=True), a_coordinator(db)
    home = visit.party.organisation
    nearby, other = (a_caseworker(db, home, language="en") for _ in range(2))
    incident = incidents.report(db, TOLD, visit=visit, side=Side.PARTY)
    farmer = a_farmer(db, visit.farm, language="en")
    addresses = {
        f"/programme/incidents/{incident.id}": colleague,
        f"/casework/incidents/{incident.id}": other,
        f"/farm/visits/{visit.id}": farmer,
    }
    for address, user in addresses.items():
        page.sign_in(user)
        page.visit(address, status=200 if user is farmer else 404)
        assert "shouted" not in page.text
    page.sign_in(named).visit(f"/programme/incidents/{incident.id}")
    assert TOLD.words in page.text
    page.follow("Name somebody else")
    page.submit({"user": str(nearby.id)}, button="Let them read it")
    page.sign_in(nearby).visit(f"/casework/incidents/{incident.id}")
    assert TOLD.words in page.text
    readers = page.soup.select("main ul.rows li")
    assert [each.get_text(strip=True) for each in readers] == [named.name, nearby.name]
    read = db.scalars(select(Event.actor_id).where(Event.act == "incident.read")).all()
    assert {named.id, nearby.id} == set(read)


def test_no_incident_is_left_without_a_reader(db: Session, visit: Visit) -> None:
    named, other = a_coordinator(db, reads_incidents=True), a_coordinator(db, last_seen_at=now())
    incident = incidents.report(db, TOLD, visit=visit)
    assert incidents.all_of(db, other) == []
    with pytest.raises(RuleBroken, match="last-reader"):
        incident_acts.end_reading(db, incident, named.id)
    named.suspended_at = now()
    db.flush()
    assert incidents.all_of(db, other) == [incident]


def test_the_notice_to_the_cnil_is_due_in_72_hours_and_no_notice_tells_a_name(
    app: Flask, db: Session, visit: Visit
) -> None:
    data = incidents.report(db, incidents.Told("data", "A list was lost."), visit=visit)
    hurt = incidents.report(db, incidents.Told("hurt", "He fell."), visit=visit)
    assert data.notice_until == data.opened_at + timedelta(hours=72)
    with app.test_request_context():
        for incident, to in ((data, "CNIL"), (hurt, "DDETS")):
            notice = drafted(incident)
            written = notice.to + " ".join(f"{each}: {known}" for each, known in notice.facts)
            assert to in written
            for secret in ("Nour", visit.farm.name, "+33", visit.party.code, incident.told or "-"):
                assert secret not in written
    incident_acts.note_notice(db, data, a_coordinator(db))
    assert data.notice_until is None


def test_guests_tell_in_their_language_the_farm_is_held_at_once_and_its_people_read_nothing(
    page: Page, db: Session, visit: Visit
) -> None:
    link = f"/v/{visit_token(visit, Side.PARTY)}"
    page.visit(f"{link}/incident?lang=ar").submit({"kind": "hurt", "words": "صاحوا علينا"})
    assert page.path == f"{link}/help"
    [incident] = incidents.waiting(db)
    assert (incident.told, incident.side, incident.exposed) == ("صاحوا علينا", Side.PARTY, 1)
    assert visit.farm.on_hold_since
    farmer = a_farmer(db, visit.farm, language="en")
    for address in ("/farm/", "/farm/visits", f"/farm/visits/{visit.id}"):
        page.sign_in(farmer).visit(address)
        assert "صاحوا" not in page.text
        assert "ncident" not in page.text
    desk = page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    assert "is on hold" in desk.visit(f"/casework/visits/{visit.id}").text
    assert "صاحوا" not in desk.text


def test_anybody_tells_without_an_account_and_a_farm_is_held_once_it_is_named(
    page: Page, db: Session, visit: Visit
) -> None:
    told = {"kind": "forced", "place": visit.farm.name, "reached_at": "06 39 98 00 00"}
    page.visit("/incident?lang=en").submit(told, button="Send what I wrote")
    assert "Thank you for telling us" in page.text
    [incident] = incidents.waiting(db)
    assert (incident.farm, visit.farm.on_hold_since) == (None, None)
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/incidents/{incident.id}")
    assert "no farm is named" in page.text
    page.follow("Judge it").submit({"farm": str(visit.farm_id)}, button="Save")
    assert visit.farm.on_hold_since
    page.follow("Notice to the authority")
    page.submit(button="I have sent this letter")
    assert incident.notified_at
