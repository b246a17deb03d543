"""A demonstration's clock goes on, and what the calendar does happens on the days between.

Of every day the hours at which something is decided are lived, not each quarter of an hour.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from flask import current_app

from webapp.ground import logs
from webapp.ground.clock import PARIS, now
from webapp.jobs import SOON, jobs
from webapp.jobs.messages import close_unneeded_messages, send_message, write_digests
from webapp.jobs.safety import (
    chain_audit,
    end_files,
    forget_leftovers,
    forget_unconfirmed,
    look_at_visits,
)
from webapp.jobs.visits import climb_calls, turn_the_page
from webapp.services.records import moving_clock
from webapp.web.extensions import db

Act = Callable[..., Any]
QUARTER: tuple[Act, ...] = (turn_the_page, climb_calls, close_unneeded_messages)
HOURS: dict[time, tuple[Act, ...]] = {
    time(4, 30): (chain_audit, forget_unconfirmed, look_at_visits, end_files, forget_leftovers),
    time(7, 5): (write_digests,),
    time(9, 5): QUARTER,
    time(19, 5): QUARTER,
    time(21, 5): QUARTER,
}  # fmt: skip
"""When what is lived: the night, the letter of the day, the first hour by day, the first evening
when both sides are asked and when silence becomes a call."""
EVENINGS = frozenset({time(19, 5), time(21, 5)})
"""Hours that are lived only while somebody is away, expected or calls for help."""
ON_THE_REAL_CLOCK = frozenset({
    "retry_stalled_jobs", "take_up_unattended", "forget_old_jobs", "read_bounces", "check_audit",
    "price_notice", "tell_programs", "look_up_journeys", "know_all_again",
    "compare_files",
})  # fmt: skip
"""What the calendar brings besides: it looks after the queue, the world outside, or what is as good
when done once."""
DAY = timedelta(days=1)


@jobs.task(name=moving_clock.TASK, queueing_lock=moving_clock.TASK, retry=SOON)
def move_clock(until: str) -> None:
    """Let a demonstration's clock go on; again, it goes on from where it stands."""
    if current_app.extensions["config"].demonstration:
        move(datetime.fromisoformat(until))


def move(until: datetime) -> None:
    """Live the days until an instant, each act committed as of its hour."""
    began, failed = now(), 0
    for at, acts in hours_between(began, until):
        moving_clock.stand_at(db, at)
        db.commit()
        if at.time() in EVENINGS and moving_clock.is_quiet(db):
            continue
        failed += sum(not _is_done(act, int(at.timestamp())) for act in acts) + _send_what_is_due()
    moving_clock.stand_at(db, max(until, now()))
    first, last = (each.astimezone(PARIS).date() for each in (began, until))
    moving_clock.note_move(db, (last - first).days, failed)
    db.commit()


def hours_between(first: datetime, last: datetime) -> Iterator[tuple[datetime, tuple[Act, ...]]]:
    """Return the hours that are lived after one instant and up to another, in their order."""
    day = first.astimezone(PARIS).date()
    while day <= last.astimezone(PARIS).date():
        for hour, acts in HOURS.items():
            at = datetime.combine(day, hour, PARIS)
            if first < at <= last:
                yield at, acts
        day += DAY


def _is_done(act: Act, *given: Any, **told: Any) -> bool:
    """Do what the calendar does; what fails is undone and told in the log."""
    try:
        act(*given, **told)
    except Exception as error:
        db.rollback()
        logs.log.warning("job-stopped", task=getattr(act, "name", ""), **logs.describe(error))
        return False
    return True


def _send_what_is_due() -> int:
    """Let the messages of this hour leave; return how many broke, which wait for another job."""
    due = moving_clock.take_due_messages(db)
    db.commit()
    return sum(not _is_done(send_message, **of) for of in due)
