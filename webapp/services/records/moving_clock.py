"""A demonstration's clock: how far ahead it stands, and until when it is asked to go on.

The queue has the real clock, so its jobs come nearer whenever this one is moved.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Text, cast, column, func, or_, select, table, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from webapp.ground import clock, connections, job_queue
from webapp.ground.clock import now, real_now, today
from webapp.ground.errors import RuleBroken
from webapp.models import HelpCall, Programme, Sitting, Visit
from webapp.models.states import HOLDING
from webapp.services.records import audit

TASK: Final = "move_clock"
FARTHEST: Final = timedelta(days=400)
"""So far it moves at once: a year, and the month of a report on it."""
ENGINE_AT_WORK: Final = ("solve_round", "advise_round", "run_import", "price_notice")
"""What takes long, and takes its own time: the clock does not move meanwhile."""
JOBS = table(
    "procrastinate_jobs",
    column("id"), column("task_name"), column("args", JSONB), column("status"),
    column("scheduled_at"),
)  # fmt: skip
STATUS = cast(JOBS.c.status, Text)
ON_HAND: Final = ("todo", "doing")
AHEAD: Final = "SELECT clock_ahead FROM programme"


def read(session: Session) -> timedelta:
    """Return by how much the clock stands ahead; not at all before there is a programme."""
    found = connections.first_row(session.connection(), AHEAD)  # at each page of a demonstration
    return found[0] if found else timedelta()


def going_to(session: Session) -> date | None:
    """Return to which day the clock is on its way, if it is."""
    until = JOBS.c.args["until"].astext
    asked = select(until).where(JOBS.c.task_name == TASK, STATUS.in_(ON_HAND))
    found = session.scalar(asked.order_by(JOBS.c.id.desc()).limit(1))
    return datetime.fromisoformat(found).astimezone(clock.PARIS).date() if found else None


def ask_to_move(session: Session, day: date) -> None:
    """Let the clock go on to the same hour of a later day, on a worker."""
    until = destination(session, day)
    if going_to(session) is not None:
        raise RuleBroken("clock-is-moving")
    job_queue.defer(session, TASK, schedule_at=None, queueing_lock=TASK, until=until.isoformat())


def destination(session: Session, day: date) -> datetime:
    """Return the instant to which the clock goes, or raise why it does not.

    It is the same hour in Paris, whichever clocks were put on or back between.
    """
    days = (day - today()).days
    if days <= 0:
        raise RuleBroken("clock-goes-forward")
    if timedelta(days=days) > FARTHEST:
        raise RuleBroken("clock-too-far", days=FARTHEST.days)
    busy = select(func.count()).where(JOBS.c.task_name.in_(ENGINE_AT_WORK), STATUS == "doing")
    if session.scalar(busy):
        raise RuleBroken("clock-waits-for-engine")
    hour = now().astimezone(clock.PARIS).time()
    return datetime.combine(day, hour, clock.PARIS).astimezone(UTC)


def stand_at(session: Session, instant: datetime) -> None:
    """Let the clock stand at a later instant; what waits for an hour waits for less."""
    ahead = instant - real_now()
    nearer = ahead - read(session)
    session.execute(update(Programme).values(clock_ahead=ahead))
    session.execute(
        update(JOBS)
        .where(STATUS == "todo", JOBS.c.scheduled_at.is_not(None))
        .values(scheduled_at=JOBS.c.scheduled_at - nearer)
    )
    clock.stand_ahead(ahead)


def take_due_messages(session: Session) -> list[dict[str, str | int]]:
    """Take what is to leave by now out of the queue, for whoever sends it as of this day."""
    due = text(
        "DELETE FROM procrastinate_jobs WHERE id IN ("
        " SELECT id FROM procrastinate_jobs WHERE task_name = 'send_message' AND status = 'todo'"
        " AND (scheduled_at IS NULL OR scheduled_at <= :at) ORDER BY id FOR UPDATE SKIP LOCKED)"
        " RETURNING id, args"
    )
    taken = session.execute(due, {"at": real_now()}).all()
    return [args for _, args in sorted(taken)]


def is_quiet(session: Session) -> bool:
    """Whether no visit stands, no workshop is to come and no call climbs: an evening has no work.

    A call that somebody took, or that stands before the number on duty, climbs no more.
    """
    yesterday = today() - timedelta(days=1)
    stands = select(Visit.id).where(Visit.state.in_(HOLDING))
    to_come = select(Sitting.id).where(Sitting.day >= yesterday)
    calls = select(HelpCall.id).where(
        HelpCall.settled_at.is_(None),
        HelpCall.withdrawn_at.is_(None),
        HelpCall.taken_at.is_(None),
        HelpCall.on_duty_at.is_(None),
    )
    asked = or_(stands.exists(), to_come.exists(), calls.exists())
    return not session.scalar(select(asked))


def note_move(session: Session, days: int, failed: int) -> None:
    """Write into the audit that the clock was moved."""
    audit.record(
        session, "programme.clock-moved", session.get(Programme, 1), days=days, failed=failed
    )
