"""Pages that are given again as they were made, while nothing was changed that they tell of.

What a page says is made of the rows that its reader sees, of who reads it in which session, and of
the day. Where a transaction has changed any row since, in this process or another's, it is made
anew; so it is where it looked into a table whose changes are not noted. A page that asked what time
it is stands until the minute ends. Why so: docs/decisions/0041-a-board-is-given-again.md.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache, wraps
from hashlib import sha256
from threading import Lock
from typing import Any, Final

from flask import Flask, current_app, g, get_flashed_messages, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, event, inspect
from werkzeug.wrappers import Response

from webapp.ground.clock import hearing_who_asks, now, today
from webapp.ground.database import Base
from webapp.models import User, UserSession
from webapp.services.accounts import proofs
from webapp.services.records import last_changes
from webapp.services.records.last_changes import Seen
from webapp.web import form_tokens, kept_forms
from webapp.web.extensions import current_language, db
from webapp.web.spoken import catalogue

A_WHILE: Final = timedelta(minutes=5)
BYTES: Final = 4 * 2**20
"""So much a process keeps of pages, those that were read last: some two hundred boards."""
LONGEST_ADDRESS: Final = 2000
"""Signs of an address whose page is kept: nobody fills a process by what they ask."""
NOT_NOTED: Final = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(last_changes.UNTOLD))})\b(?! AS {last_changes.FARM_CHANGES}\b)"
    rf"|procrastinate_\w+|{last_changes.SEEN}\b(?! IS (?:NOT )?NULL|\) AS DATE\)))"
)
"""What a statement says that looks where a change is not noted."""
READS: Final = re.compile(
    r"\s*(?:SELECT|WITH)\b(?!.*\b(?:now\(\)|clock_timestamp|current_(?:date|time|timestamp)\b))",
    re.DOTALL | re.IGNORECASE,
)
"""How a statement begins that changes nothing, and does not ask the database what time it is."""
OF_ANOTHER: Final = "asked of another database"
"""For whatever is asked of one, as a replica that comes after: no snapshot of ours tells of it."""
STATEMENTS: Final = 500
WITH_EACH_PAGE: Final = {UserSession: {"seen_at", "snapshot"}, User: {last_changes.SEEN}}
"""Columns of who reads that are others with each reading: a page that asks for one is not kept."""
OF_THE_COOKIE: Final = {"csrf_token", "_id", "_user_id"}
"""What a cookie has that the session tells, or that is new in each reading."""
GUARD, ONCE = b"\0guard\0", b"\0once\0"
"""Where a page has what stands in each reading anew: no page says these."""
View = Callable[..., str | Response]
Shown = Callable[..., str | bytes | Response]


@dataclass(frozen=True)
class Made:
    """A page as it was made for a reader.

    Parameters
    ----------
    words
        The whole page in UTF-8, but for the tokens of its forms.
    seen
        What was seen before anything of it was read.
    at, until
        From when on it stands, and how long at most.
    told
        What was read for it where changes are not noted.
    """

    words: bytes
    seen: Seen
    at: datetime
    until: datetime
    told: tuple[object, ...] = ()

    def stands(self, seen: Seen, told: tuple[object, ...]) -> bool:
        """Whether it would be made the same way now."""
        same = not seen.is_changed and seen.only_reads and seen.server == self.seen.server
        return same and told == self.told and self.at <= now() < self.until


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


def given_again(
    *reads: Callable[[], object], has_form: bool = False, may_be_late: bool = False
) -> Callable[[View], Shown]:
    """Let a page be given again while nothing was changed; its view only reads.

    Parameters
    ----------
    reads
        What is read with each reading, from tables whose changes are not noted: the view is given
        what each of them said, and the page stands while all of them say the same.
    has_form
        Whether it has a form in which somebody types, who may find there what they had typed.
    may_be_late
        Whether what it tells by the hour may come `A_WHILE` late.
    """

    def keeping(view: View) -> Shown:
        @wraps(view)
        def show(**asked: Any) -> str | bytes | Response:
            if has_form:
                kept_forms.find()  # which is told once
            if request.method != "GET" or "_flashes" in session:  # told to this reading alone
                return view(*(read() for read in reads), **asked)
            kept: Kept = current_app.extensions.setdefault("unchanged", Kept())
            key = _reader()
            before = kept.find(key)
            seen = last_changes.look(db, before.seen.snapshot if before else last_changes.NOTHING)
            begun, told = now(), tuple(read() for read in reads)
            first = replace(seen, snapshot=current_user.session.snapshot)
            if before and before.stands(seen, told):
                kept.put(key, before)
                return _filled(before.words)
            with _listening() as heard:
                page = view(*told, **asked)
            is_alone = has_form or "kept_form" not in g  # or what its reader typed is asked first
            if isinstance(page, str) and seen.only_reads and heard.may_be_kept(key) and is_alone:
                until = begun + A_WHILE if may_be_late else heard.until(begun)
                kept.put(key, Made(_emptied(page), first, begun, until, told))
            return page

        show.is_given_again = True  # type: ignore[attr-defined]
        return show

    return keeping


def views(app: Flask) -> list[str]:
    """Return the views whose pages are given again."""
    return [name for name, view in app.view_functions.items() if hasattr(view, "is_given_again")]


def _reader() -> Hashable:
    """Say for whom a page is made, and what was read of them before: the same again, or anew.

    All that is known of whoever reads without a question is in it: of their row, of their session
    and of the cookie.
    """
    opened: UserSession = current_user.session
    said = current_language().tag, catalogue.get_translations()
    proved = proofs.is_proved(opened)  # to the second: for so long names are shown
    who = repr((_known(opened.user), _known(opened), proved, _cookie()))
    where = request.scheme, request.host, request.root_path
    return where, request.full_path, today(), sha256(who.encode()).digest(), said


def _known(row: Base) -> list[object]:
    return [getattr(row, name) for name in _names(type(row))]


@cache
def _names(model: type[Base]) -> list[str]:
    names = [each.key for each in inspect(model).column_attrs]
    return [name for name in names if name not in WITH_EACH_PAGE[model]]


def _cookie() -> list[tuple[str, str]]:
    return sorted((name, repr(session[name])) for name in session if name not in OF_THE_COOKIE)


@dataclass(frozen=True)
class Heard:
    """What was asked for while a page was made.

    Parameters
    ----------
    statements
        Of the database.
    hours
        Once for each time that somebody asked the hour.
    """

    statements: Sequence[str]
    hours: Sequence[None]

    def may_be_kept(self, key: Hashable) -> bool:
        """Whether the page is made of nothing but what it is kept by, and did nothing."""
        told_once = get_flashed_messages()
        same = key == _reader() and len(request.full_path) <= LONGEST_ADDRESS
        return same and not told_once and not any(map(looks_elsewhere, self.statements))

    def until(self, begun: datetime) -> datetime:
        """Return how long the page stands: it may tell by the minute what time it is."""
        minute = begun.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return minute if self.hours else begun + A_WHILE


_asked: ContextVar[tuple[Engine, list[str]] | None] = ContextVar("asked", default=None)


@contextmanager
def _listening() -> Iterator[Heard]:
    """Hear what is asked for meanwhile."""
    for row in (current_user.session, current_user.session.user):
        db.expire(row, WITH_EACH_PAGE[type(row)])  # whoever asks for it must ask the database
    statements: list[str] = []
    before = _asked.set((db.get_bind().engine, statements))
    try:
        with hearing_who_asks() as hours:
            yield Heard(statements, hours)
    finally:
        _asked.reset(before)


@event.listens_for(Engine, "before_cursor_execute")
def _note(connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
    asked = _asked.get()
    if asked is not None:
        home, statements = asked
        statements.append(statement if connection.engine is home else OF_ANOTHER)


@lru_cache(STATEMENTS)
def looks_elsewhere(statement: str) -> bool:
    """Whether a statement does anything but look where each change is noted.

    Most are asked again and again.
    """
    return READS.match(statement) is None or NOT_NOTED.search(statement) is not None


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
