"""A row of the form table: a form, what is typed into it, and where each value is found again."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from tests.everything import EVERYTHING
from tests.page import Page
from webapp.ground.database import Base
from webapp.web.forms import Form

MISSING: Final = object()
"""What is read where nothing stands yet."""


class World(SimpleNamespace):
    """What a form needs around it: who reads it, and the things that its address names.

    `reader` is who signs in, if anyone. An address's ``<party_id>`` is the number of `party`; any
    other argument (``token``, ``number``, ``decision``) has the attribute's own name.
    """

    reader: Any = None

    def argument(self, name: str) -> Any:
        """Return what stands for an argument of an address."""
        thing = getattr(self, name.removesuffix("_id"))
        return thing.id if name.endswith("_id") else thing

    def named(self, field_name: str) -> str:
        """Return a field's name, with the number of each thing that stands in braces in it."""
        return re.sub(r"\{(\w+)\}", lambda thing: str(getattr(self, thing[1]).id), field_name)


class NotThereYetError(Exception):
    """What is read stands on the page that a form leads to, and nobody has gone there."""


@dataclass(frozen=True)
class Reading:
    """The moment at which values are read: before a form was sent, or after it.

    Parameters
    ----------
    fresh
        A session that has seen nothing of what was sent.
    browser
        Before, with the form on it; after, with what was answered.
    """

    fresh: Session
    world: World
    browser: Page
    is_after: bool

    @property
    def page(self) -> Page:
        """The browser: before, with the form on it; after, on whatever page followed."""
        if self.browser.response.location:
            raise NotThereYetError
        return self.browser

    def again(self, thing: Base) -> Any:
        """Return a thing of the world as the fresh session reads it; none once it is gone."""
        return self.fresh.get(type(thing), inspect(thing, raiseerr=True).identity)


Subject = Callable[[Reading], Any]
Place = str | Callable[[Reading], Any]
"""An attribute of the row's subject, or what reads the value elsewhere."""


@dataclass(frozen=True)
class Typed:
    """What is typed into a field, and what is then found.

    Parameters
    ----------
    value
        What is typed or chosen; what makes it of the world, when it depends on it. A list for
        several checkboxes, True or False for one. None sends what the page shows: a hidden field,
        which nobody types.
    becomes
        What is then found: the value itself, unless it is kept in another form.
    at
        Where it is found: the subject's attribute of the field's own name, unless said.
    """

    value: Any
    becomes: Any = MISSING
    at: Place = ""

    def sent(self, world: World) -> Any:
        """Return what is typed."""
        return self.value(world) if callable(self.value) else self.value

    def expected(self, world: World) -> Any:
        """Return what is to be found."""
        if self.becomes is MISSING:
            return self.sent(world)
        return self.becomes(world) if callable(self.becomes) else self.becomes


def typed(value: Any, becomes: Any = MISSING, at: Place = "") -> Typed:
    """Return a field's cell: see `Typed`."""
    return Typed(value, becomes, at)


def carried(becomes: Any, at: Place) -> Typed:
    """Return the cell of a hidden field: what the page put there, and what it is for."""
    return Typed(None, becomes, at)


@dataclass(frozen=True)
class Row:
    """A form that is sent.

    Parameters
    ----------
    endpoint
        The view that takes it.
    world
        Builds what the form needs around it.
    fields
        Every field of the form, buttons with a name among them. In braces, in the name of a field:
        a thing of the world, for its number.
    form
        The class that reads it; none for a form of buttons alone.
    subject
        In what the values are read back: the name of a thing of the world, or what finds it.
    then
        What else the form changes: a place, and what stands there afterwards. A form of a button
        alone has at least one.
    page
        The view on whose page the form stands, when not its own.
    approach
        How one comes to that page, when opening it is not enough.
    edits
        Whether the form shows what is stored and keeps it when nobody touches it.
    case
        Which of several rows of one form this is.
    """

    endpoint: str
    world: Callable[[Session], World]
    fields: dict[str, Typed] = field(default_factory=dict)
    form: type[Form] | None = None
    subject: str | Subject = ""
    then: Mapping[Any, Any] = field(default_factory=dict)
    page: str = ""
    approach: Callable[[Page, World], Any] | None = None
    edits: bool = False
    case: str = ""

    def __str__(self) -> str:
        return f"{self.endpoint}, {self.case}" if self.case else self.endpoint

    @property
    def portal(self) -> str:
        """Whose form it is."""
        return self.endpoint.partition(".")[0]

    @property
    def traits(self) -> set[Hashable]:
        """What of it other forms of its portal have too: its kinds of field, and how it stands."""
        shape = (self.form is None, self.approach is None, bool(self.page), self.edits)
        return {(self.portal, kind) for kind in self._kinds_of_field()} | {(self.portal, shape)}

    def _kinds_of_field(self) -> set[str]:
        fields = [getattr(self.form, name, None) for name in self.fields]
        return {getattr(each, "field_class", type(None)).__name__ for each in fields}

    def cell(self, name: str, world: World) -> Typed:
        """Return the cell of a field, by its name on the page."""
        return next(cell for field, cell in self.fields.items() if world.named(field) == name)

    def read(self, place: Place, reading: Reading) -> Any:
        """Return what stands at a place; MISSING while its subject is not there."""
        if callable(place):
            return place(reading)
        subject = self.subject_in(reading)
        return MISSING if subject is None else getattr(subject, place)

    def subject_in(self, reading: Reading) -> Any:
        """Return the thing in which the values are read."""
        if callable(self.subject):
            return self.subject(reading)
        return reading.again(getattr(reading.world, self.subject)) if self.subject else None

    def expectations(self, world: World) -> list[tuple[str, Place, Any]]:
        """Return what is to be found: of which field, where, and what."""
        cells = [
            (world.named(name), cell.at or name, cell.expected(world))
            for name, cell in self.fields.items()
        ]
        others = [
            ("the act", place, wanted(world) if callable(wanted) else wanted)
            for place, wanted in self.then.items()
        ]
        return cells + others


def a_few(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that have a trait which none before them has; all, where all are tried."""
    seen: set[Hashable] = set()
    chosen = []
    for row in rows:
        if EVERYTHING or not row.traits <= seen:
            chosen.append(row)
        seen |= row.traits
    return chosen


@dataclass(frozen=True)
class Found:
    """What a filter's field is tried with: one thing that stays on the page, one that goes.

    `value` is what is chosen, or what makes it of the world, as for a field that is typed.
    """

    value: Any
    shows: str
    hides: str

    def sent(self, world: World) -> Any:
        """Return what is chosen."""
        return self.value(world) if callable(self.value) else self.value


@dataclass(frozen=True)
class Filter:
    """A form that looks for things: each field alone shows some and hides others."""

    endpoint: str
    world: Callable[[Session], World]
    fields: dict[str, Found]
    kept: dict[str, str] = field(default_factory=dict)
    """Hidden fields that keep what the address says, each with an example."""

    def __str__(self) -> str:
        return self.endpoint
