"""A no or an end for safety opens an incident; until it is closed the farm is on hold."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, FarmAct, Message, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, incidents, stays
from webapp.wording import compose


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
        page.visit("/programme/").follow(visit.farm.name)
        page.submit({"finding": "ok"}, button="Close the incident")
        assert "Write a whole sentence" in page.text
        page.submit({"finding": finding}, button="Close the incident")
    assert visit.farm.on_hold_since is None
    assert incidents.waiting(db) == []
    [released] = [each for each in visit.farm.decisions if each.act is FarmAct.RELEASED]
    assert (released.user, released.reason) == (coordinator, found[1])
    assert found[1] in page.text


def test_an_incident_is_closed_once(db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, Side.PARTY, "safety")
    [incident] = incidents.waiting(db)
    incidents.close(db, incident, a_coordinator(db), "Both sides were called.")
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        incidents.close(db, incident, a_coordinator(db), "Both sides were called.")


def test_coordinators_are_written_to_and_no_longer_once_it_is_closed(
    app: Flask, db: Session, visit: Visit
) -> None:
    coordinator = a_coordinator(db, last_seen_at=now())
    stays.cancel(db, visit, Side.PARTY, "safety")
    [message] = db.scalars(select(Message).where(Message.kind == "incident-opened")).all()
    assert (message.user, is_true(message)) == (coordinator, True)
    with app.app_context():
        assert visit.farm.name not in compose(message).body
    incidents.close(db, incidents.waiting(db)[0], coordinator, "Both sides were called.")
    assert not is_true(message)


def test_the_association_reads_that_it_is_looked_at_and_not_what_was_found(
    page: Page, db: Session, visit: Visit
) -> None:
    stays.cancel(db, visit, Side.PARTY, "safety")
    desk = page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    assert "An incident is open" in desk.visit(f"/casework/visits/{visit.id}").text
    incidents.close(db, incidents.waiting(db)[0], a_coordinator(db), "They fell out over money.")
    assert "The incident was closed" in desk.visit(f"/casework/visits/{visit.id}").text
    assert "money" not in desk.text
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit("/farm/")
    assert "money" not in page.text
