"""A table leaves: a short one at once, a long one by a worker, kept for a day."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground import job_queue
from webapp.ground.clock import now
from webapp.models import Export, User
from webapp.services.records import long_work
from webapp.services.records.expiry import EXPORTS_KEPT
from webapp.services.records.long_work import Long, Tell
from webapp.services.records.unattended import Work

TASK = "make_export"
AT_ONCE = 2_000
"""Rows that a page makes while its reader waits: of people, a second's work."""
BROKEN = "export-broke"
"""The failure of a table that we could not make for a reason of our own."""


class MadeFile(NamedTuple):
    """A file of rows."""

    name: str
    content: bytes
    rows: int


Make = Callable[[Session, Export, Tell], MadeFile]


def asked_by(user: User, kind: str, file_kind: str, language: str, asked: dict[str, Any]) -> Export:
    """Return a table that somebody asks for; it belongs to no session yet."""
    return Export(
        user_id=user.id,
        organisation_id=user.organisation_id,
        kind=kind,
        file_kind=file_kind,
        language=language,
        sought=json.dumps(asked),
    )


def begin(session: Session, export: Export, rows: int) -> Export:
    """Have a table made by a worker; asked again meanwhile, the one on its way goes on."""
    for other in session.scalars(of_user(session.get_one(User, export.user_id))):
        if other.is_under_way and other.is_same(export):
            return other
    export.await_worker(rows)
    session.add(export)
    session.flush()
    job_queue.defer(session, TASK, export_id=export.id)
    return export


def again(session: Session, export: Export, rows: int) -> None:
    """Have a table made that was stopped or failed; asked twice, it is made once."""
    session.refresh(export, with_for_update=True)
    if export.is_under_way or export.made_at is not None:
        return
    export.make_again(rows)
    job_queue.defer(session, TASK, export_id=export.id)


def stop(session: Session, export: Export) -> bool:
    """Ask that a table is not made; returns whether it was on its way."""
    session.refresh(export, with_for_update=True)
    export.stop_asked = export.is_under_way
    return export.is_under_way


def of_user(user: User) -> Select[Export]:
    """Ask for the tables that somebody may still take, the newest first."""
    mine = Export.user_id == user.id, Export.asked_at > now() - EXPORTS_KEPT
    return select(Export).where(*mine).order_by(Export.id.desc())


def run(sessions: sessionmaker[Session], export_id: int, make: Make) -> None:
    """Make a table that waits for it (`long_work.run`)."""
    long_work.run(sessions, Long(Export, make, _keep, BROKEN), export_id)


def _keep(_session: Session, export: Export, made: MadeFile) -> None:
    export.keep(*made)


def _waiting() -> Select[int]:
    return select(Export.id).where(Export.making_since.is_not(None))


def _give_up(session: Session, number: int) -> bool:
    return long_work.go_back(session, Export, number, BROKEN)


EXPORTS = Work(TASK, "export_id", _waiting, _give_up)
"""Tables that wait for their job."""
