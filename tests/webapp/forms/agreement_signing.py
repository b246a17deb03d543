"""An agreement is signed behind a link, in the portal and at the desk; what came back is noted."""

from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_programme
from tests.page import Page
from tests.webapp.forms.agreements import a_draft, ahead
from tests.webapp.forms.places import of, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import AgreementState
from webapp.portals.caseworker.agreement_signing import DecisionForm
from webapp.services.agreements import signing
from webapp.services.records.tokens import signature_digits, signature_token


def to_sign(db: Session) -> World:
    """An agreement that everybody has been asked to sign, as the person's link opens it."""
    a_programme(db)
    world = a_draft(db)
    signing.ask(db, world.agreement)
    world.signature = world.agreement.signatures[0]
    world.token = signature_token(world.signature)
    world.version = 1
    return world


def behind_the_link(db: Session) -> World:
    world = to_sign(db)
    world.agreement.party.language = world.signature.language = "en"
    world.reader = None
    return world


def with_a_code(db: Session) -> World:
    world = behind_the_link(db)
    signing.send_code(db, world.signature)
    return world


def give_the_code(page: Page, world: World) -> None:
    page.visit(f"/v/agreement/{world.token}?lang=en")
    page.submit({"code": digits(world)}, button="Open it")


def at_the_farm(db: Session) -> World:
    world = to_sign(db)
    world.reader = a_farmer(db, world.agreement.farm, language="en")
    [world.signature] = signing.of_farm(db, world.agreement.farm)
    return world


def at_the_farm_with_a_code(db: Session) -> World:
    world = at_the_farm(db)
    signing.send_code(db, world.signature)
    return world


def in_review(db: Session) -> World:
    world = to_sign(db)
    for each in world.agreement.signatures:
        world.agreement.sign(each, "Anne", now())
    db.flush()
    return world


def state(reading: Reading) -> Any:
    return reading.again(reading.world.agreement).state


def digits(world: World) -> str:
    return signature_digits(world.signature)


def signed(reading: Reading) -> bool:
    return reading.again(reading.world.signature).at is not None


TYPED_TO_SIGN = {
    "read": typed(True, AgreementState.PARTLY_SIGNED, at=state),
    "code": typed(digits, True, at=signed),
}
SHOWN = "caseworker.show_agreement"
ROWS = [
    Row(
        "caseworker.ask_for_signatures",
        a_draft,
        page=SHOWN,
        then={state: AgreementState.READY_TO_SIGN, written(signing.TO_SIGN): 3},
    ),
    Row(
        "caseworker.ask_again_to_sign",
        to_sign,
        page=SHOWN,
        then={written(signing.TO_SIGN): 6},
    ),
    Row("caseworker.change_agreement", to_sign, page=SHOWN, then={state: AgreementState.DRAFT}),
    Row(
        "caseworker.sign_for_association",
        to_sign,
        page=SHOWN,
        then={state: AgreementState.PARTLY_SIGNED},
    ),
    Row(
        "caseworker.decide_agreement",
        in_review,
        form=DecisionForm,
        subject="agreement",
        fields={
            "result": typed("accepted", AgreementState.ACCEPTED, at=state),
            "on": typed(lambda _: ahead(-1).isoformat(), lambda _: ahead(-1), at="decided_on"),
            "why": typed("IF-77", at="number"),
        },
    ),
    Row(
        "visit_page.send_agreement_code",
        behind_the_link,
        page="visit_page.show_agreement",
        then={written(signing.CODE): 1},
    ),
    Row(
        "visit_page.open_agreement",
        with_a_code,
        page="visit_page.show_agreement",
        fields={"code": typed(digits, None, at=of("signature", "code_at"))},
    ),
    Row(
        "visit_page.sign_agreement",
        with_a_code,
        page="visit_page.show_agreement",
        approach=give_the_code,
        fields={"read": typed(True, AgreementState.PARTLY_SIGNED, at=state)},
    ),
    Row(
        "farmer.send_agreement_code",
        at_the_farm,
        page="farmer.sign_agreement",
        then={written(signing.CODE): 1},
    ),
    Row("farmer.sign_agreement", at_the_farm_with_a_code, fields=TYPED_TO_SIGN),
]
