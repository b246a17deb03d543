"""Finding events of the audit, the newest first; a page goes on where the one before ended.

A page counts nothing: the audit grows for years, and nobody reads it to its end.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS
from webapp.ground.names import finds
from webapp.models import (
    AbsenceReview,
    Agreement,
    Centre,
    Event,
    Farm,
    Funder,
    Gathering,
    GuestCall,
    Incident,
    MatchingRound,
    Offer,
    Organisation,
    Party,
    Photo,
    Prescriber,
    Report,
    RoundTemplate,
    Seat,
    Series,
    Sitting,
    Slot,
    User,
    Visit,
    Workshop,
)

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "party": ("party", "parties", "referral", "case"),
    "visit": ("visit", "visits", "guest-call"),
    "farm": ("farm", "farms", "photo", "incident"),
    "offer": ("offer", "slot"),
    "round": ("round", "template"),
    "workshop": ("workshop", "series", "sitting", "seat", "absence"),
    "user": ("user",),
    "organisation": ("organisation",),
    "import": ("import",),
    "report": ("report", "funder"),
    "committee": ("committee",),
    "gathering": ("gathering",),
    "agreement": ("agreement", "prescriber"),
    "programme": (
        "programme", "api-key", "duty", "rewording", "recording", "speaker-link", "voice", "audit",
        "job", "data-key", "backup", "webhook", "timetable", "services",
        "accreditation", "centre",
    ),
}  # fmt: skip
"""Kinds of things, and by which words their acts begin."""


@dataclass(frozen=True)
class Search:
    """Which events are asked for; empty fields ask for nothing.

    Parameters
    ----------
    who
        Parts of the name of the user who acted.
    actor
        `user`, `party`, `farm`, `job` or `nobody`.
    kind
        One of `KINDS`.
    first_day, last_day
        Days in Paris, both included.
    before
        The number of an event: those before it are asked for.
    """

    who: str = ""
    actor: str = ""
    kind: str = ""
    first_day: date | None = None
    last_day: date | None = None
    before: int | None = None


def find_events(session: Session, search: Search, most: int) -> list[Event]:
    """Return the events that are asked for, the newest first, at most so many."""
    query = select(Event).where(*_conditions(session, search)).order_by(Event.id.desc())
    return list(session.scalars(query.limit(most)))


def count_events(session: Session, search: Search, most: int) -> int:
    """Return how many events are asked for, counted no further than so many."""
    some = select(Event.id).where(*_conditions(session, search)).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _conditions(session: Session, search: Search) -> Iterable[ColumnElement[bool]]:
    if search.who:
        people = session.execute(select(User.id, User.name))
        meant = [each.id for each in people if finds(search.who, each.name)]
        yield Event.actor == "user"
        yield Event.actor_id.in_(meant)
    if search.actor:
        yield Event.actor == search.actor
    if search.kind:
        yield func.split_part(Event.act, ".", 1).in_(KINDS[search.kind])
    if search.first_day:
        yield Event.at >= _midnight(search.first_day)
    if search.last_day:
        yield Event.at < _midnight(search.last_day + timedelta(days=1))
    if search.before:
        yield Event.id < search.before


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


Thing = tuple[str, int]
"""The table and the number of what an event is about."""

CALLED: Final[dict[str, Select[int, str]]] = {
    "parties": select(Party.id, Party.code),
    "visits": select(Visit.id, Party.code).join(Visit.party),
    "farms": select(Farm.id, Farm.name),
    "offers": select(Offer.id, Farm.name).join(Farm, Farm.id == Offer.farm_id),
    "slots": select(Slot.id, Farm.name).join(Farm, Farm.id == Slot.farm_id),
    "incidents": select(Incident.id, Farm.name).join(Farm, Farm.id == Incident.farm_id),
    "guest_calls": select(GuestCall.id, Party.code).join(GuestCall.visit).join(Visit.party),
    "photos": select(Photo.id, Farm.name).join(Farm, Farm.id == Photo.farm_id),
    "users": select(User.id, User.name),
    "organisations": select(Organisation.id, Organisation.name),
    "workshops": select(Workshop.id, Workshop.title),
    "series": select(Series.id, Workshop.title).join(Series.workshop),
    "sittings": select(Sitting.id, Workshop.title).join(Sitting.series).join(Series.workshop),
    "seats": select(Seat.id, Workshop.title).join(Seat.series).join(Series.workshop),
    "absence_reviews": select(AbsenceReview.id, Party.code).join(AbsenceReview.party),
    "gatherings": select(Gathering.id, Gathering.title),
    "matching_rounds": select(MatchingRound.id, MatchingRound.name),
    "round_templates": select(RoundTemplate.id, RoundTemplate.name),
    "funders": select(Funder.id, Funder.name),
    "reports": select(Report.id, Funder.name).join(Report.funder),
    "agreements": select(Agreement.id, Party.code).join(Agreement.party),
    "centres": select(Centre.id, Centre.name),
    "prescribers": select(Prescriber.id, Prescriber.name),
}
"""How things are called: parties and their visits by code, never by the name of a guest."""


def names_of_things(session: Session, events: Iterable[Event]) -> dict[Thing, str]:
    """Return how the things of these events are called; what is gone has no name any more."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.subject in CALLED and event.subject_id is not None:
            numbers[event.subject].add(event.subject_id)
    return {
        (table, number): name
        for table, wanted in numbers.items()
        for number, name in session.execute(_among(CALLED[table], wanted))
    }


def _among(query: Select[int, str], numbers: set[int]) -> Select[int, str]:
    [number, *_others] = query.selected_columns
    return query.where(number.in_(numbers))
