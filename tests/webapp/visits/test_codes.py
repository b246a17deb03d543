"""The code by telephone or e-mail that opens names and address."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.page import Page, shown_values
from tests.webapp.test_double_click import cookie_of, open_with, send
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code, the_code
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


def test_a_second_press_on_the_code_lets_in_whoever_missed_the_first_answer(
    page: Page, db: Session, app: Flask
) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit)).submit(button="code")
    sheet = f"{address(visit)}/sheet"
    typed = {**shown_values(page.form_to(sheet)), "code": the_code(db, visit)}
    before = cookie_of(page, app)
    answers = [send(app, sheet, before, typed) for _press in range(2)]
    shown = [open_with(app, address(visit), answer).text for answer in answers]
    assert ["12 chemin du Marais" in text for text in shown] == [False, True]
    wrong = [send(app, sheet, before, {**typed, "code": "000000"}) for _press in range(2)]
    assert "12 chemin" not in open_with(app, address(visit), wrong[1]).text
