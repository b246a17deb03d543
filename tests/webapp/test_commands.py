import re

from flask import Flask
from sqlalchemy.orm import Session

from tests.page import Page
from webapp.models import Role
from webapp.services import users


def create(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["create-coordinator", *options])
    return result.exit_code, f"{result.output}{result.exception or ''}"


def test_the_first_coordinator_comes_in_by_the_link_that_the_command_prints(
    app: Flask, db: Session, page: Page
) -> None:
    code, output = create(app, "--email", "first@programme.example", "--name", "Lou Petit")
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


def test_an_address_already_known_is_refused(app: Flask, db: Session) -> None:
    create(app, "--email", "first@programme.example", "--name", "Lou")
    code, output = create(app, "--email", "FIRST@programme.example", "--name", "Lou")
    assert (code, "already" in output) == (1, True)
