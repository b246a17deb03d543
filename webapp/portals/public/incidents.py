"""Anybody tells of an incident, without an account; who is signed in is known by it."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.portals.public import portal
from webapp.services.visits import incidents
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.incident_form import OutsideForm
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.wording import until_then

HOUR = timedelta(hours=1)


@portal.route("/incident", methods=["GET", "POST"])
def report_incident() -> str | Response:
    """Ask what happened, and put it before those who look after incidents."""
    form = OutsideForm()
    if form.validate_on_submit():
        if wait := wait_to_knock(*_doors()):
            told = _("This was told several times. Wait %(time)s, or call.", time=until_then(wait))
            form.refuse("", told)
            return page(form=form)
        known = current_user.is_authenticated and current_user.complete
        with acting(form, asks=False) as act:
            incidents.report(db, form.told(), by=current_user.user if known else None)
        if act.done:
            return redirect(url_for("public.show_reported"))
    return page(form=form)


@portal.get("/incident/told")
def show_reported() -> str:
    """Say who reads it, and what to do if somebody is in danger."""
    return page()


def _doors() -> tuple[Door, ...]:
    return (
        Door(f"incident-from:{request.remote_addr}", 10, HOUR),
        Alarm("incidents", 60, HOUR),
    )
