"""Invented matter for the style page: one form with every kind of field, and a month of days."""

import re
from calendar import Calendar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from webapp.web.days import PLANNED
from webapp.web.forms import CheckboxesField, DayField, Form, LinesField, required

SPRITE = Path(__file__).parents[2] / "static" / "icons.svg"
MONTH = date(2027, 4, 1)
PRODUCTIONS = (
    *("vegetables", "horticulture", "vineyard", "fruit", "dairy", "beef", "mixed-cattle"),
    *("sheep-goats", "pigs", "poultry", "cereals", "mixed-farming", "bees", "other"),
)


class SampleForm(Form):
    """Every kind of field, as a farmer would meet them."""

    name = StringField(_l("Name of the farm"), [required(_l("Enter the name of the farm"))])
    email = EmailField(_l("E-mail address"), description=_l("We write to you only about visits."))
    places = IntegerField(
        _l("People at once"),
        [
            required(_l("Enter how many people you can welcome at once")),
            NumberRange(1, 6, _l("Enter a number from 1 to 6")),
        ],
    )
    arrival = DayField(_l("Arrival"), [Optional()], span=PLANNED)
    production = SelectField(
        _l("Main production"),
        choices=[
            SelectChoice("sheep-goats", _l("Goats and cheese")),
            SelectChoice("vegetables", _l("Vegetables")),
        ],
    )
    words = LinesField(
        _l("What will people see and share?"), description=_l("Two or three sentences are enough.")
    )
    lodging = RadioField(
        _l("Where will they sleep?"),
        [required(_l("Choose where they will sleep"))],
        choices=[
            SelectChoice("room", _l("A room in the house")),
            SelectChoice("lodge", _l("A lodging of their own")),
        ],
    )
    features = CheckboxesField(
        _l("What can you offer?"),
        choices=[
            SelectChoice("lockable-room", _l("A room that locks")),
            SelectChoice("station-pickup", _l("A lift from the station")),
            SelectChoice("vegetarian", _l("Vegetarian meals")),
        ],
    )
    charter = BooleanField(
        _l("I have read the charter of the programme"),
        [required(_l("Tick the box once you have read the charter"))],
    )


def invalid_form() -> SampleForm:
    """Return the form as it looks after it was sent half empty; its token is not in question."""
    form = SampleForm(MultiDict({"production": "sheep-goats"}))
    for field in form:
        if field.name != "csrf_token":
            field.validate(form)
    return form


def month_days() -> dict[date, tuple[str, str, str]]:
    """Return what each day of the sample month is."""
    states = {
        ("chosen", _("arrival")): (5, 26),
        ("stay", _("stay")): (6, 7, 8, 9, 27, 28, 29, 30),
        ("expected", _("2 people expected")): (12, 13, 14, 15, 16),
        ("closed", _("week of rest")): range(19, 26),
    }
    return {
        MONTH.replace(day=day): (state, words, "#calendar" if state == "expected" else "")
        for (state, words), days in states.items()
        for day in days
    }


def events() -> list[dict[str, Any]]:
    """Return the sample timeline of a visit."""
    return [
        {
            "at": datetime(2027, 3, 11, 9, 30, tzinfo=UTC),
            "title": _("Proposal sent by SMS"),
            "icon": "send",
        },
        {
            "at": datetime(2027, 3, 12, 18, 5, tzinfo=UTC),
            "title": _("The farm says yes"),
            "kind": "ok",
            "icon": "check",
        },
        {
            "title": _("Answer awaited from P-017"),
            "detail": _("Until Thursday, 8 pm"),
            "kind": "wait",
            "icon": "hourglass",
        },
    ]


def icon_names() -> list[str]:
    """Return the name of every pictogram of the sprite."""
    return re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))


def samples() -> dict[str, Any]:
    """Return everything the style page shows."""
    return {
        "form": invalid_form(),
        "month": MONTH,
        "weeks": Calendar().monthdatescalendar(MONTH.year, MONTH.month),
        "days": month_days(),
        "events": events(),
        "productions": PRODUCTIONS,
        "icon_names": icon_names(),
    }
