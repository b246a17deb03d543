"""The second of two that give places on, where an association is one person."""

from flask import abort, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.models import AbsenceReview, Role, User
from webapp.portals.coordinator import portal
from webapp.services.workshops import absences, giving_on
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
    return page(review=review, places=places, read=giving_on.as_read(review, places))


@portal.post("/absences/<int:review_id>/signature")
def give_place_on(review_id: int) -> Response:
    """Say so as the second: the places go on."""
    review = _decided_by_a_coordinator(review_id) or _awaiting_me(review_id)
    with acting() as act:
        absences.stand_as_read(db, review, request.form.get("read"))
        act.tell(places_gone(absences.sign(db, review, signed_in_user()) or []))
    return redirect(url_for("coordinator.show_todo"))


def _decided_by_a_coordinator(review_id: int) -> AbsenceReview | None:
    """Return a review in which another coordinator was the second: whoever is late is told so."""
    coordinators = select(User.id).where(User.role == Role.COORDINATOR)
    second = AbsenceReview.second_by_id.in_(coordinators)
    return db.scalar(select(AbsenceReview).where(AbsenceReview.id == review_id, second))


def _awaiting_me(review_id: int) -> AbsenceReview:
    found = {each.id: each for each in giving_on.awaiting(db, signed_in_user())}
    return found.get(review_id) or abort(404)
