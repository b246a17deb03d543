"""No form refuses what the demonstration keeps: whoever opens one may save it as it stands."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.everything import EVERYTHING
from tests.markup import words_of
from tests.page import SITE, Page, shown_values
from tests.webapp.form_table import ROWS
from tests.webapp.forms.filling import address_of
from tests.webapp.forms.row import Row, World
from webapp import demo
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import (
    Agreement,
    AgreementState,
    CaseDecision,
    Farm,
    FollowUp,
    Goal,
    Party,
    Person,
    Role,
    Side,
    Slot,
    Step,
    User,
    Visit,
)
from webapp.services.after import follow_ups
from webapp.services.farms import sites
from webapp.services.visits import possible


def of_farms(db: Session, named: set[str], _endpoint: str) -> Iterator[World]:
    """Every farm, or every room, offer or date of it, with whoever signs in there."""
    for farm in db.scalars(select(Farm).order_by(Farm.id)):
        slots = [slot for offer in farm.offers for slot in offer.slots if is_to_come(slot)]
        things: dict[str, list[Any]] = {
            "room_id": farm.rooms,
            "offer_id": farm.offers,
            "slot_id": slots,
            "photo_id": farm.photos,
            "site_id": [*sites.of_farm(db, farm)],
            "visit_id": told_of(db, farm),
        }
        for name in named or {"farm_id"}:
            for thing in things.get(name, [farm]):
                yield World(reader=farm.users[0], **{name.removesuffix("_id"): thing})


def told_of(db: Session, farm: Farm) -> list[Visit]:
    """Return the visits of which a farm may put right what it told of them."""
    visits = db.scalars(select(Visit).where(Visit.farm_id == farm.id).order_by(Visit.id)).all()
    asked = {visit: follow_ups.to_tell(db, visit, Side.FARM) for visit in visits}
    return [visit for visit, last in asked.items() if last is not None and last.outcome]


def is_to_come(slot: Slot) -> bool:
    return slot.arrival > today() and not slot.visits


DATES = {
    "caseworker.change_availability": "availabilities",
    "caseworker.change_engagement": "engagements",
}
"""Forms of one of many things of a party, and where the party has them."""
ON_A_PATH: dict[str, Any] = {"goal_id": Goal, "step_id": Step, "decision_id": CaseDecision}
"""What a person has on their path, by what an address names it."""


def of_their_things(db: Session, named: set[str], of: dict[int | None, User]) -> Iterator[World]:
    """What is kept of a party that has an address of its own."""
    if "follow_up_id" in named:
        reached = select(FollowUp).where(FollowUp.outcome.is_not(None)).order_by(FollowUp.id)
        for each in db.scalars(reached):
            yield World(reader=of[each.visit.organisation_id], follow_up=each)
    if "agreement_id" in named:
        drafts = select(Agreement).where(Agreement.state == AgreementState.DRAFT)
        for draft in db.scalars(drafts.order_by(Agreement.id)):
            yield World(reader=of[draft.party.organisation_id], agreement=draft)
    for name in named & set(ON_A_PATH):
        for each in db.scalars(select(ON_A_PATH[name]).order_by(ON_A_PATH[name].id)).all():
            whose = db.get_one(Person, each.person_id)
            on = {"person": whose, "party": whose.party, name.removesuffix("_id"): each}
            if isinstance(each, CaseDecision):
                on["case"] = each.meeting
                if not each.meeting.is_open:
                    continue
            yield World(reader=of[whose.party.organisation_id], **on)


def of_parties(db: Session, named: set[str], endpoint: str) -> Iterator[World]:
    """Every party, person or date, with a caseworker of its association."""
    caseworkers = db.scalars(select(User).where(User.role == Role.CASEWORKER))
    of = {user.organisation_id: user for user in caseworkers}
    if named & {"follow_up_id", "agreement_id", *ON_A_PATH}:
        yield from of_their_things(db, named, of)
        return
    if "visit_id" in named:
        act = endpoint.rpartition(".")[2]
        for visit in db.scalars(select(Visit).order_by(Visit.id)):
            if act in possible.acts_on(visit):
                yield World(reader=of[visit.organisation_id], visit=visit)
        return
    for party in db.scalars(select(Party).order_by(Party.id)):
        people: list[Person | None] = [*party.persons] if "person_id" in named else [None]
        reader = of[party.organisation_id]
        for each in getattr(party, DATES.get(endpoint, ""), []):
            yield World(reader=reader, party=party, number=each.id)
        for person in people if endpoint not in DATES else ():
            yield World(reader=reader, party=party, person=person)


PORTALS = {"farmer": of_farms, "caseworker": of_parties}
WALKED = [
    row
    for row in ROWS
    if row.edits
    and row.endpoint.partition(".")[0] in PORTALS
    and not row.endpoint.endswith(("_round", "_template"))
]
"""Rounds are of no farm or party, and of few days that a form asks for; nor are their settings."""
A_FORM = 8 if EVERYTHING else 4
"""Each form is saved for so many things: what differs between them is drawn of few values."""


@pytest.fixture
def programme(db: Session, no_paper: None) -> None:
    demo.load(db)


@pytest.mark.long
@pytest.mark.usefixtures("spring", "programme")
def test_whatever_the_demonstration_keeps_may_be_saved_as_it_stands(
    page: Page, db: Session, app: Flask
) -> None:
    """Each form is saved for some of them, from the first to the last, the next for the next."""
    refused = {}
    walked = 0
    for number, row in enumerate(WALKED):
        of_all = list(worlds(row, app, db))
        step = max(1, len(of_all) // A_FORM)
        for world in of_all[number % step :: step]:
            address = address_of(app, row.endpoint, world)
            walked += 1
            page.sign_in(world.reader)
            db.commit()
            if told := what_refuses(page, address):
                refused[address] = told
            set_scope(db, EVERYONE)
    assert refused == {}
    assert walked > 15 * A_FORM


def what_refuses(page: Page, address: str) -> str:
    """Save the form of a page as it stands; return what is said against it, if it is refused.

    A form that is saved leads on: neither where to nor the rest of the page is looked at, for
    other tests do, and these pages are hundreds.
    """
    shown = LexborHTMLParser(page.client.get(address, base_url=SITE).text)
    [form] = [
        each
        for each in shown.css("main form")
        if each.attributes.get("action") in {None, "", address}
    ]
    answer = page.client.post(address, base_url=SITE, data=shown_values(form))
    if answer.status_code == HTTPStatus.FOUND:
        return ""
    summary = LexborHTMLParser(answer.text).css_first("main .summary")
    return words_of(summary) if summary else answer.status


def worlds(row: Row, app: Flask, db: Session) -> Iterator[World]:
    named = set(next(app.url_map.iter_rules(row.endpoint)).arguments)
    return PORTALS[row.endpoint.partition(".")[0]](db, named, row.endpoint)
