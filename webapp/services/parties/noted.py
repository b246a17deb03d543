"""Who noted how far somebody has come: an association, or the people themselves by their link."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from webapp.models import (
    Event,
    Referral,
    Seat,
    SeatState,
    Series,
    Side,
    Sitting,
    User,
    Visit,
    Waiver,
)
from webapp.services.records import history

STEPS: Final = {
    "referral.contacted": "contacted",
    "referral.interested": "interested",
    "referral.enrolled": "enrolled",
    "party.recorded": "enrolled",
    "referral.ended": "out",
    "party.left": "out",
    "sitting.noted": "prepared",
    "visit.answered": "placed",
    "visit.followed-up": "followed",
}
"""The acts by which somebody notes a step, or a way out."""
OF_A_SIDE: Final = ("visit.answered", "visit.followed-up")
"""Of these, those that both sides do: the guests' count here."""


class Who(NamedTuple):
    """Whoever noted a step: somebody of an association by name, or the people themselves."""

    name: str = ""
    themselves: bool = False


IN_TURN: Final = (("enrolled", "interested"), ("interested", "contacted"))
"""Who notes the first of two steps notes the second by it, if nobody had (`Referral`)."""

Thing = tuple[str, int | None]
"""A table, and a number in it."""


def noted_by(session: Session, sent: Sequence[Referral]) -> dict[int, dict[str, Who]]:
    """Return by referral who noted which step; of what was noted twice, the last one."""
    files = {each.party_id for each in sent if each.party_id}
    of_file = _what_tells_of(session, files)
    wanted = [*of_file, *(("referrals", each.id) for each in sent)]
    by_thing = _noted(session, wanted)
    found: dict[int, dict[str, Who]] = {each.id: {} for each in sent}
    waived = _waived(session, files)
    for each in sent:
        if each.sent_by:
            found[each.id]["oriented"] = Who(each.sent_by)
        found[each.id] |= by_thing.get(("referrals", each.id), {})
        if each.party_id in waived:
            found[each.id]["prepared"] = Who(waived[each.party_id])
        for thing, party_id in of_file.items():
            if party_id == each.party_id:
                found[each.id] |= by_thing.get(thing, {})
        for step, before in IN_TURN:
            if step in found[each.id]:
                found[each.id].setdefault(before, found[each.id][step])
    return found


def _what_tells_of(session: Session, files: Collection[int]) -> dict[Thing, int]:
    """Return the files themselves, their visits, and sittings at which somebody of them was."""
    visits = select(Visit.id, Visit.party_id).where(Visit.party_id.in_(files)).order_by(Visit.id)
    there = Seat.party_id.in_(files), Seat.state == SeatState.ATTENDED
    sittings = select(Sitting.id, Seat.party_id).join(Series, Series.id == Sitting.series_id)
    sittings = sittings.join(Seat, Seat.series_id == Series.id).where(*there).order_by(Sitting.id)
    found: dict[Thing, int] = {("parties", each): each for each in files}
    found |= {("visits", number): party for number, party in session.execute(visits)}
    return found | {
        ("sittings", number): party for number, party in session.execute(sittings) if party
    }


def _noted(session: Session, things: Sequence[Thing]) -> dict[Thing, dict[str, Who]]:
    by_table: dict[str, list[int | None]] = defaultdict(list)
    for table, number in things:
        by_table[table].append(number)
    of_these = [(Event.subject == each) & Event.subject_id.in_(by_table[each]) for each in by_table]
    side = or_(Event.act.not_in(OF_A_SIDE), Event.facts["side"].astext == Side.PARTY.value)
    acts = Event.act.in_(STEPS), Event.actor.in_(("user", "party")), side
    events = session.scalars(
        select(Event).where(or_(false(), *of_these), *acts).order_by(Event.id)
    ).all()
    names = history.names_of_actors(session, events)
    found: dict[Thing, dict[str, Who]] = defaultdict(dict)
    for each in events:
        if each.actor == "party" or each.actor_id in names:
            who = Who(names.get(each.actor_id or 0, ""), each.actor == "party")
            found[each.subject, each.subject_id][STEPS[each.act]] = who
    return found


def _waived(session: Session, files: Collection[int]) -> dict[int, str]:
    """Return who spared the people of a file a workshop, in writing."""
    query = select(Waiver.party_id, User.name).join(User, User.id == Waiver.by_id)
    ordered = query.where(Waiver.party_id.in_(files)).order_by(Waiver.id)
    return dict(session.execute(ordered).all())
