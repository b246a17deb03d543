"""Things with sensible defaults: a test names only what it is about."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.ground.database import Base
from webapp.models import (
    Availability,
    Duty,
    Farm,
    FarmState,
    GuestCall,
    HelpCall,
    Import,
    Incident,
    MatchingRound,
    Offer,
    OfferState,
    Organisation,
    Party,
    PartyState,
    Person,
    Photo,
    Programme,
    Reply,
    Role,
    Room,
    Side,
    Slot,
    User,
    Visit,
)
from webapp.services.imports.tables import Table

CAEN = {"commune": "14118", "latitude": 49.1829, "longitude": -0.3707}
CARENTAN = {"commune": "50099", "latitude": 49.3036, "longitude": -1.2481}
_numbers = count(1)
Thing = TypeVar("Thing", bound=Base)


def _kept(db: Session, thing: Thing) -> Thing:
    db.add(thing)
    db.flush()
    return thing


def a_programme(db: Session, **given: Any) -> Programme:
    standing = db.get(Programme, 1)
    defaults = {
        "name": "Sillon Normandie",
        "on_duty_phone": "+33231000000",
        "notice_days": 120,  # everything is due, unless a test is about what is not
    }
    return standing or _kept(db, Programme(**{**defaults, **given}))


def a_duty(db: Session, **given: Any) -> Duty:
    """Somebody is on duty for a week from today, by a mobile."""
    defaults: dict[str, Any] = {
        "name": "Jeanne Roussel",
        "phone": "+33639980009",
        "first_day": today(),
        "last_day": today() + timedelta(days=6),
    }
    return _kept(db, Duty(**{**defaults, **given}))


def an_organisation(db: Session, **given: Any) -> Organisation:
    defaults = {
        "name": f"Accueil {next(_numbers)}",
        "phone": "+33140000000",
        "commune": CAEN["commune"],
    }
    return _kept(db, Organisation(**{**defaults, **given}))


def a_user(db: Session, role: Role, **given: Any) -> User:
    number = next(_numbers)
    defaults = {"role": role, "email": f"someone-{number}@sillon.example", "name": f"Sam {number}"}
    return _kept(db, User(**{**defaults, **given}))


def a_farmer(db: Session, farm: Farm | None = None, **given: Any) -> User:
    return a_user(db, Role.FARMER, farm=farm or a_farm(db), **given)


def someone_who_came_in() -> dict[str, Any]:
    """What is known of staff who have signed in, each with a telephone for codes."""
    return {"code_confirmed_at": now(), "last_seen_at": now()}


def a_caseworker(db: Session, organisation: Organisation | None = None, **given: Any) -> User:
    home = organisation or an_organisation(db)
    return a_user(db, Role.CASEWORKER, organisation=home, **{**someone_who_came_in(), **given})


def a_coordinator(db: Session, **given: Any) -> User:
    return a_user(db, Role.COORDINATOR, **{**someone_who_came_in(), **given})


def papers_in_order() -> dict[str, Any]:
    """Everything of the checklist that a farm needs before it is approved."""
    return {
        "met_on": today() - timedelta(days=40),
        "charter_signed_on": today() - timedelta(days=35),
        "insured_until": today() + timedelta(days=700),
        "lodging_seen": True,
        "references_seen": True,
        "record_seen": True,
        "host_trained_on": today() - timedelta(days=30),
    }


def a_farm(db: Session, rooms: tuple[int, ...] = (2,), **given: Any) -> Farm:
    """An approved farm near Carentan, where a couple keeps goats."""
    defaults: dict[str, Any] = {
        "name": f"Ferme {next(_numbers)}",
        "state": FarmState.APPROVED,
        "approved_until": today() + timedelta(days=700),
        **papers_in_order(),
        **CARENTAN,
        "address": "12 chemin du Marais",
        "host_names": "Anne et Luc",
        "phone": "+33612345678",
        "productions": ["sheep-goats"],
        "adults": 2,
        "woman_host": True,
        "station": "Carentan",
    }
    beds = [Room(name=f"Chambre {number}", beds=each) for number, each in enumerate(rooms, 1)]
    return _kept(db, Farm(**{**defaults, "rooms": beds, **given}))


def an_offer(db: Session, farm: Farm | None = None, **given: Any) -> Offer:
    home = farm or a_farm(db)
    defaults: dict[str, Any] = {
        "farm": home,
        "title": "Les chèvres au printemps",
        "description": "La traite, le fromage, les prés.",
        "production": "sheep-goats",
        "state": OfferState.OPEN,
    }
    beds = given.pop("rooms", [room.beds for room in home.rooms])
    return _kept(db, Offer(**{**defaults, **given, "opened": opened(home, beds)}))


def opened(farm: Farm, beds: Sequence[int]) -> list[list[int]]:
    """Open rooms of a farm, each for so many people, or for none: in the order of its rooms."""
    assert len(beds) <= len(farm.rooms), "This farm has fewer rooms."
    laid = zip(farm.rooms, beds, strict=False)
    return [[room.id, people] for room, people in laid if people]


def beds_of(opening: Offer | Slot) -> list[int]:
    """The beds of each room that is open, in the order of the farm's rooms."""
    return [room.beds for room in opening.rooms]


def a_photo(**values: Any) -> Photo:
    """A photo of nothing that tells the place, of no farm yet."""
    usual: dict[str, Any] = {"subject": "farm", "words": "Une cour", "tells_no_place": True}
    picture: dict[str, Any] = {"small": b"small", "large": b"large", "width": 400, "height": 300}
    return Photo(**usual | picture | {"position": 1} | values)


def a_slot(
    db: Session, offer: Offer | None = None, arrival: date | None = None, **given: Any
) -> Slot:
    of = offer or an_offer(db)
    first = arrival or today() + timedelta(days=30)
    beds = given.pop("rooms", None)
    rooms = of.opened if beds is None else opened(of.farm, beds)
    defaults: dict[str, Any] = {
        "offer": of,
        "farm_id": of.farm_id,
        "arrival": first,
        "departure": first + timedelta(days=of.nights or 4),
        "opened": rooms,
        "beds": sum(people for _, people in rooms),
    }
    return _kept(db, Slot(**{**defaults, **given}))


def a_person(**given: Any) -> Person:
    defaults: dict[str, Any] = {
        "first_name": "Nour",
        "last_name": "Exemple",
        "sex": "man",
        "birth_year": 1995,
        "is_another": True,  # everyone made here is somebody else, though of one name
        "languages": ["ar", "en"],
        "french": "A1",
    }
    return Person(**{**defaults, **given})


def a_party(
    db: Session, organisation: Organisation | None = None, *, children: int = 0, **given: Any
) -> Party:
    """One man of Caen who is ready, and free for the next four months."""
    young = [a_person(birth_year=today().year - 8, sex="woman") for _ in range(children)]
    defaults: dict[str, Any] = {
        "organisation": organisation or an_organisation(db),
        "code": f"P-{next(_numbers):03d}",
        "state": PartyState.READY,
        **CAEN,
        "persons": [a_person(), *young],
        "wishes": ["sheep-goats"],
        "waiting_since": today() - timedelta(days=60),
        "availabilities": [Availability(first_day=today(), last_day=today() + timedelta(days=120))],
    }
    phone = given.pop("number", "+33699000000")
    party = Party(**{**defaults, **given})
    party.set_phone(phone)
    return _kept(db, party)


def a_reply(db: Session, party: Party, words: str = "Je viens lundi", **given: Any) -> Reply:
    """A text message of a party that nobody has read."""
    return _kept(db, Reply(party=party, words=words, digest=f"reply {next(_numbers)}", **given))


def a_visit(
    db: Session, party: Party | None = None, slot: Slot | None = None, **given: Any
) -> Visit:
    """A proposed visit that holds its beds, made without the services that check it."""
    a_programme(db)
    who, where = party or a_party(db), slot or a_slot(db)
    defaults: dict[str, Any] = {
        "party": who,
        "organisation_id": who.organisation_id,
        "slot": where,
        "farm_id": where.farm_id,
        "people": who.people,
        "stay": Range(where.arrival, where.departure, bounds="[]"),
        "answer_by": today() + timedelta(days=5),
    }
    visit = _kept(db, Visit(**{**defaults, **given}))
    if visit.holds:
        where.hold(visit.people)
    db.flush()
    return visit


def a_guest_call(db: Session, visit: Visit | None = None, **given: Any) -> GuestCall:
    """Guests who must be called, and whom nobody has called yet."""
    return _kept(db, GuestCall(**{"visit": visit or a_visit(db), **given}))


def an_incident(db: Session, visit: Visit | None = None, **given: Any) -> Incident:
    """Something about safety that guests told of; their farm is not on hold for all that."""
    about = visit or a_visit(db)
    defaults: dict[str, Any] = {"visit": about, "farm_id": about.farm_id, "side": Side.PARTY}
    return _kept(db, Incident(**{**defaults, **given}))


def an_import(db: Session, organisation: Organisation | None = None, **given: Any) -> Import:
    """A table of one woman of Caen, whose columns are still to be named."""
    whose = organisation or an_organisation(db)
    header = ["Prénom", "Sexe", "Né(e) en", "Commune"]
    table = Table("Feuille1", header, [(2, ["Salma", "F", "1994", "Caen"])])
    defaults: dict[str, Any] = {
        "organisation_id": whose.id,
        "kind": "parties",
        "name": "liste.xlsx",
        "rows": table.to_json(),
        "total": 1,
    }
    if "by_id" not in given:
        given["by_id"] = a_caseworker(db, whose).id
    return _kept(db, Import(**{**defaults, **given}))


def a_help_call(db: Session, visit: Visit | None = None, **given: Any) -> HelpCall:
    """The guests' call for help, which stands before their association."""
    about = visit or a_visit(db)
    defaults = {"visit": about, "side": Side.PARTY, "association_at": now()}
    return _kept(db, HelpCall(**{**defaults, **given}))


def a_round(db: Session, organisation: Organisation | None = None, **given: Any) -> MatchingRound:
    """A draft round over the next two months."""
    defaults: dict[str, Any] = {
        "organisation": organisation,
        "name": "Printemps",
        "first_day": today() + timedelta(days=1),
        "last_day": today() + timedelta(days=90),
        "weights": {"wish": 3, "waiting": 3, "first_visit": 3, "language": 3, "journey": 1},
        "answer_by": today() + timedelta(days=7),
    }
    if "created_by" not in given:
        given["created_by"] = a_caseworker(db, organisation)
    return _kept(db, MatchingRound(**{**defaults, **given}))
