"""Programs are told what happened, signed, again until they take it, and nowhere inside."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_visit
from tests.page import Page
from tests.webapp.api.listener import Listener, listening
from tests.webapp.workshops.builders import a_series
from webapp.channels import NotSentError
from webapp.channels import webhooks as channel
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, Base, set_scope
from webapp.ground.errors import RuleBroken
from webapp.jobs.upkeep import SEEN_TO
from webapp.jobs.webhooks import tell_program, tell_programs
from webapp.models import Delivery, DeliveryState, User, Visit, VisitState, Webhook
from webapp.portals.api.resources import row_of
from webapp.services.records import audit, expiry, webhooks
from webapp.web.extensions import db as of_jobs

LATER = webhooks.TAKEN_BACK_FOR + timedelta(seconds=1)


@pytest.fixture
def program() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture
def by(db: Session) -> User:
    return a_coordinator(db, language="en")


@pytest.fixture
def inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with programs of its own network."""
    config = replace(app.extensions["config"], webhooks_inside=True)
    monkeypatch.setitem(app.extensions, "config", config)
    return app


def confirmed(db: Session) -> Visit:
    return a_visit(db, state=VisitState.CONFIRMED)


def happens(db: Session, act: str, subject: Base) -> None:
    audit.record(db, act, subject)
    db.commit()


def listens(db: Session, by: User, address: str, *kinds: str) -> tuple[Webhook, str]:
    made = webhooks.make(db, by, "Observatory", address, kinds or ("visit.confirmed",))
    db.commit()
    return made


def run(app: Flask, job: Callable[[], None]) -> None:
    with app.app_context():
        set_scope(of_jobs, EVERYONE)
        job()


def let_it_be_told(app: Flask, db: Session) -> list[Delivery]:
    """Do what the worker does some minutes later; return what became of all that is told."""
    with time_machine.travel(now() + LATER, tick=False):
        run(app, lambda: tell_programs(0))
        for number in db.scalars(select(Delivery.id).order_by(Delivery.id)).all():
            run(app, lambda number=number: try_it(number))  # type: ignore[misc]
    db.expire_all()
    return list(db.scalars(select(Delivery).order_by(Delivery.id)))


def try_it(number: int) -> None:
    try:
        tell_program(number)
    except NotSentError:
        return


def test_a_program_is_told_once_what_the_api_says_of_it_and_can_check_who_calls(
    inside: Flask, db: Session, by: User, program: Listener
) -> None:
    _hook, secret = listens(db, by, program.address, "visit.confirmed", "series.opened")
    visit, series = confirmed(db), a_series(db)
    happens(db, "visit.confirmed", visit)
    happens(db, "visit.completed", visit)
    happens(db, "series.opened", series)
    let_it_be_told(inside, db)
    told = let_it_be_told(inside, db)
    assert [(each.state, each.answer, each.attempts) for each in told] == [
        (DeliveryState.TOLD, "204", 1)
    ] * 2
    assert len(program.heard) == 2, "What was told is told to nobody again"
    for delivery, (path, headers, body) in zip(told, program.heard, strict=True):
        assert path == "/sillon?of=us"
        signed = f"{delivery.event_id}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        mac = hmac.digest(key, signed, hashlib.sha256)
        assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
        assert headers["webhook-id"] == str(delivery.event_id)
        assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 600
    first, second = (json.loads(body) for _path, _headers, body in program.heard)
    assert (first["type"], first["data"]) == ("visit.confirmed", row_of(db, "visits", visit.id))
    assert second["data"] == row_of(db, "workshops", series.id)
    assert first["data"]["code"] == visit.party.code
    assert second["data"]["sittings"] == 1


def test_what_fails_is_kept_and_tried_again_and_given_up_where_nobody_takes_it(
    inside: Flask, db: Session, by: User, program: Listener
) -> None:
    program.status, program.headers = 302, {"Location": program.address}
    listens(db, by, program.address)
    happens(db, "visit.confirmed", confirmed(db))
    [failed] = let_it_be_told(inside, db)
    assert (failed.state, failed.answer, failed.attempts) == (DeliveryState.WAITING, "302", 1)
    assert len(program.heard) == 1, "A redirect leads where nobody looked"
    program.status, program.headers = 200, {}
    [told] = let_it_be_told(inside, db)
    assert (told.state, told.attempts) == (DeliveryState.TOLD, 2)
    with pytest.raises(RuleBroken):
        told.fail("500")
    told.state = DeliveryState.WAITING
    db.commit()
    assert webhooks.DELIVERIES in SEEN_TO
    assert webhooks.DELIVERIES.fail(db, told.id)
    assert told.state is DeliveryState.GIVEN_UP
    assert not webhooks.DELIVERIES.fail(db, told.id), "That is no news"


def test_nothing_is_told_that_was_taken_back_or_to_who_listens_no_more_or_came_later(
    inside: Flask, db: Session, by: User, program: Listener
) -> None:
    happens(db, "visit.confirmed", confirmed(db))
    hook, _secret = listens(db, by, program.address, "visit.cancelled", "visit.confirmed")
    happens(db, "visit.cancelled", confirmed(db))
    run(inside, lambda: tell_programs(0))
    assert db.scalars(select(Delivery)).all() == [], "It may be taken back for a minute"
    [taken_back] = let_it_be_told(inside, db)
    assert taken_back.state is DeliveryState.NOT_NEEDED
    happens(db, "visit.confirmed", confirmed(db))
    with time_machine.travel(now() + LATER, tick=False):
        run(inside, lambda: tell_programs(0))
    webhooks.end(db, hook)
    happens(db, "visit.confirmed", confirmed(db))
    assert [each.state for each in let_it_be_told(inside, db)] == [DeliveryState.NOT_NEEDED] * 2
    assert program.heard == []


@pytest.mark.parametrize(
    ("act", "state", "type_"),
    [
        ("visit.restored", VisitState.CONFIRMED, "visit.confirmed"),
        ("visit.restored", VisitState.UNDER_WAY, "visit.confirmed"),
        ("visit.restored", VisitState.PROPOSED, None),
        ("visit.answered", VisitState.DECLINED, "visit.cancelled"),
        ("visit.answered", VisitState.CONFIRMED, None),
        ("visit.ended-early", VisitState.ENDED_EARLY, "visit.ended"),
        ("visit.missed", VisitState.NO_SHOW, "visit.ended"),
    ],
)
def test_a_program_that_was_told_of_a_visit_is_told_what_becomes_of_it(
    inside: Flask, db: Session, by: User, program: Listener, act: str, state: VisitState,
    type_: str | None,
) -> None:  # fmt: skip
    listens(db, by, program.address, "visit.confirmed", "visit.cancelled", "visit.ended")
    happens(db, act, a_visit(db, state=state, confirmed_at=now()))
    let_it_be_told(inside, db)
    told = [json.loads(body) for _path, _headers, body in program.heard]
    assert [each["type"] for each in told] == ([type_] if type_ else [])
    assert all(each["data"]["state"] == state.value for each in told)


def test_a_proposal_that_is_refused_is_told_to_nobody(
    inside: Flask, db: Session, by: User, program: Listener
) -> None:
    listens(db, by, program.address, "visit.cancelled")
    happens(db, "visit.answered", a_visit(db, state=VisitState.DECLINED))
    let_it_be_told(inside, db)
    assert program.heard == []


def test_what_was_told_is_forgotten_after_a_month_and_told_to_nobody_again(
    inside: Flask, db: Session, by: User, program: Listener
) -> None:
    listens(db, by, program.address)
    happens(db, "visit.confirmed", confirmed(db))
    [told] = let_it_be_told(inside, db)
    for days, left in ((29, [told.id]), (31, [])):
        with time_machine.travel(now() + timedelta(days=days), tick=False):
            expiry.forget(db)
            db.commit()
            run(inside, lambda: tell_programs(0))
        assert db.scalars(select(Delivery.id)).all() == left


PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")
INNER = (
    "127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",  # noqa: S104
    "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b:1::1", "64:ff9b::a00:1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
)  # fmt: skip


def test_only_addresses_of_the_open_internet_are_public() -> None:
    assert [each for each in PUBLIC if not channel.is_public(each)] == []
    assert [each for each in INNER if channel.is_public(each)] == []


@pytest.mark.parametrize(
    "address",
    ["http://observatory.example/", "https://127.0.0.1/", "https://[::1]/", "ftp://a.example/",
     "https://", "https://a:b@c.example/", "https://a.example/#b", "https://a.example:0/",
     "https://a.example:99999/", "https://a.example/\r\nX: y", "//a.example", "https://é.example/",
     "https://a..b/x", "https://.example.com/", f"https://{'a' * 64}.example/"],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_before_anybody_asks_for_it(address: str) -> None:
    assert not channel.is_possible(address, inside=False)


@pytest.mark.parametrize("found", [["10.0.0.1"], [PUBLIC[0], "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_not_called(
    monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: answers)
    monkeypatch.setattr(socket, "create_connection", lambda *_to, **_how: pytest.fail("called"))
    with pytest.raises(NotSentError, match="not-public"):
        channel.tell("https://a.example/", "whsec_AAAA", a_notice(), now(), inside=False)


def test_the_connection_goes_to_the_very_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC[0], 8443))]
    called: list[object] = []

    def connect(to: object, **_how: object) -> None:
        called.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: answers)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotSentError, match="unreachable"):
        channel.tell("https://a.example:8443/", "whsec_AAAA", a_notice(), now(), inside=False)
    assert called == [(PUBLIC[0], 8443)]


def test_a_program_that_cannot_prove_its_name_is_told_nothing(program: Listener) -> None:
    address = program.address.replace("http:", "https:")
    with pytest.raises(NotSentError, match="certificate"):
        channel.tell(address, "whsec_AAAA", a_notice(), now(), inside=True)
    assert program.heard == []


def a_notice() -> channel.Notice:
    return channel.Notice(1, "visit.confirmed", now(), {"id": 1})


def test_a_coordinator_reads_the_secret_once_and_what_became_of_each_call(
    page: Page, inside: Flask, db: Session, by: User, program: Listener
) -> None:
    page.sign_in(by).visit("/programme/settings/webhooks/new")
    page.submit({"name": "Observatory", "address": program.address, "kinds": ["visit.confirmed"]},
                button="Add it")  # fmt: skip
    assert page.soup.code is not None
    secret = page.soup.code.get_text()
    hook = db.scalars(select(Webhook)).one()
    assert secret == hook.secret
    program.status = 500
    happens(db, "visit.confirmed", confirmed(db))
    let_it_be_told(inside, db)
    page.visit("/programme/settings/webhooks").follow("Observatory")
    assert "it answered 500" in page.text
    assert secret not in page.text
    page.visit("/programme/settings/webhooks").submit({}, button="Tell it nothing any more")
    assert "is told nothing any more" in page.text
    assert not db.get_one(Webhook, hook.id).is_live
