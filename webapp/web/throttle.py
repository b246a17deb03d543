"""Doors that open only so many times in a while, and alarms that ring and close nothing."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.ground import logs
from webapp.ground.clock import real_now
from webapp.ground.database import take_turn
from webapp.ground.encryption import Cipher
from webapp.models import Attempt


@dataclass(frozen=True)
class Door:
    """What opens only so many times in a while.

    Parameters
    ----------
    name
        What is limited, such as `sign-in:<e-mail>`; only its keyed digest is kept.
    limit
        How many attempts are let through `within` the last while.
    """

    name: str
    limit: int
    within: timedelta

    @property
    def digest(self) -> str:
        """Return what is stored in place of the name."""
        return Cipher.fingerprint(self.name)


class Alarm(Door):
    """What rings in the log when all together come too often; it closes for nobody.

    One person must not be able to shut a door for everybody: what is shared is watched, and only
    what belongs to one account, one telephone or one address is closed. Its name goes into the log
    as it is, and so says nothing of anyone.
    """


def wait_at(session: Session, *doors: Door) -> timedelta:
    """Note an attempt at every door, or return how long until all of them open; the caller commits.

    A refused attempt counts nowhere: whoever goes on trying makes nobody wait longer, and what is
    behind a closed door never hears of it. Attempts at one door wait for each other, so that many
    at once are counted like many in a row.

    Parameters
    ----------
    doors
        Always from the narrowest to the widest, so that two attempts never wait for each other.
    """
    waits = [_wait(session, door) for door in doors]
    if any(waits):
        return max(waits)
    session.add_all([Attempt(door=door.digest) for door in doors])
    session.flush()
    return timedelta()


def forget_attempt(session: Session, *doors: Door) -> None:
    """Take back the last attempt noted at each door: it was no guess; the caller commits."""
    for door in doors:
        take_turn(session, door.digest)
        newest = select(Attempt.id).where(Attempt.door == door.digest).order_by(Attempt.at.desc())
        last = newest.limit(1).scalar_subquery()
        session.execute(delete(Attempt).where(Attempt.id == last))


def _wait(session: Session, door: Door) -> timedelta:
    take_turn(session, door.digest)
    here, since = Attempt.door == door.digest, real_now() - door.within
    session.execute(delete(Attempt).where(here, Attempt.at < since))
    newest = select(Attempt.at).where(here).order_by(Attempt.at.desc())
    one_too_many = session.scalar(newest.offset(door.limit - 1).limit(1))
    if one_too_many is None:
        return timedelta()
    if isinstance(door, Alarm):
        logs.log.error("too-many-attempts", what=door.name, limit=door.limit)
        return timedelta()
    return max(one_too_many + door.within - real_now(), timedelta(seconds=1))
