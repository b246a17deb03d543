"""One tap: still interested, or not any more."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_farmer, a_party, a_programme
from tests.webapp.forms.places import audited, of
from tests.webapp.forms.row import Row, World, carried, typed
from webapp.models import PartyState
from webapp.portals.coordinator.interest import AskFarmsForm
from webapp.services.parties import asking_interest, interest
from webapp.services.records.tokens import hosts_token, household_token


def who_waits(db: Session) -> World:
    a_programme(db)
    party = a_party(db)
    return World(party=party, token=household_token(party))


def a_farm_without_dates(db: Session) -> World:
    a_programme(db)
    farm = a_farm(db)
    return World(farm=farm, token=hosts_token(farm))


def a_file(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    return World(reader=reader, party=a_party(db, reader.organisation))


def a_file_that_said_no(db: Session) -> World:
    world = a_file(db)
    interest.say(db, world.party, interested=False)
    return world


def a_farm_to_call(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), farm=a_farm(db))


def a_farm_to_ask(db: Session) -> World:
    world = a_farm_to_call(db)
    a_programme(db)
    a_farmer(db, world.farm)
    return world


def a_farm_just_asked(db: Session) -> World:
    world = a_farm_to_ask(db)
    asking_interest.ask_farms(db, [world.farm.id])
    return world


ROWS = [
    Row(
        "coordinator.ask_farms",
        a_farm_to_ask,
        form=AskFarmsForm,
        fields={
            "farm": typed(lambda world: [str(world.farm.id)], True, at=of("farm", "owes_interest"))
        },
        then={audited("farm.interest-asked"): True},
    ),
    Row(
        "coordinator.unask_farms",
        a_farm_just_asked,
        approach=lambda page, world: page.visit(f"/programme/farms/interest?asked={world.farm.id}"),
        fields={"farm": carried(False, at=of("farm", "owes_interest"))},
        then={audited("farm.interest-unasked"): True},
    ),
    Row(
        "visit_page.say_interest",
        who_waits,
        page="visit_page.show_interest",
        case="guests",
        fields={"answer": typed("no", False, at=of("party", "interested"))},
        then={of("party", "state"): PartyState.PAUSED, audited("party.interest-said"): True},
    ),
    Row(
        "visit_page.say_interest",
        a_farm_without_dates,
        page="visit_page.show_interest",
        case="a farm",
        fields={"answer": typed("yes", True, at=of("farm", "interested"))},
        then={audited("farm.interest-said"): True},
    ),
    Row(
        "caseworker.note_interest",
        a_file,
        page="caseworker.show_party",
        fields={"answer": typed("no", False, at=of("party", "interested"))},
        then={of("party", "state"): PartyState.PAUSED},
    ),
    Row(
        "caseworker.note_interest",
        a_file_that_said_no,
        page="caseworker.show_party",
        case="talked",
        fields={"answer": typed("talked", False, at=of("party", "awaits_talk"))},
        then={audited("party.interest-talked"): True},
    ),
    Row(
        "coordinator.note_interest",
        a_farm_to_call,
        page="coordinator.show_farm",
        fields={"answer": typed("no", False, at=of("farm", "interested"))},
        then={audited("farm.interest-said"): True},
    ),
]
