"""Directories of services that a coordinator sent: their files, until a worker has loaded them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, Strings
from webapp.models.long_work import LongWork

if TYPE_CHECKING:
    from webapp.models.users import User


class DirectoryLoading(LongWork, Base):
    """A directory that was sent: on its way in, loaded, or not loaded and why.

    How far it is, is counted in bytes that were read.
    """

    __tablename__ = "directory_loadings"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    publisher: Mapped[str]
    licence: Mapped[str]
    as_of: Mapped[date]
    """Of which day its files are."""
    departments: Mapped[Strings]
    """Codes of the départements whose services are kept; empty for all of them."""
    without_wrong_lines: Mapped[bool] = mapped_column(default=False)
    """Whether lines that are wrong are left out and told, instead of ending it."""
    structures: Mapped[str]
    """What the file of its structures is called."""
    services: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(default=now)
    waiting_since: Mapped[datetime | None] = mapped_column(default=now)
    """Since when a worker loads it, or is going to."""
    loaded_at: Mapped[datetime | None]
    told: Mapped[dict[str, Any] | None]
    """What was loaded, as numbers, or what `failure` needs to be told; wrong lines by number."""

    by: Mapped["User"] = relationship()

    @property
    def is_under_way(self) -> bool:
        """Whether a worker loads it, or is going to."""
        return self.waiting_since is not None

    def wait(self, total: int) -> None:
        """Await a worker, for the first time or once more."""
        self.waiting_since, self.told = now(), None
        self.await_worker(total)

    def keep(self, told: dict[str, Any]) -> None:
        """Record that it is loaded."""
        self.loaded_at, self.waiting_since, self.told = now(), None, told
        self.done = self.total

    def refuse(self, failure: str, told: dict[str, Any]) -> None:
        """Record that its files were read, and not loaded."""
        self.go_back(failure)
        self.told = told

    def go_back(self, failure: str | None = None) -> None:
        """Be a directory that was not loaded."""
        self.waiting_since = None
        self.await_nobody(failure)


class DirectoryPiece(Base):
    """A piece of a file of a directory, packed; gone once it is loaded, or the night after."""

    __tablename__ = "directory_pieces"

    loading_id: Mapped[int] = mapped_column(
        ForeignKey("directory_loadings.id", ondelete="CASCADE"), primary_key=True
    )
    file: Mapped[str] = mapped_column(primary_key=True)
    """`structures` or `services`."""
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
