"""The farm's papers: the charter, signed with a code, and a certificate of insurance."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer
from tests.webapp.forms.places import newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import EmailLink, EmailLinkPurpose, InsurancePaper, Message, SignedCharter
from webapp.portals.farmer.charter import SignatureForm
from webapp.portals.farmer.insurance import InsuranceForm
from webapp.services.accounts import charter, email_links
from webapp.services.records import tokens


def a_farm_that_has_not_signed(db: Session) -> World:
    """A farm, a code on its way to its farmer, and the farmer."""
    farm = a_farm(db, charter_signed_on=None)
    reader = a_farmer(db, farm)
    link = email_links.make_link(db, reader, EmailLinkPurpose.CHARTER)
    return World(reader=reader, farm=farm, digits=tokens.email_digits(link))


def the_digits(world: World) -> str:
    return str(world.digits)


def letters(reading: Reading) -> int:
    sent = select(func.count(Message.id)).where(Message.kind == "charter-code")
    return reading.fresh.scalar(sent) or 0


def codes_used(reading: Reading) -> int:
    return reading.fresh.scalar(select(func.count(EmailLink.used_at))) or 0


ROWS = [
    Row(
        "farmer.send_charter_code",
        a_farm_that_has_not_signed,
        page="farmer.show_charter",
        then={letters: 1},
    ),
    Row(
        "farmer.sign_charter",
        a_farm_that_has_not_signed,
        form=SignatureForm,
        subject=newest(SignedCharter),
        fields={
            "read": typed(True, charter.VERSION, at="version"),
            "code": typed(the_digits, 1, at=codes_used),
        },
        then={of("farm", "charter_signed_on"): date(2027, 3, 1)},
    ),
    Row(
        "farmer.send_insurance",
        a_farm_that_has_not_signed,
        form=InsuranceForm,
        subject=newest(InsurancePaper),
        fields={"paper": typed(("a.pdf", b"%PDF-1.7 x"), "application/pdf", at="kind")},
    ),
]
