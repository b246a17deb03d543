"""What is kept of a farm: its dates with their visits, by code, and the log of calls and visits."""

from datetime import date

from flask import redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from webapp.models import Farm, FarmContact, Slot, Visit
from webapp.portals.coordinator import portal
from webapp.services.records import contacts
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.contact_form import ContactLogForm
from webapp.web.extensions import db
from webapp.web.pages import page, shown_page
from webapp.web.removals import offer
from webapp.wording import short_day

A_PAGE = 25


@portal.get("/farms/<int:farm_id>/dates")
def list_farm_dates(farm_id: int) -> str:
    """Show the dates of a farm, the latest first, each with its visits by code."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    mine = Slot.farm_id == farm.id
    found = db.scalar(select(func.count()).select_from(Slot).where(mine)) or 0
    number, pages = shown_page(found, A_PAGE)
    visits = selectinload(Slot.visits)
    whole = (
        joinedload(Slot.offer),
        visits.joinedload(Visit.party),
        visits.selectinload(Visit.misfits),
    )
    query = select(Slot).where(mine).options(*whole).order_by(Slot.arrival.desc(), Slot.id.desc())
    slots = db.scalars(query.offset((number - 1) * A_PAGE).limit(A_PAGE)).all()
    return page(farm=farm, slots=slots, found=found, number=number, pages=pages)


@portal.route("/farms/<int:farm_id>/contacts", methods=["GET", "POST"])
def log_farm_contact(farm_id: int) -> str | Response:
    """Show the log of calls and visits to a farm, and write into it."""
    farm, form = find_or_404(Farm, Farm.id == farm_id), ContactLogForm()
    if form.validate_on_submit():
        said = {"kind": form.kind.data, "on": form.on.data, "words": form.words.data}
        with acting(form, "words") as act:
            contacts.log(db, farm, signed_in_user(), **said)
            act.tell(_("It is written down."))
        if act.done:
            return _back_to_the_log(farm)
    return page(form=form, farm=farm, contacts=contacts.of(db, farm))


@portal.post("/farms/<int:farm_id>/contacts/<int:number>/removal")
def remove_farm_contact(farm_id: int, number: int) -> Response:
    """Take an entry out of the log for good."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    contact = find_or_404(FarmContact, FarmContact.id == number, FarmContact.farm_id == farm.id)
    with acting() as act:
        there = url_for("coordinator.log_farm_contact", farm_id=farm.id)
        offer(act, contact, _contact_of(farm.name, contact.on), there)
        contacts.remove(db, farm, contact)
        act.tell(_("It is taken out of the log."))
    return _back_to_the_log(farm)


def _contact_of(farm: str, day: date) -> str:
    return str(_("entry of %(day)s, %(who)s", day=short_day(day), who=farm))


def _back_to_the_log(farm: Farm) -> Response:
    return redirect(url_for("coordinator.log_farm_contact", farm_id=farm.id))
