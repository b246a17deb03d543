"""Imports: a file of rows that becomes files of parties, kept sealed until it has."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.long_work import LongWork
from webapp.models.states import ImportState, passage

if TYPE_CHECKING:
    from webapp.models.users import User

UNDER_WAY: Final = {
    ImportState.CHECKING: ImportState.READ,
    ImportState.IMPORTING: ImportState.CHECKED,
    ImportState.UNDOING: ImportState.DONE,
}
"""The states of work on an import, and what it goes back to when nothing of that work is kept."""


class Import(LongWork, Base):
    """An uploaded table on its way into the programme, or what is remembered of it."""

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("kind <> 'parties' OR organisation_id IS NOT NULL", name="whose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The association whose parties these are; none for what belongs to the programme."""
    kind: Mapped[str]
    """What its rows become: `parties`."""
    state: Mapped[ImportState] = mapped_column(state_column(ImportState), default=ImportState.READ)
    name: Mapped[str | None] = mapped_column(Encrypted("imports.name"))
    """What the file is called, as long as its rows are kept."""
    rows: Mapped[str | None] = mapped_column(Encrypted("imports.rows"))
    """The table (`services.imports.tables`), as JSON; gone once it is imported or given up."""
    columns: Mapped[str | None] = mapped_column(Encrypted("imports.columns"))
    """What each column was said to be, by its header, as JSON; the next file begins from it."""
    verdict: Mapped[dict[str, Any] | None]
    """What looking at every row has found: `services.imports.checking` writes and reads it."""
    chosen: Mapped[list[Any]] = mapped_column(default=list)
    """The numbers of the rows that look like somebody known, and are brought in all the same."""
    made: Mapped[int] = mapped_column(default=0)
    """How many files it made."""
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who asked last that it goes on, or is undone: a colleague may."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    imported_at: Mapped[datetime | None]

    by: Mapped["User"] = relationship(foreign_keys=by_id)

    @property
    def is_under_way(self) -> bool:
        """Whether a worker looks at its rows, brings them in, undoes it, or is going to."""
        return self.state in UNDER_WAY

    @property
    def meanings(self) -> dict[str, str]:
        """What each column was said to be, by its header; empty for one that is left out."""
        found: dict[str, str] = json.loads(self.columns or "{}")
        return found

    def check(self, meanings: dict[str, str], rows: int) -> None:
        """Await that every row is looked at, its columns being these."""
        before = {ImportState.READ, ImportState.CHECKED}
        self.state = passage(self.state, before, ImportState.CHECKING)
        self.columns, self.verdict = json.dumps(meanings), None
        self.await_worker(rows)

    def start(self, chosen: list[int], rows: int) -> None:
        """Await that the rows are brought in."""
        self.state = passage(self.state, {ImportState.CHECKED}, ImportState.IMPORTING)
        self.chosen = list(chosen)
        self.await_worker(rows)

    def settle(self, verdict: dict[str, Any]) -> None:
        """Keep what looking at the rows has found."""
        self.state = passage(self.state, {ImportState.CHECKING}, ImportState.CHECKED)
        self.verdict = verdict

    def finish(self, made: int) -> None:
        """Record that everything is in; the rows have done their part and are gone."""
        self.state = passage(self.state, {ImportState.IMPORTING}, ImportState.DONE)
        self.made, self.imported_at = made, now()
        self.name = self.rows = self.verdict = None

    def go_back(self, failure: str | None = None) -> None:
        """Be as before what was under way, of which nothing is kept."""
        self.state = UNDER_WAY[passage(self.state, UNDER_WAY, self.state)]
        self.await_nobody(failure)

    def start_undoing(self) -> None:
        """Await that what it made is removed."""
        self.state = passage(self.state, {ImportState.DONE}, ImportState.UNDOING)
        self.await_worker(self.made)

    def undo(self) -> None:
        """Record that what it made is gone again."""
        self.state = passage(self.state, {ImportState.UNDOING}, ImportState.UNDONE)
