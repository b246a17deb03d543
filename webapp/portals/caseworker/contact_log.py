"""The contact log of a file: written to, read, and rid of what should not be there."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Contact
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import go_on, own_party
from webapp.services.parties import requesting
from webapp.services.records import contacts
from webapp.services.visits import messages
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.contact_form import ContactLogForm
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.removals import offer
from webapp.wording import short_day

LOG = "caseworker.log_contact"
LATEST = 20
"""So many of the messages that were written to them."""


@portal.route("/parties/<int:party_id>/contacts", methods=["GET", "POST"])
def log_contact(party_id: int) -> str | Response:
    """Show the log of a file, and write into it."""
    party, form = own_party(party_id), ContactLogForm()
    if form.validate_on_submit():
        said = {"kind": form.kind.data, "on": form.on.data, "words": form.words.data}
        with acting(form, "words") as act:
            contacts.log(db, party, signed_in_user(), **said)
            act.tell(_("It is written down."))
        if act.done:
            return go_on(party, LOG)
    return page(
        form=form,
        party=party,
        contacts=contacts.of(db, party),
        messages=requesting.written(db, party, most=LATEST),
        last_message=messages.last_to(db, party),
    )


@portal.post("/parties/<int:party_id>/contacts/<int:number>/removal")
def remove_contact(party_id: int, number: int) -> Response:
    """Take an entry out of the log for good."""
    party = own_party(party_id)
    contact = find_or_404(Contact, Contact.id == number, Contact.party_id == party.id)
    with acting() as act:
        day = short_day(contact.on)
        called = _("entry of %(day)s, %(who)s", day=day, who=party.code)
        offer(act, contact, called, url_for(LOG, party_id=party.id))
        contacts.remove(db, party, contact)
        act.tell(_("It is taken out of the log."))
    return go_on(party, LOG)
