"""What the calendar does to visits, a quarter of an hour after the day has come at the latest."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from webapp.extensions import db
from webapp.jobs import jobs
from webapp.services import deadlines

IN_ORDER: tuple[Callable[[Session], int], ...] = (
    deadlines.expire_due,
    deadlines.begin_due,
    deadlines.complete_due,
    deadlines.slots_pass_by,
    deadlines.remind_due,
    deadlines.announce_due,
)


@jobs.periodic(cron="*/15 * * * *")
@jobs.task(name="turn_the_page", queueing_lock="turn_the_page")
def turn_the_page(timestamp: int) -> None:
    """Every quarter of an hour: do what has come due; each kind of act stands by itself.

    One that fails is undone and told at the end, when the others are done.
    """
    failed = []
    for act in IN_ORDER:
        try:
            act(db)
            db.commit()
        except Exception as error:
            db.rollback()
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some of what has come due was not done", failed)
