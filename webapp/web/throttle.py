"""Headers on every answer, and doors that open only so many times in a while."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, Response, request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import Cipher
from webapp.models import Attempt

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    """Put the headers on every answer of the application, errors too."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add the headers that keep a page to itself and out of caches."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


@dataclass(frozen=True)
class Door:
    """What opens only so many times in a while.

    Parameters
    ----------
    name
        What is limited, such as `sign-in:<e-mail>`; only its keyed digest is kept.
    limit
        How many attempts are allowed `within` the last while.
    """

    name: str
    limit: int
    within: timedelta

    @property
    def digest(self) -> str:
        """Return what is stored in place of the name."""
        return Cipher.fingerprint(self.name)


def knock(session: Session, door: str, limit: int, within: timedelta) -> bool:
    """Note an attempt at a door, and say whether it may still open.

    The caller commits, whatever it decides, so that a refused attempt counts as well.
    """
    return not wait_at(session, Door(door, limit, within))


def wait_at(session: Session, *doors: Door) -> timedelta:
    """Note an attempt at each door, and return how long until all of them open; the caller commits.

    Attempts at one door wait for each other, so that many at once are counted like many in a row.
    """
    # In one order for everybody, so that two people at several doors never wait for each other.
    waits = [_knock(session, door) for door in sorted(doors, key=lambda door: door.digest)]
    return max(waits)


def _knock(session: Session, door: Door) -> timedelta:
    turn = int(door.digest[:15], 16)
    session.execute(select(func.pg_advisory_xact_lock(turn)))
    here, since = Attempt.door == door.digest, now() - door.within
    session.execute(delete(Attempt).where(here, Attempt.at < since))
    session.add(Attempt(door=door.digest))
    session.flush()
    newest = select(Attempt.at).where(here).order_by(Attempt.at.desc())
    one_too_many = session.scalar(newest.offset(door.limit).limit(1))
    if one_too_many is None:
        return timedelta()
    opens_with = session.scalars(newest.offset(door.limit - 1).limit(1)).one()
    return max(opens_with + door.within - now(), timedelta(seconds=1))
