"""Guests and farm stay in contact by two yeses, and see nothing of each other after an end."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_visit
from tests.page import Page
from tests.webapp.after.pairs import a_pair, on_hold, removed, suspended, with_code
from tests.webapp.forms.feedback import over
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Message,
    RelationshipState,
    Side,
    Visit,
    VisitState,
)
from webapp.services.after import relationships
from webapp.services.records.tokens import visit_token
from webapp.services.retention.anonymising import anonymise_parties
from webapp.wording import compose

pytestmark = pytest.mark.usefixtures("noon")

PARTY, FARM = Side.PARTY, Side.FARM
PROPOSED, OPEN, CLOSED = (
    RelationshipState.PROPOSED,
    RelationshipState.OPEN,
    RelationshipState.CLOSED,
)


Step = tuple[str, Side]
STEPS: list[Step] = [(act, side) for act in ("yes", "end") for side in Side]


def expected(steps: tuple[Step, ...]) -> RelationshipState | None:
    """Return how it stands after some steps, told from the steps alone; none: one was refused."""
    said: set[Side] = set()
    state, ended_by = None, None
    for act, side in steps:
        if act == "end" and state in {None, CLOSED}:
            return None
        if act == "yes" and state is CLOSED and ended_by is not side:
            return None
        ended_by = side
        said = {side} if state in {None, CLOSED} else {*said, side}
        state = CLOSED if act == "end" else OPEN if said == set(Side) else PROPOSED
    return state


@pytest.mark.parametrize("long", [1, 2, 3])
def test_it_is_open_while_both_say_yes_and_whatever_the_way_nothing_shows_otherwise(
    db: Session, long: int
) -> None:
    visit = a_pair(db)
    for steps in product(STEPS, repeat=long):
        outer = db.begin_nested()
        wanted = expected(steps)
        try:
            for act, side in steps:
                if act == "yes":
                    relationships.say_yes(db, visit, side, ["phone"])
                else:
                    relationships.close(db, visit, side)
        except RuleBroken:
            assert wanted is None
        else:
            found = relationships.of_visit(db, visit)
            assert found is not None
            assert found.state is wanted
            assert [found.awaits(side) for side in Side] == [
                wanted is PROPOSED and found.proposed_by.value != side.value for side in Side
            ]
            for side in Side:
                shared = relationships.shown_to(db, visit, side)
                assert (shared is not None) is (wanted is OPEN)
        outer.rollback()
        db.expire_all()


def test_each_sees_what_the_other_shares_and_no_more(db: Session) -> None:
    visit = a_pair(db)
    relationships.say_yes(db, visit, PARTY, [])
    relationships.say_yes(db, visit, FARM, ["email"], visit.farm.users[0])
    to_guests, to_farm = (relationships.shown_to(db, visit, side) for side in (PARTY, FARM))
    assert to_guests
    assert to_farm
    assert (to_guests.phone, to_guests.email) == (None, "anne@ferme.example")
    assert (to_farm.phone, to_farm.email) == (None, None)
    relationships.say_yes(db, visit, PARTY, ["phone"])
    to_farm = relationships.shown_to(db, visit, FARM)
    assert to_farm
    assert to_farm.phone == visit.party.phone
    with pytest.raises(RuleBroken, match="answer-missing"):
        relationships.say_yes(db, visit, PARTY, ["email"])


def anonymous(db: Session, visit: Visit) -> None:
    anonymise_parties(db, [visit.party])


def not_there(_db: Session, visit: Visit) -> None:
    visit.state = VisitState.NO_SHOW


def ended(db: Session, visit: Visit) -> None:
    relationships.close(db, visit, PARTY)


@pytest.mark.parametrize("what", [suspended, removed, on_hold, anonymous, not_there, ended])
def test_contact_data_is_hidden_at_once(
    db: Session, page: Page, what: Callable[[Session, Visit], None]
) -> None:
    visit = a_pair(db)
    farmer = visit.farm.users[0]
    relationships.say_yes(db, visit, FARM, ["phone"])
    relationships.say_yes(db, visit, PARTY, ["phone"])
    address = f"/farm/visits/{visit.id}/relationship"
    assert "06 99 00 00 00" in page.sign_in(farmer).visit(address).text
    what(db, visit)
    db.flush()
    assert relationships.shown_to(db, visit, FARM) is None
    assert relationships.shown_to(db, visit, PARTY) is None
    if what in {suspended, removed}:
        page.sign_in(farmer)
    status = 404 if what in {suspended, removed} else 200
    assert "06 99 00 00 00" not in page.visit(address, status=status).text


def test_the_other_side_is_told_of_a_proposal_and_the_first_of_a_yes(db: Session) -> None:
    visit = a_pair(db)
    relationships.say_yes(db, visit, PARTY, [])
    relationships.say_yes(db, visit, PARTY, ["phone"])  # the same again tells nobody anew
    [asked] = db.scalars(select(Message))
    assert (asked.kind, asked.side, is_true(asked)) == (relationships.ASKED, FARM, True)
    relationships.say_yes(db, visit, FARM, [])
    opened = db.scalars(select(Message).where(Message.kind == relationships.OPENED)).one()
    assert (opened.side, is_true(opened), is_true(asked)) == (PARTY, True, False)
    relationships.close(db, visit, FARM)
    assert not is_true(opened)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        relationships.say_yes(db, visit, PARTY, [])  # whom the other has left asks no more
    for _time in range(3):
        assert relationships.say_yes(db, visit, FARM, []).state is PROPOSED
        relationships.close(db, visit, FARM)
    told = db.execute(select(Message.kind, Message.side).order_by(Message.id)).all()
    assert told == [
        (relationships.ASKED, FARM), (relationships.OPENED, PARTY), (relationships.ASKED, PARTY)
    ], "asked once, however often it is proposed and taken back"  # fmt: skip


def test_a_farm_is_led_to_the_very_page_of_what_it_is_written_about(
    app: Flask, db: Session
) -> None:
    visit = a_pair(db)
    relationships.say_yes(db, visit, PARTY, [])
    asked = db.scalars(select(Message).where(Message.side == FARM)).one()
    with app.app_context():
        assert f"/farm/visits/{visit.id}/relationship\n" in compose(asked).body


def test_a_farm_reads_how_it_stands_and_asks_nobody_who_has_left(db: Session, page: Page) -> None:
    visit = a_pair(db)
    address = f"/farm/visits/{visit.id}/relationship"
    page.sign_in(visit.farm.users[0]).visit(address).submit(button="Yes, stay in contact")
    assert "Your guests have not answered yet." in page.text
    assert "would like to stay in contact" not in page.text
    guests = f"/v/{visit_token(visit, PARTY)}/relationship"
    page.visit(guests).submit(button="No, thank you")
    assert "The farm sees nothing of you." in page.text
    page.visit(address)
    assert "This contact is over. Your guests may ask you again" in page.text
    assert "Yes, stay in contact" not in page.text
    with_code(page, visit).submit(button="Yes, but without my number")
    page.sign_in(visit.farm.users[0]).visit(address).submit(button="No, thank you")
    assert "This contact is over. The farm may ask you again" in page.visit(guests).text


def test_what_comes_of_it_is_noted_while_it_is_open(db: Session) -> None:
    visit, by = a_pair(db), a_caseworker(db)
    relationships.say_yes(db, visit, PARTY, [])
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        relationships.note(db, visit, "letter", today(), by)
    relationships.say_yes(db, visit, FARM, [])
    relationships.note(db, visit, "letter", today(), by)
    for kind, day, rule in (
        ("letter", today() + timedelta(days=1), "tie-in-the-future"),
        ("letter", visit.arrival - timedelta(days=1), "tie-before-the-visit"),
        ("wedding", today(), "answer-missing"),
        ("letter", today(), "tie-noted-already"),
    ):
        with pytest.raises(RuleBroken, match=rule):
            relationships.note(db, visit, kind, day, by)
    kept = relationships.of_visit(db, visit)
    assert kept
    assert [each.kind for each in kept.ties] == ["letter"]
    relationships.take_back(db, visit, kept.ties[0].id)
    assert kept.ties == []
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        relationships.take_back(db, visit, 0)


def test_guests_say_yes_behind_their_link_and_see_the_number_after_a_code(
    db: Session, page: Page
) -> None:
    visit = a_pair(db)
    relationships.say_yes(db, visit, FARM, ["phone"])
    page.visit(f"/v/{visit_token(visit, PARTY)}").follow("Stay in contact with the farm")
    assert "The farm would like to stay in contact with you." in page.text
    assert "Yes, but without my number" not in page.text
    with_code(page, visit)
    assert page.title == "Stay in contact with the farm"
    looks = {tuple(each["class"]) for each in page.soup.select('button[name="answer"]')}
    assert len(looks) == 1, "No answer stands out: to give one's number is asked for by nothing"
    page.submit(button="Yes, but without my number")
    assert "You and the farm are in contact." in page.text
    assert page.soup.select_one('a[href="tel:+33231000000"]')
    page.submit(button="End this contact")
    assert "tel:+33231000000" not in str(page.soup)
    page.visit(f"/v/{visit_token(visit, FARM)}/relationship", status=404)


def test_a_caseworker_reads_how_it_stands_and_ends_it_for_the_people(
    db: Session, page: Page
) -> None:
    visit = a_pair(db)
    relationships.say_yes(db, visit, PARTY, ["phone"])
    relationships.say_yes(db, visit, FARM, [])
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}").follow("In contact after the visit")
    page.submit({"kind": "job"}, button="Write it down")
    assert "A job" in page.text
    page.submit(button="End it for the people welcomed")
    assert "neither side sees anything" in page.text
    assert relationships.shown_to(db, visit, FARM) is None


def test_the_desk_says_of_a_visit_to_come_that_nobody_can_propose_it_yet(
    db: Session, page: Page
) -> None:
    visit = a_visit(db, state=VisitState.CONFIRMED)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}/relationship")
    assert "It can begin once the visit has taken place" in page.text
    assert "Nobody has proposed it yet" not in page.text


def test_a_caseworker_reads_all_contacts_of_their_people_on_one_page_and_nobody_elses(
    page: Page, db: Session
) -> None:
    visit, elsewhere = a_pair(db), over(db)
    for each in (visit, elsewhere):
        relationships.say_yes(db, each, PARTY, [])
    desk = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(desk).visit("/casework/visits").follow("In contact")
    assert visit.party.code in page.text
    assert elsewhere.party.code not in page.text
    assert "One has said yes" in page.soup.select("table")[0].text
    relationships.say_yes(db, visit, FARM, ["phone"])
    relationships.note(db, visit, "letter", today(), desk)
    db.commit()
    assert "A letter" in page.visit("/casework/relationships?state=open").text
    assert "33231000000" not in page.text.replace(" ", "")
    page.visit("/casework/relationships?state=closed")
    assert "Nobody is in contact here" in page.text
