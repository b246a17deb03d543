"""The job that sends the outbox, one message each."""

from flask import current_app

from webapp.channels import NotSentError, sender_for
from webapp.channels.delivery import deliver, may_succeed_later
from webapp.jobs import AGAIN, jobs
from webapp.services.visits import links
from webapp.web.extensions import db
from webapp.wording import compose


@jobs.task(name="send_message", retry=AGAIN)
def send_message(message_id: int) -> None:
    """Send a message, or keep why it did not leave and try again later."""
    config = current_app.extensions["config"]
    message = deliver(db, message_id, compose, lambda channel: sender_for(channel, config))
    db.commit()
    if message is not None and may_succeed_later(message):
        raise NotSentError(message.failure or "unknown")


@jobs.task(name="send_links", retry=AGAIN)
def send_links(fingerprint: str) -> None:
    """Send the links of a telephone number's visits to it, if it is known."""
    links.send_links(db, fingerprint)
    db.commit()
