"""Encryption: sealed columns, the keys that open them, fingerprints by which they are found.

A sealed value is `MARK`, the number of its key, a nonce, and the text under AES-256-GCM. Its table,
column and row are authenticated with it: put into another one it does not open. What was sealed
before, without its row, or by keys without numbers (a nonce, then the text), opens until it is
sealed anew. Why so: docs/decisions/0013-numbered-data-keys.md.
"""

import hashlib
import hmac
import secrets
from contextlib import suppress
from typing import Any, ClassVar, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    LargeBinary,
    TypeDecorator,
    cast,
    func,
    type_coerce,
)

from webapp.ground.errors import SillonError

MARK: Final = b"sillon:2"
MARK_WITHOUT_ROW: Final = b"sillon:1"
ROW_BYTES: Final = 8
KEY_BYTES, NUMBER_BYTES, NONCE_BYTES = 32, 4, 12
FINGERPRINT_OF: Final = "fingerprint of"
"""What a column's `info` says of the sealed column whose fingerprint it holds."""


class NoKeyOpensError(SillonError):
    """A sealed value that none of the keys opens, or that was sealed for another place.

    Parameters
    ----------
    place
        Table and column, such as `persons.first_name`.
    """

    def __init__(self, place: str) -> None:
        super().__init__(f"no data key given opens this value of {place}")


class DataKey:
    """One data key of the installation, and what is derived from it.

    Parameters
    ----------
    secret
        As the setting has it. Its number follows from it, so nobody counts keys by hand.
    """

    def __init__(self, secret: str) -> None:
        derived = HKDF(SHA256(), KEY_BYTES + NUMBER_BYTES, None, b"sillon sealed columns").derive(
            secret.encode()
        )
        self._sealing = AESGCM(derived[:KEY_BYTES])
        self.head = MARK + derived[KEY_BYTES:]
        """What every value begins with that this key sealed."""
        self._head_without_row = MARK_WITHOUT_ROW + derived[KEY_BYTES:]
        self._digest = hashlib.sha256(secret.encode()).digest()

    def seal(self, plain: str, place: str, row: int | None) -> bytes:
        """Return the text sealed for a place, and a row of it, under a fresh nonce."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        bound = self.head + _place(place, row)
        return self.head + nonce + self._sealing.encrypt(nonce, plain.encode(), bound)

    def open(self, sealed: bytes, place: str, row: int | None) -> str:
        """Return the text; `InvalidTag` when it was sealed elsewhere, by another, or changed."""
        if sealed.startswith(self._head_without_row):
            head, row = self._head_without_row, None
        else:
            head = self.head
        return _open(self._sealing, sealed.removeprefix(head), head + _place(place, row))

    def open_first_format(self, sealed: bytes) -> str:
        """Return a text sealed before keys had numbers; `InvalidTag` when this key did not."""
        return _open(AESGCM(self._digest), sealed, None)

    def fingerprint(self, plain: str) -> str:
        """Return a keyed digest, by which equal values are found without being readable."""
        return hmac.new(self._digest, plain.encode(), hashlib.sha256).hexdigest()


def _place(place: str, row: int | None) -> bytes:
    return (place if row is None else f"{place} {row}").encode()


def _open(cipher: AESGCM, sealed: bytes, bound: bytes | None) -> str:
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound).decode()


class Cipher:
    """Seals private text with the first of the installation's keys, and opens it with all."""

    _keys: ClassVar[tuple[DataKey, ...]] = ()

    @classmethod
    def use(cls, data_key: str, *old: str) -> None:
        """Take the keys of this installation; called once at start.

        Parameters
        ----------
        data_key
            Seals from now on.
        old
            Open what they sealed earlier, and seal nothing.
        """
        cls._keys = tuple(DataKey(secret) for secret in (data_key, *old))

    @classmethod
    def head(cls) -> bytes:
        """Return what every value begins with that the first key sealed."""
        return cls._keys[0].head

    @classmethod
    def seal(cls, plain: str, place: str, row: int | None = None) -> bytes:
        """Return the text, sealed for a table's column (`persons.first_name`) and its row alone."""
        return cls._keys[0].seal(plain, place, row)

    @classmethod
    def open(cls, sealed: bytes, place: str, row: int | None = None) -> str:
        """Return the text that was sealed for a place and its row.

        Raises
        ------
        NoKeyOpensError
            None of the keys sealed it, or for another place.
        """
        is_numbered = sealed.startswith((MARK, MARK_WITHOUT_ROW))
        for key in cls._keys:
            # A value too short to be one raises ValueError.
            with suppress(InvalidTag, ValueError):
                if not is_numbered:
                    return key.open_first_format(sealed)
                return key.open(sealed, place, row)
        raise NoKeyOpensError(place)

    @classmethod
    def fingerprint(cls, plain: str) -> str:
        """Return what is stored to find equal values by, made with the first key."""
        return cls._keys[0].fingerprint(plain)

    @classmethod
    def numbers(cls, plain: str) -> list[int]:
        """Return fingerprints as numbers of 60 bits, for constraints that compare numbers."""
        return [int(fingerprint[:15], 16) for fingerprint in cls.fingerprints(plain)]

    @classmethod
    def fingerprints(cls, plain: str) -> list[str]:
        """Return under which fingerprints a value may be stored: one a key, the first key's first.

        Until `flask rotate-data-key` has passed, rows have those of the key before.
        """
        return [key.fingerprint(plain) for key in cls._keys]


class Bound(str):
    """A text on its way into the row that it is sealed for: see `webapp.ground.binding`."""

    row: int

    @classmethod
    def to(cls, row: int, text: str) -> Self:
        """Return a text that goes into the row with this number."""
        made = cls(text)
        made.row = row
        return made


class Encrypted(TypeDecorator[str]):
    """A text column that is unreadable without the key outside the database.

    What is empty is not sealed: it tells nothing, and many rows are emptied at once.

    Parameters
    ----------
    place
        Table and column, such as `persons.first_name`.
    row
        The column whose number tells the rows apart: a value opens in its own alone.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str, row: str = "id") -> None:
        super().__init__()
        self.place, self.row = place, row

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal the text on its way into the database."""
        if not value:
            return None if value is None else b""
        if not isinstance(value, Bound):
            raise TypeError(f"a text for {self.place} that says not for which row")
        return Cipher.seal(value, self.place, value.row)

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Ask for the row's number before the value."""
        row: ColumnElement[int] = column.table.c[self.row]
        numbered = func.int8send(cast(row, BigInteger)).op("||")(type_coerce(column, LargeBinary))
        return type_coerce(numbered, self)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open the text on its way out."""
        if value is None:
            return None
        row, sealed = int.from_bytes(value[:ROW_BYTES]), bytes(value[ROW_BYTES:])
        return self.open(sealed, row)

    def open(self, sealed: bytes, row: int) -> str:
        """Return the text of a value as it lies in a row."""
        return Cipher.open(sealed, self.place, row) if sealed else ""
