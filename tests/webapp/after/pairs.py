"""Guests and a farm after their visit, and how the programme stops the farm."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer, a_party
from tests.page import Page
from tests.webapp.forms.feedback import over
from webapp.models import PhoneCode, Side, Visit
from webapp.services.farms import stopping
from webapp.services.records.tokens import phone_digits, visit_token
from webapp.services.visits import incidents


def a_pair(db: Session) -> Visit:
    visit = over(db, party=a_party(db, language="en"))
    visit.farm.phone = "+33231000000"
    a_farmer(db, visit.farm, email="anne@ferme.example", language="en")
    return visit


def suspended(db: Session, visit: Visit) -> None:
    stopping.suspend(db, visit.farm, a_coordinator(db), "A call from the village.")


def removed(db: Session, visit: Visit) -> None:
    stopping.remove(db, visit.farm, a_coordinator(db), "A call from the village.")


def on_hold(db: Session, visit: Visit) -> None:
    incidents.report(db, incidents.Told("hurt"), visit=visit, side=Side.PARTY)


def with_code(page: Page, visit: Visit) -> Page:
    """Open the guests' page of staying in contact, as who holds their telephone."""
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}/relationship").submit(
        button="Send me the code"
    )
    codes = select(PhoneCode).where(PhoneCode.visit_id == visit.id).order_by(PhoneCode.id.desc())
    digits = phone_digits(page.db.scalars(codes).all()[0])
    return page.submit({"code": digits}, button="Show my page")
