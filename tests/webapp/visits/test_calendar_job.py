"""The job that turns the page: what fails keeps nothing else from being done."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from tests.builders import a_farm, a_party, a_person, a_slot, a_visit, an_offer
from webapp.ground import clock
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs import visits as job
from webapp.models import Answer, Companions, Event, Message, Side, Visit, VisitState
from webapp.services.records import audit
from webapp.services.visits import answers, deadlines, proposing
from webapp.web import extensions


def test_an_act_that_fails_is_told_once_the_others_are_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail(_session: Session) -> int:
        raise LookupError("a bad visit")

    def succeed(_session: Session) -> int:
        done.append("done")
        return 1

    monkeypatch.setattr(job, "IN_ORDER", (fail, succeed))
    with app.app_context(), pytest.raises(ExceptionGroup) as told:
        job.turn_the_page(timestamp=0)
    assert done == ["done"]
    assert told.group_contains(LookupError)


def turn_the_page(app: Flask) -> None:
    """Run the job as a worker does."""
    with app.app_context():
        set_scope(extensions.db, EVERYONE)
        audit.set_actor(extensions.db, audit.JOB)
        job.turn_the_page(timestamp=0)


@pytest.fixture
def due(db: Session) -> list[Visit]:
    """Three proposals whose last day is over; the second has lost count of its beds."""
    made = [
        a_visit(db, a_party(db, persons=[a_person(last_name="Ombredune")]), a_slot(db))
        for _ in range(3)
    ]
    for visit in made:
        visit.answer_by = today() - timedelta(days=1)
    made[1].slot.people_held = 0
    db.commit()
    return made


def test_one_bad_visit_stops_no_other_of_its_run(app: Flask, db: Session, due: list[Visit]) -> None:
    with pytest.raises(ExceptionGroup) as told:
        turn_the_page(app)
    assert told.group_contains(deadlines.LeftBehind, match="1 left behind")
    db.expire_all()
    states = [visit.state for visit in due]
    assert states == [VisitState.EXPIRED, VisitState.PROPOSED, VisitState.EXPIRED]


def test_nothing_is_left_of_what_a_bad_visit_began(
    app: Flask, db: Session, due: list[Visit]
) -> None:
    with pytest.raises(ExceptionGroup):
        turn_the_page(app)
    good = {due[0].id, due[2].id}
    assert set(db.scalars(select(Event.subject_id).where(Event.act == "visit.expired"))) == good
    assert set(db.scalars(select(Message.visit_id))) == good


def test_a_bad_visit_is_named_in_the_log_by_its_number_only(
    app: Flask, db: Session, due: list[Visit]
) -> None:
    with capture_logs() as lines, pytest.raises(ExceptionGroup):
        turn_the_page(app)
    [line] = [each for each in lines if each["event"] == "left-behind"]
    assert line["log_level"] == "error"
    assert (line["act"], line["subject"], line["subject_id"]) == ("expire", "visits", due[1].id)
    assert (line["error"], bool(line["where"])) == ("IntegrityError", True)
    for private in ("Ombredune", due[1].farm.name, due[1].party.code, "people_held"):
        assert private not in json.dumps(line)


def test_companions_of_whoever_did_not_answer_are_told_by_the_job_itself(
    app: Flask, db: Session
) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(2, 2))))
    one = a_party(db)
    one.companions = Companions(organisation_id=one.organisation_id)
    other = a_party(db, one.organisation, companions=one.companions)
    silent, coming = a_visit(db, one, slot), a_visit(db, other, slot)
    answers.answer(db, coming, Side.PARTY, Answer.YES)
    silent.answer_by = today() - timedelta(days=1)
    db.commit()
    turn_the_page(app)
    told = select(Message.visit_id).where(Message.kind == "visit-changed")
    assert list(db.scalars(told)) == [coming.id]


@pytest.mark.parametrize(
    ("act", "state", "days"),
    [
        (deadlines.begin_due, VisitState.CONFIRMED, 0),
        (deadlines.complete_due, VisitState.UNDER_WAY, -9),
        (deadlines.remind_due, VisitState.PROPOSED, 30),
        (deadlines.announce_due, VisitState.CONFIRMED, 1),
    ],
)
def test_every_act_of_the_calendar_leaves_a_bad_visit_behind(
    db: Session, monkeypatch: pytest.MonkeyPatch, act: Callable[[Session], int],
    state: VisitState, days: int,
) -> None:  # fmt: skip
    bad, good = (
        a_visit(
            db,
            slot=a_slot(db, arrival=today() + timedelta(days=days)),
            state=state,
            answer_by=today(),
            created_at=now() - timedelta(days=3),
        )
        for _ in range(2)
    )
    done: list[int] = []

    def keep(_session: Session, _act: str, visit: Visit, **_facts: object) -> None:
        if visit is bad:
            raise LookupError("a bad visit")
        done.append(visit.id)

    monkeypatch.setattr(clock, "WAKING_HOURS", range(24))
    monkeypatch.setattr(audit, "record", keep)
    monkeypatch.setattr(
        proposing, "tell", lambda session, visit, *_, **_kw: keep(session, "", visit)
    )
    with pytest.raises(deadlines.LeftBehind):
        act(db)
    assert set(done) == {good.id}
