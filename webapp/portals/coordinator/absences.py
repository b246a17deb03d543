"""The second of two that give places on, where an association is one person."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.models import AbsenceReview
from webapp.portals.coordinator import portal
from webapp.services.visits import missed
from webapp.services.workshops import absences, contests, giving_on
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording.workshops import places_gone


@portal.get("/absences/<int:review_id>")
def show_absence(review_id: int) -> str:
    """Show by its code what was talked about, and which places would go."""
    review = _awaiting_me(review_id)
    places = giving_on.places(db, review)
    return page(
        review=review,
        places=places,
        contested=contests.of_seat(db, review.seat) if review.seat else None,
        told=missed.told(db, review.visit) if review.visit else None,
        read=giving_on.as_read(review, places),
    )


@portal.post("/absences/<int:review_id>/signature")
def give_place_on(review_id: int) -> Response:
    """Say so as the second: the places go on."""
    review = giving_on.find(db, signed_in_user(), review_id) or abort(404)
    with acting() as act:
        absences.stand_as_read(db, review, request.form.get("read"))
        act.tell(places_gone(absences.sign(db, review, signed_in_user()) or []))
    return redirect(url_for("coordinator.show_todo"))


def _awaiting_me(review_id: int) -> AbsenceReview:
    found = {each.id: each for each in giving_on.awaiting(db, signed_in_user())}
    return found.get(review_id) or abort(404)
