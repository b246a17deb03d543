"""Who reads an incident, and the notice to the authority."""

from flask import redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import User
from webapp.portals.incidents.forms import ReaderForm
from webapp.portals.incidents.routes import for_coordinators, incident_page, seen_incident
from webapp.portals.incidents.views import back_to
from webapp.services.visits import incident_acts
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.wording.incident_notices import drafted


@for_coordinators.route("/incidents/<int:incident_id>/readers", methods=["GET", "POST"])
def name_reader(incident_id: int) -> str | Response:
    """Name one more person who reads the incident."""
    incident = seen_incident(incident_id)
    form = ReaderForm().offer(incident_acts.may_be_named(db, incident))
    if form.validate_on_submit():
        user = db.get_one(User, int(form.user.data))
        with acting(form, "user") as act:
            incident_acts.name_reader(db, incident, user)
            act.tell(_("%(name)s reads it from now on, and is written to.", name=user.name))
        if act.done:
            return back_to(incident_id)
    if not form.user.choices:
        form.over = _("Everybody who could be named reads it already.")
    return incident_page(incident, form)


@for_coordinators.post("/incidents/<int:incident_id>/readers/<int:user_id>/end")
def end_reading(incident_id: int, user_id: int) -> Response:
    """Let somebody read the incident no more."""
    incident = seen_incident(incident_id)
    with acting() as act:
        incident_acts.end_reading(db, incident, user_id)
        act.tell(_("This person reads it no more."))
    if act.done and user_id == signed_in_user().id:
        return redirect(url_for(".show_todo"))
    return back_to(incident_id)


@for_coordinators.get("/incidents/<int:incident_id>/notice")
def show_notice(incident_id: int) -> str:
    """Show the notice to the authority, drafted from the facts, without a name; to print."""
    incident = seen_incident(incident_id)
    with force_locale("fr"):  # who reads it is a French authority
        written = drafted(incident)
    return render_template("incidents/show_notice.html", incident=incident, notice=written)


@for_coordinators.post("/incidents/<int:incident_id>/notice")
def note_notice(incident_id: int) -> Response:
    """Keep that the notice has left."""
    incident = seen_incident(incident_id)
    with acting() as act:
        incident_acts.note_notice(db, incident, signed_in_user())
        act.tell(_("It is noted that the authority has been told."))
    return back_to(incident_id)
