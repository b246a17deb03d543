"""What each side of a visit is shown, and when: the one place that decides it.

Pages get these facts and nothing else. Before both sides said yes, the party sees where about,
when and with what lodging, the farm sees how many, which languages and which practical needs.
Names, telephone and exact address come after both said yes, to whoever gave a fresh code.
Once a visit is over, its link tells nothing of it; a side that declined and may still say yes
keeps the first facts until then, to know yes to what.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from webapp.geography import Commune, find_commune
from webapp.geography.timetables import Leg
from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.vocabulary import TICKETS_BOUGHT
from webapp.models import SHUT_OUT, Answer, Channel, Programme, Side, Visit, VisitState
from webapp.services.engine.barriers import barriers_of
from webapp.services.engine.lodging import Lodging, lodging_of
from webapp.services.records import on_duty
from webapp.services.visits import answers, arrival_hours, consent, journeys, links, nearby, waiting
from webapp.services.visits.journeys import Journeys, Station
from webapp.services.visits.nearby import LookedAfter
from webapp.services.visits.shown import Guests, Place, ShownPhoto, guests, photos, place


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
class Tickets:
    """What guests know of their tickets: who buys them, whether they are bought, how they get them.

    Parameters
    ----------
    code
        What is said at the counter; empty where there is none.
    farm_agrees
        Whether the farm that is counted on to fetch them has said yes to it.
    """

    by: str
    bought: bool
    given: str | None
    code: str
    fare_cents: int | None
    farm_agrees: bool = False

    @property
    def have_no_price(self) -> bool:
        """Whether somebody still buys them, and nobody has noted for how much."""
        return self.by in TICKETS_BOUGHT and not self.bought and self.fare_cents is None


@dataclass(frozen=True)
class PlaceSheet:
    """What a party needs to travel and to stay."""

    farm: str
    host_names: str | None
    phone: str | None
    address: str | None
    town: str
    """Its commune with the postcode, as on a letter, if there is only one."""
    station: Station | None
    presentation: str | None
    house_words: str | None
    """A house rule in the farm's own words, in French."""
    description: str
    rooms: tuple[str, ...]
    """What the farm calls the rooms in which they sleep; empty where that is not settled."""
    journeys: Journeys | None
    """Their trains and coaches; none: nothing was looked up."""
    tickets: Tickets | None
    """Nothing as long as nobody has noted who sees to them."""
    journey_ready: bool
    """Whether their association has noted that the way there is arranged: tickets, a lift."""


@dataclass(frozen=True)
class GuestSheet:
    """What a farm needs to receive its guests."""

    first_names: tuple[str, ...]
    phone: str | None
    phone_shared: bool
    """Whether others answer it too."""
    comes_by: Leg | None
    misses_the_hour: bool
    """Whether that is after the hour that was agreed, or long before."""
    """The train or coach by which they may come; where they set out is not told."""


@dataclass(frozen=True)
class Interpreter:
    """Whom guests may call who interprets: which of their languages, and when."""

    phone: str
    languages: tuple[str, ...]
    hours: str


@dataclass(frozen=True)
class Contacts:
    """Whom to call; shown at every stage."""

    association: str
    association_phone: str
    on_duty_phone: str
    """Of this moment: for a page that is asked anew each time."""
    nights: tuple[on_duty.Nights, ...]
    """Of each night of the visit: for paper, which is read on another day than it is printed."""
    interpreter: Interpreter | None = None
    """One who speaks a language of the guests; none: there is none for them."""


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
    waits: bool
    """Whether it is asked nothing before somebody of the association has looked at the visit."""
    begun: bool
    arrived: bool
    well: bool
    """Whether this side has said that all is well."""
    stopped: bool
    """Whether the farm was stopped while they are there: the guests are told whom to call."""
    code_by_email: bool
    """Whether the code goes to the mailbox, since no text message reaches the telephone."""
    contacts: Contacts
    code_arrives: bool = True
    """Whether a code can reach them at all."""
    version: str = ""
    """Of the facts below, for the answer that is given to them."""
    changed: tuple[str, ...] = ()
    """Which of them are others than those that this side said yes to."""
    changes: tuple[consent.Change, ...] = ()
    """The same, with what each was and is where that is told."""
    place: Place | None = None
    photos: tuple[ShownPhoto, ...] = ()
    guests: Guests | None = None
    place_sheet: PlaceSheet | None = None
    guest_sheet: GuestSheet | None = None
    nearby: LookedAfter | None = None
    hour: arrival_hours.ArrivalHour | None = None
    """What is said of the hour of arrival, until they have arrived."""


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
    lodging = lodging_of(session, visit) if shown else None
    looked_after = None
    if sheet:
        with seeing_everyone(session):  # neither side sees an account
            looked_after = nearby.of_visit(session, visit)
    changes = tuple(consent.changes(session, visit, side, lodging))
    barriers = barriers_of(visit, lodging) if shown else ()
    return View(
        side=side,
        stage=stage,
        state=visit.state,
        answer=visit.answer_of(side),
        answer_by=answers.last_day(visit, side),
        ended_here=visit.ended_by is side,
        may_answer=may_answer,
        waits=waiting.waits_for(visit, side),
        begun=visit.holds and visit.arrival <= today(),
        arrived=visit.arrived_at is not None,
        well=visit.well_at(side) is not None,
        stopped=visit.holds and visit.farm.state in SHUT_OUT,
        code_by_email=links.channel_of_code(visit, side) is Channel.EMAIL,
        contacts=contacts(session, visit),
        code_arrives=not party or visit.party.can_be_written_to,
        version=consent.version(session, visit, side, lodging) if shown else "",
        changed=tuple(change.name for change in changes),
        changes=changes,
        place=place(visit, barriers, lodging) if shown and party else None,
        photos=photos(visit.farm, on_sheet=sheet) if shown and party else (),
        guests=guests(visit, barriers, lodging) if shown and farm else None,
        place_sheet=_place_sheet(visit, lodging) if sheet and party else None,
        guest_sheet=_guest_sheet(visit) if sheet and farm else None,
        nearby=looked_after,
        hour=arrival_hours.of_visit(visit) if arrival_hours.may_be_agreed(visit) else None,
    )


def contacts(session: Session, visit: Visit) -> Contacts:
    """Return whom either side may call."""
    organisation = visit.party.organisation
    programme = session.get(Programme, 1)  # held, so that the number on duty asks for it no more
    number, nights = on_duty.now_and_then(session, visit.arrival, visit.departure)
    interpreter = _interpreter(programme, visit) if programme else None
    return Contacts(organisation.name, organisation.phone, number or "", nights, interpreter)


def _interpreter(programme: Programme, visit: Visit) -> Interpreter | None:
    if not programme.interpreter_phone:
        return None
    served = programme.interpreter_languages
    theirs = tuple(each for each in visit.party.languages if each in served)
    hours = programme.interpreter_hours or ""
    return Interpreter(programme.interpreter_phone, theirs, hours) if theirs else None


def _place_sheet(visit: Visit, lodging: Lodging | None) -> PlaceSheet:
    farm, place, found = visit.farm, visit.slot.stands_at, journeys.of_visit(visit)
    return PlaceSheet(
        farm=farm.name,
        host_names=farm.host_names,
        phone=farm.phone,
        address=place.address,
        town=_town(find_commune(place.commune or "")),
        station=journeys.station_of(visit, found),
        presentation=farm.presentation,
        house_words=farm.house_words,
        description=visit.slot.offer.description,
        rooms=lodging.names if lodging else (),
        journeys=found,
        tickets=_tickets(visit),
        journey_ready=visit.journey_ready_at is not None,
    )


def _tickets(visit: Visit) -> Tickets | None:
    if visit.ticket_from is None:
        return None
    bought = visit.tickets_bought_at is not None
    code = visit.ticket_code or ""
    agrees = consent.farm_agrees_to_fetch(visit)
    return Tickets(visit.ticket_from, bought, visit.ticket_given, code, visit.fare_cents, agrees)


def _town(commune: Commune | None) -> str:
    if commune is None:
        return ""
    [first, *others] = commune.postcodes
    return commune.label if others else f"{first} {commune.name}"


def _guest_sheet(visit: Visit) -> GuestSheet:
    party, found = visit.party, journeys.of_visit(visit)
    first_names = tuple(person.first_name for person in party.persons)
    leg, misses = (found.there[0].legs[-1], found.misses_the_hour) if found else (None, False)
    return GuestSheet(first_names, party.phone, party.phone_shared, leg, misses)
