"""The relationship that came of a visit, for whoever looks after it: how it stands, what came."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import RelationshipState, Side
from webapp.portals.visit_desk.routes import page, routes, seen_visit
from webapp.services.after import relationships
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.tie_form import TieForm


@routes.route("/visits/<int:visit_id>/relationship", methods=["GET", "POST"])
def show_relationship(visit_id: int) -> str | Response:
    """Show whether the two stay in contact, and note what has come of it."""
    visit, form = seen_visit(visit_id), TieForm()
    found = relationships.of_visit(db, visit)
    if form.validate_on_submit():
        with acting(form, "on") as act:
            relationships.note(db, visit, form.kind.data, form.on.data, signed_in_user())
            act.tell(_("It is noted."))
        if act.done:
            return redirect(url_for(".show_relationship", visit_id=visit_id))
    if found is None or found.state is not RelationshipState.OPEN:
        form.over = str(_("Only what comes of an open contact is noted."))
    return page(
        visit,
        form=form,
        relationship=found,
        stopped=relationships.is_stopped(visit),
        met=relationships.have_met(visit),
    )


@routes.post("/visits/<int:visit_id>/relationship/end")
def end_relationship(visit_id: int) -> Response:
    """End it because the people accompanied say so."""
    visit = seen_visit(visit_id)
    with acting() as act:
        relationships.close(db, visit, Side.PARTY)
        act.tell(_("It is ended: neither side sees anything of the other any more."))
    return redirect(url_for(".show_relationship", visit_id=visit_id))


@routes.post("/visits/<int:visit_id>/relationship/ties/<int:tie_id>/removal")
def remove_tie(visit_id: int, tie_id: int) -> Response:
    """Take back what was noted by mistake."""
    visit = seen_visit(visit_id)
    with acting() as act:
        relationships.take_back(db, visit, tie_id)
        act.tell(_("It is taken back."))
    return redirect(url_for(".show_relationship", visit_id=visit_id))
