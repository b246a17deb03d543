"""What belongs to the farm of the person who is signed in; anything else answers 404."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.models import Farm, Offer, Room, Slot
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.extensions import db


def own_farm() -> Farm:
    """Return the farm of this request's user."""
    farm = signed_in_user().farm
    if farm is None:
        raise NotFound
    return farm


def own_room(room_id: int) -> Room:
    """Return a room of the farm."""
    return find_or_404(Room, Room.id == room_id, Room.farm_id == own_farm().id)


def own_offer(offer_id: int, *, lock: bool = False) -> Offer:
    """Return an offer of the farm."""
    return find_or_404(Offer, Offer.id == offer_id, Offer.farm_id == own_farm().id, lock=lock)


def own_slot(slot_id: int, *, lock: bool = False) -> Slot:
    """Return a slot of the farm."""
    return find_or_404(Slot, Slot.id == slot_id, Slot.farm_id == own_farm().id, lock=lock)


def keep(back_to: str, sentence: str = "", **values: object) -> Response:
    """Commit what a view has done, say so, and go on."""
    db.commit()
    flash(sentence or _("Saved."), "success")
    return redirect(url_for(back_to, **values))  # type: ignore[arg-type]
