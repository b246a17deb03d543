"""What belongs to the farm of the person who is signed in; anything else answers 404."""

from werkzeug.exceptions import NotFound

from webapp.models import Farm, Offer, Room, Site, Slot
from webapp.web.access import find_or_404, signed_in_user


def own_farm() -> Farm:
    """Return the farm of this request's user."""
    farm = signed_in_user().farm
    if farm is None:
        raise NotFound
    return farm


def own_room(room_id: int) -> Room:
    return find_or_404(Room, Room.id == room_id, Room.farm_id == own_farm().id)


def own_site(site_id: int) -> Site:
    return find_or_404(Site, Site.id == site_id, Site.farm_id == own_farm().id)


def own_offer(offer_id: int, *, lock: bool = False) -> Offer:
    return find_or_404(Offer, Offer.id == offer_id, Offer.farm_id == own_farm().id, lock=lock)


def own_slot(slot_id: int, *, lock: bool = False) -> Slot:
    return find_or_404(Slot, Slot.id == slot_id, Slot.farm_id == own_farm().id, lock=lock)
