"""Visits that no longer fit: looked for after each change and every night, never a silent row.

Changes are noticed where they are written: a session remembers which farms and parties it touched
in what a rule looks at, and `look_again` judges their visits before the transaction ends.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, event, inspect, or_, select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from webapp.ground.database import Base, seeing_everyone
from webapp.models import (
    HOLDING,
    Agreement,
    Availability,
    Engagement,
    Farm,
    Misfit,
    Offer,
    Party,
    Person,
    Refusal,
    Room,
    Site,
    Slot,
    User,
    Visit,
)
from webapp.services.engine.courses import COURSE_HOURS, courses_of
from webapp.services.engine.fitting import broken_rules
from webapp.services.engine.immersions import ON_AN_IMMERSION, immersions_of
from webapp.services.engine.lodging import keep_rooms
from webapp.services.records import audit
from webapp.services.visits import consent, safeguarding
from webapp.services.visits.waiting import ask_on, waits

LOOKED_AT: Final[dict[type[Base], frozenset[str]]] = {
    Farm: frozenset({"latitude", "longitude", "languages", "woman_host", "features", "hazards",
                     "house_rules", "house_words",
                     "state", "approved_until", "insured_until", "commune", "address", "station",
                     "adults", "hosts_until", "on_hold_since"}),
    Room: frozenset({"beds", "lockable"}),
    Offer: frozenset({"frame", "min_french", "children", "women_only", "exclusive", "hazards",
                      "production", "site_id"}),
    Site: frozenset({"latitude", "longitude", "commune", "address", "station"}),
    Slot: frozenset({"opened", "arrival", "departure"}),
    Party: frozenset({"latitude", "longitude", "reach_km", "interpreter", "private", "needs",
                      "frames", "state"}),
    Person: frozenset({"sex", "birth_year", "is_of_age", "languages", "french", "title_until"}),
    Availability: frozenset({"first_day", "last_day"}),
    Engagement: frozenset({"first_day", "last_day", "weekdays", "hours", "missable"}),
    Refusal: frozenset({"farm_id"}),
    Agreement: frozenset({"state", "first_day", "last_day", "called_off_on"}),
    Visit: frozenset({"parted_at", "state", "rooms", "ticket_from"}),
}  # fmt: skip
"""What the rules look at, and what a yes stands on (`consent`), by table."""


@dataclass(frozen=True)
class Found:
    """A visit that has come to break rules, told by code and without anybody's name."""

    visit_id: int
    code: str
    """Of the party; empty for a farm, which knows its guests otherwise."""
    arrival: date
    departure: date
    rules: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        """Return it as the facts of a refusal."""
        days = {"arrival": self.arrival, "departure": self.departure}
        return {"code": self.code, "rules": self.rules} | days


NOT_FOR_FARMS = frozenset(
    {
        "dates",
        COURSE_HOURS,
        ON_AN_IMMERSION,
        "party-not-taking-part",
        "child-alone",
        "refused",
        "farm-on-hold",
    }
)
"""Rules that tell of a party's life, or of an incident: a farm is not told of them."""


def agreement_to(found: Iterable[Found]) -> str:
    """Return the word by which someone agrees to exactly these visits and rules, and no others."""
    written = repr([(each.visit_id, each.rules) for each in found])
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def as_a_farm_is_told(found: Iterable[Found]) -> list[Found]:
    """Leave out what is about the party: a farm learns what its own change would break."""
    told = (replace(each, code="", rules=tuple(_of_the_farm(each.rules))) for each in found)
    return [each for each in told if each.rules]


def _of_the_farm(rules: Iterable[str]) -> list[str]:
    return [rule for rule in rules if rule not in NOT_FOR_FARMS]


@event.listens_for(Session, "before_flush")
def _remember(session: Session, _context: object, _instances: object) -> None:
    for row in {*session.new, *session.dirty, *session.deleted}:
        looked_at = LOOKED_AT.get(type(row))
        if looked_at and (row not in session.dirty or _has_changed(row, looked_at)):
            session.info.setdefault("touched", set()).add(row)


def _has_changed(row: Base, names: frozenset[str]) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in names)


def concern(session: Session, party: Party) -> None:
    """Let the visits of a party be judged at the end, though no fact of its file was changed."""
    session.info.setdefault("touched", set()).add(party)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("touched", None)


def look_again(session: Session) -> list[Found]:
    """Judge the visits that this transaction's changes may concern; return what has come to break.

    Rows of `Misfit` follow: new ones are added, those that fit again are removed.
    """
    session.flush()
    touched: set[Base] = session.info.pop("touched", set())
    farms, parties = _concerned(touched)
    slots = {row.slot_id for row in touched if isinstance(row, Visit)}
    if not (farms or parties or slots):
        return []
    with seeing_everyone(session):
        _tell_those_in(session, slots)
        theirs = select(Visit.slot_id).where(Visit.party_id.in_(parties), Visit.state.in_(HOLDING))
        found = _judge(session, or_(Visit.farm_id.in_(farms), Visit.slot_id.in_(theirs)))
    session.info.pop("touched", None)  # rooms that were planned anew are judged already
    return found


def _tell_those_in(session: Session, slots: set[int]) -> None:
    """Plan the rooms of slots anew; tell whoever said yes of who comes now, or no longer does."""
    _keep_rooms(session, slots)
    held = select(Visit).where(Visit.slot_id.in_(slots), Visit.state.in_(HOLDING))
    for visit in session.scalars(held.order_by(Visit.id)).all():
        consent.tell_of_changes(session, visit)
    session.flush()


def _keep_rooms(session: Session, slots: Iterable[int]) -> None:
    found = session.scalars(select(Slot).where(Slot.id.in_(list(slots))).order_by(Slot.id))
    for slot in found.all():
        keep_rooms(session, slot)


def look_at_all(session: Session) -> list[Found]:
    """Judge every standing visit, as each night: a day that passes can break a rule as well."""
    return _judge(session, Visit.state.in_(HOLDING))


def _concerned(touched: Iterable[Base]) -> tuple[set[int], set[int]]:
    farms: set[int] = set()
    parties: set[int] = set()
    for row in touched:
        if isinstance(row, Farm):
            farms.add(row.id)
        elif isinstance(row, Room | Site | Offer | Slot):
            farms.add(row.farm_id)
        elif isinstance(row, Party):
            parties.add(row.id)
        elif isinstance(row, Person | Availability | Engagement | Refusal | Agreement):
            parties.add(row.party_id)
    return farms - {None}, parties - {None}


def _judge(session: Session, concerned: ColumnElement[bool]) -> list[Found]:
    query = (
        select(Visit)
        .where(Visit.state.in_(HOLDING), concerned)
        .order_by(Visit.id)
        .options(
            selectinload(Visit.misfits),
            joinedload(Visit.slot).joinedload(Slot.offer),
            selectinload(Visit.party).selectinload(Party.persons),
        )
    )
    visits = session.scalars(query).all()
    beside = _beside(session, {visit.slot_id for visit in visits})
    _keep_rooms(session, beside)
    parties = {visit.party_id for visit in visits}
    courses, elsewhere = courses_of(session, parties), immersions_of(session, parties)
    found = []
    for visit in visits:
        others = [each for each in beside[visit.slot_id] if each.id != visit.id]
        waited = waits(visit)
        away = {COURSE_HOURS} if courses.are_short(visit) else set()
        away |= {ON_AN_IMMERSION} if elsewhere.shut_out(visit) else set()
        came = _follow(session, visit, broken_rules(visit, others) | away)
        if came:
            days = visit.arrival, visit.departure
            found.append(Found(visit.id, visit.party.code, *days, tuple(sorted(came))))
        if waited:
            ask_on(session, visit)
        consent.tell_of_changes(session, visit)
    session.flush()
    return found


def _beside(session: Session, slots: set[int]) -> defaultdict[int, list[Visit]]:
    together: defaultdict[int, list[Visit]] = defaultdict(list)
    held = select(Visit).where(Visit.slot_id.in_(slots), Visit.state.in_(HOLDING))
    for visit in session.scalars(held.options(selectinload(Visit.party))):
        together[visit.slot_id].append(visit)
    return together


def _follow(session: Session, visit: Visit, broken: frozenset[str]) -> set[str]:
    """Make the rows say what is broken now; return what was not broken before."""
    known = {misfit.rule: misfit for misfit in visit.misfits}
    came = set(broken - known.keys())
    for rule in known.keys() - broken:
        visit.misfits.remove(known[rule])
    for rule in sorted(came):
        visit.misfits.append(Misfit(rule=rule))
        audit.record(session, "visit.no-longer-fits", visit, rule=rule)
    return came


def undecided() -> Select[Misfit]:
    """Ask for what no longer fits, of whichever visit, and nobody has decided to keep."""
    return select(Misfit).where(Misfit.kept_reason.is_(None))


def waiting(session: Session) -> list[Visit]:
    """Return the standing visits that no longer fit and that nobody has decided to keep."""
    return list(session.scalars(_waiting()).unique())


@cache
def _waiting() -> Select[Visit]:
    undecided = Visit.misfits.any(Misfit.kept_reason.is_(None))
    query = select(Visit).where(Visit.state.in_(HOLDING), undecided).options(
        load_only(Visit.stay, Visit.state, Visit.farm_id),
        joinedload(Visit.misfits).load_only(Misfit.rule),
        joinedload(Visit.party).load_only(Party.code).joinedload(Party.organisation),
        joinedload(Visit.farm).load_only(Farm.name),
    )  # fmt: skip
    return query.order_by(Visit.stay, Visit.id)


def keep(session: Session, visit: Visit, reason: str, by: User) -> None:
    """Let a visit go on although it no longer fits, with a written reason; then it is asked on."""
    said = safeguarding.written(reason)
    for misfit in visit.misfits:
        if misfit.kept_reason is None:
            misfit.kept_reason, misfit.kept_by_id = said, by.id
            audit.record(session, "visit.kept-all-the-same", visit, rule=misfit.rule)
    ask_on(session, visit)
