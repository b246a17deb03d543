"""Workshops behind a household's link: which there are, and what the household says of them."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.models import Party, Series, WorkshopKind
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import speak_to
from webapp.services.parties import interest, paths
from webapp.services.workshops import household
from webapp.services.workshops.household import Said
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/workshops/<token>")
def show_workshops(token: str) -> str:
    """Show the workshops to come, and how the household stands with each."""
    party = open_household(token)
    return page(
        token=token,
        choices=household.choices(db, party),
        adults=household.adults(party),
        association=party.organisation,
        asks_interest=interest.is_asked(db, party),
        has_path=paths.is_shown(db, party),
    )


@portal.post("/workshops/<token>/<int:series_id>")
def answer_workshop(token: str, series_id: int) -> Response:
    """Take what the household says of a workshop."""
    party = open_household(token)
    guests = Series.workshop.has(kind=WorkshopKind.GUESTS)
    series = find_or_404(Series, Series.id == series_id, guests)
    said = request.form.get("said", "")
    adults = {str(person.id): person.id for person in household.adults(party)}
    only = request.form.get("person", "")
    if said not in set(Said) or only not in {"", *adults}:
        abort(404)
    with acting() as act:
        given_back = household.say(db, party, series, Said(said), adults.get(only))
        act.tell(
            _("You have given your place back.") if given_back else _("Thank you, it is noted.")
        )
    return redirect(url_for("visit_page.show_workshops", token=token))


def open_household(token: str) -> Party:
    """Find the household whose link it is, and speak its language; none is a 404."""
    party = household.find_party(db, token)
    if party is None:
        raise NotFound
    speak_to(party)
    return party
