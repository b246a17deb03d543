"""The second factor of staff: one-time codes (RFC 6238), each taken once, and recovery codes."""

import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import now, real_now
from webapp.ground.errors import RuleBroken
from webapp.models import RecoveryCode, User
from webapp.services.records import audit, sessions, tokens

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""A telephone's clock may be half a minute wrong."""
RECOVERY_CODES = 10
RECOVERY_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without signs that are taken for another on paper."""


def ensure_secret(user: User) -> str:
    """Return the secret that the person's telephone reads, made at the first call."""
    if user.code_secret is None:
        user.code_secret = pyotp.random_base32()
    return user.code_secret


def enrolment_address(user: User) -> str:
    """Return the address that an authenticator application reads from a QR code."""
    address = pyotp.TOTP(user.code_secret or "").provisioning_uri
    return address(name=user.email, issuer_name="Sillon")


def current_code(user: User, at: datetime | None = None) -> str:
    """Return the code that the person's telephone shows; for demonstrations and tests."""
    return pyotp.TOTP(user.code_secret or "").at(at or real_now())


def take_code(session: Session, user: User, typed: str) -> bool:
    """Use a one-time code up; a code already taken, or an earlier one, is worth nothing."""
    session.flush()
    session.refresh(user, with_for_update=True)
    step = _step_of(user, "".join(typed.split()))
    if step is None or (user.code_last_step is not None and step <= user.code_last_step):
        return False
    user.code_last_step = step
    session.flush()
    return True


def _step_of(user: User, code: str) -> int | None:
    if user.code_secret is None:
        return None
    totp, present = pyotp.TOTP(user.code_secret), int(real_now().timestamp()) // STEP_SECONDS
    matching = [
        step
        for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1)
        if pyotp.utils.strings_equal(totp.generate_otp(step), code)
    ]
    return max(matching, default=None)


def prove(session: Session, user: User, typed: str) -> None:
    """Use up a code of the telephone, or else a recovery code; raise when it is neither."""
    if not (take_code(session, user, typed) or take_recovery_code(session, user, typed)):
        raise RuleBroken("code-wrong")


def confirm(session: Session, user: User, typed: str) -> None:
    """Take the first code, which shows that the secret has reached the person's telephone."""
    if not take_code(session, user, typed):
        raise RuleBroken("code-wrong")
    user.code_confirmed_at = now()
    audit.record(session, "user.second-factor-set", user)


def renew_recovery_codes(session: Session, user: User) -> list[str]:
    """Make ten new codes, end the old ones, and return the new ones: they are shown once."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(user_id=user.id, digest=_recovery_digest(user, code)) for code in codes
    )
    audit.record(session, "user.recovery-codes-renewed", user)
    return codes


def take_recovery_code(session: Session, user: User, typed: str) -> bool:
    """Use a recovery code up."""
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.digest == _recovery_digest(user, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
    ).scalar()
    if taken is not None:
        audit.record(session, "user.recovery-code-used", user)
    return taken is not None


def recovery_codes_left(session: Session, user: User) -> int:
    """Return how many recovery codes have not been used."""
    left = select(func.count()).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(left) or 0


def reset(session: Session, user: User) -> None:
    """Forget the telephone and the recovery codes: both are set up anew at the next sign-in."""
    user.code_secret = user.code_confirmed_at = user.code_last_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    audit.record(session, "user.second-factor-reset", user)


def reset_for(session: Session, user: User, *, by: User) -> None:
    """Reset someone else's second factor, and sign them out everywhere."""
    if user.id == by.id:
        raise RuleBroken("not-to-oneself")
    reset(session, user)
    sessions.end_all_sessions(session, user)


def _new_recovery_code() -> str:
    signs = "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(12))
    return "-".join(signs[start : start + 4] for start in range(0, 12, 4))


def _recovery_digest(user: User, code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return tokens.Signer.digest("recovery", user.id, plain).hex()
