"""Reception centres: how long before an absence each wants to know of it."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField, ValidationError
from wtforms.validators import Length, NumberRange

from webapp.models import Centre
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.known_by_name import keep
from webapp.portals.coordinator.user_forms import strip
from webapp.services.parties import centres
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, NumberField, required
from webapp.web.pages import page
from webapp.web.removals import offer
from webapp.web.unchanged import given_again

LIST = "coordinator.list_centres"
MOST_DAYS, MOST_NIGHTS = 180, 90
SAY_DAYS = _l("Enter 1 to 180 days")


class CentreForm(Form):
    """What a centre is called, and what it asks."""

    name = StringField(_l("Name"), [required(), Length(max=120)], filters=[strip])
    notice_days = NumberField(
        _l("Days of notice for an absence of one night or more"),
        [required(SAY_DAYS), NumberRange(1, MOST_DAYS, SAY_DAYS)],
    )
    long_nights = NumberField(
        _l("An absence is long from so many nights on"),
        [
            required(_l("Enter 2 to 90 nights")),
            NumberRange(2, MOST_NIGHTS, _l("Enter 2 to 90 nights")),
        ],
        description=_l("By the rules of asylum seekers' centres, an absence of more than seven "
                       "days has to be authorised before."),
    )  # fmt: skip
    long_notice_days = NumberField(
        _l("Days of notice for a long absence"),
        [required(SAY_DAYS), NumberRange(1, MOST_DAYS, SAY_DAYS)],
    )

    def validate_long_notice_days(self, field: NumberField) -> None:
        """Let a long absence be told no later than a short one."""
        if field.data and self.notice_days.data and field.data < self.notice_days.data:
            raise ValidationError(_l("A long absence is told no later than a short one"))


@portal.get("/centres")
@given_again()
def list_centres() -> str:
    """Show the centres that are known."""
    return page(centres=db.scalars(select(Centre).order_by(Centre.name)).all())


@portal.route("/centres/new", methods=["GET", "POST"])
def add_centre() -> str | Response:
    """Note a centre."""
    form = CentreForm()
    return keep(Centre(), form, "centre.added", LIST) or page(form=form)


@portal.route("/centres/<int:centre_id>", methods=["GET", "POST"])
def edit_centre(centre_id: int) -> str | Response:
    """Change what a centre asks; rounds plan by it from then on."""
    centre = _found(centre_id)
    form = CentreForm(obj=centre)
    return keep(centre, form, "centre.changed", LIST) or page(
        form=form, centre=centre, lived_in=centres.how_many_live_in(db, centre)
    )


@portal.post("/centres/<int:centre_id>/removal")
def remove_centre(centre_id: int) -> Response:
    """Take a centre away in which nobody lives any more."""
    centre = _found(centre_id)
    with acting() as act:
        offer(act, centre, centre.name, url_for(LIST))
        centres.remove(db, centre)
        act.tell(_("%(centre)s is removed.", centre=centre.name))
    there = url_for(LIST) if act.done else url_for("coordinator.edit_centre", centre_id=centre_id)
    return redirect(there)


def _found(centre_id: int) -> Centre:
    return find_or_404(Centre, Centre.id == centre_id)
