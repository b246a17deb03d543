"""The code by telephone or e-mail that opens names and address."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.page import Page, shown_values
from tests.webapp.test_double_click import cookie_of, open_with, send
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code, the_code
from webapp.ground.clock import now
from webapp.models import Channel, Message, PhoneCode, Side
from webapp.services.records.tokens import phone_digits


def test_wrong_codes_of_one_visit_leave_every_other_visit_its_code(page: Page, db: Session) -> None:
    attacked, other = a_settled_visit(db), a_settled_visit(db)
    page.visit(address(attacked)).submit(button="code")
    left_open = page.read
    for number in range(30):
        page.read = left_open
        page.submit({"code": f"{number:06d}"}, button="Afficher ma page")
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
    assert "envoyons 6 chiffres par e-mail" in page.text
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


def test_a_wrong_code_says_how_many_tries_are_left_and_a_spent_one_that_it_is_spent(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit) + "?lang=en").submit(button="code")
    for left in (4, 3, 2, 1):
        page.submit({"code": "000000"}, button="Show my page")
        assert f"This is not the code. {left} tr" in page.text
    left_open = page.read
    page.submit({"code": "000000"}, button="Show my page")
    assert "tried too often" in page.text
    assert "We send 6 digits" not in page.text
    page.read = left_open
    page.submit({"code": the_code(db, visit)}, button="Show my page")
    assert "tried too often" in page.text
    assert "12 chemin du Marais" not in page.response.text


def test_a_code_that_is_too_old_is_not_called_wrong(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit) + "?lang=en").submit(button="code")
    code = db.scalars(select(PhoneCode)).one()
    code.expires_at = now()
    page.submit({"code": phone_digits(code)}, button="Show my page")
    assert "too old, or was used already" in page.text


def test_nobody_is_asked_for_digits_that_were_not_sent(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    assert page.visit(address(visit) + "/code").path == address(visit)


def test_a_code_that_did_not_leave_is_not_said_to_come(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(address(visit) + "?lang=en").submit(button="code")
    assert "We send 6 digits" in page.text
    db.scalars(select(Message).where(Message.kind == "visit-code")).one().fail("no-mobile")
    page.visit(address(visit) + "/code")
    assert "The code has not left" in page.text
    assert "We send 6 digits" not in page.text
