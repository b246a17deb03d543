"""The jobs of the outbox: each message is sent by one of its own, and what is over is closed."""

from datetime import datetime

from flask import current_app
from procrastinate import RetryStrategy
from procrastinate.jobs import Job
from procrastinate.retry import RetryDecision

from webapp.channels import NotSentError, mailbox, pace_of, sender_for
from webapp.channels.delivery import close_unneeded, deliver, may_succeed_later
from webapp.channels.pace import tomorrow, turn_of
from webapp.channels.truth import may_ring_at_night
from webapp.ground import job_queue, logs
from webapp.ground.clock import by_day, now
from webapp.ground.config import Config
from webapp.jobs import AGAIN, SOON, jobs
from webapp.models import Message, Reply
from webapp.services.after import asking
from webapp.services.parties import digest
from webapp.services.records.texts_a_day import BY_NUMBER, is_spent
from webapp.services.visits import links, replies
from webapp.services.workshops import telling
from webapp.web.extensions import db
from webapp.wording import compose


class ByDayError(NotSentError):
    """A letter that did not leave, and that must not ring at night when it is tried again."""


class ByDay(RetryStrategy):
    """As often as any, but at night only what may ring then."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again."""
        decision = super().get_retry_decision(exception=exception, job=job)
        if decision and decision.retry_at and isinstance(exception, ByDayError):
            decision.retry_at = by_day(decision.retry_at)
        return decision


@jobs.task(
    name="send_message",
    retry=ByDay(max_attempts=AGAIN.max_attempts, exponential_wait=AGAIN.exponential_wait),
)
def send_message(message_id: int, turn: str | None = None) -> None:
    """Send a message, or keep why it did not leave and try again later.

    Parameters
    ----------
    turn
        The instant, in ISO 8601, that a text message was put off to when the job ran before.
    """
    config: Config = current_app.extensions["config"]
    if _is_put_off(message_id, turn, config):
        return
    message = deliver(db, message_id, compose, lambda channel: sender_for(channel, config))
    db.commit()
    if message is not None and may_succeed_later(message):
        kind = NotSentError if may_ring_at_night(message) else ByDayError
        raise kind(message.failure or "unknown")


def _is_put_off(message_id: int, turn: str | None, config: Config) -> bool:
    """Whether a message leaves later, by day or at its turn; a job is deferred to it."""
    message = db.get(Message, message_id)
    if message is None:
        return False
    morning = now() if may_ring_at_night(message) else by_day(now())
    if message.channel in BY_NUMBER and not may_ring_at_night(message) and is_spent(db):
        logs.log.warning("texts-of-the-day-spent")
        morning = tomorrow()
    if morning > now():
        job_queue.defer(db, "send_message", schedule_at=morning, message_id=message_id)
        db.commit()
        return True
    given = datetime.fromisoformat(turn) if turn else None
    at = turn_of(db, message, pace_of(config), given)
    later = at > now()
    if later:
        job_queue.defer(
            db, "send_message", schedule_at=at, message_id=message_id, turn=at.isoformat()
        )
    db.commit()  # before it leaves: others take their turns meanwhile
    return later


@jobs.periodic(cron="5-59/15 * * * *")
@jobs.task(name="close_unneeded", queueing_lock="close_unneeded", retry=SOON)
def close_unneeded_messages(timestamp: int) -> None:
    """Every quarter of an hour: close the failed messages that nobody needs any more."""
    close_unneeded(db)
    db.commit()


@jobs.periodic(cron="3-59/10 * * * *")
@jobs.task(name="read_bounces", queueing_lock="read_bounces", retry=SOON)
def read_bounces(timestamp: int) -> None:
    """Every ten minutes: look which letters came back, and what people answered."""
    config: Config = current_app.extensions["config"]
    if config.bounces_url:
        mailbox.read_mailbox(db, config.bounces_url)


@jobs.task(name="take_reply", retry=AGAIN)
def take_reply(reply_id: int) -> None:
    """Do what a text message of somebody asks, if it is sure."""
    reply = db.get(Reply, reply_id, with_for_update={"of": Reply})
    if reply is not None:
        replies.act_on(db, reply)
    db.commit()


@jobs.periodic(cron="0 5-10 * * 1-5")
@jobs.task(name="write_digests", queueing_lock="write_digests", retry=SOON)
def write_digests(timestamp: int) -> None:
    """Every hour of a working day's morning: the letter of the day, at seven in Paris, once."""
    digest.write_due(db)
    db.commit()


@jobs.task(name="send_links", retry=AGAIN)
def send_links(fingerprint: str) -> None:
    """Send a telephone number the links of its visits and workshops, if it is known."""
    links.send_links(db, fingerprint)
    asking.ask_again(db, fingerprint)
    telling.send_link_again(db, fingerprint)
    db.commit()
