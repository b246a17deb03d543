"""A file to another association: proposed, agreed to, taken on, or taken back."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_programme, an_organisation
from tests.webapp.caseworker.transfer_builders import a_transfer
from tests.webapp.forms.places import audited, newest, of, written
from tests.webapp.forms.row import Row, World, typed
from webapp.ground.clock import now
from webapp.models import Transfer, TransferState
from webapp.portals.caseworker.transfers import TransferForm
from webapp.portals.coordinator.transfers import CodeTransferForm
from webapp.services.records.tokens import household_token

STATE = of("transfer", "state")


def a_file_and_another_association(db: Session) -> World:
    a_programme(db)
    reader, other = a_caseworker(db, language="en"), an_organisation(db)
    a_caseworker(db, other)
    party = a_party(db, reader.organisation)
    return World(reader=reader, party=party, other=other, token=household_token(party))


def proposed(db: Session) -> World:
    world = a_file_and_another_association(db)
    world.transfer = a_transfer(db, world.party, world.other)
    return world


def behind_their_link(db: Session) -> World:
    world = proposed(db)
    world.reader = None
    return world


def offered(db: Session) -> World:
    world = a_file_and_another_association(db)
    agreed = {"said_at": now(), "offered_at": now()}
    world.transfer = a_transfer(db, world.party, world.other, **agreed)
    world.reader = a_caseworker(db, world.other, language="en")
    return world


def to_the_coordination(db: Session) -> World:
    world = proposed(db)
    world.reader = a_coordinator(db, language="en")
    return world


def a_code(db: Session) -> World:
    world = a_file_and_another_association(db)
    world.reader = a_coordinator(db, language="en")
    return world


def number_of_the_other(world: World) -> int:
    return int(world.other.id)


def typed_number(world: World) -> str:
    return str(world.other.id)


ROWS = [
    Row(
        "caseworker.transfer_party",
        a_file_and_another_association,
        form=TransferForm,
        subject=newest(Transfer),
        fields={"to": typed(typed_number, number_of_the_other, at="to_id")},
        then={audited("party.transfer-asked"): True, written("transfer-asked"): 1},
    ),
    Row(
        "coordinator.list_transfers",
        a_code,
        form=CodeTransferForm,
        subject=newest(Transfer),
        fields={
            "code": typed(lambda world: world.party.code.lower(), lambda world: world.party.code),
            "to": typed(typed_number, number_of_the_other, at="to_id"),
        },
        then={audited("party.transfer-asked"): True},
    ),
    Row(
        "caseworker.note_transfer",
        proposed,
        page="caseworker.transfer_party",
        fields={"answer": typed("yes", TransferState.AGREED, at=STATE)},
        then={audited("party.transfer-said", "for_them"): True, written("transfer-offered"): 1},
    ),
    Row(
        "visit_page.say_transfer",
        behind_their_link,
        page="visit_page.show_transfer",
        fields={"answer": typed("yes", TransferState.AGREED, at=STATE)},
        then={audited("party.transfer-said", "for_them"): False},
    ),
    Row(
        "caseworker.cancel_transfer",
        proposed,
        page="caseworker.transfer_party",
        then={STATE: TransferState.CANCELLED, audited("party.transfer-cancelled"): True},
    ),
    Row(
        "coordinator.cancel_transfer",
        to_the_coordination,
        page="coordinator.list_transfers",
        then={STATE: TransferState.CANCELLED},
    ),
    Row(
        "caseworker.answer_transfer",
        offered,
        page="caseworker.list_transfers",
        fields={"answer": typed("yes", TransferState.ACCEPTED, at=STATE)},
        then={
            of("party", "organisation_id"): number_of_the_other,
            audited("party.transferred"): True,
        },
    ),
]
