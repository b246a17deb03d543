"""What waits without a job: taken up again, or failed where it was tried as often as allowed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_party, a_visit
from tests.webapp.services.solving import Sessions, solved
from webapp.ground.clock import now
from webapp.jobs.upkeep import SEEN_TO
from webapp.models import MatchingRound, Message, MessageState, Organisation, RoundState, Slot
from webapp.services import rounds
from webapp.services.records import outbox, unattended
from webapp.services.records.unattended import GIVEN_UP, TAKEN_UP
from webapp.services.rounds.solving import SILENCE


@pytest.fixture
def message(db: Session) -> Message:
    """A message with the job that sends it."""
    return outbox.write_to_party(db, a_visit(db), "visit-proposed", key="one")


@pytest.fixture
def waiting(db: Session, home: Organisation, this_round: MatchingRound, slot: Slot) -> Any:
    """A round that waits for its run."""
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    return this_round


def lose_the_jobs(db: Session) -> None:
    db.execute(text("DELETE FROM procrastinate_jobs"))


def end_the_jobs(db: Session, status: str) -> None:
    db.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'"))
    db.execute(
        text("UPDATE procrastinate_jobs SET status = CAST(:as AS procrastinate_job_status)"),
        {"as": status},
    )


def jobs_that_wait(db: Session) -> list[tuple[str, dict[str, int]]]:
    query = "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
    return [(name, arguments) for name, arguments in db.execute(text(query))]


def test_what_has_a_job_is_left_to_it(
    db: Session, message: Message, waiting: MatchingRound
) -> None:
    assert unattended.take_up(db, SEEN_TO) == {}
    end_the_jobs(db, "doing")
    assert unattended.take_up(db, SEEN_TO) == {}


def test_a_message_whose_job_is_lost_gets_another(db: Session, message: Message) -> None:
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {TAKEN_UP: 1}
    assert jobs_that_wait(db) == [("send_message", {"message_id": message.id})]
    assert unattended.take_up(db, SEEN_TO) == {}


def test_a_message_that_failed_and_would_be_tried_again_gets_another_job(
    db: Session, message: Message
) -> None:
    message.fail("mail-unreachable")
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {TAKEN_UP: 1}


@pytest.mark.parametrize("failure", ["no-mobile", "no-address"])
def test_a_message_that_cannot_succeed_any_more_stays_failed(
    db: Session, message: Message, failure: str
) -> None:
    message.fail(failure)
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {}


def test_a_message_that_failed_days_ago_waits_for_somebody_to_decide(
    db: Session, message: Message
) -> None:
    message.fail("mail-unreachable")
    message.created_at = now() - unattended.TRIED_FOR - timedelta(hours=1)
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {}


def test_a_message_that_was_sent_needs_no_job(db: Session, message: Message) -> None:
    message.send()
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {}


def test_a_message_whose_job_was_tried_as_often_as_allowed_fails_and_can_be_sent_again(
    db: Session, message: Message
) -> None:
    end_the_jobs(db, "failed")
    assert unattended.take_up(db, SEEN_TO) == {GIVEN_UP: 1}
    assert (message.state, message.failure) == (MessageState.FAILED, "unexpected")
    assert unattended.take_up(db, SEEN_TO) == {}
    outbox.send_again(db, message)
    assert jobs_that_wait(db) == [("send_message", {"message_id": message.id})]
    assert unattended.take_up(db, SEEN_TO) == {}


def test_why_a_message_failed_is_not_forgotten_when_its_job_is_given_up(
    db: Session, message: Message
) -> None:
    message.fail("mail-unreachable")
    end_the_jobs(db, "failed")
    assert unattended.take_up(db, SEEN_TO) == {}
    assert message.failure == "mail-unreachable"


def test_a_round_that_waits_without_a_job_gets_another(db: Session, waiting: MatchingRound) -> None:
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {TAKEN_UP: 1}
    assert jobs_that_wait(db) == [("solve_round", {"round_id": waiting.id})]


def test_a_round_that_gives_no_sign_of_life_gets_another_job_and_one_that_does_none(
    db: Session, sessions: Sessions, waiting: MatchingRound
) -> None:
    waiting.run()
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {}
    waiting.heartbeat_at = now() - SILENCE - timedelta(seconds=1)
    assert unattended.take_up(db, SEEN_TO) == {TAKEN_UP: 1}
    db.commit()
    rounds.solve(sessions, waiting.id)
    db.refresh(waiting)
    assert waiting.state is RoundState.SOLVED


def test_a_round_whose_job_was_tried_as_often_as_allowed_fails_and_can_be_run_again(
    db: Session, sessions: Sessions, waiting: MatchingRound
) -> None:
    end_the_jobs(db, "failed")
    assert unattended.take_up(db, SEEN_TO) == {GIVEN_UP: 1}
    assert (waiting.state, waiting.failure) == (RoundState.FAILED, "engine-broke")
    assert solved(db, sessions, waiting).placed == 1


def test_advice_that_was_asked_for_without_a_job_is_looked_for_after_all(
    db: Session, sessions: Sessions, waiting: MatchingRound
) -> None:
    db.commit()
    rounds.solve(sessions, waiting.id)
    db.expire_all()
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {TAKEN_UP: 1}
    assert jobs_that_wait(db) == [("advise_round", {"round_id": waiting.id})]
    rounds.advise(sessions, waiting.id)
    lose_the_jobs(db)
    assert unattended.take_up(db, SEEN_TO) == {}


def test_advice_whose_job_was_tried_as_often_as_allowed_is_told_as_failed(
    db: Session, sessions: Sessions, waiting: MatchingRound
) -> None:
    db.commit()
    rounds.solve(sessions, waiting.id)
    db.expire_all()
    end_the_jobs(db, "failed")
    assert unattended.take_up(db, SEEN_TO) == {GIVEN_UP: 1}
    assert (waiting.awaits_advice, waiting.advice_failure) == (False, "engine-broke")


def test_troubles_of_the_last_days_are_counted(
    db: Session, message: Message, waiting: MatchingRound
) -> None:
    assert not unattended.count_troubles(db).any
    db.execute(text("UPDATE procrastinate_jobs SET attempts = 1 WHERE task_name = 'send_message'"))
    db.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'solve_round'"))
    unattended.take_up(db, SEEN_TO)
    found = unattended.count_troubles(db)
    assert (found.tried_again, found.taken_up, found.given_up) == (1, 1, 0)
    end_the_jobs(db, "failed")
    unattended.take_up(db, SEEN_TO)
    found = unattended.count_troubles(db)
    assert (found.tried_again, found.taken_up, found.given_up) == (0, 1, 2)
