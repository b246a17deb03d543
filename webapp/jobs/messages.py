"""The job that sends the outbox, one message each."""

from datetime import datetime

from flask import current_app

from webapp.channels import NotSentError, pace_of, sender_for
from webapp.channels.delivery import deliver, may_succeed_later
from webapp.channels.pace import turn_of
from webapp.ground import job_queue
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.jobs import AGAIN, jobs
from webapp.models import Message
from webapp.services.visits import links
from webapp.web.extensions import db
from webapp.wording import compose


@jobs.task(name="send_message", retry=AGAIN)
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
        raise NotSentError(message.failure or "unknown")


def _is_put_off(message_id: int, turn: str | None, config: Config) -> bool:
    """Whether the turn of a message comes later; a job is deferred to it."""
    message = db.get(Message, message_id)
    if message is None:
        return False
    given = datetime.fromisoformat(turn) if turn else None
    at = turn_of(db, message, pace_of(config), given)
    later = at > now()
    if later:
        job_queue.defer(
            db, "send_message", schedule_at=at, message_id=message_id, turn=at.isoformat()
        )
    db.commit()  # before it leaves: others take their turns meanwhile
    return later


@jobs.task(name="send_links", retry=AGAIN)
def send_links(fingerprint: str) -> None:
    """Send the links of a telephone number's visits to it, if it is known."""
    links.send_links(db, fingerprint)
    db.commit()
