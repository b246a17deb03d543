"""Server-side sessions: opened at sign-in, found by digest, ended by time or by hand."""

from datetime import timedelta
from functools import cache

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, joinedload

from webapp.ground.at_once import given
from webapp.ground.clock import now, real_now
from webapp.models import User, UserSession
from webapp.services.records import tokens

STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=8)
FARMER_IDLE = timedelta(days=14)
FARMER_LONGEST = timedelta(days=60)
SEEN_EVERY = timedelta(minutes=1)
"""A session's last sight is written at most this often, so that reading a page writes little."""


def open_session(session: Session, user: User) -> str:
    """Open a session for a user, and return the secret that the cookie keeps."""
    secret = tokens.new_secret()
    session.add(UserSession(digest=tokens.digest(secret), user_id=user.id))
    session.flush()
    return secret


def find_session(session: Session, secret: str) -> UserSession | None:
    """Return the live session of a cookie's secret; a right withdrawn counts from now."""
    found = session.scalar(_opened(), {"digest": tokens.digest(secret)})
    if found is None or found.user.suspended_at is not None:
        return None
    return found if is_live(found) else None


@cache
def _opened() -> Select[UserSession]:
    """Ask for the session of a digest: the first question of every page, made once."""
    opened = UserSession.digest == given("digest", ""), UserSession.ended_at.is_(None)
    return select(UserSession).where(*opened).options(joinedload(UserSession.user))


def is_live(user_session: UserSession) -> bool:
    """Whether a session has neither been ended, nor idle, nor open for too long."""
    staff = user_session.user.is_staff
    idle, longest = (STAFF_IDLE, STAFF_LONGEST) if staff else (FARMER_IDLE, FARMER_LONGEST)
    return (
        user_session.ended_at is None
        and real_now() - user_session.seen_at <= idle
        and real_now() - user_session.created_at <= longest
    )


def live_sessions(session: Session, user: User) -> list[UserSession]:
    """Return where a user is signed in, the latest first."""
    opened = select(UserSession).where(
        UserSession.user_id == user.id, UserSession.ended_at.is_(None)
    )
    found = session.scalars(opened.order_by(UserSession.seen_at.desc()))
    return [each for each in found if is_live(each)]


def see(user_session: UserSession) -> bool:
    """Note that the session is in use; whether anything was written."""
    if real_now() - user_session.seen_at < SEEN_EVERY:
        return False
    user_session.seen_at, user_session.user.last_seen_at = real_now(), now()
    return True


def pass_second_factor(user_session: UserSession) -> str:
    """Record the one-time code, and renew the secret so that an older one is worth nothing."""
    user_session.second_factor_at = real_now()
    return renew(user_session)


def renew(user_session: UserSession) -> str:
    """Return a new secret of a session; the one before is worth nothing."""
    secret = tokens.new_secret()
    user_session.digest = tokens.digest(secret)
    return secret


def end_session(user_session: UserSession) -> None:
    """Sign out."""
    user_session.ended_at = real_now()


def end_all_sessions(session: Session, user: User) -> None:
    """Sign a user out everywhere: a password reset, a suspension."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .values(ended_at=real_now())
    )
