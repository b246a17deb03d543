"""A form that comes after the end of a session: what was typed is found again, by its owner."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session, sessionmaker
from wtforms import PasswordField

from tests.builders import a_caseworker, a_farm, a_farmer, a_party
from tests.page import SITE, Page, shown_values
from tests.webapp.form_table import ROWS
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row, a_few
from tests.webapp.test_forms import assert_kept, the_world
from webapp.ground.clock import now
from webapp.models import KeptForm, User, UserSession
from webapp.services.records import sessions as user_sessions
from webapp.web.kept_forms import ONLY_ONCE, SECRETS

pytestmark = [pytest.mark.early, pytest.mark.usefixtures("spring")]

TYPED = [row for row in ROWS if row.form and row.fields and not row.page]
INSIDE = {"account", "caseworker", "coordinator", "farmer"}
GUARDED = [row for row in TYPED if row.endpoint.partition(".")[0] in INSIDE]


def end_every_session(db: Session) -> None:
    db.execute(update(UserSession).values(ended_at=now()))
    db.commit()


def sign_in_again(page: Page, user: User, db: Session) -> Page:
    """Come in as somebody who was sent to the sign-in page, and be led on as they are."""
    next_page = parse_qs(urlsplit(page.response.request.url).query)["next"][0]
    with page.client.session_transaction(base_url=SITE) as cookie:
        cookie["_user_id"] = user_sessions.open_session(db, user)
        found = user_sessions.find_session(db, cookie["_user_id"])
        assert found is not None
        cookie["_user_id"] = user_sessions.pass_second_factor(found)
    return page.visit(next_page)


@pytest.mark.parametrize("row", a_few(GUARDED), ids=str)
def test_what_was_typed_is_there_after_signing_in_again_and_can_be_saved(
    row: Row, page: Page, db: Session, app: Flask, sessions: sessionmaker[Session]
) -> None:
    world = the_world(row, db)
    wanted = row.expectations(world)
    form = open_the_form(page, app, row, world)
    address = address_of(app, row.endpoint, world)
    typed = typed_into(form, row, world)
    end_every_session(db)
    page.submit(typed, to=address)
    assert page.path == "/account/sign-in"
    sign_in_again(page, world.reader, db)
    if SECRETS & set(typed):
        assert {"code", "password", "present"} & set(typed), (
            "What nobody should know is asked again"
        )
        return
    there = shown_values(page.form_to(address))
    lost = {name for name, value in typed.items() if value and name not in there}
    pressed = {name for name in lost if form.css(f'button[name="{name}"]')}
    files = {
        str(each.attributes["name"]) for each in form.css("input[type=file]")
    }  # chosen once more
    assert lost - pressed - files <= ONLY_ONCE | {"commune_code"}, "What is agreed to is read anew"
    if row.approach is None:
        page.submit({name: typed[name] for name in pressed | files}, to=address)
        assert_kept(row, wanted, sessions, world, page)


def a_farmer_who_typed(page: Page, db: Session) -> User:
    farm = a_farm(db)
    user = a_farmer(db, farm, language="en")
    page.sign_in(user).visit("/farm/my-farm/name?lang=en")
    end_every_session(db)
    page.submit({"presentation": "Chalk hills."}, to="/farm/my-farm/name")
    assert "What you had typed is kept" in page.text
    return user


def typed_there(page: Page) -> str:
    return str(shown_values(page.form_to("/farm/my-farm/name"))["presentation"])


def test_it_lies_sealed_and_nobody_else_finds_it(page: Page, db: Session, app: Flask) -> None:
    user = a_farmer_who_typed(page, db)
    [sealed] = db.execute(text("SELECT typed FROM kept_forms")).scalars()
    assert b"Chalk" not in bytes(sealed)
    colleague = a_farmer(db, user.farm, language="en")
    other = Page(app, db).sign_in(colleague).visit("/farm/my-farm/name")
    assert "Chalk" not in typed_there(other)
    sign_in_again(page, user, db)
    assert "Chalk hills." in typed_there(page)
    assert "it is not saved or sent yet" in page.text


def test_it_is_forgotten_once_it_is_saved_and_after_an_hour(page: Page, db: Session) -> None:
    user = a_farmer_who_typed(page, db)
    sign_in_again(page, user, db).submit(to="/farm/my-farm/name")
    assert db.scalars(select(KeptForm)).all() == []
    a_farmer_who_typed(page, db)
    db.execute(update(KeptForm).values(at=now() - timedelta(hours=1, minutes=1)))
    page.sign_in(db.scalars(select(User).order_by(User.id.desc())).first() or user)
    assert "Chalk" not in typed_there(page.visit("/farm/my-farm/name"))


def test_what_changed_meanwhile_is_said_of_it_as_of_any_form(
    page: Page, db: Session, app: Flask
) -> None:
    user = a_farmer_who_typed(page, db)
    other = Page(app, db).sign_in(a_farmer(db, user.farm)).visit("/farm/my-farm/name")
    other.submit({"presentation": "Clay."}, to="/farm/my-farm/name")
    sign_in_again(page, user, db).submit(to="/farm/my-farm/name")
    assert "“Clay.” is stored now, and you wrote “Chalk hills.”" in page.text


def test_a_form_opened_before_signing_out_and_in_again_is_shown_with_what_was_typed(
    page: Page, db: Session
) -> None:
    user = a_farmer(db, a_farm(db), language="en")
    page.sign_in(user).visit("/farm/my-farm/name")
    opened = page.read
    page.sign_in(user)
    page.read = opened
    page.submit({"presentation": "Chalk hills."}, to="/farm/my-farm/name")
    assert "Chalk hills." in typed_there(page)


def test_a_button_pressed_too_late_leads_back_to_its_page(page: Page, db: Session) -> None:
    user = a_caseworker(db, language="en")
    party = a_party(db, user.organisation, state="paused")
    file = f"/casework/parties/{party.id}"
    page.sign_in(user).visit(f"{file}?lang=en")
    end_every_session(db)
    page.submit(to=f"{file}/readiness")
    assert "nothing was changed" in page.text
    assert sign_in_again(page, user, db).path == file


def test_no_secret_is_ever_kept() -> None:
    asked = {
        (name, row.form)
        for row in ROWS
        if row.form
        for name in row.fields
        if getattr(getattr(row.form, name, None), "field_class", None) is PasswordField
    }
    assert {name for name, _form in asked} <= SECRETS


def test_the_form_of_somebody_else_is_never_kept(page: Page, db: Session) -> None:
    """A form that somebody else had opened in this browser is not shown to who is in now."""
    farm = a_farm(db)
    page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm/name")
    opened = page.read
    page.sign_in(a_farmer(db, farm, language="en"))
    page.read = opened
    data: dict[str, Any] = {"presentation": "Chalk hills."}
    page.submit(data, to="/farm/my-farm/name", status=400)
    assert db.scalars(select(KeptForm)).all() == []
