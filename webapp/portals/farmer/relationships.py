"""Staying in contact with guests who were there: a yes with what is shared, or an end."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.models import MAY_SHARE, Side, Visit
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.accounts import proofs
from webapp.services.after import relationships
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form, choices
from webapp.web.pages import page
from webapp.web.tie_form import TieForm


class SharesForm(Form):
    """What the guests may see of the farm."""

    shares = CheckboxesField(
        _l("What may they see?"), choices=choices("shared", MAY_SHARE[Side.FARM])
    )


def _met(visit_id: int) -> Visit:
    visit = own_visit(visit_id)
    if not relationships.may_be_seen(db, visit):
        abort(404)
    return visit


@portal.route("/visits/<int:visit_id>/relationship", methods=["GET", "POST"])
def show_relationship(visit_id: int) -> str | Response:
    """Show how it stands, and keep a yes with what is shared."""
    visit = _met(visit_id)
    found = relationships.of_visit(db, visit)
    form = SharesForm(data={"shares": found.farm_shares if found else []})
    if form.validate_on_submit():
        with acting(form, "shares") as act:
            relationships.say_yes(db, visit, Side.FARM, form.shares.data or [])
            act.tell(_("Thank you! Your yes is noted."))
        if act.done:
            return redirect(url_for("farmer.show_relationship", visit_id=visit_id))
    shared = relationships.shown_to(db, visit, Side.FARM)
    return page(
        visit=visit,
        form=form,
        relationship=found,
        shared=shared,
        may_begin=relationships.may_begin(visit),
        proved=proofs.is_proved(current_user.session),
    )


@portal.post("/visits/<int:visit_id>/relationship/end")
def end_relationship(visit_id: int) -> Response:
    """End it at once, without a reason."""
    visit = _met(visit_id)
    with acting() as act:
        relationships.close(db, visit, Side.FARM)
        act.tell(_("It is noted. Your guests see nothing of you."))
    return redirect(url_for("farmer.show_relationship", visit_id=visit_id))


@portal.route("/visits/<int:visit_id>/relationship/ties", methods=["GET", "POST"])
def note_tie(visit_id: int) -> str | Response:
    """Keep what has come of it."""
    visit, form = _met(visit_id), TieForm()
    if form.validate_on_submit():
        with acting(form, "on") as act:
            relationships.note(db, visit, form.kind.data, form.on.data, signed_in_user())
            act.tell(_("It is noted."))
        if act.done:
            return redirect(url_for("farmer.show_relationship", visit_id=visit_id))
    return page(visit=visit, form=form)
