"""Staying in contact: behind the link, in the farm's portal, and what a caseworker notes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party
from tests.page import Page
from tests.webapp.after.pairs import with_code
from tests.webapp.forms.feedback import over
from tests.webapp.forms.places import audited
from tests.webapp.forms.row import Filter, Found, Reading, Row, World, typed
from webapp.ground.clock import today
from webapp.models import Relationship, RelationshipState, Side, Tie
from webapp.portals.farmer.relationships import SharesForm
from webapp.services.after import relationships
from webapp.services.records.tokens import visit_token
from webapp.web.tie_form import TieForm


def guests(db: Session) -> World:
    visit = over(db, party=a_party(db, language="en"))
    return World(visit=visit, token=visit_token(visit, Side.PARTY))


def guests_who_are_asked(db: Session) -> World:
    world = guests(db)
    relationships.say_yes(db, world.visit, Side.FARM, [])
    return world


def a_farm_that_received(db: Session) -> World:
    world = guests(db)
    world.reader = a_farmer(db, world.visit.farm, language="en")
    return world


def in_contact(db: Session) -> World:
    world = a_farm_that_received(db)
    for side in Side:
        relationships.say_yes(db, world.visit, side, [])
    return world


def in_contact_at_the_desk(db: Session) -> World:
    world = in_contact(db)
    world.reader = a_caseworker(db, world.visit.party.organisation, language="en")
    return world


def in_contact_with_a_letter(db: Session) -> World:
    world = in_contact_at_the_desk(db)
    relationships.note(db, world.visit, "letter", today(), world.reader)
    world.tie = db.scalars(select(Tie)).one()
    return world


def with_the_code(page: Page, world: World) -> None:
    with_code(page, world.visit)


def kept(name: str) -> Callable[[Reading], Any]:
    def read(reading: Reading) -> Any:
        mine = Relationship.visit_id == reading.world.visit.id
        found = reading.fresh.scalar(select(Relationship).where(mine))
        return found and getattr(found, name)

    return read


def tie(name: str) -> Callable[[Reading], Any]:
    def read(reading: Reading) -> Any:
        found = reading.fresh.scalars(select(Tie)).first()
        return found and getattr(found, name)

    return read


A_TIE = {
    "kind": typed("job", at=tie("kind")),
    "on": typed(lambda _world: today().isoformat(), lambda _world: today(), at=tie("on")),
}
ENDED = {kept("state"): RelationshipState.CLOSED}

ROWS = [
    Row(
        "visit_page.answer_relationship",
        guests,
        case="with the number",
        approach=with_the_code,
        fields={"answer": typed("phone", ["phone"], at=kept("party_shares"))},
        then={kept("proposed_by"): Side.PARTY},
    ),
    Row(
        "visit_page.answer_relationship",
        guests_who_are_asked,
        case="without the number",
        approach=with_the_code,
        fields={"answer": typed("nothing", RelationshipState.OPEN, at=kept("state"))},
    ),
    Row(
        "visit_page.answer_relationship",
        guests_who_are_asked,
        case="a no",
        page="visit_page.show_relationship",
        fields={"answer": typed("end", RelationshipState.CLOSED, at=kept("state"))},
    ),
    Row(
        "farmer.show_relationship",
        a_farm_that_received,
        form=SharesForm,
        fields={"shares": typed(["email"], at=kept("farm_shares"))},
        then={kept("proposed_by"): Side.FARM, audited("visit.relationship-agreed", "side"): "farm"},
    ),
    Row("farmer.end_relationship", in_contact, page="farmer.show_relationship", then=ENDED),
    Row("farmer.note_tie", in_contact, form=TieForm, fields=A_TIE),
    Row("caseworker.show_relationship", in_contact_at_the_desk, form=TieForm, fields=A_TIE),
    Row(
        "caseworker.remove_tie",
        in_contact_with_a_letter,
        page="caseworker.show_relationship",
        then={tie("kind"): None, audited("visit.tie-taken-back", "kind"): "letter"},
    ),
    Row(
        "caseworker.end_relationship",
        in_contact_at_the_desk,
        page="caseworker.show_relationship",
        then=ENDED,
    ),
]


def two_contacts(db: Session) -> World:
    """One that both sides wish, and one that was ended, with another farm."""
    world = in_contact_at_the_desk(db)
    world.visit.farm.name = "La ferme du Bois"
    ended = over(db, party=a_party(db, world.visit.party.organisation))
    ended.farm.name = "Le Pré"
    relationships.say_yes(db, ended, Side.PARTY, [])
    relationships.close(db, ended, Side.PARTY)
    return world


FILTERS = [
    Filter(
        "caseworker.list_relationships",
        two_contacts,
        fields={"state": Found("closed", "Le Pré", "La ferme du Bois")},
    ),
]
