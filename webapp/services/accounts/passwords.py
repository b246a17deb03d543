"""Passwords: what is accepted, how one is kept, and how one is checked."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import User
from webapp.services.records import audit, outbox, sessions

SHORTEST = 15
LONGEST = 200
OWN_SHORTEST = 8
"""What must remain of a password once everything easy to guess is left out."""
COMMON = Path(__file__).with_name("common_passwords.txt")
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "0123456789012345", "azertyuiopqsdfghjklmwxcvbn",
             "qwertyuiopasdfghjklzxcvbnm")  # fmt: skip
SEQUENCE_SHORTEST = 4

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _decoy() -> str:
    """Return a hash that no password fits, so that an unknown account takes as long as another."""
    return _hasher.hash("decoy")


@cache
def _common_words() -> tuple[str, ...]:
    words = COMMON.read_text(encoding="utf-8").split()
    return tuple(sorted(words, key=len, reverse=True))


def _plain(text: str) -> str:
    """Return text without case and accents, as guessing programs see it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _without_sequences(text: str) -> str:
    for row in (*SEQUENCES, *(sequence[::-1] for sequence in SEQUENCES)):
        for length in range(len(row), SEQUENCE_SHORTEST - 1, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], "")
    return text


def own_part(password: str, *known: str) -> str:
    """Return what is left of a password without common words, sequences, repetition and `known`."""
    left = _plain(password)
    own_words = [word for text in known for word in re.findall(r"\w{3,}", _plain(text))]
    for word in (*own_words, *_common_words()):
        left = left.replace(word, "")
    left = _without_sequences(left)
    return re.sub(r"(.+?)\1+", r"\1", left)


def check(password: str, user: User) -> None:
    """Refuse a password that is too short, too long or too easy to guess."""
    if len(password) < SHORTEST:
        raise RuleBroken("password-too-short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise RuleBroken("password-too-long", longest=LONGEST)
    if len(own_part(password, user.name, user.email, "sillon")) < OWN_SHORTEST:
        raise RuleBroken("password-easy")


def set_password(session: Session, user: User, password: str) -> None:
    """Give a user a new password and sign them out everywhere."""
    check(password, user)
    known = user.password_hash is not None
    user.password_hash = _hasher.hash(_normal(password))
    sessions.end_all_sessions(session, user)
    event = audit.record(session, "user.password-set", user)
    if known:
        session.flush()
        outbox.write_to_user(session, user, "password-changed", key=f"password-set:{event.id}")


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
