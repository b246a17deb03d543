"""What the calendar does to visits, plans and seats, every quarter of an hour; calls climb."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from flask import current_app
from sqlalchemy.orm import Session

from webapp.ground.config import Config
from webapp.ground.database import keep_what_is_written
from webapp.jobs import SOON, jobs
from webapp.services.after import asking, asking_missed, follow_ups
from webapp.services.parties import interest
from webapp.services.rounds import sendings
from webapp.services.visits import contacts, deadlines, evenings, help_calls, journeys, misfits
from webapp.services.workshops import absences, passing, reminding
from webapp.services.workshops import asking_missed as asking_seats
from webapp.web.extensions import db

SECONDS_OF_LOOKING_UP = 120.0
"""Then other jobs have their turn; the rest of the visits follow."""

IN_ORDER: tuple[Callable[[Session], int], ...] = (
    deadlines.expire_due,
    deadlines.begin_due,
    deadlines.complete_due,
    contacts.end_due,
    deadlines.slots_pass_by,
    deadlines.remind_due,
    deadlines.announce_due,
    deadlines.check_arrivals,
    evenings.ask_due,
    evenings.call_due,
    asking.evaluate_due,
    asking.ask_due,
    asking_missed.ask_due,
    follow_ups.make_due,
    follow_ups.ask_due,
    sendings.drop_what_is_lost,
    sendings.end_what_is_over,
    sendings.plan_due_anew,
    passing.pass_kept_on,
    passing.conclude_due,
    passing.attest_due,
    reminding.remind_due,
    absences.flag_due,
    asking_seats.ask_due,
    interest.ask_due,
)


@jobs.periodic(cron="*/15 * * * *")
@jobs.task(name="turn_the_page", queueing_lock="turn_the_page", retry=SOON)
def turn_the_page(timestamp: int) -> None:
    """Every quarter of an hour: do what has come due; each kind of act stands by itself.

    What fails is undone and told at the end, when the others are done: the job counts as failed.
    """
    failed = [error for error in map(_do, IN_ORDER) if error is not None]
    db.commit()
    if failed:
        raise ExceptionGroup("Some of what has come due was not done", failed)


def _do(act: Callable[[Session], int]) -> Exception | None:
    """Act and commit; return what was not done."""
    left_behind = None
    try:
        try:
            act(db)
        except deadlines.LeftBehind as some:
            left_behind = some
        misfits.look_again(db)
        keep_what_is_written(db)
    except Exception as error:
        db.rollback()
        return error
    return left_behind


@jobs.periodic(cron="* * * * *")
@jobs.task(name="climb_calls", queueing_lock="climb_calls", retry=SOON)
def climb_calls(timestamp: int) -> None:
    """Every minute: put the calls for help that nobody takes before others."""
    config: Config = current_app.extensions["config"]
    help_calls.climb_due(db, timedelta(minutes=config.help_minutes))
    db.commit()


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(name="look_up_journeys", queueing_lock="look_up_journeys", retry=SOON)
def look_up_journeys(timestamp: int) -> None:
    """Every five minutes: find trains and coaches for the visits that have none."""
    until = monotonic() + SECONDS_OF_LOOKING_UP
    search = journeys.search(db)
    if search is None:
        return
    for visit in search.due(db):
        if monotonic() > until:
            break
        search.look_up(visit)
        db.commit()
