"""The code by telephone or e-mail that opens names and address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.page import Page
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.models import Channel, Message, Side


def test_wrong_codes_of_one_visit_leave_every_other_visit_its_code(page: Page, db: Session) -> None:
    attacked, other = a_settled_visit(db), a_settled_visit(db)
    page.visit(address(attacked)).submit(button="code")
    for _ in range(30):
        page.submit({"code": "000000"}, button="Afficher ma page")
    assert "déjà été essayés" in page.text
    give_code(page, db, other)
    assert "12 chemin du Marais" in page.response.text


def test_asking_for_codes_again_and_again_says_how_long_to_wait(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    for _ in range(4):
        page.visit(address(visit)).submit(button="code")
    assert "Attendez 15 min, ou appelez." in page.text


def test_a_farm_with_a_fixed_line_gets_its_code_by_e_mail_and_is_told_so(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    visit.farm.phone = "+33231000000"
    page.visit(address(visit, Side.FARM))
    assert "un code par e-mail" in page.text
    page.submit(button="code")
    assert "envoyé 6 chiffres par e-mail" in page.text
    codes = db.scalars(select(Message).where(Message.kind == "visit-code")).all()
    assert [code.channel for code in codes] == [Channel.EMAIL]
