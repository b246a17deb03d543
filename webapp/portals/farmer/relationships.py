"""Staying in contact with guests who were there: a yes with what is shared, or an end."""

from typing import Self

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.models import Side, Visit
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.accounts import proofs
from webapp.services.after import relationships, sharing
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import CheckboxesField, Form
from webapp.web.pages import page
from webapp.web.tie_form import TieForm
from webapp.wording import label, telephone


class SharesForm(Form):
    """What the guests may see of the farm."""

    shares = CheckboxesField(_l("What may they see?"))

    def offer(self, visit: Visit) -> Self:
        """Offer what there is to share, each as they would see it."""
        could = sharing.to_share(visit, Side.FARM, signed_in_user())
        self.shares.choices = [(code, _shown(code, value)) for code, value in could.items()]
        return self


def _shown(code: str, value: str) -> str:
    shown = telephone(value) if code == "phone" else value
    return f"{label('shared', code)} ({shown})"


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
    kept = sharing.standing(found, visit, Side.FARM) if found else []
    form = SharesForm(data={"shares": kept}).offer(visit)
    if form.validate_on_submit():
        with acting(form, "shares") as act:
            relationships.say_yes(db, visit, Side.FARM, form.shares.data or [], signed_in_user())
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
        lapsed=found is not None and sharing.lapsed(found, visit, Side.FARM),
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
