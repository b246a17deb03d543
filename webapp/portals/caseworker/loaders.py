"""A caseworker's own parties: loaders that find no other, and how a change to a file is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Party, PartyState, Visit
from webapp.services.parties import file_history, referents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import Act, acting, note_reading
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.wording import labels

FILE = "caseworker.show_party"
MISSING_IS_AT = {
    "persons": "caseworker.add_person",
    "adult": "caseworker.add_person",
    "of-age": "caseworker.edit_person",
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
    mine = [Party.organisation_id == signed_in_user().organisation_id]
    whole: tuple[ORMOption, ...] = ()
    if request.endpoint == FILE:
        whole = (selectinload(Party.visits).joinedload(Visit.farm), *referents.whole())
    else:
        mine.append(Party.anonymous_since.is_(None))  # there is nothing to change any more
    party = find_or_404(Party, Party.id == party_id, *mine, lock=lock, whole=whole)
    if read and request.method == "GET":
        topic = (request.endpoint or "").partition("_")[2]
        note_reading("party.read", party, topic=topic)
    return party


@contextmanager
def changing(party: Party, topic: str, form: Form | None = None) -> Iterator[Act]:
    """Change a topic of a file, as `acting` does, with its audit row."""
    with acting(form) as act:
        if party.merged_into_id is not None:
            raise RuleBroken("merged-already")
        with file_history.recording(db, topic, party):
            yield act
        act.tell(_("Saved."))
        _warn_of_gaps(act, party)


def _warn_of_gaps(act: Act, party: Party) -> None:
    """Say at once that rounds leave out a ready party, when a change took what they need."""
    missing = party.what_is_missing() if party.state is PartyState.READY else []
    if missing:
        told = _(
            "%(code)s is ready, but no round takes them along while this is missing: %(what)s.",
            code=party.code,
            what=labels("missing", missing),
        )
        act.tell(told, "warning")


def go_on(party: Party, go_to: str = "") -> Response:
    """Lead to a page of a file; else, while it is being completed, to the next topic it lacks."""
    if go_to:
        return redirect(url_for(go_to, party_id=party.id))
    missing = party.what_is_missing() if party.state is PartyState.ENROLLED else []
    others = [each for each in missing if MISSING_IS_AT[each] != request.endpoint]
    return redirect(missing_is_at(party, others[0]) if others else url_for(FILE, party_id=party.id))


def missing_is_at(party: Party, missing: str) -> str:
    """Return the address where something that a file lacks is filled in."""
    in_doubt = [person.id for person in party.persons if person.is_in_doubt(today())]
    if missing == "of-age":
        return url_for(MISSING_IS_AT[missing], party_id=party.id, person_id=in_doubt[0])
    return url_for(MISSING_IS_AT[missing], party_id=party.id)
