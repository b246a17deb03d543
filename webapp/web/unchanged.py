"""Pages that are given again as they were made, while nothing was changed that they tell of.

What a page says is made of the rows that its reader sees, of who reads it, and of the day. Where a
transaction has changed any row since, in this process or another's, it is made anew; so it is where
it looked into a table whose changes are not noted, and after a while in any case: some of what it
tells goes by the hour. Why so: docs/decisions/0041-a-board-is-given-again.md.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Final

from flask import current_app, g, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, event, inspect

from webapp.ground.clock import now, today
from webapp.models import User
from webapp.services.records import last_changes
from webapp.services.records.last_changes import Seen
from webapp.web import form_tokens
from webapp.web.extensions import current_language, db
from webapp.web.spoken import catalogue

A_WHILE: Final = timedelta(minutes=5)
BYTES: Final = 4 * 2**20
"""So much a process keeps of pages, those that were read last: some two hundred boards."""
NOT_NOTED: Final = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(last_changes.UNTOLD))})\b(?! AS {last_changes.FARM_CHANGES}\b)"
    rf"|{last_changes.SEEN}\b(?! IS (?:NOT )?NULL))"
)
"""What a statement says that looks where a change is not noted."""
STATEMENTS: Final = 500
GUARD, ONCE = b"\0guard\0", b"\0once\0"
"""Where a page has what stands in each reading anew: no page says these."""
View = Callable[..., str]
Shown = Callable[..., str | bytes]


@dataclass(frozen=True)
class Made:
    """A page as it was made for a reader.

    Parameters
    ----------
    words
        The whole page in UTF-8, but for the tokens of its forms.
    seen
        What was seen before anything of it was read.
    at
        When that was.
    told
        What was read for it where changes are not noted.
    """

    words: bytes
    seen: Seen
    at: datetime
    told: tuple[object, ...] = ()

    def stands(self, seen: Seen, told: tuple[object, ...]) -> bool:
        """Whether it would be made the same way now."""
        same = not seen.is_changed and seen.only_reads and seen.server == self.seen.server
        return same and told == self.told and self.at <= now() < self.at + A_WHILE


class Kept:
    """The pages that a process keeps; each is one reader's."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._bytes = 0
        self._turn = Lock()

    def find(self, key: Hashable) -> Made | None:
        """Return the page of a reader, whether or not it stands still."""
        return self._made.get(key)

    def put(self, key: Hashable, made: Made) -> None:
        """Keep a page in place of the one before, and of those that were read least lately."""
        with self._turn:
            self._forget(self._made.pop(key, None))
            self._made[key] = made
            self._bytes += len(made.words)
            while self._bytes > BYTES:
                self._forget(self._made.popitem(last=False)[1])

    def _forget(self, made: Made | None) -> None:
        self._bytes -= len(made.words) if made else 0


def given_again(*reads: Callable[[], object]) -> Callable[[View], Shown]:
    """Let a page be given again while nothing was changed; its view only reads.

    Parameters
    ----------
    reads
        What is read with each reading, from tables whose changes are not noted: the view is given
        what each of them said, and the page stands while all of them say the same.
    """

    def keeping(view: View) -> Shown:
        @wraps(view)
        def show(**asked: Any) -> str | bytes:
            if "_flashes" in session:  # what is told once is told to this reading alone
                return view(*(read() for read in reads), **asked)
            kept: Kept = current_app.extensions.setdefault("unchanged", Kept())
            key = _reader()
            before = kept.find(key)
            seen = last_changes.look(db, before.seen.snapshot if before else last_changes.NOTHING)
            begun, told = now(), tuple(read() for read in reads)
            if before and before.stands(seen, told):
                kept.put(key, before)
                return _filled(before.words)
            with _listening() as asked_of:
                page = view(*told, **asked)
            if seen.only_reads and not any(map(looks_elsewhere, asked_of)):
                kept.put(key, Made(_emptied(page), seen, begun, told))
            return page

        return show

    return keeping


def _reader() -> Hashable:
    """Say for whom a page is made, and what was read of them before: the same again, or anew."""
    user: User = current_user.user
    columns = (each.key for each in inspect(User).column_attrs if each.key != last_changes.SEEN)
    known = tuple((name, vars(user)[name]) for name in columns if name in vars(user))
    parts = current_user.session.has_workshops, tuple(current_user.session.left_out or ())
    said = current_language().tag, catalogue.get_translations()
    return request.root_path, request.full_path, today(), known, parts, said


_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Give the statements that are asked meanwhile."""
    statements: list[str] = []
    before = _asked.set(statements)
    try:
        yield statements
    finally:
        _asked.reset(before)


@event.listens_for(Engine, "before_cursor_execute")
def _note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
    statements = _asked.get()
    if statements is not None:
        statements.append(statement)


@lru_cache(STATEMENTS)
def looks_elsewhere(statement: str) -> bool:
    """Whether a statement looks where a change is not noted; most are asked again and again."""
    return NOT_NOTED.search(statement) is not None


def _emptied(page: str) -> bytes:
    """Return a page without the tokens of this reading."""
    words = page.encode()
    for token, place in ((g.get("csrf_token"), GUARD), (g.get("form_token"), ONCE)):
        words = words.replace(token.encode(), place) if token else words
    return words


def _filled(words: bytes) -> bytes:
    """Return a page with tokens of this reading."""
    for place, token in ((GUARD, generate_csrf), (ONCE, form_tokens.token)):
        words = words.replace(place, token().encode()) if place in words else words
    return words
