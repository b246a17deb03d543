"""A directory is sent from a page: its files are kept in pieces, and a worker loads them.

A national file has hundreds of megabytes: whoever takes it or loads it holds one piece at a time.
"""

import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

from sqlalchemy import Select, delete, exists, insert, select
from sqlalchemy.orm import Session, sessionmaker

from webapp.geography import find_commune
from webapp.ground import job_queue
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.models import DirectoryLoading, DirectoryPiece, Party, ServicesPublication
from webapp.services.around.loading import Loaded, Mistake, load
from webapp.services.records import audit, long_work
from webapp.services.records.long_work import Long, Tell
from webapp.services.records.unattended import Work

TASK: Final = "load_directory"
BROKEN: Final = "directory-broke"
"""The failure of a directory that we could not load for a reason of our own."""
A_PIECE: Final = 2**20
FILES: Final = ("structures", "services")
COUNTED: Final = ("services", "new", "gone", "elsewhere", "without_theme", "wrong")


@dataclass(frozen=True)
class _Refused:
    """That the files were read, and are not loaded."""

    rule: RuleBroken


def send(session: Session, loading: DirectoryLoading, files: Mapping[str, IO[bytes]]) -> None:
    """Keep the files of a directory, and have a worker load them; those sent before are let go.

    Parameters
    ----------
    files
        Each of `FILES`, as it was sent.

    Raises
    ------
    RuleBroken
        Another directory is being loaded.
    """
    take_turn(session, "directories")
    under_way = select(DirectoryLoading.id).where(DirectoryLoading.waiting_since.is_not(None))
    if session.scalar(under_way):
        raise RuleBroken("directory-under-way")
    session.execute(delete(DirectoryLoading))
    session.add(loading)
    session.flush()
    loading.wait(sum(_keep(session, loading, name, files[name]) for name in FILES))
    job_queue.defer(session, TASK, loading_id=loading.id)


def again(session: Session, loading: DirectoryLoading, *, without_wrong_lines: bool) -> None:
    """Have the files loaded once more that were sent; asked twice, it is done once.

    Raises
    ------
    RuleBroken
        They are kept no more.
    """
    session.refresh(loading, with_for_update=True)
    if loading.is_under_way or loading.loaded_at is not None:
        return
    if not has_files(session, loading):
        raise RuleBroken("directory-let-go")
    loading.without_wrong_lines = without_wrong_lines
    loading.wait(loading.total)
    job_queue.defer(session, TASK, loading_id=loading.id)


def stop(session: Session, loading: DirectoryLoading) -> bool:
    """Ask that a directory is not loaded; returns whether it was on its way."""
    session.refresh(loading, with_for_update=True)
    loading.stop_asked = loading.is_under_way
    return loading.is_under_way


def latest(session: Session) -> DirectoryLoading | None:
    """Return the directory that was sent last."""
    return session.scalar(select(DirectoryLoading).order_by(DirectoryLoading.id.desc()).limit(1))


def has_files(session: Session, loading: DirectoryLoading) -> bool:
    """Whether its files are kept still."""
    return bool(session.scalar(select(exists().where(DirectoryPiece.loading_id == loading.id))))


def usual_departments(session: Session) -> list[str]:
    """Return the codes of the départements where people live."""
    communes = map(find_commune, session.scalars(select(Party.commune).distinct()))
    return sorted({each.department for each in communes if each})


def run(sessions: sessionmaker[Session], loading_id: int) -> None:
    """Load a directory that waits for it (`long_work.run`)."""
    long_work.run(sessions, Long(DirectoryLoading, _load, _settle, BROKEN), loading_id)


def rule_of(loading: DirectoryLoading) -> RuleBroken | None:
    """Return why the files that were read are not loaded."""
    if loading.failure is None or loading.told is None:
        return None
    facts = dict(loading.told)
    if "mistakes" in facts:
        facts["mistakes"] = mistakes_of(loading)
    return RuleBroken.kept(loading.failure, facts)


def mistakes_of(loading: DirectoryLoading) -> list[Mistake]:
    """Return the first lines that are wrong."""
    return [Mistake(**each) for each in (loading.told or {}).get("mistakes", [])]


def _keep(session: Session, loading: DirectoryLoading, name: str, file: IO[bytes]) -> int:
    """Keep a file in pieces; returns how many bytes it has."""
    size = number = 0
    while piece := file.read(A_PIECE):
        kept = {"loading_id": loading.id, "file": name, "number": number}
        packed = zlib.compress(piece, level=1)
        session.execute(insert(DirectoryPiece).values(**kept, content=packed))
        size, number = size + len(piece), number + 1
    return size


def _load(session: Session, loading: DirectoryLoading, tell: Tell) -> Loaded | _Refused:
    audit.set_actor(session, audit.Actor("user", loading.by_id))
    publication = ServicesPublication(
        publisher=loading.publisher, licence=loading.licence, as_of=loading.as_of
    )
    read = 0

    def more(size: int) -> None:
        nonlocal read
        read += size
        tell(read)

    files = (
        _Sent(session, loading.id, "structures", loading.structures, more),
        _Sent(session, loading.id, "services", loading.services, more),
    )
    try:
        with session.begin_nested():
            return load(
                session,
                *files,
                publication,
                departments=list(loading.departments),
                without_wrong_lines=loading.without_wrong_lines,
            )
    except RuleBroken as rule:
        return _Refused(rule)


def _settle(session: Session, loading: DirectoryLoading, outcome: Loaded | _Refused) -> None:
    if isinstance(outcome, _Refused):
        loading.refuse(outcome.rule.code, _facts(outcome.rule.facts))
        return
    counted = {name: getattr(outcome, name) for name in COUNTED}
    loading.keep(_facts(counted | {"mistakes": outcome.mistakes}))
    session.execute(delete(DirectoryPiece).where(DirectoryPiece.loading_id == loading.id))


def _facts(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as JSON holds them."""
    made = {"mistakes": [asdict(each) for each in said["mistakes"]]} if "mistakes" in said else {}
    return {**said, **made}


@dataclass(frozen=True)
class _Sent:
    """A file of a directory as it was sent."""

    session: Session
    loading_id: int
    file: str
    name: str
    more: Callable[[int], None]

    def open(self, _mode: str) -> IO[bytes]:
        """Return it to be read from its beginning."""
        return io.BufferedReader(_Pieces(self._pieces()), A_PIECE)

    def _pieces(self) -> Iterator[bytes]:
        of_it = DirectoryPiece.loading_id == self.loading_id, DirectoryPiece.file == self.file
        number = 0
        while True:
            one = select(DirectoryPiece.content).where(*of_it, DirectoryPiece.number == number)
            if (content := self.session.scalar(one)) is None:
                return
            yield (piece := zlib.decompress(content))
            self.more(len(piece))
            number += 1


class _Pieces(io.RawIOBase):
    """Bytes that come in pieces, as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """Return that it is read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read as much as there is room for, of one piece."""
        self._rest = self._rest or next(self._pieces, b"")
        some, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(some)] = some
        return len(some)


def _waiting() -> Select[int]:
    return select(DirectoryLoading.id).where(DirectoryLoading.waiting_since.is_not(None))


def _give_up(session: Session, number: int) -> bool:
    return long_work.go_back(session, DirectoryLoading, number, BROKEN)


DIRECTORIES = Work(TASK, "loading_id", _waiting, _give_up)
"""Directories that wait for their job."""
