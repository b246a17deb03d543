"""What waits for a caseworker, most pressing first: counted over all, and the first rows read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased, joinedload, load_only

from webapp.ground.clock import now, today
from webapp.models import (
    HOLDING,
    Agreement,
    Answer,
    Farm,
    FarmNote,
    GuestCall,
    HelpCall,
    LocalReferent,
    Message,
    Party,
    PartyState,
    Person,
    Reply,
    Slot,
    Step,
    ThreadLine,
    User,
    Visit,
    VisitState,
)
from webapp.services.parties import immersions, interest, paths, referents
from webapp.services.parties.search import load_parties
from webapp.services.parties.taking_part import is_incomplete
from webapp.services.records import staff
from webapp.services.visits import (
    corrections,
    farm_notes,
    guest_calls,
    help_calls,
    messages,
    replies,
    stays,
    threads,
)
from webapp.services.visits.freed import FOLLOWED_FOR, FREED_BY, freed_slots
from webapp.services.visits.open import misfit, no_sign
from webapp.services.visits.search import is_of, load_visits, on_a_board
from webapp.services.workshops import telling

SOON = timedelta(days=10)
SETS_OUT = timedelta(days=1)
"""Whoever leaves home within so long needs a journey that is ready."""
SHOWN = 12
"""So many rows of each kind stand on the board; the others behind a link."""
A_PAGE = 50
"""So many, where one kind is shown alone."""

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Rows(Generic[Thing]):
    """One kind of thing that waits: how many there are, and those that are shown."""

    count: int
    shown: list[Thing]


@dataclass(frozen=True)
class Desk:
    """Whose board it is, and which part of it is looked at.

    Parameters
    ----------
    referent
        The number of the caseworker whose files count, `referents.NOBODY`, or all when empty.
    only
        The one kind that is shown, its rows by the page; all from their first, when empty.
    number
        Which page of it, from 1; the last when there are fewer.
    """

    organisation_id: int
    referent: str = ""
    only: str = ""
    number: int = 1

    def part(self, kind: str, all_of_it: Sequence[Thing]) -> list[Thing]:
        """Return what is shown of a kind."""
        if not self.only:
            return list(all_of_it[:SHOWN])
        if self.only != kind:
            return []
        first = min((self.number - 1) * A_PAGE, max(0, len(all_of_it) - 1) // A_PAGE * A_PAGE)
        return list(all_of_it[first : first + A_PAGE])

    def parties(self) -> tuple[ColumnElement[bool], ...]:
        """Say which files count."""
        own = Party.organisation_id == self.organisation_id
        return (own, referents.accompanied_by(self.referent)) if self.referent else (own,)

    def visits(self) -> tuple[ColumnElement[bool], ...]:
        """Say which visits count, also where their party is not joined."""
        own = is_of(self.organisation_id)
        return (own, Visit.party.has(self.parties()[-1])) if self.referent else (own,)


@dataclass(frozen=True)
class Todo:
    """The board: what waits for a caseworker, most pressing first."""

    help_calls: Rows[HelpCall]
    guest_calls: Rows[GuestCall]
    """To guests whose farm was stopped."""
    no_sign: Rows[Visit]
    """Under way since their first day, and nobody said that they have arrived."""
    unsafe: Rows[Visit]
    """Still standing, with a host who has come to live alone and no written reason."""
    misfits: Rows[Visit]
    """Standing, but by the rules they would not be made any more; nobody has decided yet."""
    setting_out: Rows[Visit]
    """Confirmed, on their way by tomorrow, and nobody said that their journey is ready."""
    immersions: Rows[Agreement]
    """About to begin, or begun, and not accepted."""
    failed: Rows[Message]
    replies: Rows[Reply]
    """Text messages of people that say more than yes, no or stop, and that nobody has read."""
    farm_notes: Rows[FarmNote]
    reported: Rows[ThreadLine]
    """What farms wrote about visits, and nobody has seen to."""
    corrections: Rows[Reply]
    """What people asked to have corrected or erased, and were not told of yet."""
    to_call: Rows[Visit]
    """Proposed to a party that is reached by a call, and has not answered yet."""
    awaited: Rows[Visit]
    """Proposed, the others: a side has not answered."""
    to_place: Rows[Visit]
    """Ended before they began, and the party has no other visit."""
    parted: Rows[Visit]
    """To come, while their companions no longer do; they have not said yet that they still go."""
    late_steps: Rows[Step]
    """Of people's paths: to be done by now, and not done."""
    interest: Rows[Party]
    """Asked whether they are still interested, and to be called about it."""
    incomplete: Rows[Party]
    """Ready, and left out of every round: something is missing in the file since."""
    soon: Rows[Visit]
    nobody_near: Rows[Visit]
    """Soon to begin, or under way, without a local referent, in a programme that has some."""
    freed: Rows[Slot]

    @property
    def count(self) -> int:
        """How much asks for an act; what is only good to know is not counted."""
        return sum(getattr(self, kind).count for kind in TO_ACT_ON)


URGENT: Final = (
    "help_calls", "guest_calls", "no_sign", "unsafe", "misfits", "setting_out", "immersions",
    "failed", "replies", "corrections", "reported",
)  # fmt: skip
"""What cannot wait."""
TO_ACT_ON: Final = (
    *URGENT, "farm_notes", "to_call", "to_place", "parted", "late_steps", "interest", "incomplete",
)  # fmt: skip


def todo(session: Session, desk: Desk) -> Todo:
    """Return what waits for a caseworker."""
    numbers = _numbers(session, desk)
    numbers["unsafe"] = _unsafe(session, numbers.pop("perhaps_unsafe"))
    shown = {kind: desk.part(kind, those) for kind, those in numbers.items()}
    visits = load_visits(session, sorted(set().union(*shown.values())), on_a_board())
    loaded = {each.id: each for each in visits}
    listed = {
        kind: Rows(len(those), [loaded[number] for number in shown[kind]])
        for kind, those in numbers.items()
    }
    asked_help = HelpCall.visit.has(_all_of(desk.visits()))
    return Todo(
        help_calls=_rows(desk, "help_calls", help_calls.to_settle(session, asked_help)),
        guest_calls=_rows(desk, "guest_calls", guest_calls.waiting(session, *desk.visits())),
        immersions=_rows(desk, "immersions", immersions.unaccepted(session, *desk.parties())),
        failed=_rows(desk, "failed", _failed(session, desk)),
        replies=_rows(desk, "replies", replies.waiting(session, *desk.parties())),
        reported=_rows(desk, "reported", threads.reported(session, *desk.visits())),
        farm_notes=_rows(desk, "farm_notes", farm_notes.waiting(session, *desk.visits())),
        corrections=_rows(desk, "corrections", corrections.waiting(session, *desk.parties())),
        late_steps=_rows(desk, "late_steps", paths.late(session, *desk.parties())),
        interest=_parties(session, desk, "interest", interest.parties_to_call()),
        incomplete=_parties(session, desk, "incomplete", is_incomplete(today())),
        freed=_rows(desk, "freed", freed_slots(session, desk.organisation_id)),
        **listed,
    )


def _failed(session: Session, desk: Desk) -> list[Message]:
    of_visits = messages.failed(session, *desk.visits())
    return of_visits + telling.failed(session, *desk.parties())


def _all_of(conditions: tuple[ColumnElement[bool], ...]) -> ColumnElement[bool]:
    return conditions[0] if len(conditions) == 1 else conditions[0] & conditions[1]


def _rows(desk: Desk, kind: str, things: list[Thing]) -> Rows[Thing]:
    return Rows(len(things), desk.part(kind, things))


def _kinds() -> dict[str, tuple[ColumnElement[bool], Any]]:
    """Say of each kind which visits are of it, and by what they are sorted."""
    day, first_day = today(), func.lower(Visit.stay)
    proposed, confirmed = Visit.state == VisitState.PROPOSED, Visit.state == VisitState.CONFIRMED
    by_call = (Visit.party_answer == Answer.AWAITED) & (Party.channel == "phone-call")
    unready = Visit.journey_ready_at.is_(None) & (first_day <= day + SETS_OUT)
    return {
        "no_sign": (no_sign(), Visit.stay),
        "perhaps_unsafe": (_without_a_lift(), Visit.stay),
        "misfits": (misfit(), Visit.stay),
        "setting_out": (confirmed & unready, Visit.stay),
        "to_call": (proposed & by_call, Visit.answer_by),
        "awaited": (proposed & ~by_call, Visit.answer_by),
        "to_place": (_without_a_place(), Visit.ended_at),
        "parted": ((proposed | confirmed) & Visit.parted_at.is_not(None), Visit.stay),
        "soon": (confirmed & ~unready & (first_day <= day + SOON), Visit.stay),
        "nobody_near": (_without_a_local_referent(), Visit.stay),
    }


def _numbers(session: Session, desk: Desk) -> dict[str, list[int]]:
    """Return the numbers of the visits of each kind, in order, asked for all at once."""
    kinds = _kinds()
    columns = [
        func.array_agg(aggregate_order_by(Visit.id, by, Visit.id)).filter(of_it)
        for of_it, by in kinds.values()
    ]
    lately = Visit.state.in_(FREED_BY) & (Visit.ended_at > now() - FOLLOWED_FOR)
    query = (
        select(*columns)
        .select_from(Visit)
        .join(Visit.party)
        .join(Visit.farm)
        .where(is_of(desk.organisation_id), *desk.parties(), Visit.state.in_(HOLDING) | lately)
    )
    found = session.execute(query).one()
    return {kind: list(numbers or ()) for kind, numbers in zip(kinds, found, strict=True)}


def _without_a_place() -> ColumnElement[bool]:
    """Say which visits ended lately before they began, with nothing newer for the party."""
    newer = aliased(Visit)
    later = exists().where(
        newer.party_id == Visit.party_id, or_(newer.id > Visit.id, newer.state.in_(HOLDING))
    )
    ended = Visit.state.in_(FREED_BY) & (Visit.ended_at > now() - FOLLOWED_FOR)
    return ended & (Party.state == PartyState.READY) & ~later


def _without_a_local_referent() -> ColumnElement[bool]:
    """Say which visits nobody looks after near the farm, where somebody could."""
    stands = Visit.state == VisitState.UNDER_WAY
    soon = (Visit.state == VisitState.CONFIRMED) & (func.lower(Visit.stay) <= today() + SOON)
    could = exists().where(LocalReferent.user_id == User.id, *staff.can_come_in())
    return (stands | soon) & Visit.local_referent_id.is_(None) & could


def _without_a_lift() -> ColumnElement[bool]:
    """Say which standing visits have no written reason; who is in them is judged one by one."""
    alone = or_(Farm.adults.is_(None), Farm.adults == 1)
    return Visit.state.in_(HOLDING) & Visit.lift_reason.is_(None) & alone


def _unsafe(session: Session, perhaps: list[int]) -> list[int]:
    """Return which of these visits lack a lift; names are not opened for that."""
    if not perhaps:
        return []
    who = load_only(Person.sex, Person.birth_year, Person.is_of_age)
    query = select(Visit).where(Visit.id.in_(perhaps)).options(
        joinedload(Visit.farm), joinedload(Visit.party).selectinload(Party.persons).options(who)
    )  # fmt: skip
    lacking = {visit.id for visit in session.scalars(query) if stays.lacks_lift(visit)}
    return [number for number in perhaps if number in lacking]


def _parties(session: Session, desk: Desk, kind: str, of_it: ColumnElement[bool]) -> Rows[Party]:
    query = select(Party.id).where(*desk.parties(), of_it).order_by(Party.id)
    numbers = session.scalars(query).all()
    return Rows(len(numbers), load_parties(session, desk.part(kind, numbers)))
