"""Two files of the same people become one, by hand; undone, both are whole again.

The other file stays as it was recorded, by mistake, and leads to the one that is kept. What
belongs to the people goes over: visits with their messages, contacts, refusals; what was done in
both files is read in the one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import (
    HOLDING,
    AbsenceReview,
    Agreement,
    Assessment,
    CaseDecision,
    Contact,
    Goal,
    Merge,
    Obstacle,
    Party,
    PartyState,
    Person,
    Refusal,
    Reply,
    Seat,
    Step,
    User,
    Visit,
    VisitState,
    Waiver,
)
from webapp.services.parties import centres, file_history, merge_facts, merge_people, merge_undo
from webapp.services.parties.leaving import BY_MISTAKE
from webapp.services.records import audit
from webapp.services.visits import misfits, places, stays

TOOK_PLACE: Final = frozenset(
    {*HOLDING, VisitState.COMPLETED, VisitState.EVALUATED, VisitState.ENDED_EARLY}
)
"""States of a visit whose days its people are, or were, there."""
GOES_OVER: Final[dict[str, Any]] = {
    "persons": Person,
    "visits": Visit,
    "contacts": Contact,
    "replies": Reply,
    "refusals": Refusal,
    "seats": Seat,
    "absences": AbsenceReview,
    "waivers": Waiver,
    "goals": Goal,
    "obstacles": Obstacle,
    "steps": Step,
    "case_decisions": CaseDecision,
    "agreements": Agreement,
    "assessments": Assessment,
}
"""What belongs to a file by its `party_id`; members first: who is on a visit follows them."""
WHOLE: Final = (
    "waivers", "goals", "obstacles", "steps", "case_decisions", "agreements", "assessments",
)  # fmt: skip
"""What goes over as it is."""


def merge(
    session: Session, kept: Party, other: Party, chosen: Mapping[str, str], by: User
) -> Merge:
    """Put another file into this one.

    Parameters
    ----------
    chosen
        Which value is kept of what the files say differently, as `merge_facts.take` reads it.

    Raises
    ------
    RuleBroken
        Visits of the two share days, a farm expects other people, or one was merged already.
    """
    _lock(session, kept, other)
    check(kept, other)
    numbers, people = _numbers(kept, other), merge_people.pairs(kept, other)
    undo: dict[str, Any] = {"kept": merge_undo.as_it_is(kept), "people": people}
    undo["other"] = {"state": other.state.value, "outcome": other.outcome}
    undo["bond"] = other.companions_id if kept.companions_id is None else None
    with file_history.recording(session, "merge", kept):
        merge_facts.take(kept, other, chosen)
        waiting = [each.waiting_since for each in (kept, other) if each.waiting_since]
        kept.waiting_since = min(waiting, default=None)
        going = _going(session, kept, other, merge_people.one_seat_each(session, people))
        _move(session, going, kept)
        merge_people.follow(session, going, people)
        _pass_on_companions(session, other, kept, undo["bond"])
    if other.state is not PartyState.LEFT:
        other.leave(BY_MISTAKE)
    other.merged_into_id = kept.id
    _renew_links(session, numbers)
    undo |= {"moved": going, "after": merge_undo.facts_now(kept)}
    done = Merge(
        organisation_id=kept.organisation_id,
        kept_id=kept.id,
        merged_id=other.id,
        by_id=by.id,
        before=merge_undo.dumped(undo),
    )
    session.add(done)
    audit.record(session, "party.merged", other, into=kept.code)
    misfits.concern(session, kept)
    return done


def with_merged(session: Session, parties: Sequence[Party]) -> list[Party]:
    """Return parties, and with them the files that were put into theirs, however often."""
    found, last = list(parties), list(parties)
    while last:
        into = Party.merged_into_id.in_([party.id for party in last])
        last = [each for each in session.scalars(select(Party).where(into)) if each not in found]
        found += last
    return found


def check(kept: Party, other: Party) -> None:
    """Reject two files that cannot become one; what holds now holds later only under their lock."""
    if kept.id == other.id:
        raise RuleBroken("merge-with-itself")
    if kept.merged_into_id or other.merged_into_id:
        raise RuleBroken("merged-already")
    if kept.state is PartyState.LEFT and other.state is not PartyState.LEFT:
        raise RuleBroken("merge-into-left", file=kept.code)
    if kept.companions_id and other.companions_id:
        raise RuleBroken("merge-two-companions")
    for one in _there(kept):
        for another in _there(other):
            if one.arrival <= another.departure and another.arrival <= one.departure:
                raise RuleBroken("merge-visits-overlap", two=[_facts(one), _facts(another)])
    people = kept.people + len(merge_facts.joining(kept, other))
    if any(each.holds and each.people != people for each in (*kept.visits, *other.visits)):
        raise RuleBroken("merge-others-expected")


def what_forbids(kept: Party, other: Party) -> RuleBroken | None:
    """Return the first rule that keeps two files from becoming one; nothing is written."""
    try:
        check(kept, other)
    except RuleBroken as rule:
        return rule
    return None


def visits_of(kept: Party, other: Party) -> list[int]:
    """Return the visits of two files by number, to tell whether one was made since."""
    return sorted(visit.id for visit in (*kept.visits, *other.visits))


def of_party(session: Session, party: Party) -> list[Merge]:
    """Return what was put into a file and stands, or what put it into another, newest first."""
    mine = (Merge.kept_id == party.id) | (Merge.merged_id == party.id)
    standing = select(Merge).where(mine, Merge.undone_at.is_(None))
    return list(session.scalars(standing.order_by(Merge.id.desc())))


def undo(session: Session, done: Merge) -> list[Party]:
    """Part two files again: each has what it had; what came later stays in the one that was kept.

    Returns
    -------
    Those that were in a reception centre which is known no more: they are in none.

    Raises
    ------
    RuleBroken
        When the file was changed since: what was chosen then is not overwritten unseen; or was
        put into a third, which holds what would go back: the later one is parted first.
    """
    kept, other, was = done.kept, done.merged, json.loads(done.before)
    _lock(session, kept, other)
    session.refresh(done, with_for_update=True)
    if done.undone_at is not None:
        raise RuleBroken("merge-undone")
    session.refresh(kept, ["merged_into_id"])
    if kept.merged_into_id is not None:
        raise RuleBroken("merged-already")
    known = centres.names(session)
    if merge_undo.was_changed(kept, was["after"], known):
        raise RuleBroken("merge-changed-since")
    joined = set(was["moved"]["persons"])
    people = sum(person.id not in joined for person in kept.persons)
    later = [each for each in kept.visits if each.id not in was["moved"]["visits"]]
    if joined and any(each.holds and each.people != people for each in later):
        raise RuleBroken("merge-others-expected")
    numbers = _numbers(kept, other)
    with file_history.recording(session, "merge-undone", kept):
        _move(session, was["moved"], other)
        merge_people.follow(session, was["moved"], merge_people.back(was.get("people", ())))
        _pass_on_companions(session, kept, other, was["bond"])
        lost = [kept] if merge_undo.put_back(kept, was["kept"], known) else []
        session.flush()
    other.state, other.outcome = PartyState(was["other"]["state"]), was["other"]["outcome"]
    other.merged_into_id, done.undone_at = None, now()
    _renew_links(session, numbers)
    audit.record(session, "party.merge-undone", other, into=kept.code)
    for party in (kept, other):
        misfits.concern(session, party)
    return [*lost, *([other] if centres.was_lost_by(session, other, done.at) else [])]


def _lock(session: Session, *parties: Party) -> None:
    slots = {each.slot_id for party in parties for each in party.visits if each.holds}
    places.lock(session, [party.id for party in parties], slots)
    for party in parties:
        session.refresh(party, ["visits", "persons", "availabilities", "engagements", "refusals"])


Reached = tuple[str | None, str | None]
"""The telephone and the mailbox of a file."""


def _reached(party: Party) -> Reached:
    return party.phone, party.email


def _numbers(*parties: Party) -> dict[int, Reached]:
    """Return where the links of standing visits have gone, by the visit's number."""
    return {each.id: _reached(party) for party in parties for each in party.visits if each.holds}


def _renew_links(session: Session, before: Mapping[int, Reached]) -> None:
    """Let links that went elsewhere than to the file's open nothing any more."""
    held = select(Visit).where(Visit.id.in_(before)).order_by(Visit.slot_id)
    for visit in session.scalars(held).all():
        if _reached(visit.party) != before[visit.id]:
            stays.renew_links(session, visit)


def _there(party: Party) -> list[Visit]:
    return [visit for visit in party.visits if visit.state in TOOK_PLACE]


def _facts(visit: Visit) -> dict[str, Any]:
    return {"farm": visit.farm.name, "arrival": visit.arrival, "departure": visit.departure}


def _going(session: Session, kept: Party, other: Party, behind: set[int]) -> dict[str, list[int]]:
    """Return what of the other file goes over, by number; what the one has already stays there.

    Parameters
    ----------
    behind
        Seats of the other file, by number, that their people have in the one.
    """
    refused = {(each.farm_id, each.side) for each in kept.refusals}
    new = [each.id for each in other.refusals if (each.farm_id, each.side) not in refused]
    contacts = session.scalars(select(Contact.id).where(Contact.party_id == other.id))
    replies = session.scalars(select(Reply.id).where(Reply.party_id == other.id))
    return {
        "persons": [person.id for person in merge_facts.joining(kept, other)],
        "visits": [visit.id for visit in other.visits],
        "contacts": list(contacts),
        "replies": list(replies),
        "seats": [each for each in _numbers_of(session, Seat, other) if each not in behind],
        "absences": [
            number
            for number, seat in session.execute(
                select(AbsenceReview.id, AbsenceReview.seat_id).where(
                    AbsenceReview.party_id == other.id
                )
            )
            if seat not in behind
        ],
        **{name: _numbers_of(session, GOES_OVER[name], other) for name in WHOLE},
        "refusals": new,
    }


def _numbers_of(session: Session, kind: Any, other: Party) -> list[int]:
    return list(session.scalars(select(kind.id).where(kind.party_id == other.id)))


def _move(session: Session, going: Mapping[str, Iterable[int]], to: Party) -> None:
    session.flush()
    for name, kind in GOES_OVER.items():
        those = update(kind).where(kind.id.in_(list(going.get(name, ()))))
        session.execute(those.values(party_id=to.id).execution_options(synchronize_session=False))
    session.expire_all()


def _pass_on_companions(session: Session, one: Party, other: Party, bond: int | None) -> None:
    """Let one file have the companions that another travelled with."""
    if bond is not None and one.companions_id == bond:
        one.companions_id, other.companions_id = None, bond
        session.flush()
        session.expire_all()
