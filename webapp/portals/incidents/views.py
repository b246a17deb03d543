"""An incident: what was told, how grave it is, what is done, until it is closed."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Farm, Severity
from webapp.portals.incidents.forms import FindingForm, JudgementForm, MeasureForm, ReopeningForm
from webapp.portals.incidents.routes import (
    for_coordinators,
    incident_page,
    routes,
    seen_incident,
)
from webapp.services.after import relationships
from webapp.services.visits import incident_acts, incidents
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.wording import format_date


@routes.get("/incidents")
def list_incidents() -> str:
    """Show the incidents that the reader is named to read, the open ones first."""
    seen = incidents.all_of(db, signed_in_user())
    return render_template(
        "incidents/list_incidents.html", portal=request.blueprint, incidents=seen, today=today()
    )


@routes.get("/incidents/<int:incident_id>")
def show_incident(incident_id: int) -> str:
    """Show what was told, what is known and what was done; reading it is kept."""
    incident = seen_incident(incident_id)
    between = relationships.of_visit(db, incident.visit) if incident.visit else None
    readers = incidents.names_of_readers(db, incident)
    return incident_page(incident, reader=signed_in_user(), relationship=between, readers=readers)


@routes.route("/incidents/<int:incident_id>/measures", methods=["GET", "POST"])
def add_measure(incident_id: int) -> str | Response:
    """Write down what was done, and when somebody looks again."""
    incident, form = seen_incident(incident_id), MeasureForm()
    if form.validate_on_submit():
        with acting(form, "words") as act:
            said, again = form.words.data, form.again_on.data
            incident_acts.add_measure(db, incident, signed_in_user(), said, again)
            act.tell(_("Noted."))
        if act.done:
            return back_to(incident_id)
    if not incident.is_open:
        form.over = _("This incident is closed.")
    return incident_page(incident, form)


@for_coordinators.route("/incidents/<int:incident_id>/judgement", methods=["GET", "POST"])
def judge_incident(incident_id: int) -> str | Response:
    """Say what it is about, how grave it is and whom it concerns; its farm's hold follows."""
    incident = seen_incident(incident_id)
    names = ("kind", "severity", "happened_on", "exposed", "minors")
    known = {name: getattr(incident, name) for name in names}
    known |= {"severity": incident.severity.value, "farm": str(incident.farm_id or "")}
    farms = db.scalars(select(Farm).where(Farm.anonymous_since.is_(None)).order_by(Farm.name))
    form = JudgementForm(data=known | {"reason": ""}).offer(farms)
    if form.validate_on_submit():
        with acting(form, "reason", asks=False) as act:
            values = {name: form[name].data for name in names} | {"reason": form.reason.data or ""}
            found = incident_acts.Judgement(**values | {"severity": Severity(form.severity.data)})
            farm = db.get(Farm, int(form.farm.data)) if form.farm.data else None
            incident_acts.judge(db, incident, signed_in_user(), found, farm)
            act.tell(_told_of(farm))
        if act.done:
            return back_to(incident_id)
    if not incident.is_open:
        form.over = _("This incident is closed.")
    return incident_page(incident, form)


def _told_of(farm: Farm | None) -> str:
    if farm is None or farm.on_hold_since is None:
        return str(_("Saved."))
    return str(_("Saved. %(farm)s is on hold: nobody new is proposed there.", farm=farm.name))


@for_coordinators.route("/incidents/<int:incident_id>/closing", methods=["GET", "POST"])
def close_incident(incident_id: int) -> str | Response:
    """Close an incident with a written word."""
    incident, form = seen_incident(incident_id), FindingForm()
    if form.validate_on_submit():
        with acting(form, "finding", asks=False) as act:
            incident_acts.close(db, incident, signed_in_user(), form.finding.data)
            farm = incident.farm
            act.tell(
                _("The incident is closed. The farm stays on hold: another one is open.")
                if farm and farm.on_hold_since
                else _("The incident is closed: new visits can be proposed to the farm again.")
                if farm
                else _("The incident is closed.")
            )
        if act.done:
            return back_to(incident_id)
    if incident.closed_by and incident.closed_at:
        day, name = format_date(incident.closed_at, "long"), incident.closed_by.name
        form.over = _("Closed by %(name)s on %(day)s.", name=name, day=day)
    return incident_page(incident, form)


@for_coordinators.route("/incidents/<int:incident_id>/reopening", methods=["GET", "POST"])
def reopen_incident(incident_id: int) -> str | Response:
    """Take a closed incident up again, with a reason."""
    incident, form = seen_incident(incident_id), ReopeningForm()
    if form.validate_on_submit():
        with acting(form, "reason", asks=False) as act:
            incident_acts.reopen(db, incident, signed_in_user(), form.reason.data)
            act.tell(_("The incident is open again."))
        if act.done:
            return back_to(incident_id)
    if incident.is_open:
        form.over = _("This incident is open.")
    return incident_page(incident, form)


def back_to(incident_id: int) -> Response:
    """Lead to an incident's page."""
    return redirect(url_for(".show_incident", incident_id=incident_id))
