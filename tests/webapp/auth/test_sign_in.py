import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer
from tests.page import SITE, Page
from tests.webapp.auth.conftest import PASSWORD
from webapp.ground.clock import now
from webapp.models import Event, Message, User, UserSession
from webapp.portals.auth import pace
from webapp.services.accounts import passwords, second_factor, users
from webapp.services.records import sessions
from webapp.web.let_in import LONGEST_WAY_ON


def enter_email(page: Page, email: str, address: str = "/account/sign-in") -> Page:
    return page.visit(address).submit({"email": email})


def give(page: Page, email: str, password: str) -> Page:
    enter_email(page, email)
    return page.submit({"password": password})


def test_a_caseworker_signs_in_with_password_and_code(page: Page, caseworker: User) -> None:
    give(page, caseworker.email, PASSWORD)
    assert page.path == "/account/code"
    page.submit({"code": second_factor.current_code(caseworker)}, button="Se connecter")
    assert page.path == "/casework/"


@pytest.mark.parametrize(
    ("asked", "lands"),
    [("/programme/farms", "/casework/"), ("/casework/parties", "/casework/parties")],
)
def test_a_page_that_another_kind_of_person_asked_for_in_this_browser_leads_home_instead(
    page: Page, caseworker: User, asked: str, lands: str
) -> None:
    page.visit(asked).submit({"email": caseworker.email})
    page.submit({"password": PASSWORD})
    page.submit({"code": second_factor.current_code(caseworker)}, button="Se connecter")
    assert page.path == lands


def test_a_password_alone_opens_no_file(page: Page, caseworker: User) -> None:
    give(page, caseworker.email, PASSWORD)
    assert page.visit("/casework/").path == "/account/code"
    assert page.visit("/account/").path == "/account/code"


def test_a_wrong_password_says_no_more_than_an_unknown_address(
    page: Page, caseworker: User
) -> None:
    wrong = give(page, caseworker.email, "something else entirely").text
    unknown = give(page, "nobody@nowhere.example", "something else entirely").text
    assert wrong.replace(caseworker.email, "") == unknown.replace("nobody@nowhere.example", "")


def test_an_unknown_address_costs_a_password_check_like_a_known_one(
    page: Page, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords._decoy()
    checked: list[str] = []
    real = passwords._hasher.verify

    class Counting:
        def verify(self, kept: str, typed: str) -> bool:
            checked.append(typed)
            return real(kept, typed)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for email in (caseworker.email, "nobody@nowhere.example"):
        give(page, email, "something else entirely")
    assert len(checked) == 2


def test_an_account_is_found_whatever_the_case_of_its_address(page: Page, caseworker: User) -> None:
    assert give(page, caseworker.email.upper(), PASSWORD).path == "/account/code"


def test_a_suspended_person_cannot_sign_in(page: Page, db: Session, caseworker: User) -> None:
    users.suspend(db, caseworker, by=a_coordinator(db))
    assert give(page, caseworker.email, PASSWORD).path == "/account/password"


def test_someone_signing_in_reaches_the_page_they_asked_for(page: Page, farmer: User) -> None:
    page.visit("/account/profile")
    assert page.path == "/account/sign-in"
    with page.client.session_transaction(base_url="https://sillon.example") as cookie:
        assert cookie["next"] == "/account/profile"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\t/account/",
        "javascript:alert(1)",
        "/nowhere",
        "/account/sign-out",
        "/account/?" + "a" * LONGEST_WAY_ON,
    ],
)
def test_signing_in_never_leads_outside(page: Page, caseworker: User, target: str) -> None:
    page.client.get("/account/sign-in", query_string={"next": target})
    with page.client.session_transaction(base_url="https://sillon.example") as cookie:
        assert "next" not in cookie


def test_an_address_that_no_cookie_holds_is_not_led_to(page: Page) -> None:
    rows = "&party=1234567" * 500
    sent = page.client.get(f"/casework/parties/many?act=interest{rows}", base_url=SITE)
    assert sent.location == "/account/sign-in"


def test_the_session_secret_is_renewed_at_every_step(
    page: Page, db: Session, caseworker: User
) -> None:
    give(page, caseworker.email, PASSWORD)
    first = secret_of(page)
    page.submit({"code": second_factor.current_code(caseworker)}, button="Se connecter")
    assert secret_of(page) != first
    assert sessions.find_session(db, first) is None
    assert sessions.find_session(db, secret_of(page)) is not None


def secret_of(page: Page) -> Any:
    with page.client.session_transaction(base_url="https://sillon.example") as cookie:
        return cookie["_user_id"]


def test_signing_in_again_ends_the_session_before(
    page: Page, db: Session, caseworker: User
) -> None:
    page.sign_in(caseworker)
    before = secret_of(page)
    with page.client.session_transaction(base_url="https://sillon.example") as cookie:
        cookie["email"] = caseworker.email
    page.visit("/account/password").submit({"password": PASSWORD}, button="Se connecter")
    assert sessions.find_session(db, before) is None


def test_signing_out_ends_the_session_on_the_server(page: Page, db: Session, farmer: User) -> None:
    page.sign_in(farmer).visit("/account/")
    secret = secret_of(page)
    page.submit(button="Se déconnecter")
    assert sessions.find_session(db, secret) is None
    assert page.visit("/account/").path == "/account/sign-in"


def test_every_sign_in_is_in_the_audit(page: Page, db: Session, caseworker: User) -> None:
    give(page, caseworker.email, PASSWORD)
    page.submit({"code": second_factor.current_code(caseworker)}, button="Se connecter")
    acts = db.scalars(
        select(Event.act).where(Event.actor_id == caseworker.id).order_by(Event.id)
    ).all()
    assert acts == ["user.signed-in", "user.second-factor-passed"]


def test_forgotten_password_says_the_same_to_known_and_unknown(
    page: Page, db: Session, caseworker: User
) -> None:
    known = enter_email(page, caseworker.email, "/account/forgotten-password").text
    assert db.scalar(select(func.count()).select_from(Message)) == 1
    unknown = enter_email(page, "nobody@nowhere.example", "/account/forgotten-password").text
    assert db.scalar(select(func.count()).select_from(Message)) == 1
    assert known.replace(caseworker.email, "") == unknown.replace("nobody@nowhere.example", "")


def test_the_answer_leaves_at_the_end_of_a_step_of_time() -> None:
    assert pace.rest(0.013, 0.4) == pytest.approx(0.387)
    assert pace.rest(0.399, 0.4) == pytest.approx(0.001)
    assert pace.rest(0.45, 0.4) == pytest.approx(0.35)
    assert pace.rest(0.2, 0) == 0


@pytest.mark.parametrize("address", ["/account/forgotten-password", "/account/host"])
def test_writing_to_an_address_keeps_an_even_pace(
    page: Page, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    page.visit(address).submit({"email": "nobody@nowhere.example", "name": "Sam"})
    assert len(slept) == 1


def test_a_session_ends_when_a_user_is_suspended(page: Page, db: Session, farmer: User) -> None:
    page.sign_in(farmer).visit("/account/")
    users.suspend(db, farmer, by=a_coordinator(db))
    assert page.visit("/account/").path == "/account/sign-in"


@pytest.mark.parametrize("kept", ["seen_at", "created_at"])
@pytest.mark.parametrize(
    ("add", "idle", "longest"),
    [
        (a_coordinator, timedelta(minutes=30), timedelta(hours=8)),
        (a_farmer, timedelta(days=14), timedelta(days=60)),
    ],
)
def test_a_session_is_over_to_the_second(
    db: Session, add: Callable[[Session], User], idle: timedelta, longest: timedelta, kept: str
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        secret = sessions.open_session(db, add(db))
        found = sessions.find_session(db, secret)
        assert found is not None
        found.seen_at = found.created_at = now()
        clock.shift(longest if kept == "created_at" else idle)
        if kept == "created_at":
            found.seen_at = now()
        assert sessions.find_session(db, secret) is not None
        clock.shift(timedelta(seconds=1))
        assert sessions.find_session(db, secret) is None


def test_nobody_signs_in_with_the_cookie_of_an_ended_session(
    page: Page, db: Session, farmer: User
) -> None:
    page.sign_in(farmer)
    sessions.end_all_sessions(db, farmer)
    assert db.scalars(select(UserSession.ended_at)).one() is not None
    assert page.visit("/farm/").path == "/account/sign-in"
