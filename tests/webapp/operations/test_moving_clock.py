"""A demonstration's clock: moved by a coordinator, each day lived, and nowhere else at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from flask import Flask
from procrastinate import JobContext
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.workshops.builders import a_series
from webapp.ground import clock, job_queue
from webapp.ground.clock import PARIS, now, real_now, today
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import RuleBroken
from webapp.jobs.clock import EVENINGS, HOURS, move
from webapp.jobs.worker import inside
from webapp.models import (
    Answer,
    Event,
    HelpCall,
    Message,
    Programme,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.accounts import second_factor
from webapp.services.after import stops
from webapp.services.records import moving_clock
from webapp.web import extensions

ADDRESS = "/programme/clock"
NOON = datetime(2027, 3, 3, 11, 0, tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """A Wednesday at noon; whatever a test moved stands as it was afterwards."""
    with time_machine.travel(NOON, tick=False), clock.standing_ahead(timedelta()):
        yield


@pytest.fixture
def programme(db: Session) -> Programme:
    return a_programme(db)


@pytest.fixture
def coordinator(db: Session, programme: Programme) -> User:
    return a_coordinator(db, language="en")


@pytest.fixture
def demonstration(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.extensions, "config", replace(config, mode="demonstration"))
    return app


def moved(app: Flask, days: int) -> None:
    """Move the clock as the worker does."""
    with app.app_context():
        set_scope(extensions.db, EVERYONE)
        move(now() + timedelta(days=days))
        extensions.db.commit()


def scheduled(db: Session, task: str) -> Any:
    return db.scalar(
        text("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = :task"), {"task": task}
    )


def test_every_page_says_where_a_clock_stands_that_was_moved(
    page: Page, db: Session, demonstration: Flask, programme: Programme
) -> None:
    assert "L’horloge indique" not in page.visit("/").text
    programme.clock_ahead = MONTH
    db.flush()
    assert "L’horloge indique le vendredi 2 avril 2027." in page.visit("/").text
    assert clock.ahead() == timedelta()


def test_there_is_no_clock_outside_a_demonstration(
    page: Page, db: Session, programme: Programme, coordinator: User
) -> None:
    programme.clock_ahead = MONTH
    db.flush()
    page.sign_in(coordinator)
    assert "clock" not in page.visit("/programme/settings").text.casefold()
    assert "The clock stands" not in page.visit("/programme/").text
    page.visit(ADDRESS, status=404)


def test_a_page_left_open_moves_no_clock_outside_a_demonstration(
    page: Page, db: Session, demonstration: Flask, config: Config, coordinator: User
) -> None:
    for press, typed in (("A week on", {}), ("Move the clock", {"day": "2027-04-01"})):
        page.sign_in(coordinator).visit(ADDRESS)
        demonstration.extensions["config"] = config
        page.submit(typed, button=press, status=404)
        demonstration.extensions["config"] = replace(config, mode="demonstration")
    assert moving_clock.going_to(db) is None


def test_a_coordinator_asks_for_a_week_and_for_nothing_else_meanwhile(
    page: Page, db: Session, demonstration: Flask, coordinator: User
) -> None:
    page.sign_in(coordinator).visit(ADDRESS)
    page.submit({}, button="A week on")
    assert moving_clock.going_to(db) == date(2027, 3, 10)
    assert "The clock goes on to Wednesday, March 10, 2027" in page.text
    assert "7 days left" in page.text
    assert page.soup.select_one("meta[http-equiv=refresh]") is not None
    with pytest.raises(RuleBroken, match="clock-is-moving"):
        moving_clock.ask_to_move(db, date(2027, 5, 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027-03-03", "The clock only goes forward"),
        ("2027-02-01", "The clock only goes forward"),
        ("2031-01-01", "too far ahead"),
        ("", "Enter a day"),
    ],
)
def test_a_day_to_which_it_does_not_go_is_said_and_stays_typed(
    page: Page, db: Session, demonstration: Flask, coordinator: User, typed: str, said: str
) -> None:
    page.sign_in(coordinator).visit(ADDRESS)
    page.submit({"day": typed}, button="Move the clock")
    assert said in page.text
    assert moving_clock.going_to(db) is None


def test_it_waits_for_what_the_engine_works_on(db: Session, programme: Programme) -> None:
    job_queue.defer(db, "solve_round", round_id=1)
    db.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
    with pytest.raises(RuleBroken, match="clock-waits-for-engine"):
        moving_clock.destination(db, today() + MONTH)


def test_late_in_the_evening_it_goes_to_that_day_across_the_summer_hour(
    db: Session, programme: Programme
) -> None:
    with time_machine.travel(datetime(2027, 3, 3, 22, 40, tzinfo=UTC), tick=False):
        until = moving_clock.destination(db, date(2027, 5, 3))
    assert until == datetime(2027, 5, 3, 23, 40, tzinfo=PARIS)
    assert until == datetime(2027, 5, 3, 21, 40, tzinfo=UTC)


def ready(db: Session, first: date, state: VisitState) -> Visit:
    """Return a visit of five days that both sides have said yes to."""
    stay = Range(first, first + timedelta(days=4), bounds="[]")
    yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    return a_visit(db, slot=a_slot(db, arrival=first), stay=stay, state=state, **yes)


def first_of(db: Session, kind: str) -> Message:
    return db.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)).first()  # type: ignore[return-value]


def test_a_visit_begins_and_ends_and_each_message_leaves_on_its_day(
    db: Session, demonstration: Flask, coordinator: User
) -> None:
    visit = ready(db, today() + timedelta(days=3), VisitState.CONFIRMED)
    moved(demonstration, 9)
    db.expire_all()
    assert visit.state is VisitState.COMPLETED
    assert programme_of(db).clock_ahead == timedelta(days=9)
    for kind, days in (("visit-soon", 2), ("visit-evening", 3), ("visit-feedback", 8)):
        told = first_of(db, kind)
        assert told.created_at.astimezone(PARIS).date() <= NOON.date() + timedelta(days=days)
        assert told.sent_at is None or told.sent_at - told.created_at < timedelta(days=1)
    assert first_of(db, "visit-evening").created_at.astimezone(PARIS).date() == visit.arrival


def test_a_visit_of_a_month_ago_is_followed_up_on_the_way(
    db: Session, demonstration: Flask, coordinator: User
) -> None:
    ready(db, NOON.date() - timedelta(days=30), VisitState.EVALUATED)  # until 5 February
    moved(demonstration, 4)
    asked = first_of(db, "visit-follow-up").created_at.astimezone(PARIS).date()
    assert asked == date(2027, 3, 5)


def test_the_page_names_the_next_days_on_which_somebody_has_something_to_do(
    page: Page, db: Session, demonstration: Flask, coordinator: User
) -> None:
    ready(db, NOON.date() - timedelta(days=30), VisitState.EVALUATED)  # until 5 February
    visit = ready(db, today() + timedelta(days=3), VisitState.CONFIRMED)
    a_series(db, days=2)
    assert [(each.what, each.number) for each in stops.of(db)] == [
        ("follow-ups", 1), ("sitting", 1), ("visits", 1),
        ("follow-ups", 3), ("follow-ups", 6), ("follow-ups", 12),
    ]  # fmt: skip
    page.sign_in(coordinator).visit(ADDRESS).submit(button="After 1 visit")
    assert moving_clock.going_to(db) == visit.departure + timedelta(days=2)


def programme_of(db: Session) -> Programme:
    return db.get_one(Programme, 1)


def test_the_audit_says_that_it_was_moved(
    db: Session, demonstration: Flask, programme: Programme
) -> None:
    moved(demonstration, 2)
    event = db.scalars(select(Event).where(Event.act == "programme.clock-moved")).one()
    assert event.facts == {"days": 2, "failed": 0}


def test_what_fails_on_a_day_is_counted_and_stops_no_other(
    db: Session, demonstration: Flask, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_timestamp: int) -> None:
        raise ValueError

    monkeypatch.setitem(HOURS, next(iter(HOURS)), (breaks,))
    moved(demonstration, 2)
    event = db.scalars(select(Event).where(Event.act == "programme.clock-moved")).one()
    assert event.facts == {"days": 2, "failed": 2}
    db.expire_all()
    assert programme_of(db).clock_ahead == timedelta(days=2)


def test_an_evening_is_lived_only_while_somebody_is_away_or_expected(
    db: Session, demonstration: Flask, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    lived: list[int] = []
    for hour in HOURS:
        monkeypatch.setitem(HOURS, hour, (lived.append,))
    moved(demonstration, 1)
    assert len(lived) == len(HOURS) - len(EVENINGS)
    ready(db, today() + timedelta(days=9), VisitState.CONFIRMED)
    moved(demonstration, 1)
    assert len(lived) == 2 * len(HOURS) - len(EVENINGS)


def test_a_call_for_help_keeps_evenings_alive_until_it_climbs_no_more(
    db: Session, programme: Programme
) -> None:
    visit = ready(db, today() - timedelta(days=9), VisitState.COMPLETED)
    assert moving_clock.is_quiet(db)
    made = HelpCall(visit_id=visit.id, side=Side.PARTY, association_at=now())
    db.add(made)
    db.flush()
    assert not moving_clock.is_quiet(db)
    made.on_duty_at = now()
    db.flush()
    assert moving_clock.is_quiet(db), "the number on duty is the last rung"


def test_what_waits_for_an_hour_waits_for_less(db: Session, programme: Programme) -> None:
    job_queue.defer(db, "send_message", schedule_at=now() + timedelta(days=3), message_id=1)
    moving_clock.stand_at(db, now() + timedelta(days=2))
    assert scheduled(db, "send_message") == real_now() + timedelta(days=1)
    job_queue.defer(db, "take_reply", schedule_at=now() + timedelta(days=3), reply_id=1)
    assert scheduled(db, "take_reply") == real_now() + timedelta(days=3)


def test_a_job_stands_where_the_clock_stands_and_only_in_a_demonstration(
    db: Session, app: Flask, demonstration: Flask, config: Config, programme: Programme
) -> None:
    programme.clock_ahead = MONTH
    db.flush()
    context = cast(JobContext, SimpleNamespace(job=SimpleNamespace(task_name="", attempts=0)))
    assert inside(demonstration)(now, context, cast(Any, None)) == NOON + MONTH
    app.extensions["config"] = config
    assert inside(app)(now, context, cast(Any, None)) == NOON


def test_nobody_is_signed_out_when_it_moves(
    page: Page, db: Session, demonstration: Flask, programme: Programme, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/")
    programme.clock_ahead = timedelta(days=200)
    db.flush()
    assert page.visit("/programme/").path == "/programme/"
    moved(demonstration, 1)
    assert page.visit("/programme/").path == "/programme/"


def test_a_code_is_the_one_that_the_telephone_shows(coordinator: User) -> None:
    second_factor.ensure_secret(coordinator)
    shown = second_factor.current_code(coordinator)
    with clock.standing_ahead(MONTH):
        assert second_factor.current_code(coordinator) == shown
