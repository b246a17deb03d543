"""Every state, both answers, both sides, with and without code: nobody sees a thing too early."""

from dataclasses import asdict, fields
from itertools import product
from typing import Any

import pytest
from flask import Flask, render_template
from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_photo, a_visit
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import HOLDING, Answer, Side, VisitState
from webapp.services.visits import disclosure, nearby
from webapp.services.visits import shown as shown_facts

ALWAYS = {
    "side", "stage", "state", "answer", "answer_by", "ended_here", "may_answer", "waits", "begun",
    "arrived", "well", "stopped", "code_by_email", "code_arrives", "contacts", "version", "changed",
    "changes",
}  # fmt: skip
PLACE = {
    "arrival", "departure", "nights", "people", "commune", "region", "journey_minutes",
    "changes",
    "production", "wish_rank", "rooms", "lockable", "languages", "interpreter", "features",
    "hazards", "house_rules", "adults", "women_only", "barriers", "sharing",
}  # fmt: skip
GUESTS = {
    "arrival", "departure", "nights", "people", "children", "languages", "french", "interpreter",
    "needs", "barriers", "rooms", "strangers", "fetched",
}  # fmt: skip
PLACE_SHEET = {
    "farm", "host_names", "phone", "address", "town", "station", "presentation", "description",
    "house_words",
    "rooms", "journeys", "journey_ready", "tickets",
}  # fmt: skip
GUEST_SHEET = {"first_names", "phone", "phone_shared", "comes_by", "misses_the_hour"}

NEVER = {"Cachée", "Exemple", "a private note", "P-777"}
"""What no page behind a link tells at any stage."""
OF_THE_FARM = {
    "12 chemin du Marais", "Anne et Luc", "+33612345678", "Ferme des Oyats", "La traite",
    "Une ferme entre mer et marais",
}  # fmt: skip
OF_THE_PARTY = {"Nour", "+33699000000"}


def allowed(
    side: Side, state: VisitState, both_yes: bool, code: bool, ended_by: Side | None
) -> dict[str, set[str]]:
    """Return the parts of a page and their fields, written down independently of the code."""
    may_still_say_yes = state is VisitState.DECLINED and ended_by is side
    hour = {"proposed", "wished", "agreed", "version", "choices"}
    settled = both_yes and state in {VisitState.CONFIRMED, VisitState.UNDER_WAY}
    if state not in HOLDING and not may_still_say_yes:
        return {}
    whole = both_yes and code and state in HOLDING
    seen = {"Une cour", "Un nom sur la porte"} if whole else {"Une cour"}
    parts = {"place": PLACE, "photos": seen} if side is Side.PARTY else {"guests": GUESTS}
    parts |= {"hour": hour} if settled else {}
    if whole:
        parts |= (
            {"place_sheet": PLACE_SHEET} if side is Side.PARTY else {"guest_sheet": GUEST_SHEET}
        )
    return parts


def shown(view: disclosure.View) -> dict[str, set[str]]:
    parts = {name: value for name, value in asdict(view).items() if name not in ALWAYS}
    parts["photos"] = {each["words"]: True for each in parts["photos"]} or None
    return {name: set(value) for name, value in parts.items() if value is not None}


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("side", list(Side))
def test_nobody_sees_a_thing_too_early(
    app: Flask, db: Session, state: VisitState, side: Side
) -> None:
    visit = a_visit(db, a_party(db, code="P-777", notes="a private note", persons=[a_person()]))
    visit.farm.name = "Ferme des Oyats"
    visit.farm.presentation = "Une ferme entre mer et marais"
    named = a_photo(tells_no_place=False, words="Un nom sur la porte")
    visit.farm.photos.extend([a_photo(), named, a_photo(words="Cachée", hidden_at=now())])
    db.flush()
    visit.state = state
    with app.test_request_context("/v/token"):
        enders = (None, *Side)
        for party, farm, code, ended_by in product(Answer, Answer, (False, True), enders):
            set_scope(db, EVERYONE)  # the page before has asked which voices there are
            visit.party_answer, visit.farm_answer, visit.ended_by = party, farm, ended_by
            view = disclosure.view(db, visit, side, code_given=code)
            both_yes = party is farm is Answer.YES
            parts = allowed(side, state, both_yes, code, ended_by)
            assert shown(view) == parts, (party, farm, code, ended_by)
            written = render_template("visit_page/show_visit.html", view=view, token="t")
            told = {secret for secret in NEVER | OF_THE_FARM | OF_THE_PARTY if secret in written}
            assert told <= may_be_told(side, parts), (party, farm, code, ended_by)


def may_be_told(side: Side, parts: dict[str, set[str]]) -> set[str]:
    if "place_sheet" in parts:
        return OF_THE_FARM
    return OF_THE_PARTY if "guest_sheet" in parts else set()


def test_the_sheet_does_tell_what_a_stay_needs(app: Flask, db: Session) -> None:
    yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    visit = a_visit(db, state=VisitState.CONFIRMED, **yes)
    visit.farm.name = "Ferme des Oyats"
    visit.farm.presentation = "Une ferme entre mer et marais"
    with app.test_request_context("/v/token"):
        view = disclosure.view(db, visit, Side.PARTY, code_given=True)
        written = render_template("visit_page/show_visit.html", view=view, token="t")
    assert all(secret in written for secret in OF_THE_FARM)


def test_a_new_fact_is_decided_here_before_it_is_shown() -> None:
    known = {
        shown_facts.Place: PLACE,
        shown_facts.Guests: GUESTS,
        disclosure.PlaceSheet: PLACE_SHEET,
        disclosure.GuestSheet: GUEST_SHEET,
        nearby.LookedAfter: {"first_name"},
        disclosure.Contacts: {
            "association",
            "association_phone",
            "on_duty_phone",
            "nights",
            "interpreter",
        },
        disclosure.Tickets: {"by", "bought", "farm_agrees", "given", "code", "fare_cents"},
        disclosure.Interpreter: {"phone", "languages", "hours"},
    }
    for facts, names in known.items():
        assert {field.name for field in fields(facts)} == names
