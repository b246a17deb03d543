"""Every form of every portal keeps what is typed into it: the form table, row by row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from selectolax.lexbor import LexborNode
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_programme
from tests.everything import EVERYTHING
from tests.page import Page
from tests.webapp.form_table import FILTERS, ROWS
from tests.webapp.forms.filling import address_of, names_in, open_the_form, typed_into
from tests.webapp.forms.row import (
    Filter,
    NotThereYetError,
    Place,
    Reading,
    Row,
    Typed,
    World,
)
from webapp.ground.database import EVERYONE, Base, set_scope
from webapp.models import SentForm
from webapp.services.accounts import passwords
from webapp.web.decided import SHOWN, SUBJECTS
from webapp.web.forms import Form
from webapp.web.versions import SEEN

pytestmark = [pytest.mark.early, pytest.mark.usefixtures("spring", "a_quick_hasher")]
Sessions = sessionmaker[Session]
LEAD_ON = {
    "auth.sign_in",
    "caseworker.choose_parties",
    "caseworker.choose_parties, all that are found",
    "caseworker.choose_for_series",
    "caseworker.choose_for_series, all that are found",
    "caseworker.choose_for_series, searching for others",
    "coordinator.choose_farms",
    "coordinator.choose_farms, all that are found",
    "farmer.choose_days, looking at later months",
    "farmer.choose_days, repeating a day: every third Wednesday from May to June, but where guests"
    " stand",
}
"""Forms that do nothing yet: pressed twice, they lead twice to the same page."""


@pytest.fixture
def a_quick_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[Form]:
    """The forms that read what was sent, in their order."""
    read: list[Form] = []
    validate: Callable[..., bool] = Form.validate

    def note(form: Form, extra_validators: Any = None) -> bool:
        if form.meta.csrf:  # a row of a table fills forms in that nobody has sent
            read.append(form)
        return validate(form, extra_validators)

    monkeypatch.setattr(Form, "validate", note)
    return read


def the_world(row: Row | Filter, db: Session) -> World:
    """Build what a form needs, and keep its things from being read again: they are names only."""
    a_programme(db)
    world = row.world(db)
    db.commit()
    db.expunge_all()
    return world


@contextmanager
def a_reading(sessions: Sessions, world: World, page: Page, *, after: bool) -> Iterator[Reading]:
    with sessions() as fresh:
        set_scope(fresh, EVERYONE)
        yield Reading(fresh, world, page, after)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_is_typed_is_found_again_and_stays_when_nobody_touches_it(
    row: Row,
    page: Page,
    db: Session,
    app: Flask,
    sessions: Sessions,
    readers: list[Form],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = the_world(row, db)
    wanted = row.expectations(world)
    form = open_the_form(page, app, row, world)
    assert bool(form.css_first(f'[name="{SHOWN}"]')) == is_about_something(row, app)
    unknown = sorted(names_in(form) - cells_of(row.endpoint, world))
    assert not unknown, f"Say in a row of {row.endpoint} what is typed into {unknown}"
    with a_reading(sessions, world, page, after=False) as before:
        same = [name for name, place, value in wanted if row.read(place, before) == value]
    same = [name for name in same if name == "the act" or row.cell(name, world).value is not None]
    assert not same, f"Type something else into {same}: it stands there already"
    readers.clear()
    sent = forms_that_count(db)
    page.submit(typed_into(form, row, world), to=address_of(app, row.endpoint, world), lands=False)
    if EVERYTHING or is_a_new_landing(row, page, app):
        page.land()
    counts = forms_that_count(db) - sent
    assert counts == (str(row) not in LEAD_ON), "A second press acts again: act within `acting`"
    assert_kept(row, wanted, sessions, world, page)
    assert all(isinstance(each, row.form or Form) for each in readers), f"Name its form: {readers}"
    assert bool(readers) == (row.form is not None)
    if row.edits:
        assert_stays_untouched(row, wanted, page, app, sessions, world, monkeypatch)


def assert_stays_untouched(
    row: Row,
    wanted: list[tuple[str, Place, Any]],
    page: Page,
    app: Flask,
    sessions: Sessions,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fail when a form that nobody touches changes what is stored, be it offered no longer."""
    with a_reading(sessions, world, page, after=False) as before:
        stored = columns_of(row.subject_in(before))
    retire_choices(row, world, monkeypatch)
    assert_says_what_it_showed(open_the_form(page, app, row, world), row, world)
    page.submit(to=address_of(app, row.endpoint, world), lands=False)
    refused = page.soup.select_one(".summary")
    assert refused is None, f"A stored value is refused: {refused.get_text(' ')}"
    with a_reading(sessions, world, page, after=True) as after:
        assert columns_of(row.subject_in(after)) == stored
    assert_kept(row, wanted, sessions, world, page)


LANDED: set[tuple[str, str]] = set()
"""Where a form of which portal has led: what is drawn there is drawn once."""


def is_a_new_landing(row: Row, page: Page, app: Flask) -> bool:
    """Return whether a form has led where none of its portal has led yet."""
    path = urlsplit(page.response.location or "/").path
    endpoint, _values = app.url_map.bind("sillon.example").match(path, method="GET")
    landing = row.portal, str(endpoint)
    is_new = landing not in LANDED
    LANDED.add(landing)
    return is_new


def forms_that_count(db: Session) -> int:
    """Return how many forms will do nothing more, should they be sent once again."""
    return db.scalars(select(func.count()).select_from(SentForm)).one()


def is_about_something(row: Row, app: Flask) -> bool:
    """Return whether a form says how its thing stood: page and form are about one that may change.

    A farm's answers to a visit carry what they were given to (`consent.version`).
    """
    of_form, of_page = (
        [name for name in SUBJECTS if name in next(app.url_map.iter_rules(each)).arguments]
        for each in (row.endpoint, row.page or row.endpoint)
    )
    of_side = row.endpoint.startswith("farmer.") and of_form == ["visit_id"]
    is_on_a_board = row.endpoint.endswith(".make_guest_call")  # and says how its call stood
    return bool(of_form) and (bool(of_page) or is_on_a_board) and not of_side


def cells_of(endpoint: str, world: World) -> set[str]:
    """Return the names of all fields that the rows of a form fill in."""
    return {world.named(name) for row in ROWS if row.endpoint == endpoint for name in row.fields}


def assert_kept(
    row: Row, wanted: list[tuple[str, Place, Any]], sessions: Sessions, world: World, page: Page
) -> None:
    """Fail with what is not where it belongs."""

    def read() -> list[tuple[str, Any, Any]]:
        with a_reading(sessions, world, page, after=True) as reading:
            return [(name, row.read(place, reading), value) for name, place, value in wanted]

    try:
        found = read()
    except NotThereYetError:
        page.land()
        found = read()
    lost = [f"{name}: {there!r}, not {value!r}" for name, there, value in found if there != value]
    assert not lost, f"{row} keeps something else: {lost}. Its page says: {page.land().text[:2000]}"


def assert_says_what_it_showed(form: LexborNode, row: Row, world: World) -> None:
    """Fail when another window could save over this one unseen (`test_changed_meanwhile.py`)."""
    seen = form.css_first(f'[name="{SEEN}"]')
    assert seen is not None, "A form's page is made with `form_for`, or has its `hidden_tag`"
    names = {each.partition("=")[0] for each in str(seen.attributes["value"]).split()}
    assert names >= {world.named(name) for name in row.fields}


def lists(row: Row) -> Iterator[tuple[Typed, dict[str, Any]]]:
    """Yield each cell that chooses from a list of its form, with the field's options."""
    for name, cell in row.fields.items():
        options = getattr(getattr(row.form, name, None), "kwargs", {})
        if options.get("choices"):
            yield cell, options


def columns_of(thing: Base) -> dict[str, object]:
    return {column.key: getattr(thing, column.key) for column in inspect(thing).mapper.column_attrs}


def retire_choices(row: Row, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take what a row has chosen off the lists of its form."""
    for cell, options in lists(row):
        left = copy(options["choices"])
        typed = cell.sent(world)
        taken = typed if isinstance(typed, list) else [typed]
        left[:] = [each for each in left if str(each.value) not in taken]
        monkeypatch.setitem(options, "choices", left)


@pytest.mark.parametrize("row", FILTERS, ids=str)
def test_each_field_of_a_search_shows_and_hides(
    row: Filter, page: Page, db: Session, app: Flask
) -> None:
    world = the_world(row, db)
    address = address_of(app, row.endpoint, world)
    assert world.reader is not None
    page.sign_in(world.reader).visit(address)
    [form] = page.read.css("form[method=get]")
    assert names_in(form) == set(row.fields), f"Give {row} a Found for each field"
    for name, found in row.fields.items():
        page.visit(address)
        assert found.hides in page.text
        page.submit({name: found.sent(world)}, button="Show")
        assert found.shows in page.text, f"{name} hides what it should show"
        assert found.hides not in page.text, f"{name} hides nothing"


@pytest.mark.parametrize("row", [row for row in FILTERS if row.kept], ids=str)
def test_a_search_keeps_the_order_that_was_chosen(
    row: Filter, page: Page, db: Session, app: Flask
) -> None:
    world = the_world(row, db)
    assert world.reader is not None
    page.sign_in(world.reader).visit(
        f"{address_of(app, row.endpoint, world)}?{urlencode(row.kept)}"
    )
    page.submit({}, button="Show")
    assert {name: page.response.request.args[name] for name in row.kept} == row.kept
