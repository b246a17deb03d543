"""What a yes stands on: the facts that a side was shown, and which of them changed since.

Digests are kept, one a fact, and of the place itself, sealed, what it was. A page carries those of
what it shows in its form of answers, so that an answer is given to what was read; a visit keeps
those of each side's yes, so that the side is told when one changes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import LEFT, Answer, Message, Side, Visit
from webapp.services.engine.lodging import Lodging, lodging_of
from webapp.services.engine.offering import WOMAN_HOST, offering_of
from webapp.services.records import audit
from webapp.services.records.tokens import Signer
from webapp.services.visits import proposing, shown, together

DIGEST = 8
"""Signs of a digest: enough to tell two values of a fact from each other."""
OWN_RULE = "own-rule"
"""A house rule in the farm's own words, or that there is none: it has no language but French."""
OF_THE_SHEET = ("address", "station", OWN_RULE)
"""What a party is shown once both said yes."""
OF_THE_PLACE = (
    "place", "days", "production", "rooms", "languages", "household", "welcome", "hazards",
    "house-rules",
)  # fmt: skip
"""What a party is shown from the first, and of which is told what it was and what it is."""
ALONE = "companions"
"""That those who were to come along do not; gone again, they come after all."""
RULES = "house-rules"
"""What holds in the house, while anything does; taken away, nothing does any more."""
FETCHED = "fetched"
"""That the farm is counted on to fetch its guests, who have no ticket."""
ENDS = (ALONE, RULES, FETCHED)
"""Facts that are one only while they are so, and whose end is a change."""

ANSWER = "answer"
"""Under what a page's version carries the answer that it shows."""

CHANGED, AS_BEFORE = "visit-changed", "visit-as-before"
"""The messages that tell of a change, and that it is no more."""

Lodged = Lodging | None | EllipsisType
Facts = dict[str, str]
"""By name, the digest of each fact."""


@dataclass(frozen=True)
class Change:
    """A fact that a yes stood on and that is another now, with both values where they are told."""

    name: str
    before: Any = None
    after: Any = None


def facts(session: Session, visit: Visit, side: Side, lodging: Lodged = ...) -> Facts:
    """Return what a side is shown now; sharing a room, or being parted, is one only while so.

    House rules are one while there are any: a yes from before farms told them stands as it is. So
    does one from before a rule in the farm's own words was kept with it.

    Parameters
    ----------
    lodging
        Where the guests sleep as things stand; planned here when it is left out.
    """
    return _digests(visit, _values(session, visit, side, lodging))


def _digests(visit: Visit, told: dict[str, Any]) -> Facts:
    return {name: _digest(visit, value) for name, value in sorted(told.items())}


def _values(session: Session, visit: Visit, side: Side, lodging: Lodged = ...) -> dict[str, Any]:
    told = _of_the_farm(session, visit, lodging) if side is Side.PARTY else _of_the_guests(visit)
    slot = visit.slot
    return told | {"days": [slot.arrival.isoformat(), slot.departure.isoformat()]}


def _of_the_farm(session: Session, visit: Visit, lodging: Lodged) -> dict[str, Any]:
    farm, offering = visit.farm, offering_of(visit.slot)
    place = shown.place(visit)
    told: dict[str, Any] = {
        "place": place.commune,
        "production": place.production,
        "rooms": [place.rooms, place.lockable],
        "languages": sorted(place.languages),
        "household": [place.adults, farm.woman_host, place.women_only],
        "welcome": sorted(set(offering.features) - {WOMAN_HOST}),
        "hazards": sorted(place.hazards),
    }
    if farm.house_rules:
        told[RULES] = sorted(farm.house_rules)
    sleeps = lodging_of(session, visit) if lodging is ... else lodging
    if sleeps is not None and sleeps.strangers:
        told["sharing"] = sleeps.strangers
    if visit.parted_at is not None or _goes_alone(session, visit):
        told[ALONE] = True
    if visit.both_said_yes:
        there = visit.slot.stands_at
        told |= {"address": there.address, "station": there.station, OWN_RULE: farm.house_words}
    return told


def _goes_alone(session: Session, visit: Visit) -> bool:
    """Whether a party said yes without those it wished to come with, who still do not come."""
    agreed = visit.party_answer is Answer.YES and ALONE in (visit.party_shown or {})
    return agreed and not together.are_all_there(session, visit)


def _of_the_guests(visit: Visit) -> dict[str, Any]:
    guests = shown.guests(visit)
    fetched = {FETCHED: True} if guests.fetched else {}
    return fetched | {
        "people": [guests.people, guests.children],
        "languages": [sorted(guests.languages), guests.french, guests.interpreter],
        "needs": sorted(guests.needs),
    }


def _digest(visit: Visit, value: object) -> str:
    written = json.dumps([visit.id, value], ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()[:DIGEST]


def version(session: Session, visit: Visit, side: Side, lodging: Lodged = ...) -> str:
    """Return what a page shows a side, its own answer as well, as a form of answers carries it."""
    told = _on_a_page(visit, facts(session, visit, side, lodging))
    told[ANSWER] = visit.answer_of(side).value
    return ",".join(f"{name}:{digest}" for name, digest in told.items())


def _on_a_page(visit: Visit, now: Facts) -> Facts:
    """Return facts as a page may carry them that whoever finds a link may read.

    The address stands among them, which opens by a code alone: of a commune there are so few that
    a digest anybody can make would tell it.
    """
    made = {name: Signer.tag("shown", visit.id, name, digest) for name, digest in now.items()}
    return {name: tag[:DIGEST] for name, tag in made.items()}


def check_answer(visit: Visit, side: Side, written: str) -> None:
    """Reject an answer from a page that shows another one than this side has given by now."""
    given = visit.answer_of(side)
    if _read(written).get(ANSWER, given.value) != given.value:
        raise RuleBroken("answered-meanwhile", answer=given)


def _read(written: str) -> Facts:
    pairs = (each.partition(":") for each in written.split(","))
    return {name: digest for name, _, digest in pairs}


def _changed(now: Facts, before: Mapping[str, str]) -> tuple[str, ...]:
    ended = tuple(name for name in ENDS if name in before and name not in now)
    others = (name for name, digest in now.items() if before.get(name) != digest)
    return ended + tuple(name for name in others if name in before or name != OWN_RULE)


def check_shown(
    session: Session, visit: Visit, side: Side, written: str, lodging: Lodged = ...
) -> None:
    """Reject a yes to a page that shows something else by now."""
    now = _on_a_page(visit, facts(session, visit, side, lodging))
    changed = _changed(now, _read(written))
    if changed:
        raise RuleBroken("facts-changed", changed=changed)


def keep(session: Session, visit: Visit, side: Side, lodging: Lodged = ...) -> None:
    """Keep what a side has said yes to; with the second yes, what the party sees from then on.

    A party that says so comes without those it wished to come with, if they no longer do.
    """
    told = _values(session, visit, side, lodging)
    visit.keep_shown(side, _digests(visit, told))
    if side is Side.PARTY:
        visit.parted_at = None
        visit.party_read = json.dumps({name: told.get(name) for name in OF_THE_PLACE})
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


def changed_since_yes(
    session: Session, visit: Visit, side: Side, lodging: Lodged = ...
) -> tuple[str, ...]:
    """Return which facts are no longer those that a side said yes to, while its yes stands."""
    before = visit.shown_to(side)
    if before is None or not visit.holds or visit.answer_of(side) is not Answer.YES:
        return ()
    return _changed(facts(session, visit, side, lodging), before)


def changes(session: Session, visit: Visit, side: Side, lodging: Lodged = ...) -> list[Change]:
    """Return what changed since a side's yes, with what it was and what it is where that is told.

    A yes from before it was kept tells the names alone.
    """
    names = changed_since_yes(session, visit, side, lodging)
    if not names:
        return []
    shown, read, now = visit.shown_to(side) or {}, {}, _values(session, visit, side, lodging)
    if side is Side.PARTY and visit.party_read:
        kept = json.loads(visit.party_read).items()
        read = {name: value for name, value in kept if _digest(visit, value) == shown.get(name)}
        read |= {} if RULES in shown else {RULES: []}
    read |= {FETCHED: FETCHED in shown} if side is Side.FARM else {}
    return [_change(name, read, now) for name in names]


def _change(name: str, read: Mapping[str, Any], now: Mapping[str, Any]) -> Change:
    if name not in read:
        return Change(name)
    return Change(name, read[name], now.get(name, []))


def farm_agrees_to_fetch(visit: Visit) -> bool:
    """Whether a farm's yes stands on its being counted on to fetch its guests."""
    return FETCHED in (visit.shown_to(Side.FARM) or {})


def is_unknown(visit: Visit, side: Side) -> bool:
    """Whether a side has said yes to what nobody has kept."""
    said = visit.holds and visit.answer_of(side) is Answer.YES
    return said and visit.shown_to(side) is None


def tell_of_changes(session: Session, visit: Visit) -> None:
    """Write to each side whose yes stands on facts that have changed; once for each change.

    Whoever was told of one that is no more, and has not agreed to it, is told so as well. A change
    that comes back after the side was told otherwise is told anew: the last word it has is true.
    """
    for side in Side:
        last = _told_last(session, visit, side)
        agreed = last is None or _has_agreed_since(session, visit, last)
        kind, occasion = AS_BEFORE, str(last.id if last else 0)
        if changed_since_yes(session, visit, side):
            now = _digest(visit, facts(session, visit, side))
            known = last is not None and not agreed and _tells(last, now)
            kind, occasion = CHANGED, f"{now}-{occasion}"
        else:
            said_yes = visit.answer_of(side) is Answer.YES
            known = agreed or not said_yes or last is None or last.kind == AS_BEFORE
        if not known:
            proposing.tell(
                session, visit, side, kind, after=proposing.TOLD_AFTER, occasion=occasion
            )


def _told_last(session: Session, visit: Visit, side: Side) -> Message | None:
    """Return the last message about a change, or its end, that reached a side."""
    kinds = Message.kind.in_((CHANGED, AS_BEFORE))
    of_side = Message.visit_id == visit.id, Message.side == side, kinds
    left = select(Message).where(*of_side, Message.state.in_(LEFT))
    return session.scalar(left.order_by(Message.id.desc()).limit(1))


def _tells(told: Message, facts_now: str) -> bool:
    """Whether a message told of the facts of this digest."""
    return told.kind == CHANGED and f"-{facts_now}-" in f"{told.idempotency_key}-"


def _has_agreed_since(session: Session, visit: Visit, told: Message) -> bool:
    acts, side = ("visit.change-agreed", "visit.answered"), told.side or Side.PARTY
    agreed = audit.last_of(session, "visits", visit.id, acts, side=side.value)
    return agreed is not None and agreed.at > told.created_at
