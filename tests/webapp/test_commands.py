import re

from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_programme, a_visit
from tests.page import Page
from webapp.models import Programme, Role, Side
from webapp.services.accounts import users
from webapp.services.records.tokens import visit_token

PROGRAMME = ("--programme", "Sillon Normandie", "--on-duty-phone", "02 31 00 00 00")


def create(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["create-coordinator", *options])
    return result.exit_code, f"{result.output}{result.exception or ''}"


def test_the_first_coordinator_comes_in_by_the_link_that_the_command_prints(
    app: Flask, db: Session, page: Page
) -> None:
    first = ("--email", "first@programme.example", "--name", "Lou Petit")
    code, output = create(app, *first, *PROGRAMME)
    assert code == 0, output
    user = users.find_by_email(db, "first@programme.example")
    assert user is not None
    assert (user.role, user.name) == (Role.COORDINATOR, "Lou Petit")
    link = re.search(r"https://sillon\.example(/account/e/\S+)", output)
    assert link is not None
    password = {"password": "mousse tambour quai lanterne", "again": "mousse tambour quai lanterne"}
    page.visit(link.group(1)).submit(password, button="Ouvrir mon compte")
    assert page.path == "/account/set-up-code"


def test_an_address_that_is_none_is_refused(app: Flask) -> None:
    code, output = create(app, "--email", "nobody", "--name", "Lou")
    assert code == 2
    assert "--email" in output


def test_the_first_coordinator_makes_the_programme_that_every_visit_page_needs(
    app: Flask, db: Session, page: Page
) -> None:
    code, output = create(app, "--email", "first@programme.example", "--name", "Lou", *PROGRAMME)
    assert code == 0, output
    made = db.get_one(Programme, 1)
    assert (made.name, made.on_duty_phone) == ("Sillon Normandie", "+33231000000")
    visit = a_visit(db)
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")


def test_the_next_coordinator_leaves_the_programme_as_it_is(app: Flask, db: Session) -> None:
    standing = a_programme(db, name="Sillon Bretagne").name
    code, output = create(app, "--email", "next@programme.example", "--name", "Lou", *PROGRAMME)
    assert code == 0, output
    assert db.get_one(Programme, 1, populate_existing=True).name == standing


def test_a_duty_number_that_is_none_is_refused_and_nobody_is_added(app: Flask, db: Session) -> None:
    named = ("--email", "first@programme.example", "--name", "Lou", "--programme", "Sillon")
    code, output = create(app, *named, "--on-duty-phone", "twelve")
    assert (code, "--on-duty-phone" in output) == (2, True)
    assert users.find_by_email(db, "first@programme.example") is None


def test_an_address_already_known_is_refused(app: Flask, db: Session) -> None:
    create(app, "--email", "first@programme.example", "--name", "Lou", *PROGRAMME)
    code, output = create(app, "--email", "FIRST@programme.example", "--name", "Lou")
    assert (code, "already" in output) == (1, True)
