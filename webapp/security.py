"""Headers on every answer, and doors that open only so many times in a while."""

from datetime import timedelta

from flask import Flask, Response, request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.clock import now
from webapp.database import Cipher
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


def knock(session: Session, door: str, limit: int, within: timedelta) -> bool:
    """Note an attempt at a door, and say whether it may still open.

    The caller commits, whatever it decides, so that a refused attempt counts as well.

    Parameters
    ----------
    door
        What is limited, such as `sign-in:<e-mail>`; only its keyed digest is kept.
    limit
        How many attempts are allowed `within` the last while.
    """
    digest, since = Cipher.fingerprint(door), now() - within
    session.execute(delete(Attempt).where(Attempt.door == digest, Attempt.at < since))
    session.add(Attempt(door=digest))
    session.flush()
    made = session.scalar(select(func.count()).select_from(Attempt).where(Attempt.door == digest))
    return (made or 0) <= limit
