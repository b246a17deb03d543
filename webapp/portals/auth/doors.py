"""How often each way in may be tried, per account and per address, and when an alarm rings."""

from datetime import timedelta

from flask import request

from webapp.web.throttle import Alarm, Door

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
CODE_WHILE = timedelta(minutes=10)


def at_password(email: str) -> tuple[Door, ...]:
    """Return the doors of a password."""
    return (
        Door(f"password:account:{email.casefold()}", 8, QUARTER),
        Door(f"password:address:{request.remote_addr}", 40, QUARTER),
        Alarm("password", 2000, QUARTER),
    )


def at_code(user_id: int) -> tuple[Door, ...]:
    """Return the doors of a one-time code: five tries of a million in ten minutes."""
    return (
        Door(f"code:account:{user_id}", 5, CODE_WHILE),
        Door(f"code:address:{request.remote_addr}", 40, QUARTER),
        Alarm("code", 1000, QUARTER),
    )


def at_provider() -> tuple[Door, ...]:
    """Return the doors of whoever comes back from the identity provider."""
    return (
        Door(f"provider:address:{request.remote_addr}", 40, QUARTER),
        Alarm("provider", 2000, QUARTER),
    )


def at_letter_box(email: str) -> tuple[Door, ...]:
    """Return the doors of a message that anyone may have us write."""
    return (
        Door(f"message:account:{email.casefold()}", 4, HOUR),
        Door(f"message:address:{request.remote_addr}", 20, HOUR),
        Alarm("message", 1000, HOUR),
    )


def at_link() -> tuple[Door, ...]:
    """Return the doors of a link's page, whose token nobody can guess anyway."""
    return (
        Door(f"link:address:{request.remote_addr}", 60, QUARTER),
        Alarm("link", 5000, QUARTER),
    )
