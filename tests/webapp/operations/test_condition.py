"""What an operator reads: each worry comes with its cause alone; metrics say the same."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_visit
from tests.page import SITE, Page
from webapp.ground import job_queue, migrate
from webapp.ground.clock import now, today
from webapp.models import (
    Channel,
    Delivery,
    DeliveryState,
    Event,
    EventLink,
    Message,
    MessageState,
)
from webapp.services.records import api_keys, audit_chain, operations, webhooks
from webapp.services.records.audit_keys import AuditKeys

LONG_AGO = timedelta(days=200)


WELL: dict[str, dict[str, object]] = {
    operations.BACKED_UP: {"bytes": 1_500_000, "seconds": 2},
    operations.RESTORED: {"sound": True, "seconds": 41.5},
    audit_chain.CHECKED: {"rows": 1, "fault": None},
}


def write_down(db: Session, act: str, at: datetime | None = None, **facts: object) -> Event:
    subject = act.partition(".")[0]
    event = Event(actor="job", act=act, subject=subject, facts=facts, at=at or now())
    db.add(event)
    db.flush()
    return event


def set_up(db: Session, old: str = "") -> None:
    """An installation where everything runs, but for one thing that was done long ago."""
    hear_of_workers(db)
    for act, facts in WELL.items():
        write_down(db, act, now() - LONG_AGO if act == old else now(), **facts)


@pytest.fixture
def well(db: Session) -> Session:
    set_up(db)
    assert worries(db) == []
    return db


def hear_of_workers(db: Session) -> None:
    db.execute(
        text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (:at)"), {"at": now()}
    )


def worries(db: Session) -> list[str]:
    return operations.look(db).worries


def lose_workers(db: Session) -> None:
    db.execute(text("UPDATE procrastinate_workers SET last_heartbeat = :at"),
               {"at": now() - operations.LOST})  # fmt: skip


def let_a_job_wait(db: Session) -> None:
    job_queue.defer(db, "look_at_visits", schedule_at=now() - timedelta(minutes=11))


def give_a_job_up(db: Session) -> None:
    job_queue.defer(db, "look_at_visits")
    db.execute(text("UPDATE procrastinate_jobs SET status = 'failed'"))


def message(db: Session, channel: Channel, **given: object) -> Message:
    made = Message(kind="visit-proposed", channel=channel, language="fr", visit_id=a_visit(db).id,
                   idempotency_key=f"m{now().timestamp()}{given}", **given)  # fmt: skip
    db.add(made)
    db.flush()
    return made


def fail_a_text(db: Session) -> None:
    message(db, Channel.SMS, state=MessageState.SENT, sent_at=now() - timedelta(hours=1))
    message(db, Channel.SMS, state=MessageState.FAILED, failure="refused")


def fail_a_letter(db: Session) -> None:
    message(db, Channel.EMAIL, state=MessageState.FAILED, failure="refused")


def fail_a_restore(db: Session) -> None:
    write_down(db, operations.RESTORED, sound=False, seconds=1)


def leave_a_program_untold(db: Session) -> None:
    hook, _secret = webhooks.make(
        db, a_coordinator(db), "Observatory", "https://a.example/", ["visit.confirmed"]
    )
    db.flush()
    event = write_down(db, "visit.confirmed")
    db.add(Delivery(webhook_id=hook.id, event_id=event.id, state=DeliveryState.GIVEN_UP))
    db.flush()


def shut_the_maker_out(db: Session) -> None:
    by = a_coordinator(db)
    webhooks.make(db, by, "Observatory", "https://a.example/", ["visit.confirmed"])
    by.suspended_at = now()
    db.flush()


def break_the_chain(db: Session) -> None:
    event = write_down(db, "job.taken-up")
    db.add(EventLink(event_id=event.id, digest="forged", key=AuditKeys.present()))
    audit_chain.check(db)


@pytest.mark.parametrize(
    ("worry", "cause"),
    [
        ("no-worker", lose_workers),
        ("jobs-late", let_a_job_wait),
        ("jobs-failed", give_a_job_up),
        ("sms-down", fail_a_text),
        ("email-down", fail_a_letter),
        ("programs-untold", leave_a_program_untold),
        ("programs-left", shut_the_maker_out),
        ("restore-failed", fail_a_restore),
        ("audit-fault", break_the_chain),
    ],
)
def test_each_thing_that_goes_wrong_is_one_worry_and_no_other(
    well: Session, worry: str, cause: Callable[[Session], None]
) -> None:
    cause(well)
    assert worries(well) == [worry]


def test_what_was_not_done_for_too_long_is_a_worry(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = {
        operations.BACKED_UP: "backup-late",
        operations.RESTORED: "restore-untried",
        audit_chain.CHECKED: "audit-late",
    }
    for act, worry in late.items():
        with db.begin_nested() as nothing:
            set_up(db, old=act)
            assert worries(db) == [worry]
            nothing.rollback()
    set_up(db)
    monkeypatch.setattr(migrate, "newest", lambda: "9999")
    assert worries(db) == ["migrations"]


def test_a_way_is_up_again_as_soon_as_one_has_left_and_what_nobody_tries_again_is_no_worry(
    well: Session,
) -> None:
    fail_a_text(well)
    message(well, Channel.SMS, state=MessageState.SENT, sent_at=now() + timedelta(seconds=1))
    message(well, Channel.EMAIL, state=MessageState.FAILED, failure="no-address")
    assert worries(well) == []


def test_what_is_put_off_waits_for_nobody(well: Session) -> None:
    job_queue.defer(well, "look_at_visits", schedule_at=now() + timedelta(hours=1))
    seen = operations.look(well)
    assert (seen.jobs["put-off"], seen.jobs["waiting"], seen.oldest) == (1, 0, None)


def test_metrics_say_by_a_key_for_them_alone_what_the_page_says_and_leave_no_row(
    app: Flask, page: Page, well: Session
) -> None:
    fail_a_text(well)
    by = a_coordinator(well, language="en")
    _key, text_of_it = api_keys.make(well, by, "Prometheus", ["metrics"], today())
    _key, other = api_keys.make(well, by, "Observatory", ["visits"], today())
    well.commit()
    events = well.query(Event).count()
    client, headers = app.test_client(), {"Authorization": f"Bearer {text_of_it}"}
    answer = client.get("/api/v1/metrics", base_url=SITE, headers=headers)
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[a-z-]+"(,[a-z]+="[a-z-]+")*\})? -?[0-9.e+]+')
    assert [line for line in lines if not sample.fullmatch(line)] == []
    told = dict(line.rsplit(" ", 1) for line in lines)
    assert told['sillon_messages{channel="sms",state="failed"}'] == "1"
    assert told['sillon_worry{what="sms-down"}'] == "1"
    assert told['sillon_way_up{channel="email"}'] == "1"
    assert told["sillon_restore_seconds"] == "41.5"
    assert told["sillon_backup_bytes"] == "1500000"
    assert well.query(Event).count() == events
    refused = client.get(
        "/api/v1/metrics", base_url=SITE, headers={"Authorization": f"Bearer {other}"}
    )
    assert (refused.status_code, refused.get_json()["detail"]) == (403, "metrics")
    page.sign_in(by).visit("/programme/settings/operations")
    assert "Text messages do not leave" in page.text
    assert "1.5 MB" in page.text
    assert "42 seconds" in page.text


def test_an_installation_that_has_just_begun_says_what_was_never_done(
    page: Page, db: Session
) -> None:
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/settings/operations")
    for each in ("No worker runs", "No backup was written", "No restore", "never"):
        assert each in page.text
    assert "Everything runs" not in page.text
