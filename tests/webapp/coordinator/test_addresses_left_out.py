"""The addresses of a part that a programme leaves out say so; what was begun can be ended."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_programme
from tests.page import SITE, Page
from tests.webapp.agreements.builders import an_agreement
from tests.webapp.forms.feedback import over
from tests.webapp.village.builders import a_gathering
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import PARTS
from webapp.models import CaseMeeting, FollowUp, Programme, Side
from webapp.services.after import feedback, relationships
from webapp.services.records.tokens import visit_token
from webapp.web.left_out import CLOSED, STAYS, LeftOut

ROOMS = {
    "feedback": "coordinator.feedback farmer.feedback visit_page.feedback",
    "follow-ups": "coordinator.follow_ups caseworker.follow_ups caseworker.follow_up_calls "
    "farmer.follow_ups visit_page.follow_ups",
    "before-after": "coordinator.assessments caseworker.assessments farmer.questions",
    "contact": "caseworker.relationships visit_desk.relationships farmer.relationships "
    "visit_page.relationships",
    "immersions": "caseworker.agreements caseworker.agreement_signing coordinator.prescribers "
    "caseworker.agreement_hand_off farmer.agreements visit_page.agreements",
    "case-meetings": "caseworker.case_meetings",
    "committees": "coordinator.committees coordinator.committee_lines coordinator.added_lines "
    "coordinator.committee_minutes",
    "village": "coordinator.gatherings coordinator.village_voices farmer.gatherings "
    "public.gatherings",
    "reports": "coordinator.reports coordinator.funders coordinator.indicators coordinator.series",
}
"""By part: the modules whose every view is of it."""
BESIDE = {"before-after": {"visit_page.show_questions"}, "reports": {"api.list_reports"}}
"""Views of a part that stand in a module with others."""


def leave_out(db: Session, *left: str) -> None:
    db.get_one(Programme, 1).left_out = list(left)
    db.commit()


def address_of(app: Flask, endpoint: str, token: str) -> str | None:
    """Return an address that leads to a view by a link, whatever it is about; none for buttons."""
    known: dict[str, Any] = {"token": token, "commune": "14118", "file_kind": "pdf"}
    for rule in app.url_map.iter_rules(endpoint):
        if "GET" in (rule.methods or ()):
            given = {name: known.get(name, 1) for name in rule.arguments}
            with app.test_request_context():
                return app.url_for(endpoint, _external=False, **given)
    return None


def test_the_table_names_every_view_of_every_part_once(app: Flask) -> None:
    assert set(CLOSED) == set(ROOMS) == set(PARTS)
    for part, rooms in ROOMS.items():
        modules = {f"webapp.portals.{room}" for room in rooms.split()}
        views = app.view_functions.items()
        of_it = {name for name, view in views if view.__module__ in modules}
        closed, stays = CLOSED[part].split(), STAYS.get(part, "").split()
        assert sorted(closed + stays) == sorted(of_it | BESIDE.get(part, set())), part


@pytest.mark.parametrize("part", PARTS)
def test_no_view_of_a_part_that_is_left_out_does_anything(
    app: Flask, db: Session, part: str
) -> None:
    a_programme(db)
    leave_out(db, part)
    for endpoint in CLOSED[part].split():
        with app.test_request_context(), pytest.raises(LeftOut):
            app.view_functions[endpoint]()


@pytest.mark.parametrize("part", PARTS)
def test_its_addresses_say_so_and_only_its(app: Flask, page: Page, db: Session, part: str) -> None:
    visit = over(db)
    readers = {
        "coordinator": a_coordinator(db, language="en"),
        "caseworker": a_caseworker(db, visit.party.organisation, language="en"),
        "farmer": a_farmer(db, farm=visit.farm, language="en"),
    }
    leave_out(db, part)
    for endpoint in CLOSED[part].split():
        portal = endpoint.partition(".")[0]
        address = address_of(app, endpoint, visit_token(visit, Side.PARTY))
        if address is None:
            continue
        if portal in readers:
            shown = page.sign_in(readers[portal]).visit(address, status=404)
            assert "The programme does not use this part" in shown.text, endpoint
        else:
            other = Page(app, db).client.get(address, base_url=SITE)
            assert other.status_code == (401 if portal == "api" else 404), endpoint
    page.sign_in(readers["coordinator"])
    others = {"reports": "/programme/reports", "village": "/programme/village"}
    for other_part, address in others.items():
        page.visit(address, status=404 if other_part == part else 200)


def test_no_side_is_led_to_tell_what_became_of_a_visit_where_nobody_follows_up(
    page: Page, db: Session
) -> None:
    visit = over(db)
    db.add_all(FollowUp(visit=visit, side=side, months=1, due_on=today()) for side in Side)
    farmer = a_farmer(db, farm=visit.farm, language="en")
    a_programme(db)
    db.commit()
    guests = f"/v/{visit_token(visit, Side.PARTY)}"
    for used in (True, False):
        leave_out(db, *(() if used else ("follow-ups",)))
        assert bool(page.visit(guests).soup.select('main a[href$="/since"]')) is used
        theirs = page.sign_in(farmer).visit(f"/farm/visits/{visit.id}")
        assert bool(theirs.soup.select('main a[href$="/since"]')) is used


@pytest.mark.parametrize(
    ("part", "room", "address"),
    [
        ("immersions", "/casework/agreements", "/casework/agreements/{agreement}"),
        ("immersions", "/casework/agreements", "/casework/agreements/{agreement}/hours"),
        ("feedback", "/programme/feedback", "/programme/feedback/{feedback}"),
        ("case-meetings", "/casework/cases", "/casework/cases/{case}"),
        ("village", "/programme/village", "/programme/village/{gathering}"),
    ],
)
def test_what_stays_of_a_part_does_not_lead_back_to_what_is_left_out(
    page: Page, db: Session, part: str, room: str, address: str
) -> None:
    visit = over(db)
    agreement, gathering = an_agreement(db), a_gathering(db)
    case = CaseMeeting(organisation_id=agreement.party.organisation_id, day=today())
    feedback.write_word(db, visit, Side.PARTY, "Thank you")
    db.add(case)
    db.commit()
    said = feedback.of_side(db, visit, Side.PARTY)
    assert said is not None
    where = address.format(
        agreement=agreement.id, feedback=said.id, case=case.id, gathering=gathering.id
    )
    staff = (
        a_caseworker(db, agreement.party.organisation)
        if where.startswith("/casework")
        else a_coordinator(db)
    )
    page.sign_in(staff)
    for used in (True, False):
        leave_out(db, *(() if used else (part,)))
        led = page.visit(where).soup.select(f'a[href="{room}"], a[href^="{room}#"]')
        assert bool(led) is used


def test_a_contact_is_ended_still_and_none_begins(db: Session) -> None:
    visit = over(db)
    relationships.say_yes(db, visit, Side.PARTY, [])
    leave_out(db, "contact")
    relationships.say_yes(db, visit, Side.FARM, [])
    relationships.close(db, visit, Side.FARM)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        relationships.say_yes(db, visit, Side.FARM, [])
