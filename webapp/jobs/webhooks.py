"""Programs are told what happened: by a job for each, tried again for sixteen hours."""

from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

from flask import current_app

from webapp.channels import NotSentError
from webapp.channels import webhooks as channel
from webapp.ground import job_queue
from webapp.ground.clock import now, real_now
from webapp.ground.config import Config
from webapp.ground.vocabulary import WEBHOOK_ACTS
from webapp.jobs import AGAIN, CONCURRENCY, SOON, jobs
from webapp.models import Delivery, Event
from webapp.portals.api.resources import row_of
from webapp.services.records import webhooks
from webapp.web.extensions import db

ABOUT = {"visits": "visits", "series": "workshops"}
"""Which list of the API has the row that an event is about, by its table."""


AT_ONCE = BoundedSemaphore(CONCURRENCY // 2)
"""So many calls at once: slow programs leave every worker hands for messages."""
PUT_OFF = timedelta(seconds=20)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="tell_programs", queueing_lock="tell_programs", retry=SOON)
def tell_programs(timestamp: int) -> None:
    """Every minute: have programs told of what happened."""
    webhooks.tell_all(db)
    db.commit()


@jobs.task(name=webhooks.TASK, retry=AGAIN)
def tell_program(delivery_id: int) -> None:
    """Tell a program, or keep why it did not take it and try again later.

    Where enough others are being told, it waits for its turn.
    """
    if not AT_ONCE.acquire(blocking=False):
        job_queue.defer(db, webhooks.TASK, schedule_at=now() + PUT_OFF, delivery_id=delivery_id)
        db.commit()
        return
    try:
        _take_and_tell(delivery_id)
    finally:
        AT_ONCE.release()


def _take_and_tell(delivery_id: int) -> None:
    config: Config = current_app.extensions["config"]
    delivery = webhooks.take(db, delivery_id)
    if delivery is None:
        return
    data = told_of(delivery.event) if webhooks.is_so(db, delivery) else None
    if data is None:
        delivery.close()
        db.commit()
        return
    failed = _tell(delivery, data, config)
    db.commit()
    if failed is not None:
        raise failed


def told_of(event: Event) -> dict[str, Any] | None:
    """Return the row that the API gives of what it is about, as it stands; none: it is gone."""
    return row_of(db, ABOUT[event.subject], event.subject_id or 0)


def _tell(delivery: Delivery, data: dict[str, Any], config: Config) -> NotSentError | None:
    hook, event = delivery.webhook, delivery.event
    notice = channel.Notice(event.id, WEBHOOK_ACTS[event.act], event.at, data)
    try:
        answer = channel.tell(
            hook.address, hook.secret, notice, real_now(), inside=config.webhooks_inside
        )
    except NotSentError as reason:
        delivery.fail(reason.code)
        return reason
    delivery.tell(answer)
    return None
