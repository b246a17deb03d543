"""What a form showed of what is stored: nothing is saved over what has changed since.

Each form carries a mark of every stored value that it shows. When one of them is another by the
time it is sent, nothing is kept; the page says both values and who changed it last, keeps what was
typed, shows anew what was not touched, and is sent once more.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Field, Form
from wtforms.fields.choices import SelectChoice

from webapp.models import User
from webapp.services.records import audit
from webapp.services.records.tokens import Signer
from webapp.web.extensions import db
from webapp.wording import day, in_a_row, telephone
from webapp.wording.days import format_datetime

SEEN: Final = "seen"
"""The hidden field that says what was shown."""
NOTHING: tuple[Any, ...] = (None, False, "", [])
"""Values that say nothing; which of them is stored makes no difference."""
SUBJECTS = {
    "party_id": "parties",
    "farm_id": "farms",
    "offer_id": "offers",
    "slot_id": "slots",
    "round_id": "matching_rounds",
    "template_id": "round_templates",
    "photo_id": "photos",
    "duty_id": "duties",
    "organisation_id": "organisations",
    "user_id": "users",
    "workshop_id": "workshops",
    "series_id": "series",
    "sitting_id": "sittings",
}
"""What an address names by its number, and under what the audit knows it."""


def shown(form: Form, stored: set[str]) -> str:
    """Return what a form's page says of the stored values that it shows."""
    return " ".join(f"{name}={_mark(form[name].object_data)}" for name in sorted(stored))


def was_shown(name: str) -> bool:
    """Whether the form that was sent showed this field of what is stored."""
    return any(each.startswith(f"{name}=") for each in request.form.get(SEEN, "").split())


def changed_since(form: Any, stored: set[str]) -> bool:
    """Whether what a sent form showed has changed; if so it says what, and by whom."""
    if not stored:
        return False
    parts = [each.partition("=") for each in request.form.get(SEEN, "").split()]
    before = {name: mark for name, _sign, mark in parts}
    changed = [
        field
        for field in (form[name] for name in sorted(stored & set(before)))
        if _mark(field.object_data) not in {before[field.short_name], _mark(field.data)}
    ]
    contradicted = False
    for field in changed:
        touched = _mark(field.data) != before[field.short_name]
        if touched or not form.each_for_itself:
            _say(field, touched=touched)
            contradicted = True
        else:
            _show_what_is_stored(field)
    if contradicted:
        form.refuse("", " ".join(_who_and_what_next(form)))
    return contradicted


def _mark(value: Any) -> str:
    """Return by what a value is known again."""
    if any(value is each or (value == each and not isinstance(value, int)) for each in NOTHING):
        value = ""
    if isinstance(value, list):
        value = sorted(map(str, value))
    return Signer.tag("shown", value)


def _say(field: Field, *, touched: bool) -> None:
    """Say at a field what it is now; one that nobody touched shows it."""
    stored, seen = in_words(field, field.object_data), in_words(field, field.data)
    words = {"what": field.label.text.rstrip("."), "stored": stored, "shown": seen}
    told = _("%(what)s: “%(stored)s” is stored now, and you wrote “%(shown)s”.", **words)
    if not touched:
        told = _("%(what)s: it was “%(shown)s”, and “%(stored)s” is stored now.", **words)
        _show_what_is_stored(field)
    field.errors = [*field.errors, told]


def _show_what_is_stored(field: Field) -> None:
    field.raw_data = None
    field.process_data(field.object_data)


def in_words(field: Field, value: Any) -> str:
    """Return a field's value as its reader knows it."""
    if isinstance(value, list):
        return in_a_row(in_words(field, each) for each in value) or str(_("nothing"))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value is None or value == "":
        return str(_("nothing"))
    if isinstance(value, date):
        return str(day(value))
    choices = map(SelectChoice.from_input, getattr(field, "choices", None) or ())
    named = {str(each.value): str(each.label) for each in choices}
    if named and str(value) not in named:
        return str(_("what cannot be chosen any more"))
    return named.get(str(value)) or (telephone(value) if field.type == "PhoneField" else str(value))


def _who_and_what_next(form: Any) -> Iterator[str]:
    yield _("Nothing is saved yet: this was changed after you had opened the page.")
    subject = _subject(form)
    last = audit.last_change(db, *subject) if subject else None
    at = format_datetime(last.at, "d MMMM, HH:mm") if last else ""
    if last is not None and last.actor == "animator":
        yield _("The last change here is by whoever holds the workshop: %(at)s.", at=at)
    elif last is not None and last.actor == "user" and current_user.is_authenticated:
        if last.actor_id == current_user.user.id:
            yield _("The last change here is your own, in another window: %(at)s.", at=at)
        elif by := db.get(User, last.actor_id):
            yield _("The last change here is by %(name)s: %(at)s.", name=by.name, at=at)
    yield _("What you wrote is kept below. Look at what is marked, then save once more.")


def _subject(form: Any) -> tuple[str, int] | None:
    """Return what the form is about, as the audit names it."""
    for name, number in (request.view_args or {}).items():
        if name in SUBJECTS:
            return SUBJECTS[name], number
    user: User | None = current_user.user if current_user.is_authenticated else None
    if request.blueprint == "farmer" and user is not None and user.farm_id:
        return "farms", user.farm_id
    return (form.about.__tablename__, form.about.id) if form.about is not None else None
