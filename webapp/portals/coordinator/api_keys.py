"""Keys of programs: made for some things and until a day, taken back."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.ground.vocabulary import API_SCOPES
from webapp.models import ApiKey
from webapp.portals.coordinator import portal
from webapp.services.records import api_keys, taking_over
from webapp.web import shown_once
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.days import YEAR, Span
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, DayField, Form, choices, required
from webapp.web.pages import page

SUGGESTED = timedelta(days=90)


class ApiKeyForm(Form):
    """Which program, what it may read, until when."""

    name = StringField(
        _l("Which software is it for?"), [required(_l("Enter a name")), Length(max=80)]
    )
    scopes = CheckboxesField(
        _l("What may it read?"),
        [required(_l("Choose what it may read"))],
        choices=choices("api-scope", API_SCOPES),
        description=_l("Figures and codes, never a name, a number or an address."),
    )
    last_day = DayField(_l("Last day"), [required(_l("Enter a day"))], span=Span(timedelta(), YEAR))


@portal.get("/settings/keys")
def list_api_keys() -> str:
    """Show the keys of programs, the newest first."""
    query = select(ApiKey).order_by(ApiKey.id.desc()).options(joinedload(ApiKey.made_by))
    return page(keys=db.scalars(query).all())


@portal.route("/settings/keys/new", methods=["GET", "POST"])
def make_api_key() -> str | Response:
    """Make a key, and show it for a few minutes: only its digest is kept."""
    if request.method == "GET" and (shown := shown_once.read()):
        return page(form=None, shown=shown[0])
    form = ApiKeyForm(last_day=today() + SUGGESTED)
    if form.validate_on_submit():
        said = form.name.data or "", form.scopes.data, form.last_day.data
        with acting(form) as act:
            _key, text = api_keys.make(db, signed_in_user(), *said)
        if act.done:
            return shown_once.lead_to(text)
    return page(form=form, shown="")


@portal.post("/settings/keys/<int:api_key_id>/taking-over")
def take_over_api_key(api_key_id: int) -> Response:
    """Answer for the key of a coordinator who was shut out: it opens again what it opened."""
    key = find_or_404(ApiKey, ApiKey.id == api_key_id)
    with acting() as act:
        taking_over.take_over_key(db, key, signed_in_user())
        act.tell(_("You answer for %(name)s now: its key works again.", name=key.name))
    return redirect(url_for("coordinator.list_api_keys"))


@portal.post("/settings/keys/<int:api_key_id>/end")
def end_api_key(api_key_id: int) -> Response:
    """Take a key back: it opens nothing from the next question on."""
    key = find_or_404(ApiKey, ApiKey.id == api_key_id)
    with acting() as act:
        api_keys.end(db, key)
        act.tell(_("%(name)s opens nothing any more.", name=key.name))
    return redirect(url_for("coordinator.list_api_keys"))
