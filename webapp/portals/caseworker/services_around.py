"""Services around a person: searched by what they are needed for, and put on their path."""

from typing import Any, cast

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import Commune, find_commune
from webapp.ground.clock import today
from webapp.ground.vocabulary import OBSTACLES
from webapp.models import Person, ServiceAround, Step
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.path_forms import NameForm, ServiceForm
from webapp.portals.caseworker.paths import OF_A_PERSON, path_of, person_of
from webapp.services.around import finding, loading
from webapp.services.parties import orientations, paths
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import label, orientation_print, services_around

MOST_SIGNS = 80
"""Signs of what is searched for."""
WITHIN = 30
"""Kilometres within which one looks at first."""


@portal.get(f"{OF_A_PERSON}/services")
def list_services(party_id: int, person_id: int) -> str:
    """Show the services around that answer a need, the nearest first."""
    person = person_of(party_id, person_id)
    need, within, home = _need(person), _within(), _home(person)
    words = request.args.get("text", "").strip()[:MOST_SIGNS]
    called = {each: label("obstacle", each) for each in OBSTACLES}
    found, count = finding.near(db, home, need, within, words, called)
    return page(
        party=person.party,
        person=person,
        commune=home,
        need=need,
        text=words,
        needs=[*OBSTACLES],
        within=within,
        reaches=finding.REACHES,
        found=found,
        count=count,
        loaded=loading.publications(db),
    )


@portal.route(f"{OF_A_PERSON}/services/<int:service_id>", methods=["GET", "POST"])
def send_to_service(party_id: int, person_id: int, service_id: int) -> str | Response:
    """Show a service, and put it on somebody's path: for what, by whom, and until when."""
    person = person_of(party_id, person_id)
    service = find_or_404(ServiceAround, ServiceAround.id == service_id)
    asked: dict[str, Any] = {"need": request.args.get("need"), "who": "both"}
    form = ServiceForm(service, due_on=today() + paths.USUAL_TIME, **asked)
    if form.validate_on_submit():
        with acting(form) as act:
            step = orientations.send_to(db, person, signed_in_user(), service, **form.said)
            act.tell(_("The step is added.") if step else _("This step is there already."))
        if act.done:
            return redirect(path_of(person))
    home = _home(person)
    return page(
        form=form,
        party=person.party,
        person=person,
        service=service,
        french=services_around.french,
        hours=services_around.hours,
        km=finding.km_to(service, home),
        is_for_them=finding.covers(service, home),
        back=url_for(".list_services", party_id=party_id, person_id=person_id, need=form.need.data),
    )


@portal.get(f"{OF_A_PERSON}/steps/<int:step_id>/orientation.pdf")
def print_orientation(party_id: int, person_id: int, step_id: int) -> Response:
    """Give the sheet that goes with somebody to a service, with their first name if they agreed."""
    person = person_of(party_id, person_id, read=False)
    step = _step_to_service(person, step_id)
    named = request.args.get("named") == "yes"
    if named and step.name_agreed_on is None:
        abort(404)
    told = {"person": person.id, "named": named}
    note_reading("party.orientation-printed", person.party, **told)
    sheet = orientation_print.as_pdf(
        step, cast(ServiceAround, step.service), person, signed_in_user(), named=named
    )
    name = f"orientation-{person.party.code}-{step.id}.pdf"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(sheet, mimetype="application/pdf", headers=headers)


@portal.route(f"{OF_A_PERSON}/steps/<int:step_id>/name", methods=["GET", "POST"])
def note_name(party_id: int, person_id: int, step_id: int) -> str | Response:
    """Note on which day somebody agreed that the service reads their first name."""
    person = person_of(party_id, person_id)
    step, form = _step_to_service(person, step_id), NameForm()
    if form.validate_on_submit():
        with acting(form, "agreed_on") as act:
            orientations.agree_to_name(db, person, step, form.agreed_on.data)
            act.tell(_("It is noted. The sheet can have their first name."))
        if act.done:
            return _to_step(step)
    return page(form=form, party=person.party, person=person, step=step)


@portal.post(f"{OF_A_PERSON}/steps/<int:step_id>/name/withdrawal")
def take_name_back(party_id: int, person_id: int, step_id: int) -> Response:
    """Note that they agree to it no more; sheets that were given stay what they are."""
    person = person_of(party_id, person_id)
    step = _step_to_service(person, step_id)
    with acting() as act:
        orientations.agree_to_name(db, person, step, None)
        act.tell(_("It is noted. The sheet has no name any more."))
    return _to_step(step)


def _step_to_service(person: Person, step_id: int) -> Step:
    step = find_or_404(Step, Step.id == step_id, Step.person_id == person.id)
    return step if step.service else abort(404)


def _to_step(step: Step) -> Response:
    whose: dict[str, Any] = {"party_id": step.party_id, "person_id": step.person_id}
    return redirect(url_for(".edit_step", step_id=step.id, **whose))


def _need(person: Person) -> str:
    """Return what is searched for: what was chosen, or what stands in their way most.

    Where words are searched for, it may be for anything.
    """
    asked = request.args.get("need", "")
    if asked in OBSTACLES or (asked == "" and "text" in request.args and request.args["text"]):
        return asked
    stand = paths.standing(paths.obstacles(db, person)).values()
    most = max(stand, key=lambda each: each.level, default=None)
    return most.kind if most else next(iter(OBSTACLES))


def _within() -> int:
    asked = request.args.get("within", type=int)
    return asked if asked in finding.REACHES else WITHIN


def _home(person: Person) -> Commune:
    home = find_commune(person.party.commune)
    assert home is not None  # noqa: S101 (a file's commune is one of ours)
    return home
