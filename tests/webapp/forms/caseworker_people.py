"""The members of a party, who it travels with, and the farms it is not to be paired with."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person
from tests.webapp.forms.caseworker_dates import numbered
from tests.webapp.forms.caseworker_files import PERSON
from tests.webapp.forms.places import audited, how_many, id_of, is_there, newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Companions, Person, Refusal, Side
from webapp.portals.caseworker.party_forms import CompanionForm, PersonForm, RefusalForm


def a_couple(db: Session) -> World:
    """Two people of one party, and another party of the same association."""
    user = a_caseworker(db, language="en")
    party = a_party(db, user.organisation, persons=[a_person(), a_person(first_name="Sam")])
    other = a_party(db, user.organisation)
    return World(reader=user, party=party, person=party.persons[0], other=other)


def friends(db: Session) -> World:
    """Two parties who travel together."""
    world = a_couple(db)
    bond = Companions(organisation_id=world.party.organisation_id)
    world.party.companions = world.other.companions = world.bond = bond
    db.flush()
    return world


def a_party_and_a_farm(db: Session) -> World:
    world = a_couple(db)
    world.farm = a_farm(db)
    return world


def a_refusal(db: Session) -> World:
    """A party that does not wish to go to a farm."""
    world = a_party_and_a_farm(db)
    world.refusal = Refusal(farm_id=world.farm.id, side=Side.PARTY)
    world.party.refusals.append(world.refusal)
    db.flush()
    return numbered(world, "refusal")


def travels_together(reading: Reading) -> bool:
    """Return whether the two parties are companions."""
    both = (reading.again(reading.world.party), reading.again(reading.world.other))
    bond, other_bond = (each.companions_id for each in both)
    return bond is not None and bond == other_bond


ROWS = [
    Row(
        "caseworker.add_person",
        a_couple,
        form=PersonForm,
        subject=newest(Person),
        fields=PERSON,
        then={
            "party_id": lambda world: world.party.id,
            how_many("party", "persons"): 3,
            audited("party.changed", "topic"): "people",
        },
    ),
    Row(
        "caseworker.edit_person",
        a_couple,
        form=PersonForm,
        subject="person",
        edits=True,
        fields={**PERSON, "is_another": typed(False)},
    ),
    Row(
        "caseworker.remove_person",
        a_couple,
        page="caseworker.edit_person",
        then={is_there("person"): False, how_many("party", "persons"): 1},
    ),
    Row(
        "caseworker.edit_companions",
        a_couple,
        form=CompanionForm,
        fields={
            "other": typed(id_of("other"), becomes=True, at=travels_together),
        },
    ),
    Row(
        "caseworker.separate_party",
        friends,
        page="caseworker.edit_companions",
        then={of("party", "companions_id"): None, is_there("bond"): False},
    ),
    Row(
        "caseworker.edit_refusals",
        a_party_and_a_farm,
        form=RefusalForm,
        subject=newest(Refusal),
        fields={
            "farm": typed(id_of("farm"), lambda world: world.farm.id, at="farm_id"),
            "side": typed("farm", Side.FARM),
        },
        then={"party_id": lambda world: world.party.id},
    ),
    Row(
        "caseworker.remove_refusal",
        a_refusal,
        page="caseworker.edit_refusals",
        then={is_there("refusal"): False},
    ),
]
