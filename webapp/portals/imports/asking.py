"""Rows asked by the very forms by which they would be typed: what they say, and what is wrong."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from webapp.ground.names import plain
from webapp.portals.imports import cells
from webapp.portals.imports.kinds import Column, Judged, Mistake, Row
from webapp.web.forms import Form

F = TypeVar("F", bound=Form)
TYPED: Final = {True: ["y"], False: [], None: []}
"""What a browser sends of a box that is ticked, or not."""
AT_HAND: Final = 32
"""Forms of a kind that are kept as they were filled in."""


@dataclass(frozen=True)
class Asking:
    """How the columns of a kind of table are asked.

    Parameters
    ----------
    columns
        Those that rows which belong together say of all of them; the first that says it, says it.
    column_of
        The column that says what a form's field takes, where it has another name.
    yes_no
        The columns that say yes or no.
    disagrees
        Returns what is said where a row says something else than one further up, by its number
        and its words.
    """

    columns: Sequence[Column]
    column_of: Mapping[str, str]
    yes_no: frozenset[str]
    disagrees: Callable[[int, str], str]


class Forms:
    """Forms as they were filled in: of a long table many rows say the same of home or wishes.

    `AT_HAND` of a kind are kept; what is new is then filled in where the oldest was.
    """

    def __init__(self) -> None:
        self._filled: dict[type[Form], OrderedDict[str, _Filled]] = {}

    def ask(self, kind: type[F], typed: Mapping[str, Any]) -> F:
        """Return a form into which this was typed, validated; it is read at once, never changed."""
        at_hand = self._filled.setdefault(kind, OrderedDict())
        said = repr(typed)
        if said not in at_hand:
            oldest = at_hand.popitem(last=False)[1] if len(at_hand) >= AT_HAND else None
            if oldest is None or oldest.form.errors:  # what was wrong may have left its traces
                oldest = _Filled(kind)
            oldest.fill(typed)
            at_hand[said] = oldest
        at_hand.move_to_end(said)
        return cast(F, at_hand[said].form)


class _Filled:
    """A form that is filled in again and again, as if it were new each time."""

    def __init__(self, kind: type[Form]) -> None:
        self.form: Form = kind(formdata=MultiDict(), meta={"csrf": False})
        self._when_new = dict(vars(self.form))

    def fill(self, typed: Mapping[str, Any]) -> None:
        self.form.__dict__ = dict(self._when_new)
        self.form.process(_sent(typed))
        self.form.validate()


def asked(kind: Callable[..., F], typed: Mapping[str, Any]) -> F:
    """Return a form into which this was typed, and validate it."""
    form = kind(formdata=_sent(typed), meta={"csrf": False})
    form.validate()
    return form


def _sent(typed: Mapping[str, Any]) -> MultiDict[str, Any]:
    lists = {name: each if isinstance(each, list) else [each] for name, each in typed.items()}
    return MultiDict(lists)


def mistakes(form: Form, row: Row, asking: Asking) -> Iterator[Mistake]:
    """Say what is wrong with a row that a form was filled in with."""
    for field in form:
        column = asking.column_of.get(field.short_name, field.short_name)
        for sentence in field.errors[:1]:
            yield Mistake(row.number, column, row.cells.get(column, ""), str(sentence))
    for name in sorted(asking.yes_no):
        if name in form and name in row.cells and cells.yes_no(row.cells[name]) is None:
            yield Mistake(row.number, name, row.cells[name], str(_("Write yes or no")))


class Told:
    """What rows that belong together say of all of it."""

    def __init__(self, rows: list[Row], judged: Judged, known: Forms, asking: Asking) -> None:
        self._judged, self._known, self._asking = judged, known, asking
        self._rows: dict[str, Row] = {}
        for row in rows:
            for column in asking.columns:
                self._hear(row, column.name)
        self.first = rows[0]

    def _hear(self, row: Row, name: str) -> None:
        before = self._rows.setdefault(name, row) if name in row.cells else row
        if before is not row and plain(before.cells[name]) != plain(row.cells[name]):
            told = self._asking.disagrees(before.number, before.cells[name])
            self._judged.mistakes.append(Mistake(row.number, name, row.cells[name], told))

    def __getitem__(self, name: str) -> str:
        return self._rows[name].cells[name] if name in self._rows else ""

    def ask(
        self, kind: type[F], typed: Mapping[str, Any], column: str = "", *, whole: bool = True
    ) -> F | None:
        """Return a form that accepts this, or note its mistakes, all under one column if given.

        Parameters
        ----------
        whole
            Whether what is not said at all is a mistake; else whoever it is about says it later.
        """
        form = self._known.ask(kind, typed)
        found = [
            (column or self._asking.column_of.get(field.short_name, field.short_name), field)
            for field in form
            if field.errors
        ]
        wrong = [(name, field) for name, field in found if whole or self[name]]
        for name, field in wrong:
            self.note(name, str(field.errors[0]))
        unclear = [name for name in sorted(self._asking.yes_no) if name in form and self[name]]
        unclear = [name for name in unclear if cells.yes_no(self[name]) is None]
        for name in unclear:
            self.note(name, str(_("Write yes or no")))
        return None if wrong or unclear else form

    def read(self, kind: type[F], typed: Mapping[str, Any]) -> F:
        """Return a form into which this was typed, whatever is wrong with it."""
        return self._known.ask(kind, typed)

    def note(self, name: str, sentence: str) -> None:
        """Keep what is wrong with what a column says."""
        row = self._rows.get(name, self.first)
        self._judged.mistakes.append(Mistake(row.number, name, self[name], sentence))
