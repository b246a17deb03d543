"""Telling of an incident from the page behind a link: the other side reads nothing of it."""

from datetime import timedelta

from flask import redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_link, relationship_of
from webapp.services.visits import incidents
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.incident_form import IncidentForm
from webapp.web.pages import page
from webapp.web.throttle import Alarm, Door
from webapp.wording import until_then

HOUR = timedelta(hours=1)


@portal.route("/<token>/incident", methods=["GET", "POST"])
def report_incident(token: str) -> str | Response:
    """Ask what happened, put it before those who look after incidents, and show the numbers."""
    link, form = open_link(token), IncidentForm()
    if form.validate_on_submit():
        if wait := wait_to_knock(*_doors(link)):
            told = _("This was told several times. Wait %(time)s, or call.", time=until_then(wait))
            form.refuse("", told)
            return _form(link, form)
        with acting(form, asks=False) as act:
            incidents.report(db, form.told(), visit=link.visit, side=link.side)
            act.tell(_("It is told. A few people of the programme read it, and nobody else."))
        if act.done:
            return redirect(link.page("visit_page.show_help"))
    return _form(link, form)


def _form(link: Opened, form: IncidentForm) -> str:
    between = relationship_of(link)
    return page(view=link.view(), token=link.token, form=form, relationship=between)


def _doors(link: Opened) -> tuple[Door, ...]:
    return (
        Door(f"incident:{link.visit.id}:{link.side}", 5, HOUR),
        Alarm("incidents", 60, HOUR),
    )
