"""The associations of the programme."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.models import Organisation, User
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.user_forms import OrganisationForm
from webapp.services.accounts import stand_ins
from webapp.services.records import audit, namesakes
from webapp.services.visits import search
from webapp.web.access import find_or_404
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.unchanged import given_again


@portal.get("/associations")
@given_again()
def list_organisations() -> str:
    """Show every association, and how many people work there."""
    people = func.count(User.id)
    rows = db.execute(
        select(Organisation, people)
        .outerjoin(User, User.organisation_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(Organisation.name)
    )
    return page(rows=[(each, count, find_commune(each.commune)) for each, count in rows])


@portal.route("/associations/new", methods=["GET", "POST"])
def add_organisation() -> str | Response:
    form = OrganisationForm()
    if form.validate_on_submit() and form.place is not None:
        added = Organisation(name=form.name.data, phone=form.phone.data, commune=form.place.code)
        with acting(form, "name") as act:
            namesakes.refuse_namesake(db, added)
            db.add(added)
            audit.record(db, "organisation.added", added)
            act.tell(_("%(name)s is added. Now invite its caseworkers.", name=added.name))
        if act.done:
            return redirect(url_for("coordinator.list_organisations"))
    return page(form=form)


@portal.route("/associations/<int:organisation_id>", methods=["GET", "POST"])
def edit_organisation(organisation_id: int) -> str | Response:
    """Change what an association is called, its telephone, and where its office is."""
    found = find_or_404(Organisation, Organisation.id == organisation_id)
    commune = find_commune(found.commune)
    lies_in = commune.label if commune else ""
    form = OrganisationForm(data={"name": found.name, "phone": found.phone, "commune": lies_in})
    if form.validate_on_submit() and form.place is not None:
        with acting(form, "name") as act:
            found.name, found.commune = form.name.data, form.place.code
            form.phone.populate_obj(found, "phone")
            namesakes.refuse_namesake(db, found)
            audit.record(db, "organisation.changed", found)
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for("coordinator.list_organisations"))
    return page(form=form)


@portal.get("/associations/<int:organisation_id>/visits")
def list_visits_left(organisation_id: int) -> str:
    """Show whom to call about the visits of an association that has nobody of its own."""
    left = [each for each in stand_ins.alone(db) if each.organisation.id == organisation_id]
    if not left:
        abort(404)
    note_reading("organisation.visits-read", left[0].organisation)
    return page(alone=left[0], visits=search.standing(db, organisation_id))
