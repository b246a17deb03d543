"""The code by e-mail that shows a farmer the names of guests again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_visit
from tests.webapp.forms.places import written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import EmailLink, EmailLinkPurpose, UserSession
from webapp.portals.farmer.proof import ProofForm
from webapp.services.accounts import email_links
from webapp.services.records import tokens


def a_code_that_was_sent(db: Session) -> World:
    visit = a_visit(db)
    reader = a_farmer(db, visit.farm)
    link = email_links.make_link(db, reader, EmailLinkPurpose.PROOF)
    return World(reader=reader, visit=visit, digits=tokens.email_digits(link))


def the_digits(world: World) -> str:
    return str(world.digits)


def codes_used(reading: Reading) -> int:
    return reading.fresh.scalar(select(func.count(EmailLink.used_at))) or 0


def browsers_proved(reading: Reading) -> int:
    return reading.fresh.scalar(select(func.count(UserSession.proved_at))) or 0


ROWS = [
    Row(
        "farmer.send_proof_code",
        a_code_that_was_sent,
        page="farmer.prove_again",
        then={written("proof-code"): 1},
    ),
    Row(
        "farmer.prove_again",
        a_code_that_was_sent,
        form=ProofForm,
        fields={"code": typed(the_digits, 1, at=codes_used)},
        then={browsers_proved: 1},
    ),
]
