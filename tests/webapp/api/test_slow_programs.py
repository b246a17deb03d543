"""Slow programs: a call ends after its seconds, and keeps no message waiting."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_visit
from tests.page import Page
from tests.webapp.api.listener import Listener
from tests.webapp.api.test_webhooks import a_notice, let_it_be_told, program
from webapp.channels import NotSentError
from webapp.channels import webhooks as channel
from webapp.ground.clock import now
from webapp.jobs import CONCURRENCY
from webapp.jobs import webhooks as jobs
from webapp.models import Delivery, DeliveryState, VisitState
from webapp.services.records import audit, webhooks

__all__ = ["program"]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that lasts half a second at most."""
    monkeypatch.setattr(channel, "SECONDS", 0.5)


@contextmanager
def dripping() -> Iterator[str]:
    """Answer a header line every tenth of a second, and come to an end after a hundred."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            caller, _address = server.accept()
            with caller:
                caller.sendall(b"HTTP/1.1 200 OK\r\n")
                for number in range(100):
                    threading.Event().wait(0.1)
                    caller.sendall(f"X-{number}: y\r\n".encode())
                caller.sendall(b"\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    server.close()
    thread.join()


def test_an_answer_that_never_ends_is_hung_up() -> None:
    with dripping() as address, pytest.raises(NotSentError, match="slow"):
        channel.tell(address, "whsec_AAAA", a_notice(), now(), inside=True)


def test_a_name_that_takes_too_long_to_look_up_is_not_called_any_more(
    monkeypatch: pytest.MonkeyPatch, program: Listener
) -> None:
    looked_up, look_up = threading.Event(), socket.getaddrinfo
    ended = threading.Event()

    def slowly(*asked: object, **how: object) -> object:
        looked_up.wait()
        return look_up(*asked, **how)  # type: ignore[arg-type]

    def thread_that_says_when_it_ends(
        *, target: Callable[[], None], daemon: bool
    ) -> threading.Thread:
        def run() -> None:
            target()
            ended.set()

        return threading.Thread(target=run, daemon=daemon)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    monkeypatch.setattr(channel, "Thread", thread_that_says_when_it_ends)
    with pytest.raises(NotSentError, match="slow"):
        channel.tell(program.address, "whsec_AAAA", a_notice(), now(), inside=True)
    looked_up.set()
    ended.wait()
    assert program.heard == []


def test_a_worker_keeps_hands_free_for_messages(app: Flask, db: Session) -> None:
    webhooks.make(db, a_coordinator(db), "One", "https://a.example/", ["visit.confirmed"])
    db.commit()
    audit.record(db, "visit.confirmed", a_visit(db, state=VisitState.CONFIRMED))
    db.commit()
    taken = [jobs.AT_ONCE.acquire(blocking=False) for _ in range(CONCURRENCY)]
    try:
        [waiting] = let_it_be_told(app, db)
    finally:
        for _each in filter(None, taken):
            jobs.AT_ONCE.release()
    assert 0 < taken.count(True) < CONCURRENCY
    assert (waiting.state, waiting.attempts) == (DeliveryState.WAITING, 0)
    put_off = "SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at > :at AND task_name = :of"
    assert db.scalar(text(put_off), {"at": now(), "of": webhooks.TASK}) == 1
    assert len(db.scalars(select(Delivery)).all()) == 1


def test_a_page_says_why_a_program_is_told_nothing(page: Page, db: Session) -> None:
    maker = a_coordinator(db, name="Camille Moreau")
    hook, _secret = webhooks.make(db, maker, "One", "https://a.example/", ["visit.confirmed"])
    db.flush()
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/settings/webhooks/{hook.id}")
    assert "is shut out" not in page.text
    maker.suspended_at = now()
    db.flush()
    page.visit(f"/programme/settings/webhooks/{hook.id}")
    assert "Camille Moreau, who answers for it, is shut out." in page.text
