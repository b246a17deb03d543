"""What a local referent says of themselves: when they are away, and whether they are named."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import ValidationError
from wtforms.validators import Optional

from webapp.models import LocalReferent
from webapp.portals.local_referent import portal
from webapp.services.visits import local_referents
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.days import PLANNED
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form
from webapp.web.pages import page


class AwayForm(Form):
    """The days on which somebody looks after no visit; empty: none."""

    away_from = DayField(_l("First day away"), [Optional()], span=PLANNED)
    away_until = DayField(_l("Last day away"), [Optional()], span=PLANNED)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether both ends are well formed or empty, and in their order."""
        is_valid = super().validate(extra_validators)
        if is_valid and (self.away_from.data is None) != (self.away_until.data is None):
            missing = "away_until" if self.away_from.data else "away_from"
            self.refuse(missing, str(_l("Enter both days, or none")))
            return False
        return is_valid

    def validate_away_until(self, field: Any) -> None:
        """Reject days that end before they begin."""
        if field.data and self.away_from.data and field.data < self.away_from.data:
            raise ValidationError(_l("Enter a day that is not before the first one"))


def _nearby() -> LocalReferent:
    return signed_in_user().nearby or abort(404)


@portal.route("/away", methods=["GET", "POST"])
def say_away() -> str | Response:
    """Ask when the reader is away; visits of these days are given back to their associations."""
    nearby = _nearby()
    form = AwayForm(obj=nearby)
    if form.validate_on_submit():
        first, last = form.away_from.data, form.away_until.data
        with acting(form, "away_from") as act:
            left = local_referents.stay_away(db, nearby, (first, last) if first else None)
            act.tell(_told(left))
        if act.done:
            return redirect(url_for("local_referent.list_visits"))
    return page(form=form)


@portal.post("/named")
def be_named() -> Response:
    """Keep whether guests and farms of the reader's visits read their first name."""
    named = request.form.get("named") == "yes"
    with acting() as act:
        local_referents.be_named(db, _nearby(), named=named)
        act.tell(_("They read your first name from now on.") if named
                 else _("Nobody reads your name any more."))  # fmt: skip
    return redirect(url_for("local_referent.list_visits"))


def _told(left: int) -> str:
    if not left:
        return str(_("Saved."))
    return str(
        ngettext(
            "Saved. %(num)d visit is not yours any more: its association is told.",
            "Saved. %(num)d visits are not yours any more: their associations are told.",
            left,
        )
    )
