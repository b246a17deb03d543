"""The calendar file of a visit: its days, and nothing that a shared calendar must not show."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from tests.builders import a_visit
from tests.page import Page
from webapp.models import Answer, Side, Visit, VisitState
from webapp.portals.visit_page import calendar_file as file_module
from webapp.portals.visit_page.calendar_file import calendar_file
from webapp.services.records.tokens import visit_token


def event_of(written: bytes) -> Event:
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert isinstance(event, Event)
    return event


@pytest.fixture
def visit(db: Session) -> Visit:
    yes = Answer.YES
    return a_visit(db, state=VisitState.CONFIRMED, party_answer=yes, farm_answer=yes)


def test_it_is_there_to_be_kept_from_the_visit_s_page(page: Page, visit: Visit) -> None:
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}").follow("calendrier")
    assert page.response.mimetype == "text/calendar"
    assert event_of(page.response.data).start == visit.arrival


def test_it_tells_days_and_nothing_else(app: Flask, visit: Visit) -> None:
    with app.test_request_context():
        written = calendar_file(visit)
    calendar, event = Calendar.from_ical(written), event_of(written)
    assert dict(calendar) == {"VERSION": "2.0", "PRODID": "-//Sillon//EN", "METHOD": "PUBLISH"}
    assert set(event) == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}
    assert event["summary"] == "Sillon – Votre visite"
    assert event["uid"] == f"visit-{visit.id}@sillon"
    assert (event.start, event.end) == (visit.arrival, visit.departure + timedelta(days=1))
    assert type(event.start) is date
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]


def test_the_same_visit_is_the_same_event_in_each_file(
    app: Flask, visit: Visit, spring: datetime
) -> None:
    with app.test_request_context():
        first, second = event_of(calendar_file(visit)), event_of(calendar_file(visit, sequence=1))
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)


def test_the_moment_of_writing_is_told_in_world_time(
    app: Flask, visit: Visit, spring: datetime
) -> None:
    with app.test_request_context():
        written = calendar_file(visit)
    stamp = event_of(written).stamp
    assert stamp.utcoffset() == timedelta()
    assert abs(stamp - spring) < timedelta(minutes=1)
    assert b"DTSTAMP:20270301T090" in written


def test_a_title_of_any_signs_and_length_comes_back_whole(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "زيارتكم ; ወርሒ, \\ l’été " * 9
    monkeypatch.setattr(file_module, "_", lambda _text: title)
    with app.test_request_context():
        written = calendar_file(visit)
    assert event_of(written)["summary"] == f"Sillon – {title}"
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None and b"\n" not in line for line in lines)
