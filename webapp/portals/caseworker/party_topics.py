"""The topics of a party's file that are one form each: contact, home, needs, wishes."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.models import Party
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import changing, go_on, own_party
from webapp.portals.caseworker.party_contact_form import ContactForm
from webapp.portals.caseworker.party_forms import HomeForm, NeedsForm, WishesForm
from webapp.services.parties import duplicates
from webapp.services.visits import stays
from webapp.web.acts import Act
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import listed


@portal.route("/parties/<int:party_id>/contact", methods=["GET", "POST"])
def edit_contact(party_id: int) -> str | Response:
    """Change how the contact person is reached."""
    party = own_party(party_id)
    form = ContactForm(obj=party)
    if form.validate_on_submit():
        with changing(party, "contact", form) as act:
            party.language, party.channel = form.language.data, form.channel.data
            party.agreed_word = form.agreed_word.data or None
            party.phone_shared = form.phone_shared.data
            stays.change_contact(db, party, form.phone.data, form.email.data or None)
            warn_of_twins(act, party)
        if act.done:
            return go_on(party)
    return page(form=form, party=party)


def warn_of_twins(act: Act, party: Party) -> None:
    """Say whose number it is as well, of the association's own files."""
    same = duplicates.with_the_same_number(db, party)
    if same:
        codes = listed([each.code for each in same])
        told = _("This number is also that of %(codes)s. Is it the same file twice?", codes=codes)
        act.tell(told, "warning")


@portal.route("/parties/<int:party_id>/home", methods=["GET", "POST"])
def edit_home(party_id: int) -> str | Response:
    """Change where the party lives and how far it travels."""
    party = own_party(party_id)
    commune = find_commune(party.commune)
    lives_in = commune.label if commune else ""
    form = HomeForm(data={"commune": lives_in, "reach_km": party.reach_km})
    if form.validate_on_submit() and form.place is not None:
        place = form.place
        with changing(party, "home", form) as act:
            party.reach_km = form.reach_km.data
            if place.code != party.commune:
                party.commune = place.code
                party.latitude, party.longitude = place.point.latitude, place.point.longitude
        if act.done:
            return go_on(party)
    return page(form=form, party=party)


@portal.route("/parties/<int:party_id>/needs", methods=["GET", "POST"])
def edit_needs(party_id: int) -> str | Response:
    """Change what the party needs."""
    party = own_party(party_id)
    form = NeedsForm(obj=party)
    if form.validate_on_submit():
        with changing(party, "needs", form) as act:
            form.populate_obj(party)
            party.childcare = form.childcare.data or None
        if act.done:
            return go_on(party)
    return page(form=form, party=party)


@portal.route("/parties/<int:party_id>/wishes", methods=["GET", "POST"])
def edit_wishes(party_id: int) -> str | Response:
    """Change what the party would like to see, in order."""
    party = own_party(party_id)
    ranks = dict(zip(("first", "second", "third"), party.wishes, strict=False))
    form = WishesForm(data={**ranks, "frames": party.frames})
    if form.validate_on_submit():
        with changing(party, "wishes", form) as act:
            party.wishes, party.frames = form.ranked, form.frames.data
        if act.done:
            return go_on(party)
    return page(form=form, party=party)
