"""The keys of the chain over the audit, each known by a number that follows from it."""

import hashlib
import hmac
from typing import ClassVar

NUMBER_DIGITS = 8


class AuditKeys:
    """Keys digests with the first of the installation's audit keys, and checks them with all."""

    _keys: ClassVar[dict[str, bytes]] = {}

    @classmethod
    def use(cls, audit_key: str, *old: str) -> None:
        """Take the keys of this installation; called once at start.

        Parameters
        ----------
        audit_key
            Keys what is chained from now on.
        old
            Keyed what was chained earlier.
        """
        made = [hashlib.sha256(secret.encode()).digest() for secret in (audit_key, *old)]
        cls._keys = {_number(key): key for key in made}

    @classmethod
    def present(cls) -> str:
        """Return the number of the key that chains now."""
        return next(iter(cls._keys))

    @classmethod
    def knows(cls, number: str) -> bool:
        """Whether the key of this number is one of those given."""
        return number in cls._keys

    @classmethod
    def numbers(cls) -> list[str]:
        """Return the numbers of all keys that are given, the present one first."""
        return list(cls._keys)

    @classmethod
    def digest(cls, number: str, *parts: str) -> str:
        """Return the HMAC of parts by the key of this number; each is kept apart from the next."""
        message = b"\0".join(part.encode() for part in parts)
        return hmac.new(cls._keys[number], message, hashlib.sha256).hexdigest()


def _number(key: bytes) -> str:
    return hashlib.sha256(b"audit key" + key).hexdigest()[:NUMBER_DIGITS]
