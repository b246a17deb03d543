"""The calendar file of a visit: its days, and nothing that a shared calendar must not show."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from tests.builders import a_visit
from tests.page import Page
from tests.webapp.visits.test_visit_page import address, give_code
from webapp.models import Answer, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import stays
from webapp.wording import calendar_file as file_module
from webapp.wording.calendar_file import calendar_file


def events_of(written: bytes) -> list[Event]:
    return [each for each in Calendar.from_ical(written).walk("VEVENT") if isinstance(each, Event)]


def event_of(written: bytes) -> Event:
    [event] = events_of(written)
    return event


@pytest.fixture
def visit(db: Session) -> Visit:
    yes = Answer.YES
    return a_visit(
        db,
        state=VisitState.CONFIRMED,
        party_answer=yes,
        farm_answer=yes,
        confirmed_at=datetime.now().astimezone(),
    )


def test_it_is_there_to_be_kept_from_the_visit_s_page(page: Page, visit: Visit) -> None:
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}").follow("calendrier")
    assert page.response.mimetype == "text/calendar"
    assert event_of(page.response.data).start == visit.arrival


def test_it_tells_days_and_nothing_else(app: Flask, visit: Visit) -> None:
    with app.test_request_context():
        written = calendar_file(visit, Side.PARTY)
    calendar, event = Calendar.from_ical(written), event_of(written)
    assert dict(calendar) == {"VERSION": "2.0", "PRODID": "-//Sillon//EN", "METHOD": "PUBLISH"}
    assert set(event) == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS"}
    assert (event["summary"], event["status"]) == ("Sillon – Votre visite", "CONFIRMED")
    assert event["uid"] == f"visit-{visit.id}@sillon"
    assert (event.start, event.end) == (visit.arrival, visit.departure + timedelta(days=1))
    assert type(event.start) is date
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]


def test_with_the_sheet_it_tells_the_station_and_the_hour_on_the_clock_of_france(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.arrival_hour, visit.hour_agreed = 14, True
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/visit.ics")
    days, arrival = events_of(page.response.data)
    assert (days["location"], arrival["location"]) == ("Carentan", "Carentan")
    assert f"DTSTART;TZID=Europe/Paris:{visit.arrival:%Y%m%d}T140000" in page.response.text
    assert arrival["uid"] != days["uid"]
    assert b"BEGIN:VTIMEZONE" in page.response.data
    for secret in ("Marais", visit.farm.name, "Anne"):
        assert secret.encode() not in page.response.data


def test_an_hour_that_is_no_longer_agreed_goes_out_of_the_calendar(
    app: Flask, visit: Visit
) -> None:
    visit.arrival_hour, visit.hour_agreed = 14, False
    with app.test_request_context():
        days, arrival = events_of(calendar_file(visit, Side.PARTY))
    assert (days["status"], arrival["status"]) == ("CONFIRMED", "CANCELLED")


def test_a_cancelled_visit_is_taken_out_by_a_later_file_of_the_same_event(
    page: Page, db: Session, visit: Visit
) -> None:
    page.visit(f"{address(visit)}/visit.ics")
    kept = event_of(page.response.data)
    stays.cancel(db, visit, None, "illness")
    visit.created_at -= timedelta(seconds=30)
    page.visit(address(visit)).follow("Retirer les dates de mon calendrier")
    taken_out = event_of(page.response.data)
    assert Calendar.from_ical(page.response.data)["method"] == "CANCEL"
    assert (taken_out["uid"], taken_out["status"]) == (kept["uid"], "CANCELLED")
    assert int(str(taken_out["sequence"])) > int(str(kept["sequence"]))


def test_what_was_never_settled_has_nothing_to_take_out(page: Page, db: Session) -> None:
    visit = a_visit(db, state=VisitState.DECLINED, party_answer=Answer.NO)
    page.visit(f"{address(visit)}/visit.ics", status=404)


def test_the_moment_of_writing_is_told_in_world_time(
    app: Flask, visit: Visit, spring: datetime
) -> None:
    with app.test_request_context():
        written = calendar_file(visit, Side.PARTY)
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
        written = calendar_file(visit, Side.PARTY)
    assert event_of(written)["summary"] == f"Sillon – {title}"
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None and b"\n" not in line for line in lines)
