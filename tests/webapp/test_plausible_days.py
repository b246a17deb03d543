"""A year typed wrong is said at once, in every form that asks for a day, and nothing is kept."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from wtforms.fields.core import UnboundField

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_programme, a_slot, an_offer
from tests.page import Page
from tests.webapp.form_table import NEVER_SENT, ROWS
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row
from tests.webapp.test_form_table import form_classes
from webapp.ground.clock import today
from webapp.models import Availability
from webapp.portals.farmer.slot_forms import DaysField
from webapp.web.days import DONE, PAPER, PLANNED, TITLE, Span
from webapp.web.forms import DayField, Form

pytestmark = [pytest.mark.early, pytest.mark.usefixtures("spring")]


def day_fields(form: type[Form] | None) -> dict[str, type[DayField | DaysField]]:
    """Return the fields of a form in which a day is typed, or days are ticked."""
    fields = {name: getattr(form, name) for name in dir(form)}
    return {
        name: field.field_class
        for name, field in fields.items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, DayField | DaysField)
    }


CASES = [row for row in ROWS if set(day_fields(row.form)) & set(row.fields)]
ASKED = {(row.form, name) for row in ROWS for name in day_fields(row.form) if name in row.fields}


def test_every_day_that_a_form_asks_for_is_walked() -> None:
    forms = form_classes() - NEVER_SENT
    missing = {
        (form.__name__, name)
        for form in forms
        for name in day_fields(form)
        if not any(issubclass(kind or Form, form) and name == asked for kind, asked in ASKED)
    }
    assert not missing


@pytest.mark.parametrize("row", CASES, ids=str)
def test_a_day_of_another_century_is_refused_beside_its_field(
    row: Row, page: Page, db: Session, app: Flask
) -> None:
    kinds = {name: kind for name, kind in day_fields(row.form).items() if name in row.fields}
    a_programme(db)
    world = row.world(db)
    typed = typed_into(open_the_form(page, app, row, world), row, world)
    typed.pop("show", None)  # a page that only goes to other months keeps nothing anyway
    written = date(1926, 6, 15).isoformat()
    days = {name: [written] if kind is DaysField else written for name, kind in kinds.items()}
    page.submit(typed | days, to=address_of(app, row.endpoint, world))
    for name, kind in kinds.items():
        assert_refused(page, name, kind, written)


def assert_refused(page: Page, name: str, kind: type[DayField], written: str) -> None:
    """Fail unless a day is shown as it was written, with what is wrong with it."""
    told = page.soup.select_one(".summary")
    assert told is not None, page.text
    said = ("too long ago: check the year", "This day is past")  # too far ahead: `Span.mistake`
    assert any(each in told.text for each in said)
    if kind is DayField:
        assert page.soup.select_one(f"#{name}-error") is not None
        shown = page.soup.select_one(f"[name={name}]")
        assert shown is not None
        assert shown["value"] == written


@pytest.mark.parametrize("span", [DONE, PAPER, TITLE, PLANNED])
def test_the_last_plausible_day_is_taken_and_the_next_one_not(span: Span) -> None:
    assert [span.mistake(day) for day in (span.first, today(), span.last)] == [None] * 3
    beyond = date.fromordinal(span.last.toordinal() + 1)
    before = date.fromordinal(span.first.toordinal() - 1)
    assert span.mistake(beyond)
    assert span.mistake(before)


def test_days_that_join_a_period_are_said_to(page: Page, db: Session) -> None:
    party = a_party(
        db,
        availabilities=[Availability(first_day=date(2027, 4, 1), last_day=date(2027, 4, 20))],
    )
    caseworker = a_caseworker(db, party.organisation, language="en")
    page.sign_in(caseworker).visit(f"/casework/parties/{party.id}/availability")
    page.submit({"first_day": "2027-04-21", "last_day": "2036-04-30"}, button="Add")
    assert "check the year" in page.text
    page.submit({"last_day": "2027-04-30"}, button="Add")
    assert "one period, Apr 1, 2027 to Apr 30, 2027" in page.text
    [period] = party.availabilities
    assert period.last_day == date(2027, 4, 30)


def test_a_stay_cannot_become_a_season(page: Page, db: Session) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db)), date(2027, 5, 3))
    page.sign_in(a_farmer(db, slot.farm, language="en")).visit(f"/farm/dates/{slot.id}")
    page.submit({"departure": "2028-05-07"}, button="Save")
    assert "A stay lasts 30 nights at most" in page.text
    assert slot.departure == date(2027, 5, 7)


def test_the_calendar_ends_where_nothing_can_be_planned_any_more(page: Page, db: Session) -> None:
    offer = an_offer(db)
    page.sign_in(a_farmer(db, offer.farm, language="en"))
    last = PLANNED.last
    page.visit(f"/farm/offers/{offer.id}/dates?show={last:%Y-%m}")
    assert "Later months" not in page.text
    assert "Earlier months" in page.text
