"""What a place offers: its rooms, what is possible there, and what to know before a yes.

The engine, the guest's page, the farm's preview and the boards all ask here, so that nobody is
told another thing than the one they were matched by.
"""

from dataclasses import dataclass

from webapp.models import Offer, Slot
from webapp.models.offers import OpenRoom

DOGS, NO_DOGS, WOMAN_HOST = "dogs", "no-dogs", "woman-host"


@dataclass(frozen=True)
class Offering:
    """What an offer, or a slot of it, offers.

    Parameters
    ----------
    rooms
        The rooms that it opens, with the beds of each and whether it locks.
    features
        What is possible there, by the codes of needs; a room that locks is told by `rooms`.
    hazards
        What the offer and the farm say to know, each once.
    """

    rooms: tuple[OpenRoom, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]

    @property
    def all_rooms_lock(self) -> bool:
        """Whether every guest's room locks, whichever it is."""
        return bool(self.rooms) and all(room.locks for room in self.rooms)


def offering_of(opening: Offer | Slot) -> Offering:
    """Return what an offer or a slot offers."""
    offer = opening if isinstance(opening, Offer) else opening.offer
    farm = offer.farm
    hazards = tuple(dict.fromkeys([*offer.hazards, *farm.hazards]))
    features = set(farm.features) | ({WOMAN_HOST} if farm.woman_host else set())
    if DOGS in hazards:
        features.discard(NO_DOGS)
    return Offering(tuple(opening.rooms), tuple(sorted(features)), hazards)
