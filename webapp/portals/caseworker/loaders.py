"""A caseworker's own parties: loaders that find no other, and how a change to a file is kept."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Party, PartyState
from webapp.services.records import audit
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.extensions import db

FILE = "caseworker.show_party"
MISSING_IS_AT = {
    "persons": "caseworker.add_person",
    "adult": "caseworker.add_person",
    "phone": "caseworker.edit_contact",
    "availability": "caseworker.edit_availability",
    "frames": "caseworker.edit_wishes",
}
"""Where each missing thing is filled in."""


def own_party(party_id: int, *, lock: bool = False, read: bool = True) -> Party:
    """Return a party of the caseworker's association, or answer 404.

    Parameters
    ----------
    read
        Whether this page belongs to its file: looking at that is kept.
    """
    mine = Party.organisation_id == signed_in_user().organisation_id
    party = find_or_404(Party, Party.id == party_id, mine, lock=lock)
    if read and request.method == "GET":
        topic = (request.endpoint or "").partition("_")[2]
        audit.record(db, "party.read", party, topic=topic)
        db.commit()
    return party


def keep_change(party: Party, topic: str, go_to: str = "") -> Response:
    """Write the audit row of a changed topic, commit, and go on.

    Parameters
    ----------
    go_to
        The next page; else, while a file is being completed, the next topic that it lacks.
    """
    audit.record(db, "party.changed", party, topic=topic)
    db.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(go_to or _next_topic(party), party_id=party.id))


def _next_topic(party: Party) -> str:
    missing = party.what_is_missing() if party.state is PartyState.ENROLLED else []
    others = [MISSING_IS_AT[each] for each in missing]
    return next((each for each in others if each != request.endpoint), FILE)
