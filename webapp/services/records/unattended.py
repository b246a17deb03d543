"""What waits for a job that is gone: it is given another, or failed with a sentence of its own.

A row that waits has a job as long as there is something to be tried. Where that job is lost, the
row gets a new one; where it was tried as often as it may be, the row fails, so that its page says
so and somebody can have it tried again.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import BigInteger, Select, Text, and_, cast, column, func, or_, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from webapp.ground import job_queue
from webapp.ground.at_once import Question, at
from webapp.ground.clock import now
from webapp.models import HOPELESS, Event, Message, MessageState
from webapp.services.records import audit

TRIED_FOR = timedelta(days=2)
"""Longer than a message that failed is tried again by itself: later, somebody decides."""
COUNTED_FOR = timedelta(days=7)
TAKEN_UP, GIVEN_UP = "job.taken-up", "job.given-up"

JOBS = table(
    "procrastinate_jobs",
    column("id"), column("task_name"), column("args", JSONB), column("status"), column("attempts"),
)  # fmt: skip
STATUS = cast(JOBS.c.status, Text)
ON_HAND = ("todo", "doing")
"""The states of a job that is going to be done; one whose worker died is taken up again."""


@dataclass(frozen=True)
class Work:
    """A kind of row that a job sees to.

    Parameters
    ----------
    task, number
        The job's task, and what its arguments call the row.
    waiting
        Selects the ids of the rows that wait.
    fail
        Says on a row that its job was given up; returns whether that was news.
    """

    task: str
    number: str
    waiting: Callable[[], Select[int]]
    fail: Callable[[Session, int], bool]


def take_up(session: Session, works: Iterable[Work]) -> Counter[str]:
    """See to all that waits without a job; return how much was taken up and given up."""
    done: Counter[str] = Counter()
    for work in works:
        for number, tried_enough in _without_job(session, work):
            if not tried_enough:
                job_queue.defer(
                    session,
                    work.task,
                    schedule_at=None,
                    queueing_lock=None,
                    lock=None,
                    **{work.number: number},
                )
            elif not work.fail(session, number):
                continue
            act = GIVEN_UP if tried_enough else TAKEN_UP
            audit.record(session, act, task=work.task, number=number)
            done[act] += 1
    return done


@dataclass(frozen=True)
class Troubles:
    """How much of what nobody sees at work went wrong lately.

    Parameters
    ----------
    tried_again
        Jobs that failed, and wait to be tried again.
    taken_up, given_up
        Rows, in the last days: found without a job, and tried as often as allowed.
    """

    tried_again: int
    taken_up: int
    given_up: int

    @property
    def any(self) -> bool:
        """Whether anything did."""
        return bool(self.tried_again or self.taken_up or self.given_up)


def count_troubles(session: Session) -> Troubles:
    """Count what went wrong."""
    return Troubles(*_troubles().ask(session))


@cache
def _troubles() -> Question:
    lately = select(func.count(Event.id)).where(Event.at > at(lambda: now() - COUNTED_FOR))
    again = STATUS.in_(ON_HAND), JOBS.c.attempts > 0
    return Question(
        {},
        {
            "tried_again": select(func.count(JOBS.c.id)).where(*again),
            "taken_up": lately.where(Event.act == TAKEN_UP),
            "given_up": lately.where(Event.act == GIVEN_UP),
        },
    )


def _without_job(session: Session, work: Work) -> Iterable[tuple[int, bool]]:
    """Find who waits without a job, and whether the last one failed; all of one moment."""
    failed = STATUS == "failed"
    of_row = (
        select(
            cast(JOBS.c.args[work.number].astext, BigInteger).label("number"),
            func.bool_or(STATUS.in_(ON_HAND)).label("is_on_hand"),
            (func.max(JOBS.c.id) == func.max(JOBS.c.id).filter(failed)).label("tried_enough"),
        )
        .where(JOBS.c.task_name == work.task)
        .group_by("number")
        .subquery()
    )
    waiting = work.waiting().subquery()
    found = session.execute(
        select(waiting.c.id, func.coalesce(of_row.c.tried_enough, False))
        .outerjoin(of_row, of_row.c.number == waiting.c.id)
        .where(of_row.c.is_on_hand.is_not(True))
        .order_by(waiting.c.id)
    )
    return [(number, tried_enough) for number, tried_enough in found.all()]


def _messages() -> Select[int]:
    """Select those that never left, and those that failed lately and are tried by themselves."""
    return select(Message.id).where(
        or_(
            Message.state == MessageState.QUEUED,
            and_(
                Message.state == MessageState.FAILED,
                Message.created_at > now() - TRIED_FOR,
                Message.failure.not_in(HOPELESS),
                Message.sent_at.is_(None),
            ),
        )
    )


def _fail_message(session: Session, number: int) -> bool:
    message = session.get(Message, number, with_for_update=True)
    if message is None or message.state is not MessageState.QUEUED:
        return False
    message.fail("unexpected")
    return True


MESSAGES = Work("send_message", "message_id", _messages, _fail_message)
