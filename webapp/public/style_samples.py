"""Invented matter for the style page: one form with every kind of field, and a month of days."""

import re
from calendar import Calendar
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

SPRITE = Path(__file__).parents[1] / "static" / "icons.svg"
MONTH = date(2027, 4, 1)
PRODUCTIONS = (
    *("vegetables", "horticulture", "vineyard", "fruit", "dairy", "beef", "mixed-cattle"),
    *("sheep-goats", "pigs", "poultry", "cereals", "mixed-farming", "bees", "other"),
)


class SampleForm(FlaskForm):
    """Every kind of field, as a farmer would meet them."""

    class Meta:
        """A page to look at: nothing is saved, so nothing is to be forged."""

        csrf = False

    name = StringField(
        _l("Name of the farm"), validators=[DataRequired(_l("Enter the name of the farm"))]
    )
    email = EmailField(_l("E-mail address"), description=_l("We write to you only about visits."))
    places = IntegerField(
        _l("People at once"),
        validators=[
            DataRequired(_l("Enter how many people you can welcome at once")),
            NumberRange(1, 6, _l("Enter a number from 1 to 6")),
        ],
    )
    arrival = DateField(_l("Arrival"), validators=[Optional()])
    production = SelectField(
        _l("Main production"),
        choices=[("sheep-goats", _l("Goats and cheese")), ("vegetables", _l("Vegetables"))],
    )
    words = TextAreaField(
        _l("What will people see and share?"), description=_l("Two or three sentences are enough.")
    )
    lodging = RadioField(
        _l("Where will they sleep?"),
        choices=[("room", _l("A room in the house")), ("lodge", _l("A lodging of their own"))],
        validators=[DataRequired(_l("Choose where they will sleep"))],
    )
    features = SelectMultipleField(
        _l("What can you offer?"),
        choices=[
            ("lockable-room", _l("A room that locks")),
            ("station-pickup", _l("A lift from the station")),
            ("vegetarian", _l("Vegetarian meals")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    charter = BooleanField(
        _l("I have read the charter of the programme"),
        validators=[DataRequired(_l("Tick the box once you have read the charter"))],
    )


def invalid_form() -> SampleForm:
    """Return the form as it looks after it was sent half empty."""
    form = SampleForm(MultiDict({"production": "sheep-goats"}))
    form.validate()
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
        {"at": datetime(2027, 3, 11, 9, 30), "title": _("Proposal sent by SMS"), "icon": "send"},
        {
            "at": datetime(2027, 3, 12, 18, 5),
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
