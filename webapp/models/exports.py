"""Exports: tables that a worker makes because they are long, until they have been taken."""

import json
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted
from webapp.models.long_work import LongWork


class Export(LongWork, Base):
    """A table that somebody asked for: on its way, made, or not made and why.

    It is theirs alone, and goes a day after it was asked for (`services.records.expiry`).
    """

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The association that it tells of; none: the programme."""
    kind: Mapped[str]
    """What its rows tell of: a name of `portals.imports.making.TABLES`."""
    file_kind: Mapped[str]
    """`xlsx` or `csv`."""
    language: Mapped[str]
    """In which its words are written."""
    sought: Mapped[str] = mapped_column(Encrypted("exports.sought"))
    """What was asked for, as JSON: a name may have been typed."""
    asked_at: Mapped[datetime] = mapped_column(default=now)
    making_since: Mapped[datetime | None] = mapped_column(default=now)
    """Since when a worker makes it, or is going to."""
    made_at: Mapped[datetime | None]
    name: Mapped[str | None]
    """What its file is called."""
    content: Mapped[str | None] = mapped_column(Encrypted("exports.content"), deferred=True)
    """The bytes of its file in base 64."""

    @property
    def is_under_way(self) -> bool:
        """Whether a worker makes it, or is going to."""
        return self.making_since is not None

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, by name."""
        found: dict[str, Any] = json.loads(self.sought)
        return found

    def is_same(self, other: "Export") -> bool:
        """Whether another asks for the very same."""
        return (self.kind, self.file_kind, self.language, self.asked) == (
            other.kind, other.file_kind, other.language, other.asked,
        )  # fmt: skip

    @property
    def file(self) -> bytes:
        """The bytes of its file."""
        return b64decode(self.content or "")

    def keep(self, name: str, content: bytes, rows: int) -> None:
        """Keep the file that was made."""
        self.name, self.content = name, b64encode(content).decode()
        self.made_at, self.making_since, self.total, self.done = now(), None, rows, rows

    def go_back(self, failure: str | None = None) -> None:
        """Be a table that was not made."""
        self.making_since = None
        self.await_nobody(failure)

    def make_again(self, rows: int) -> None:
        """Await a worker once more, after it was stopped or failed."""
        self.making_since = now()
        self.await_worker(rows)
