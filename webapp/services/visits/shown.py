"""What each side is shown of the other before both said yes: days, place, people, needs.

A farm looks at its own offer through the same facts as a party.
"""

from dataclasses import dataclass, replace
from datetime import date

from webapp.geography import EstimatedJourneys, Point, find_commune
from webapp.models import Farm, Offer, Visit
from webapp.services.engine.lodging import Lodging
from webapp.services.engine.offering import offering_of
from webapp.services.engine.views import LOCKABLE_ROOM
from webapp.services.visits import journeys


@dataclass(frozen=True)
class Place:
    """What a party may know of a stay before both sides said yes.

    A farm looks at its own offer through the same facts, without days, people or journey.
    """

    nights: int
    commune: str
    region: str
    production: str
    rooms: tuple[int, ...]
    """Beds of each that is open."""
    lockable: bool
    """Whether the guest's room locks, whichever it is, or because the party needs one that does."""
    languages: tuple[str, ...]
    adults: int | None
    """How many live there; the features tell whether a woman is present."""
    women_only: bool
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    house_rules: tuple[str, ...]
    arrival: date | None = None
    departure: date | None = None
    people: int = 0
    journey_minutes: int = 0
    """Door to door: by the timetable, else an estimate from commune to commune."""
    changes: int | None = None
    """How often they change, by the timetable; none: the minutes are an estimate."""
    wish_rank: int | None = None
    """Which of the party's wishes it is, from 1."""
    interpreter: bool = False
    barriers: tuple[str, ...] = ()
    """What stands between them and the farm: see `services.engine.barriers`."""
    sharing: tuple[int, int] | None = None
    """How many strangers, and how many they travel with, sleep in their rooms; none: not known."""


@dataclass(frozen=True)
class Guests:
    """What a farm may know of its guests before both sides said yes."""

    arrival: date
    departure: date
    nights: int
    people: int
    children: int
    languages: tuple[str, ...]
    french: str
    interpreter: bool
    needs: tuple[str, ...]
    barriers: tuple[str, ...]
    """What stands between them and the farm: see `services.engine.barriers`."""
    rooms: tuple[str, ...]
    """The farm's names of the rooms in which they sleep; empty where that is not settled."""
    strangers: int
    """How many people share these rooms with them whom they do not know."""
    fetched: bool = False
    """Whether their association counts on the farm to fetch them: they have no ticket."""


@dataclass(frozen=True)
class ShownPhoto:
    """A photo that guests see; `words` are the farm's own."""

    id: int
    subject: str
    words: str
    width: int
    height: int


def photos(farm: Farm, *, on_sheet: bool = False) -> tuple[ShownPhoto, ...]:
    """Return the photos that guests see, the first one first."""
    return tuple(
        ShownPhoto(each.id, each.subject, each.words, each.width, each.height)
        for each in farm.photos
        if each.is_shown(on_sheet=on_sheet)
    )


def place(visit: Visit, barriers: tuple[str, ...] = (), lodging: Lodging | None = None) -> Place:
    """Return what a party may know before both sides said yes."""
    party, offer = visit.party, visit.slot.offer
    found = journeys.of_visit(visit)
    wished, offering = offer.production in party.wishes, offering_of(visit.slot)
    return replace(
        place_of(offer),
        nights=visit.slot.nights,
        rooms=tuple(room.beds for room in offering.rooms),
        lockable=offering.all_rooms_lock or LOCKABLE_ROOM in party.needs,
        arrival=visit.arrival,
        departure=visit.departure,
        people=visit.people,
        journey_minutes=found.there[0].minutes if found else _estimated_minutes(visit),
        changes=found.there[0].changes if found else None,
        wish_rank=party.wishes.index(offer.production) + 1 if wished else None,
        interpreter=party.interpreter,
        barriers=barriers,
        sharing=(lodging.strangers, lodging.companions) if lodging else None,
    )


def place_of(offer: Offer) -> Place:
    """Return what any party may know of an offer before both sides said yes."""
    farm, offering = offer.farm, offering_of(offer)
    near = find_commune(offer.stands_at.commune or "")
    return Place(
        nights=offer.nights,
        commune=near.name if near else "",
        region=near.region_name if near else "",
        production=offer.production,
        rooms=tuple(room.beds for room in offering.rooms),
        lockable=offering.all_rooms_lock,
        languages=tuple(farm.languages),
        adults=farm.adults,
        women_only=offer.women_only,
        features=offering.features,
        hazards=offering.hazards,
        house_rules=tuple(farm.house_rules),
    )


def _estimated_minutes(visit: Visit) -> int:
    near = find_commune(visit.slot.stands_at.commune or "")
    if near is None:
        return 0
    home = Point(visit.party.latitude, visit.party.longitude)
    return EstimatedJourneys().journey(home, near.point).minutes


def guests(visit: Visit, barriers: tuple[str, ...] = (), lodging: Lodging | None = None) -> Guests:
    """Return what a farm may know before both sides said yes."""
    party = visit.party
    return Guests(
        arrival=visit.arrival,
        departure=visit.departure,
        nights=visit.slot.nights,
        people=visit.people,
        children=party.count(visit.arrival)[2],
        languages=tuple(party.languages),
        french=party.french,
        interpreter=party.interpreter,
        needs=tuple(party.needs),
        barriers=barriers,
        rooms=lodging.names if lodging else (),
        strangers=lodging.strangers if lodging else 0,
        fetched=visit.ticket_from == "farm",
    )
