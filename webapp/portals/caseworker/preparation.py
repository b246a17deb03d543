"""Sparing the people of a file a workshop, in writing."""

from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, go_on, own_party
from webapp.services.workshops import preparation
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.waiver_form import WaiverForm


@portal.route("/parties/<int:party_id>/preparation", methods=["GET", "POST"])
def waive_preparation(party_id: int) -> str | Response:
    """Say who is not prepared, and spare them a workshop by a written word."""
    party, form = own_party(party_id), WaiverForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            spared = preparation.waive(db, party, signed_in_user(), form.reason.data or "")
            act.tell(
                ngettext(
                    "%(num)d person needs no workshop any more.",
                    "%(num)d people need no workshop any more.",
                    spared,
                )
            )
        if act.done:
            return go_on(party, FILE)
    return page(
        form=form, party=party, people=preparation.unprepared(db, [party]).get(party.id, [])
    )
