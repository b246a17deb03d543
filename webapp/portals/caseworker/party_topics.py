"""The topics of a party's file that are one form each: contact, home, needs, wishes."""

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.ground.vocabulary import PRODUCTIONS
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import keep_change, own_party
from webapp.portals.caseworker.party_forms import ContactForm, HomeForm, NeedsForm, WishesForm
from webapp.services.parties import parties
from webapp.services.visits import stays
from webapp.web.extensions import db
from webapp.web.forms import choices
from webapp.web.pages import page
from webapp.wording import listed


@portal.route("/parties/<int:party_id>/contact", methods=["GET", "POST"])
def edit_contact(party_id: int) -> str | Response:
    """Change how the contact person is reached."""
    party = own_party(party_id)
    form = ContactForm(obj=party)
    if not form.validate_on_submit():
        return page(form=form, party=party)
    stays.change_number(db, party, form.phone.data)
    party.language, party.channel = form.language.data, form.channel.data
    same = parties.with_the_same_number(db, party)
    if same:
        codes = listed([each.code for each in same])
        told = _("This number is also that of %(codes)s. Is it the same file twice?", codes=codes)
        flash(told, "warning")
    return keep_change(party, "contact")


@portal.route("/parties/<int:party_id>/home", methods=["GET", "POST"])
def edit_home(party_id: int) -> str | Response:
    """Change where the party lives and how far it travels."""
    party = own_party(party_id)
    commune = find_commune(party.commune)
    form = HomeForm(commune=commune.label if commune else "", reach_km=party.reach_km)
    if not form.validate_on_submit() or form.place is None:
        return page(form=form, party=party)
    point = form.place.point
    party.commune, party.reach_km = form.place.code, form.reach_km.data
    party.latitude, party.longitude = point.latitude, point.longitude
    return keep_change(party, "home")


@portal.route("/parties/<int:party_id>/needs", methods=["GET", "POST"])
def edit_needs(party_id: int) -> str | Response:
    """Change what the party needs."""
    party = own_party(party_id)
    form = NeedsForm(obj=party)
    if not form.validate_on_submit():
        return page(form=form, party=party)
    form.populate_obj(party)
    return keep_change(party, "needs")


@portal.route("/parties/<int:party_id>/wishes", methods=["GET", "POST"])
def edit_wishes(party_id: int) -> str | Response:
    """Change what the party would like to see, in order."""
    party = own_party(party_id)
    ranks = dict(zip(("first", "second", "third"), party.wishes, strict=False))
    form = WishesForm(choices("production", PRODUCTIONS), data={**ranks, "frames": party.frames})
    if not form.validate_on_submit():
        return page(form=form, party=party)
    party.wishes, party.frames = form.ranked, form.frames.data
    return keep_change(party, "wishes")
