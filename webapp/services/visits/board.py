"""What a caseworker's boards show: visits found and sorted, and what is to be done next."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from webapp.ground.clock import now, today
from webapp.ground.names import finds
from webapp.models import (
    HOLDING,
    Answer,
    Farm,
    GuestCall,
    HelpCall,
    Message,
    MessageState,
    Party,
    PartyState,
    Slot,
    Visit,
    VisitState,
)
from webapp.models.parties import by_code, by_number
from webapp.services.visits import guest_calls, help_calls, misfits, stays
from webapp.services.visits.receiving import receiving

SORTS = ("arrival", "deadline", "code", "state")
FOLLOWED_FOR = timedelta(days=30)
"""How long a place that came to nothing stays on the board."""
SOON = timedelta(days=10)
FREED_BY = (VisitState.DECLINED, VisitState.EXPIRED, VisitState.CANCELLED)


@dataclass(frozen=True)
class Search:
    """Which visits are asked for, and in which order."""

    text: str = ""
    state: str = ""
    first_day: date | None = None
    last_day: date | None = None
    sort: str = "arrival"
    descending: bool = False


@dataclass(frozen=True)
class Todo:
    """The board: what waits for a caseworker, most pressing first."""

    help_calls: list[HelpCall] = field(default_factory=list)
    guest_calls: list[GuestCall] = field(default_factory=list)
    """To guests whose farm was stopped."""
    unsafe: list[Visit] = field(default_factory=list)
    """Still standing, with a host who has come to live alone and no written reason."""
    misfits: list[Visit] = field(default_factory=list)
    """Standing, but by the rules they would not be made any more; nobody has decided yet."""
    no_sign: list[Visit] = field(default_factory=list)
    """Under way since their first day, and nobody said that they have arrived."""
    failed: list[Message] = field(default_factory=list)
    to_place: list[Visit] = field(default_factory=list)
    """Ended before they began, and the party has no other visit."""
    to_call: list[Visit] = field(default_factory=list)
    """Proposed to a party that is reached by a call, and has not answered yet."""
    parted: list[Visit] = field(default_factory=list)
    """To come, while their companions no longer do; they have not said yet that they still go."""
    incomplete: list[Party] = field(default_factory=list)
    """Ready, and left out of every round: something is missing in the file since."""
    awaited: list[Visit] = field(default_factory=list)
    soon: list[Visit] = field(default_factory=list)
    freed: list[Slot] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How much asks for an act; what is only good to know is not counted."""
        visits = (self.misfits, self.no_sign, self.to_place, self.to_call, self.parted)
        pressing = (
            self.help_calls, self.guest_calls, self.unsafe, self.failed, self.incomplete
        )  # fmt: skip
        return sum(len(each) for each in (*pressing, *visits))


def find_visits(session: Session, organisation_id: int, search: Search) -> list[Visit]:
    """Return an association's visits that a search asks for.

    Names are encrypted: they are compared here, not in the database.
    """
    query = _own(organisation_id).where(*_conditions(search))
    found = list(session.scalars(query.order_by(Visit.stay, Visit.id)))
    numbers = by_number(search.text)
    kept = [
        visit
        for visit in found
        if visit.party.phone_fingerprint in numbers
        or finds(search.text, visit.party.code, visit.party.names, visit.farm.name)
    ]
    if search.sort != "arrival":
        kept.sort(key=lambda visit: _sort_key(visit, search.sort))
    return kept[::-1] if search.descending else kept


def _own(organisation_id: int) -> Select[Visit]:
    whole = (
        joinedload(Visit.party).selectinload(Party.persons),
        joinedload(Visit.farm),
        joinedload(Visit.slot).joinedload(Slot.offer),
    )
    return select(Visit).where(_is_of(organisation_id)).options(*whole)


def _is_of(organisation_id: int) -> ColumnElement[bool]:
    return Visit.organisation_id == organisation_id


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    asked = []
    if search.state:
        asked.append(Visit.state == VisitState(search.state))
    if search.first_day:
        asked.append(func.upper(Visit.stay) > search.first_day)
    if search.last_day:
        asked.append(func.lower(Visit.stay) <= search.last_day)
    return asked


def _sort_key(visit: Visit, sort: str) -> tuple[Any, int]:
    keys: dict[str, Any] = {
        "deadline": visit.answer_by.isoformat(),
        "code": by_code(visit.party.code),
        "state": visit.state.value,
    }
    return keys[sort], visit.id


def todo(session: Session, organisation_id: int) -> Todo:
    """Return what waits for a caseworker of an association."""
    own, day = _own(organisation_id), today()

    def listed(*conditions: ColumnElement[bool], by: object = Visit.stay) -> list[Visit]:
        return list(session.scalars(own.where(*conditions).order_by(by, Visit.id)))  # type: ignore[arg-type]

    first_day = func.lower(Visit.stay)
    return Todo(
        help_calls=help_calls.to_settle(session, HelpCall.visit.has(_is_of(organisation_id))),
        guest_calls=guest_calls.waiting(session, _is_of(organisation_id)),
        unsafe=[visit for visit in listed(*_without_a_lift()) if stays.lacks_lift(visit)],
        misfits=misfits.waiting(session, _is_of(organisation_id)),
        no_sign=listed(
            Visit.state == VisitState.UNDER_WAY, Visit.arrived_at.is_(None), first_day <= day
        ),
        failed=failed_messages(session, organisation_id),
        to_place=listed(*_without_a_place(), by=Visit.ended_at),
        to_call=listed(
            Visit.state == VisitState.PROPOSED,
            Visit.party_answer == Answer.AWAITED,
            Visit.party.has(Party.channel == "phone-call"),
            by=Visit.answer_by,
        ),
        parted=listed(
            Visit.parted_at.is_not(None),
            Visit.state.in_((VisitState.PROPOSED, VisitState.CONFIRMED)),
        ),
        incomplete=_incomplete(session, organisation_id),
        awaited=listed(Visit.state == VisitState.PROPOSED, by=Visit.answer_by),
        soon=listed(Visit.state == VisitState.CONFIRMED, first_day <= day + SOON),
        freed=freed_slots(session, organisation_id),
    )


def _without_a_place() -> tuple[ColumnElement[bool], ...]:
    """Say which visits ended lately before they began, with nothing newer for the party."""
    newer = aliased(Visit)
    later = exists().where(
        newer.party_id == Visit.party_id, or_(newer.id > Visit.id, newer.state.in_(HOLDING))
    )
    ready = Visit.party.has(Party.state == PartyState.READY)
    return Visit.state.in_(FREED_BY), Visit.ended_at > now() - FOLLOWED_FOR, ready, ~later


def _without_a_lift() -> tuple[ColumnElement[bool], ...]:
    """Say which standing visits have no written reason; who is in them is judged one by one."""
    alone = Visit.farm.has(or_(Farm.adults.is_(None), Farm.adults == 1))
    return Visit.state.in_(HOLDING), Visit.lift_reason.is_(None), alone


def standing(session: Session, organisation_id: int) -> list[Visit]:
    """Return an association's visits ahead or under way, the first to come on top."""
    query = _own(organisation_id).where(Visit.state.in_(HOLDING))
    return list(session.scalars(query.order_by(Visit.stay, Visit.id)))


def _incomplete(session: Session, organisation_id: int) -> list[Party]:
    ready = (Party.organisation_id == organisation_id, Party.state == PartyState.READY)
    whole = (selectinload(Party.persons), selectinload(Party.availabilities))
    found = session.scalars(select(Party).where(*ready).options(*whole).order_by(Party.id))
    return [party for party in found if not party.takes_part]


def failed_messages(session: Session, organisation_id: int) -> list[Message]:
    """Return the messages about an association's visits that did not leave."""
    query = (
        select(Message)
        .join(Visit, Visit.id == Message.visit_id)
        .where(
            Message.state == MessageState.FAILED,
            Visit.organisation_id == organisation_id,
        )
        .options(joinedload(Message.visit).joinedload(Visit.party).selectinload(Party.persons))
        .order_by(Message.id)
    )
    return list(session.scalars(query))


def freed_slots(session: Session, organisation_id: int) -> list[Slot]:
    """Return the slots to come in which a visit of the association left beds free."""
    given_back = exists().where(Visit.slot_id == Slot.id, *_given_back_by(organisation_id))
    query = (
        select(Slot)
        .join(Slot.offer)
        .join(Slot.farm)
        .options(contains_eager(Slot.offer), contains_eager(Slot.farm))
        .where(*receiving(), Slot.people_held < Slot.beds, given_back)
        .order_by(Slot.arrival, Slot.id)
    )
    return list(session.scalars(query))


def gave_back(session: Session, slot_id: int, organisation_id: int) -> bool:
    """Whether a visit of the association ever gave this slot back, free as it may be or not."""
    known = exists().where(Visit.slot_id == slot_id, *_given_back_by(organisation_id))
    return bool(session.scalar(select(known)))


def _given_back_by(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    return Visit.organisation_id == organisation_id, Visit.state.in_(FREED_BY)


def messages(session: Session, visit: Visit) -> list[Message]:
    """Return the messages of a visit, the newest first."""
    query = select(Message).where(Message.visit_id == visit.id)
    return list(session.scalars(query.order_by(Message.id.desc())))
