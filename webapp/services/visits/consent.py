"""What a yes stands on: the facts that a side was shown, and which of them changed since.

Only digests are kept, one a fact. A page carries those of what it shows in its form of answers, so
that an answer is given to what was read; a visit keeps those of each side's yes, so that the side
is told when one changes.
"""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Side, Visit
from webapp.services.engine.lodging import lodging_of
from webapp.services.engine.offering import WOMAN_HOST, offering_of
from webapp.services.records import audit
from webapp.services.visits import proposing, shown

DIGEST = 8
"""Signs of a digest: enough to tell two values of a fact from each other."""
OF_THE_SHEET = ("address", "station")
"""What a party is shown once both said yes."""

ANSWER = "answer"
"""Under what a page's version carries the answer that it shows."""

Facts = dict[str, str]
"""By name, the digest of each fact."""


def facts(session: Session, visit: Visit, side: Side) -> Facts:
    """Return what a side is shown now; sharing a room, or being parted, is one only while so."""
    told = _of_the_farm(session, visit) if side is Side.PARTY else _of_the_guests(visit)
    slot = visit.slot
    told["days"] = [slot.arrival.isoformat(), slot.departure.isoformat()]
    return {name: _digest(visit, value) for name, value in sorted(told.items())}


def _of_the_farm(session: Session, visit: Visit) -> dict[str, object]:
    farm, offering = visit.farm, offering_of(visit.slot)
    place = shown.place(visit)
    told: dict[str, object] = {
        "place": place.commune,
        "production": place.production,
        "rooms": [place.rooms, place.lockable],
        "languages": sorted(place.languages),
        "household": [place.adults, farm.woman_host, place.women_only],
        "welcome": sorted(set(offering.features) - {WOMAN_HOST}),
        "hazards": sorted(place.hazards),
    }
    lodging = lodging_of(session, visit)
    if lodging is not None and lodging.strangers:
        told["sharing"] = lodging.strangers
    if visit.parted_at is not None:
        told["companions"] = True
    if visit.both_said_yes:
        told |= {name: getattr(farm, name) for name in OF_THE_SHEET}
    return told


def _of_the_guests(visit: Visit) -> dict[str, object]:
    guests = shown.guests(visit)
    return {
        "people": [guests.people, guests.children],
        "languages": [sorted(guests.languages), guests.french, guests.interpreter],
        "needs": sorted(guests.needs),
    }


def _digest(visit: Visit, value: object) -> str:
    written = json.dumps([visit.id, value], ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:DIGEST]


def version(session: Session, visit: Visit, side: Side) -> str:
    """Return what a page shows a side, its own answer as well, as a form of answers carries it."""
    told = {**facts(session, visit, side), ANSWER: visit.answer_of(side).value}
    return ",".join(f"{name}:{digest}" for name, digest in told.items())


def check_answer(visit: Visit, side: Side, written: str) -> None:
    """Reject an answer from a page that shows another one than this side has given by now."""
    given = visit.answer_of(side)
    if _read(written).get(ANSWER, given.value) != given.value:
        raise RuleBroken("answered-meanwhile", answer=given)


def _read(written: str) -> Facts:
    pairs = (each.partition(":") for each in written.split(","))
    return {name: digest for name, _, digest in pairs}


def _changed(now: Facts, before: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, digest in now.items() if before.get(name) != digest)


def check_shown(session: Session, visit: Visit, side: Side, written: str) -> None:
    """Reject a yes to a page that shows something else by now."""
    changed = _changed(facts(session, visit, side), _read(written))
    if changed:
        raise RuleBroken("facts-changed", changed=changed)


def keep(session: Session, visit: Visit, side: Side) -> None:
    """Keep what a side has said yes to; with the second yes, what the party sees from then on.

    A party that says so comes without those it wished to come with, if they no longer do.
    """
    if side is Side.PARTY:
        visit.parted_at = None
    visit.keep_shown(side, facts(session, visit, side))
    if visit.both_said_yes and side is Side.FARM and visit.party_shown is not None:
        sheet = facts(session, visit, Side.PARTY)
        known = {name: sheet[name] for name in OF_THE_SHEET}
        visit.keep_shown(Side.PARTY, visit.party_shown | known)


def agree_again(session: Session, visit: Visit, side: Side) -> None:
    """Keep that a yes stands after what has changed."""
    changed = changed_since_yes(session, visit, side)
    if changed:
        keep(session, visit, side)
        audit.record(session, "visit.change-agreed", visit, side=side.value, facts=list(changed))


def changed_since_yes(session: Session, visit: Visit, side: Side) -> tuple[str, ...]:
    """Return which facts are no longer those that a side said yes to, while its yes stands."""
    before = visit.shown_to(side)
    if before is None or not visit.holds or visit.answer_of(side) is not Answer.YES:
        return ()
    return _changed(facts(session, visit, side), before)


def tell_of_changes(session: Session, visit: Visit) -> None:
    """Write to each side whose yes stands on facts that have changed; once for each change."""
    for side in Side:
        if changed_since_yes(session, visit, side):
            now = _digest(visit, facts(session, visit, side))
            after = proposing.TOLD_AFTER
            proposing.tell(session, visit, side, "visit-changed", after=after, occasion=now)
