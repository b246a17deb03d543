"""Logs, health, error pages, cookies and configuration."""

import json
import logging
from dataclasses import replace
from types import SimpleNamespace

import pytest
import structlog
from flask import Flask, abort, got_request_exception
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.builders import a_coordinator
from tests.keys import PRODUCTION_KEYS
from tests.page import SITE, Page
from webapp import create_app
from webapp.ground import logs
from webapp.ground.config import Config
from webapp.ground.database import make_engine, make_sessions, take_turn
from webapp.ground.errors import ConfigurationError, RuleBroken
from webapp.web import health
from webapp.web.extensions import request_session
from webapp.web.headers import HEADERS

NOWHERE = "postgresql://sillon_app@127.0.0.1:1/sillon"
GOOD = {
    "DATABASE_URL": NOWHERE,
    **PRODUCTION_KEYS,
    "SILLON_PUBLIC_URL": "https://sillon.example",
}


def broken() -> str:
    raise ValueError("anne@ferme.example lives at 12 chemin du Marais")


def refused() -> str:
    raise RuleBroken("answer-missing")


@pytest.fixture
def fragile(config: Config) -> Flask:
    """An application whose database is down, with pages that fail on purpose."""
    made = create_app(config, make_sessions(make_engine(NOWHERE)))
    made.config["PROPAGATE_EXCEPTIONS"] = False
    made.add_url_rule("/broken/<token>", "broken", lambda token: broken())
    made.add_url_rule("/refused", "refused", refused)
    for code in (403, 405, 413, 418):
        made.add_url_rule(f"/{code}", str(code), lambda code=code: abort(code))
    return made


def test_a_line_of_the_log_names_the_route_and_nothing_of_a_person(fragile: Flask) -> None:
    with capture_logs() as lines:
        fragile.test_client().get("/broken/secret-token?email=anne@ferme.example")
    assert [line["event"] for line in lines] == ["failure", "request"]
    assert lines[0]["error"] == "ValueError"
    assert any("in broken" in place or place.endswith(" broken") for place in lines[0]["where"])
    assert lines[1]["route"] == "/broken/<token>"
    written = json.dumps(lines)
    for private in ("secret-token", "anne", "Marais"):
        assert private not in written


def test_library_lines_lose_the_words_of_their_errors(capsys: pytest.CaptureFixture[str]) -> None:
    before, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        logs.configure()
        try:
            broken()
        except ValueError:
            logging.getLogger("library").exception("it failed")
        line = json.loads(capsys.readouterr().err)
    finally:
        logging.getLogger().handlers[:] = before
        logging.getLogger().setLevel(level)
        structlog.reset_defaults()
    assert (line["event"], line["error"], line["level"]) == ("it failed", "ValueError", "error")
    assert "anne" not in json.dumps(line)


def test_database_errors_keep_the_values_of_rows_to_themselves(engine: object) -> None:
    assert make_engine(NOWHERE).hide_parameters is True


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abcdef12-34", True), ("short", False), ("x" * 65, False), ('evil"\tid-123456', False)],
)
def test_a_request_has_an_id(app: Flask, given: str, *, kept: bool) -> None:
    answer = app.test_client().get("/health/live", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept
    assert logs.GIVEN_ID.fullmatch(answer.headers["X-Request-ID"])


def test_health_says_ready_and_nothing_more(app: Flask, db: Session) -> None:
    client = app.test_client()
    assert client.get("/health/live").get_data(as_text=True) == "live\n"
    assert client.get("/health/ready").get_data(as_text=True) == "ready\n"


@pytest.mark.parametrize(("tables", "status"), [("0001", 503), ("9999", 200)])
def test_a_web_is_ready_before_newer_tables_and_not_before_older_ones(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tables: str, status: int
) -> None:
    monkeypatch.setattr(health, "db", SimpleNamespace(scalar=lambda _asked: tables))
    assert app.test_client().get("/health/ready").status_code == status


def test_health_without_database_lives_and_is_not_ready(fragile: Flask) -> None:
    client = fragile.test_client()
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "not ready\n")


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/broken/x", 500, "La faute est à nous"),
        ("/refused", 409, "Rien n’a été changé"),
        ("/nowhere", 404, "Nous ne trouvons pas"),
        ("/403", 403, "ouverte"),
        ("/405", 405, "celle d’un bouton"),
        ("/413", 413, "trop volumineux"),
        ("/418", 418, "pas compris"),
    ],
)
def test_a_refusal_has_a_page_that_says_what_to_do(
    fragile: Flask, address: str, status: int, word: str
) -> None:
    answer = fragile.test_client().get(address)
    assert answer.status_code == status
    assert word in answer.get_data(as_text=True)
    assert all(answer.headers[name] == value for name, value in HEADERS.items())
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_a_page_that_failed_had_locked_is_free_at_once(config: Config) -> None:
    engine = make_engine(config.database_url)
    made = create_app(config, make_sessions(engine))
    made.config["PROPAGATE_EXCEPTIONS"] = False

    def lock_and_fail() -> str:
        take_turn(request_session(), "farm", 1)
        return broken()

    made.add_url_rule("/locked", "locked", lock_and_fail)
    kept: list[BaseException] = []  # as the garbage collector keeps what it has not met yet

    def keep(_app: Flask, exception: BaseException) -> None:
        kept.append(exception)

    with got_request_exception.connected_to(keep, made):
        assert made.test_client().get("/locked").status_code == 500
    assert (len(kept), engine.pool.checkedout()) == (1, 0)  # type: ignore[attr-defined]
    engine.dispose()


def test_a_database_that_is_down_has_a_page(fragile: Flask) -> None:
    client = fragile.test_client()
    with client.session_transaction(base_url=SITE) as cookie:
        cookie["_user_id"] = "some secret"
    answer = client.get("/casework/", base_url=SITE)
    assert answer.status_code == 503
    assert "courte pause" in answer.get_data(as_text=True)


def test_the_cookie_is_for_https_alone_and_out_of_reach(page: Page) -> None:
    page.visit("/account/sign-in")
    cookie = page.response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sillon=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


def test_a_local_demonstration_has_a_plain_cookie(config: Config) -> None:
    local = replace(config, mode="demonstration")
    made = create_app(local, make_sessions(make_engine(NOWHERE)))
    assert made.config["SESSION_COOKIE_NAME"] == "sillon"
    assert made.config["SESSION_COOKIE_SECURE"] is False


@pytest.mark.parametrize("name", ["SILLON_SECRET_KEY", "SILLON_DATA_KEY"])
@pytest.mark.parametrize(
    "secret", ["demonstration" + "x" * 40, "test" * 10, "short", "change-me" * 9]
)
def test_production_refuses_default_secrets(name: str, secret: str) -> None:
    assert Config.from_environment(GOOD).mode == "production"
    with pytest.raises(ConfigurationError, match=name):
        Config.from_environment({**GOOD, name: secret})


def test_production_wants_https() -> None:
    with pytest.raises(ConfigurationError, match="https"):
        Config.from_environment({**GOOD, "SILLON_PUBLIC_URL": "http://sillon.example"})


def test_the_pace_of_text_messages_is_a_number_of_seconds() -> None:
    assert Config.from_environment(GOOD).sms_seconds is None
    assert Config.from_environment({**GOOD, "SILLON_SMS_SECONDS": "2.5"}).sms_seconds == 2.5
    with pytest.raises(ConfigurationError, match="SILLON_SMS_SECONDS"):
        Config.from_environment({**GOOD, "SILLON_SMS_SECONDS": "2,5 s"})


def test_every_missing_setting_is_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as refusal:
        Config.from_environment({})
    for name in ("DATABASE_URL", "SILLON_SECRET_KEY", "SILLON_DATA_KEY"):
        assert name in str(refusal.value)


def test_secrets_are_not_in_the_words_of_a_configuration() -> None:
    written = repr(Config.from_environment({**GOOD, "SILLON_OLD_DATA_KEYS": "e5" * 20}))
    assert not any(secret in written for secret in (*PRODUCTION_KEYS.values(), "e5"))


def test_the_outbox_is_for_demonstrations_only(page: Page, db: Session) -> None:
    page.sign_in(a_coordinator(db)).visit("/demonstration/outbox", status=404)
