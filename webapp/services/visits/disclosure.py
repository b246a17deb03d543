"""What each side of a visit is shown, and when: the one place that decides it.

Pages get these facts and nothing else. Before both sides said yes, the party sees where about,
when and with what lodging, the farm sees how many, which languages and which practical needs.
Names, telephone and exact address come after both said yes, to whoever gave a fresh code.
Once a visit is over, its link tells nothing of it; a side that declined and may still say yes
keeps the first facts until then, to know yes to what.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from webapp.geography import Commune, EstimatedJourneys, Point, find_commune
from webapp.ground.clock import today
from webapp.models import Answer, Channel, Offer, Programme, Side, Visit, VisitState
from webapp.services.engine.barriers import barriers_of
from webapp.services.engine.offering import offering_of
from webapp.services.engine.views import LOCKABLE_ROOM
from webapp.services.visits import answers, links


class Stage(StrEnum):
    """How far a side may see."""

    PROPOSAL = "proposal"
    """The minimal facts, and the answers."""
    CODE = "code"
    """The minimal facts; names and address after a fresh code."""
    SHEET = "sheet"
    """Everything that a stay needs."""
    OVER = "over"
    """Nothing of the visit, unless this side may still say yes to it; whom to call."""


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
    """Beds of each."""
    lockable: bool
    """Whether the guest's room locks, whichever it is, or because the party needs one that does."""
    languages: tuple[str, ...]
    adults: int | None
    """How many live there; the features tell whether a woman is present."""
    women_only: bool
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    arrival: date | None = None
    departure: date | None = None
    people: int = 0
    journey_minutes: int = 0
    """An estimate, door to door, from commune to commune."""
    wish_rank: int | None = None
    """Which of the party's wishes it is, from 1."""
    interpreter: bool = False
    barriers: tuple[str, ...] = ()
    """What stands between them and the farm: see `services.engine.barriers`."""


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


@dataclass(frozen=True)
class PlaceSheet:
    """What a party needs to travel and to stay."""

    farm: str
    host_names: str | None
    phone: str | None
    address: str | None
    town: str
    """Its commune with the postcode, as on a letter, if there is only one."""
    station: str | None
    presentation: str | None
    description: str


@dataclass(frozen=True)
class GuestSheet:
    """What a farm needs to receive its guests."""

    first_names: tuple[str, ...]
    phone: str | None


@dataclass(frozen=True)
class Contacts:
    """Whom to call; shown at every stage."""

    association: str
    association_phone: str
    on_duty_phone: str


@dataclass(frozen=True)
class View:
    """Everything that one side's page is made from."""

    side: Side
    stage: Stage
    state: VisitState
    answer: Answer
    answer_by: date
    ended_here: bool
    """Whether this side ended it: then the page need not explain what happened."""
    may_answer: bool
    """Whether it can still answer or change its mind."""
    begun: bool
    arrived: bool
    code_by_email: bool
    """Whether the code goes to the mailbox, since no text message reaches the telephone."""
    contacts: Contacts
    place: Place | None = None
    guests: Guests | None = None
    place_sheet: PlaceSheet | None = None
    guest_sheet: GuestSheet | None = None


def stage_of(visit: Visit, *, code_given: bool) -> Stage:
    """Return how far a side may see now."""
    if not visit.holds:
        return Stage.OVER
    if not visit.both_said_yes:
        return Stage.PROPOSAL
    return Stage.SHEET if code_given else Stage.CODE


def view(session: Session, visit: Visit, side: Side, *, code_given: bool) -> View:
    """Return what one side may see of a visit now."""
    stage = stage_of(visit, code_given=code_given)
    may_answer = answers.may_answer(visit, side)
    shown, sheet = stage is not Stage.OVER or may_answer, stage is Stage.SHEET
    party, farm = side is Side.PARTY, side is Side.FARM
    barriers = barriers_of(session, visit) if shown else ()
    return View(
        side=side,
        stage=stage,
        state=visit.state,
        answer=visit.answer_of(side),
        answer_by=answers.last_day(visit, side),
        ended_here=visit.ended_by is side,
        may_answer=may_answer,
        begun=visit.holds and visit.arrival <= today(),
        arrived=visit.arrived_at is not None,
        code_by_email=links.channel_of_code(visit, side) is Channel.EMAIL,
        contacts=contacts(session, visit),
        place=place(visit, barriers) if shown and party else None,
        guests=guests(visit, barriers) if shown and farm else None,
        place_sheet=_place_sheet(visit) if sheet and party else None,
        guest_sheet=_guest_sheet(visit) if sheet and farm else None,
    )


def contacts(session: Session, visit: Visit) -> Contacts:
    """Return whom either side may call."""
    organisation = visit.party.organisation
    on_duty = session.get_one(Programme, 1).on_duty_phone
    return Contacts(organisation.name, organisation.phone, on_duty)


def place(visit: Visit, barriers: tuple[str, ...] = ()) -> Place:
    """Return what a party may know before both sides said yes."""
    party, offer = visit.party, visit.slot.offer
    wished, offering = offer.production in party.wishes, offering_of(visit.slot)
    return replace(
        place_of(offer),
        nights=visit.slot.nights,
        rooms=tuple(room.beds for room in offering.rooms),
        lockable=offering.all_rooms_lock or LOCKABLE_ROOM in party.needs,
        arrival=visit.arrival,
        departure=visit.departure,
        people=visit.people,
        journey_minutes=_journey_minutes(visit, find_commune(visit.farm.commune or "")),
        wish_rank=party.wishes.index(offer.production) + 1 if wished else None,
        interpreter=party.interpreter,
        barriers=barriers,
    )


def place_of(offer: Offer) -> Place:
    """Return what any party may know of an offer before both sides said yes."""
    farm, offering = offer.farm, offering_of(offer)
    near = find_commune(farm.commune or "")
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
    )


def _journey_minutes(visit: Visit, near: Commune | None) -> int:
    if near is None:
        return 0
    home = Point(visit.party.latitude, visit.party.longitude)
    return EstimatedJourneys().journey(home, near.point).minutes


def guests(visit: Visit, barriers: tuple[str, ...] = ()) -> Guests:
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
    )


def _place_sheet(visit: Visit) -> PlaceSheet:
    farm = visit.farm
    return PlaceSheet(
        farm=farm.name,
        host_names=farm.host_names,
        phone=farm.phone,
        address=farm.address,
        town=_town(find_commune(farm.commune or "")),
        station=farm.station,
        presentation=farm.presentation,
        description=visit.slot.offer.description,
    )


def _town(commune: Commune | None) -> str:
    if commune is None:
        return ""
    [first, *others] = commune.postcodes
    return commune.label if others else f"{first} {commune.name}"


def _guest_sheet(visit: Visit) -> GuestSheet:
    party = visit.party
    return GuestSheet(tuple(person.first_name for person in party.persons), party.phone)
