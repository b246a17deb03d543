"""When a message of a thread counts as read, who is told of it, and how it is translated."""

from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.page import SITE, Page
from tests.webapp.visits.test_threads import WORDS, a_visit_with_a_farmer, news, write
from webapp.models import MessageState, Side, Visit
from webapp.services.visits import threads
from webapp.services.visits.translating import CardsOnly, Server
from webapp.web import thread_form

PATIENCE = 30


@pytest.fixture
def visit(db: Session) -> Visit:
    return a_visit_with_a_farmer(db, a_caseworker(db))


def test_who_was_not_reached_is_told_of_the_next_message_too(db: Session, visit: Visit) -> None:
    write(db, visit)
    [never_came] = news(db, Side.FARM)
    never_came.state = MessageState.FAILED
    write(db, visit, words="We are seven minutes late.")
    write(db, visit, words="We are there.")
    assert [each.state for each in news(db, Side.FARM)] == ["failed", "queued"]


def test_whoever_reads_waits_for_whoever_writes(db: Session, visit: Visit) -> None:
    write(db, visit)
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    event.listen(db.get_bind(), "before_cursor_execute", note)
    threads.read(db, visit, Side.FARM)
    event.remove(db.get_bind(), "before_cursor_execute", note)
    [held] = [at for at, each in enumerate(asked) if "visits" in each and "FOR NO KEY" in each]
    later = [each for each in asked[held + 1 :] if "FROM thread_lines" in each]
    assert later, "what was written meanwhile is looked for once nobody writes"


@pytest.mark.parametrize("asked", ["HEAD", "Sec-Purpose", "X-Moz"])
def test_what_a_browser_fetches_ahead_nobody_has_read(
    page: Page, db: Session, visit: Visit, asked: str
) -> None:
    write(db, visit)
    page.sign_in(visit.farm.users[0])
    method, headers = ("HEAD", {}) if asked == "HEAD" else ("GET", {asked: "prefetch;prerender"})
    thread = f"/farm/visits/{visit.id}/thread"
    page.client.open(thread, method=method, headers=headers, base_url=SITE)
    assert threads.has_news(db, visit, Side.FARM)
    page.visit(thread)
    assert not threads.has_news(db, visit, Side.FARM)


def test_a_server_translates_and_a_page_shows_the_original_where_it_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, str]] = []

    def post(url: str, *, json: dict[str, str], timeout: float) -> Any:
        asked.append({**json, "url": url})
        if json["q"] == "broken":
            raise requests.ConnectionError
        said = {"translatedText": "Le bus est en retard."}
        return SimpleNamespace(raise_for_status=lambda: None, json=lambda: said)

    monkeypatch.setattr(requests, "post", post)
    server = Server("http://translate.internal")
    for _ in range(2):
        assert server.translate(WORDS, "prs", "fr", PATIENCE) == "Le bus est en retard."
    assert [(each["source"], each["target"]) for each in asked] == [("fa", "fr")], "Asked once"
    assert server.translate("broken", "en", "fr", PATIENCE) is None
    assert server.translate(WORDS, "fr", "fr", PATIENCE) is None
    assert CardsOnly().translate(WORDS, "en", "fr", PATIENCE) is None


def test_a_slow_translator_holds_no_page_and_is_shown_another_time(
    page: Page, app: Flask, db: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, server = Event(), Server("http://translate.internal")
    monkeypatch.setattr(server, "_ask", lambda *_asked: str(answers.wait(PATIENCE)))
    monkeypatch.setitem(app.extensions, "translator", server)
    monkeypatch.setattr(thread_form, "A_PAGE_WAITS", 0.0)
    for number in range(threads.MOST_UNREAD):
        write(db, visit, words=f"Message {number}", language="ar")
    page.sign_in(visit.farm.users[0]).visit(f"/farm/visits/{visit.id}/thread")
    assert "Message 4" in page.text
    assert "Translated by a machine" not in page.text
    answers.set()
    for number in range(threads.MOST_UNREAD):
        assert server.translate(f"Message {number}", "ar", "en", PATIENCE) == "True"
    page.visit(f"/farm/visits/{visit.id}/thread")
    assert page.text.count("Translated by a machine") == threads.MOST_UNREAD
