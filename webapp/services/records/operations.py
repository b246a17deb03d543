"""How the installation does, at one look: jobs, workers, ways, backups, the database, the audit.

All of it is counted in the database, so every process says the same. Nothing tells of anybody.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Text, and_, case, cast, column, func, or_, select, table, text
from sqlalchemy.orm import Session

from webapp.ground import migrate
from webapp.ground.clock import ahead, now, real_now
from webapp.ground.replica import Replica, ReplicaAwayError
from webapp.models import (
    HOPELESS,
    Channel,
    Delivery,
    DeliveryState,
    Event,
    EventLink,
    Message,
    MessageState,
    Webhook,
)
from webapp.services.records import audit_chain, taking_over
from webapp.services.records.audit_chain import Check
from webapp.services.records.unattended import TRIED_FOR

LOST = timedelta(seconds=30)
"""A worker that was not heard of for so long is dead: three signs of life were missed."""
SLOW = timedelta(minutes=10)
"""A job whose time has come waits a second where workers keep up, and minutes behind a round."""
COUNTED_FOR = timedelta(days=7)
BACKUP_EVERY = timedelta(days=1, hours=6)
"""A night's backup, and six hours in which it may be late."""
TRIED_EVERY = timedelta(days=100)
"""A restore is tried every three months, and some days late at most."""
BACKED_UP, RESTORED = "backup.made", "backup.restored"
"""The acts of `deploy/backup.sh` and of `flask try-restore`."""
JOB_STATES: Final = ("waiting", "put-off", "doing", "failed")
WORRIES: Final = (
    "no-worker", "jobs-late", "jobs-failed", "email-down", "sms-down",
    "programs-untold", "programs-left", "backup-late",
    "restore-untried", "restore-failed", "replica-away", "migrations", "audit-fault", "audit-late",
)  # fmt: skip
"""What an operator has to see to, the most urgent first."""

JOBS = table(
    "procrastinate_jobs", column("id"), column("status"), column("scheduled_at"), column("attempts")
)
JOB_EVENTS = table("procrastinate_events", column("job_id"), column("at"))
WORKERS = table("procrastinate_workers", column("last_heartbeat"))


@dataclass(frozen=True)
class Way:
    """One way by which messages leave.

    Parameters
    ----------
    counted
        Messages by state: those of the last seven days, and whatever is queued still.
    failing
        How many failed, and are tried again by themselves.
    last_left
        When one left last.
    is_down
        Whether one failed, and none has left since.
    """

    channel: Channel
    counted: Counter[MessageState]
    failing: int
    last_left: datetime | None
    is_down: bool


@dataclass(frozen=True)
class Backup:
    """What was written down of a backup, or of a restore that was tried.

    Parameters
    ----------
    facts
        Of a backup its `bytes` and `seconds`; of a restore whether all was `sound`, and `seconds`.
    """

    at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True)
class Condition:
    """What an operator looks at.

    Parameters
    ----------
    jobs
        How many there are of each of `JOB_STATES`.
    oldest
        Since when the job waits whose time came first.
    workers
        How many were heard of within `LOST`.
    untold
        How much was given up, of what programs were to be told.
    left
        How many keys and addresses of programs stopped with whoever made them.
    database_bytes
        What the database takes of its disk.
    migration, newest_migration
        Where the tables stand, and where the code would have them.
    replica, replica_lag
        Whether reports are read from a replica, or why not; and by how much it lags, if known.
    head
        The newest row of the audit that is chained.
    unchained
        Rows that should be chained by now, and are not.
    """

    at: datetime
    jobs: Counter[str]
    oldest: datetime | None
    workers: int
    ways: list[Way]
    untold: int
    left: int
    backup: Backup | None
    restore: Backup | None
    database_bytes: int
    migration: str | None
    newest_migration: str | None
    replica: str
    replica_lag: timedelta | None
    head: int | None
    unchained: int
    checked: Check | None

    @property
    def worries(self) -> list[str]:
        """Those of `WORRIES` that are so."""
        down = {f"{way.channel.value}-down": way.is_down for way in self.ways}
        restored = self.restore
        so = {
            "no-worker": self.workers == 0,
            "jobs-late": self.oldest is not None and self.at - self.oldest > SLOW,
            "jobs-failed": self.jobs["failed"] > 0,
            **down,
            "programs-untold": self.untold > 0,
            "programs-left": self.left > 0,
            "backup-late": self.backup is None or self.at - self.backup.at > BACKUP_EVERY,
            "restore-untried": restored is None or self.at - restored.at > TRIED_EVERY,
            "restore-failed": restored is not None and not restored.facts["sound"],
            "replica-away": self.replica not in ("none", "follows"),
            "migrations": self.migration != self.newest_migration,
            "audit-fault": self.checked is not None and self.checked.fault is not None,
            "audit-late": self.checked is None or self.checked.is_late,
        }
        return [each for each in WORRIES if so[each]]


def look(session: Session, copy: Replica | None = None) -> Condition:
    """Look at everything once; the session sees every row.

    Parameters
    ----------
    copy
        The replica for reports, if there is one.
    """
    replica, replica_lag = _follows(session, copy)
    jobs, oldest = _jobs(session)
    head = session.scalar(select(func.max(EventLink.event_id)))
    settled = and_(Event.id > (head or 0), Event.at < now() - 2 * audit_chain.SETTLED)
    alive = select(func.count()).where(WORKERS.c.last_heartbeat > real_now() - LOST)
    return Condition(
        at=now(),
        jobs=jobs,
        oldest=oldest,
        workers=session.scalar(alive) or 0,
        ways=_ways(session),
        untold=_untold(session),
        left=taking_over.left(session),
        backup=_last(session, BACKED_UP),
        restore=_last(session, RESTORED),
        database_bytes=session.scalar(select(func.pg_database_size(func.current_database()))) or 0,
        migration=session.scalar(text("SELECT version_num FROM alembic_version")),
        newest_migration=migrate.newest(),
        replica=replica,
        replica_lag=replica_lag,
        head=head,
        unchained=session.scalar(select(func.count()).select_from(Event).where(settled)) or 0,
        checked=audit_chain.last_check(session),
    )


def _follows(session: Session, copy: Replica | None) -> tuple[str, timedelta | None]:
    if copy is None:
        return "none", None
    try:
        lag = copy.lag(session)
    except ReplicaAwayError as away:
        return str(away), None
    return ("follows" if lag <= copy.most else "far-behind"), lag


def _jobs(session: Session) -> tuple[Counter[str], datetime | None]:
    """Count the jobs by state, and find since when the first of those waits whose time has come."""
    status = cast(JOBS.c.status, Text)
    put_off = and_(status == "todo", JOBS.c.scheduled_at > real_now())
    state = case((put_off, "put-off"), (status == "todo", "waiting"), else_=status)
    counted = select(state.label("state"), func.count()).group_by("state")
    found = Counter(
        {each: number for each, number in session.execute(counted) if each in JOB_STATES}
    )
    deferred = select(func.min(JOB_EVENTS.c.at)).where(JOB_EVENTS.c.job_id == JOBS.c.id)
    since = func.coalesce(JOBS.c.scheduled_at, deferred.scalar_subquery())
    oldest = session.scalar(select(func.min(since)).where(state == "waiting"))
    return found, oldest + ahead() if oldest else None


def _ways(session: Session) -> list[Way]:
    """Return the ways that leave by a job; one that few have, once something left by it."""
    by_it = select(Message.id).where(Message.channel == Channel.WHATSAPP).limit(1)
    left_out = {Channel.LETTER} | (set() if session.scalar(by_it) else {Channel.WHATSAPP})
    return [_way(session, channel) for channel in Channel if channel not in left_out]


def _way(session: Session, channel: Channel) -> Way:
    of_it = Message.channel == channel
    lately = or_(Message.created_at > now() - COUNTED_FOR, Message.state == MessageState.QUEUED)
    counted = select(Message.state, func.count()).where(of_it, lately).group_by(Message.state)
    failing = and_(
        of_it,
        Message.state == MessageState.FAILED,
        Message.created_at > now() - TRIED_FOR,
        Message.failure.not_in(HOPELESS),
        Message.sent_at.is_(None),
    )
    number, newest = session.execute(
        select(func.count(), func.max(Message.created_at)).where(failing)
    ).one()
    last_left = session.scalar(select(func.max(Message.sent_at)).where(of_it, lately))
    return Way(
        channel,
        Counter(dict(session.execute(counted).all())),
        number,
        last_left,
        is_down=newest is not None and (last_left is None or newest > last_left),
    )


def _untold(session: Session) -> int:
    """Count what programs that listen still were not told lately."""
    given_up = (
        select(func.count())
        .select_from(Delivery)
        .join(Delivery.webhook)
        .join(Delivery.event)
        .where(
            Delivery.state == DeliveryState.GIVEN_UP,
            Webhook.ended_at.is_(None),
            Event.at > now() - COUNTED_FOR,
        )
    )
    return session.scalar(given_up) or 0


def _last(session: Session, act: str) -> Backup | None:
    subject = act.partition(".")[0]
    mine = select(Event).where(
        Event.subject == subject, Event.subject_id.is_(None), Event.act == act
    )
    event = session.scalar(mine.order_by(Event.id.desc()).limit(1))
    return Backup(event.at, event.facts) if event else None
