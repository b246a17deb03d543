"""Passwords: what is accepted, how one is kept, and how one is checked."""

import re
import unicodedata
from functools import cache
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from babel import Locale
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import User
from webapp.services.records import audit, outbox, sessions

SHORTEST = 15
LONGEST = 200
FEWEST_GUESSES = 10**13
"""About what three or four words that belong together nowhere are worth."""
JUDGED = 28
"""Signs: zxcvbn needs milliseconds for what people type, but four seconds for 72 chosen signs."""
OF_THE_HOUSE = (
    "sillon", "azertyuiop", "qsdfghjklm", "wxcvbn", "correcthorsebatterystaple",
    "chevresaupredumatin",
)  # fmt: skip
"""Tried first, and unknown to zxcvbn: French rows of keys, the demonstration's own password."""

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_judging = Lock()
"""zxcvbn keeps a call's words where every thread looks: one's would count for another."""


@cache
def _decoy() -> str:
    """Return a hash that no password fits, so that an unknown account takes as long as another."""
    return _hasher.hash("decoy")


def _plain(text: str) -> str:
    """Return text without accents and spaces, which a guessing program leaves out first."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(
        sign for sign in decomposed if not (unicodedata.combining(sign) or sign.isspace())
    )


@cache
def _french_calendar() -> list[str]:
    french = Locale("fr")
    return [*french.months["format"]["wide"].values(), *french.days["format"]["wide"].values()]


def takes_long_to_guess(password: str, *known: str) -> bool:
    """Whether the beginning of a password alone needs many guesses, `known` being tried first."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 (14 MB of lists; few requests choose a password)

    words = [word for text in (*known, *_french_calendar()) for word in re.findall(r"\w{3,}", text)]
    tried_first = [*OF_THE_HOUSE, *map(_plain, words)]
    with _judging:
        judged = zxcvbn(_plain(password)[:JUDGED], tried_first)
    return bool(judged["guesses"] >= FEWEST_GUESSES)


def check(password: str, user: User) -> None:
    """Reject a password that is too short, too long or too easy to guess."""
    if len(password) < SHORTEST:
        raise RuleBroken("password-too-short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise RuleBroken("password-too-long", longest=LONGEST)
    if not takes_long_to_guess(password, user.name, user.email):
        raise RuleBroken("password-easy")


def set_password(session: Session, user: User, password: str) -> None:
    """Give a user a new password and sign them out everywhere."""
    check(password, user)
    known = user.password_hash is not None
    user.password_hash = _hasher.hash(_normal(password))
    sessions.end_all_sessions(session, user)
    event = audit.record_numbered(session, "user.password-set", user)
    if known:
        outbox.write_to_user(session, user, "password-changed", key=f"password-set:{event}")


def fits(user: User | None, password: str) -> bool:
    """Whether a password opens an account; as slow for an unknown account as for another."""
    kept = user.password_hash if user is not None else None
    try:
        _hasher.verify(kept or _decoy(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def _normal(password: str) -> str:
    """Return one form for what different keyboards type differently."""
    return unicodedata.normalize("NFKC", password)[: LONGEST * 4]
