"""Two parties who wish to swap their places: with whom it can be, and doing it at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

import matching
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import SWAPPED
from webapp.models import Companions, Party, Visit
from webapp.services.engine.ids import number_of, party_id
from webapp.services.rounds.backfill import answer_by
from webapp.services.rounds.standing import Reason, Standing, look_at, planned_of
from webapp.services.visits import places, proposing, stays
from webapp.services.visits.possible import AHEAD, may_be_swapped

LOOKED_AT = 200
"""More than an association has visits ahead that suit each other."""


@dataclass(frozen=True)
class Swap:
    """A party takes the place of another who takes its own, each with its companions.

    Parameters
    ----------
    own, theirs
        The visits that would end.
    reasons
        Why each place suits who would come there, by party's number.
    """

    own: list[Visit]
    theirs: list[Visit]
    reasons: Mapping[int, Reason]


def could_swap(session: Session, visit: Visit) -> list[Swap]:
    """Return with whom of its association the party of a visit could swap, best first.

    The engine judges, with every rule of a round and its usual weights; nobody else moves, and
    what is planned for others stays possible.
    """
    ahead = _ahead(session, visit.organisation_id)
    if visit.party_id not in ahead:
        return []
    slots = {each.slot_id: each.slot for each in ahead.values()}
    planned = [each for each in planned_of(session, visit.organisation_id) if each.slot_id in slots]
    standing = look_at(
        session,
        visit.organisation_id,
        list(slots.values()),
        planned,
        let_go=list(ahead.values()),
        parties={*ahead, *(each.party_id for each in planned)},
    )
    asker = party_id(visit.party_id)
    if asker not in dict(standing.told):
        return []
    found = matching.swaps(standing.problem, standing.matches, asker, limit=LOOKED_AT)
    return [
        _swap(standing, [ahead[number] for number in sorted(_movers(each))], visit)
        for each in found
        if _movers(each) <= ahead.keys()
    ]


def _movers(answer: matching.Replacement) -> set[int]:
    return {number_of(party) for party, _ in answer.matches}


def _swap(standing: Standing, visits: Sequence[Visit], asked: Visit) -> Swap:
    own = [each for each in visits if each.slot_id == asked.slot_id]
    theirs = [each for each in visits if each.slot_id != asked.slot_id]
    reasons = {
        each.party_id: standing.reason(each.party_id, to)
        for those, to in ((own, theirs[0].slot_id), (theirs, asked.slot_id))
        for each in those
    }
    return Swap(own, theirs, reasons)


def _ahead(session: Session, organisation_id: int) -> dict[int, Visit]:
    """Return the visits of an association that can be swapped, by their party's number.

    Companions swap together: where one of them does not come along, none does.
    """
    query = (
        select(Visit)
        .where(Visit.organisation_id == organisation_id, Visit.state.in_(AHEAD))
        .options(
            selectinload(Visit.slot),
            selectinload(Visit.party).selectinload(Party.persons),
            selectinload(Visit.party)
            .selectinload(Party.companions)
            .selectinload(Companions.parties),
        )
        .order_by(Visit.id)
    )
    found = [visit for visit in session.scalars(query) if may_be_swapped(visit)]
    times = Counter(visit.party_id for visit in found)
    single = {visit.party_id: visit for visit in found if times[visit.party_id] == 1}
    return {number: visit for number, visit in single.items() if _comes_whole(visit, single)}


def _comes_whole(visit: Visit, ahead: Mapping[int, Visit]) -> bool:
    bond = visit.party.companions
    theirs = [ahead.get(each.id) for each in bond.parties] if bond else []
    return all(each is not None and each.slot_id == visit.slot_id for each in theirs)


def swap(session: Session, visit: Visit, other: Visit) -> list[Visit]:
    """End two visits, with those of companions, and propose to each side the place of the other.

    Both have asked for it. They and the farms say yes anew: it is another place, and other guests.

    Raises
    ------
    RuleBroken
        When they can swap no more, since something changed.
    """
    asked = _found(could_swap(session, visit), other)
    every = [*asked.own, *asked.theirs]
    places.lock(session, {each.party_id for each in every}, {each.slot_id for each in every})
    agreed = _found(could_swap(session, visit), other)
    for each in (*agreed.own, *agreed.theirs):
        stays.cancel(session, each, None, SWAPPED)
        each.undo = None
    session.flush()
    return [
        proposing.propose(
            session, party=each.party, slot=to, round=None, answer_by=answer_by(session, to)
        )
        for those, to in ((agreed.own, other.slot), (agreed.theirs, visit.slot))
        for each in those
    ]


def _found(swaps: Sequence[Swap], other: Visit) -> Swap:
    found = next((each for each in swaps if other in each.theirs), None)
    if found is None:
        raise RuleBroken("swap-is-over")
    return found
