"""Many farms are asked for something by one message of a list: to call, to tell their dates.

What is asked is chosen from a list, so that it reaches each account in its language. Whoever was
written to lately is left in peace, and it is taken back until it leaves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    LEFT,
    SHUT_OUT,
    Farm,
    FarmState,
    Message,
    MessageState,
    Rest,
    Side,
    Slot,
    SlotState,
    User,
    Visit,
)
from webapp.services.farms import agenda
from webapp.services.records import audit, outbox
from webapp.services.visits import ladder, proposing

CALL: Final = "farm-request-call"
DATES: Final = "farm-request-dates"
PAPERS: Final = "farm-request-papers"
KIND_OF: Final = {"ask-to-call": CALL, "ask-for-dates": DATES, "papers": PAPERS}
ACTS: Final = tuple(KIND_OF)
UNDONE_BY: Final = {act: f"{act}-back" for act in ACTS}
"""What takes back what farms were asked for."""
KNOWN: Final = (*ACTS, *UNDONE_BY.values())
COOL_DOWN: Final = timedelta(days=7)
"""So long nobody is asked for the same again."""
MOST: Final = 500
"""So many farms are asked at once."""


@dataclass(frozen=True)
class Around:
    """What stands around farms that are to be asked for something.

    Parameters
    ----------
    written_to
        The farms that were written to less than a day ago.
    lately
        The farms that were asked for it more than a day and less than a week ago, or that have
        read it, by kind of message.
    waiting
        The farms to one of whose accounts it has not left yet, by kind of message.
    dated
        The farms with a date to come that is open, or has guests.
    resting
        The farms that rest today.
    """

    written_to: frozenset[int] = frozenset()
    lately: dict[str, set[int]] = field(default_factory=dict)
    waiting: dict[str, set[int]] = field(default_factory=dict)
    dated: frozenset[int] = frozenset()
    resting: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Preview:
    """Which farms an act would touch, and why it leaves the others."""

    touched: list[Farm] = field(default_factory=list)
    left: list[tuple[Farm, RuleBroken]] = field(default_factory=list)


@dataclass(frozen=True)
class Done:
    """Which farms were asked, or are not after all, and how many letters that were.

    Parameters
    ----------
    left
        The accounts to which what was taken back had left already.
    """

    farms: list[Farm]
    letters: int
    left: list[User] = field(default_factory=list)


def chosen(session: Session, numbers: Iterable[int], *, lock: bool = False) -> list[Farm]:
    """Return the farms of these numbers by name, with their accounts and offers."""
    beside = selectinload(Farm.users), selectinload(Farm.offers)
    query = select(Farm).where(Farm.id.in_(list(numbers))).options(*beside)
    if lock:
        query = query.with_for_update(of=Farm).execution_options(populate_existing=True)
    return sorted(session.scalars(query.order_by(Farm.id)), key=lambda each: each.name.casefold())


def preview(session: Session, act: str, farms: Sequence[Farm]) -> Preview:
    """Say of each farm whether an act would touch it; nothing is written."""
    found, known = Preview(), _around(session, [farm.id for farm in farms])
    check = _check_taking_back if act not in ACTS else _check
    for farm in farms:
        try:
            check(farm, known, act.removesuffix("-back"))
        except RuleBroken as rule:
            found.left.append((farm, rule))
        else:
            found.touched.append(farm)
    return found


def do(session: Session, act: str, farms: Sequence[Farm]) -> Done:
    """Write to every farm that an act may touch, or take that back; say to which.

    Raises
    ------
    RuleBroken
        When it may touch none.
    """
    held = chosen(session, [farm.id for farm in farms], lock=True)
    touched = preview(session, act, held).touched
    if not touched:
        raise RuleBroken("no-farm-written-to" if act in ACTS else "nobody-taken-back")
    if act in ACTS:
        return Done(touched, sum(_ask(session, farm, act) for farm in touched))
    asked = act.removesuffix("-back")
    closed = sum(_take_back(session, farm, asked) for farm in touched)
    return Done(touched, closed, already_left(session, asked, touched))


def already_left(session: Session, act: str, farms: Sequence[Farm]) -> list[User]:
    """Return the accounts of these farms to which it has left what they were asked for."""
    kind = KIND_OF[act.removesuffix("-back")]
    lately = Message.kind == kind, Message.has_rung_since(now() - COOL_DOWN)
    left = select(Message.user_id).where(*lately, Message.state.in_(LEFT))
    theirs = User.farm_id.in_([farm.id for farm in farms]), User.id.in_(left)
    return list(session.scalars(select(User).where(*theirs).order_by(User.farm_id, User.id)))


def _around(session: Session, numbers: Sequence[int]) -> Around:
    lately, waiting = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    query = (
        select(Message.kind, User.farm_id, ladder.was_asked_lately(), outbox.waits())
        .join(User, User.id == Message.user_id)
        .where(
            User.farm_id.in_(numbers),
            Message.kind.in_(KIND_OF.values()),
            Message.has_rung_since(now() - COOL_DOWN),
        )
    )
    for kind, number, asked, waits in session.execute(query):
        for known, is_so in ((lately, asked), (waiting, waits)):
            if is_so and number is not None:
                known[kind].add(number)
    open_to_come = Slot.state.in_((SlotState.OPEN, SlotState.FILLED)), Slot.arrival > today()
    at_rest = Rest.first_day <= today(), Rest.last_day >= today()
    return Around(
        _written_to(session, numbers),
        lately,
        waiting,
        _farms(session, Slot.farm_id, numbers, *open_to_come),
        _farms(session, Rest.farm_id, numbers, *at_rest),
    )


def _farms(
    session: Session,
    column: InstrumentedAttribute[int],
    numbers: Sequence[int],
    *of: ColumnElement[bool],
) -> frozenset[int]:
    return frozenset(session.scalars(select(column).where(column.in_(numbers), *of)))


def _written_to(session: Session, numbers: Sequence[int]) -> frozenset[int]:
    """Return who reads something of us already; a link to sign in, or a code, they asked for."""
    theirs = or_(
        Message.user.has(User.farm_id == Farm.id) & Message.email_link_id.is_(None),
        (Message.side == Side.FARM)
        & Message.phone_code_id.is_(None)
        & Message.visit.has(Visit.farm_id == Farm.id),
    )
    alive = Message.state.in_((MessageState.QUEUED, *LEFT))
    lately = Message.has_rung_since(now() - ladder.APART)
    written = select(Message.id).where(theirs, alive, lately).exists()
    return frozenset(session.scalars(select(Farm.id).where(Farm.id.in_(numbers), written)))


def may_receive(farm: Farm) -> bool:
    """Whether dates of a farm would be proposed today."""
    return farm.on_hold_since is None and farm.is_approved


def papers(farm: Farm) -> list[tuple[str, date]]:
    """Return the papers of a farm that end soon or have ended; of one that receives alone."""
    return agenda.ending_papers(farm, today()) if farm.state is FarmState.APPROVED else []


def awaits_dates(session: Session, farm: Farm) -> bool:
    """Whether a farm may receive, does not rest, and has no date to come."""
    try:
        _check_dates(farm, _around(session, [farm.id]))
    except RuleBroken:
        return False
    return True


def _check(farm: Farm, known: Around, act: str) -> None:
    """Raise what keeps a farm from being asked now, if anything does."""
    if farm.state in SHUT_OUT:
        raise RuleBroken("request-farm-shut-out")
    ASKS[act](farm, known)
    if not farm.readers:
        raise RuleBroken("interest-farm-without-account")
    if farm.id in known.lately.get(KIND_OF[act], ()):
        raise RuleBroken("request-made-lately")
    if farm.id in known.written_to:
        raise RuleBroken("interest-written-lately")


def _check_dates(farm: Farm, known: Around) -> None:
    if not may_receive(farm):
        raise RuleBroken("interest-farm-not-receiving")
    if farm.id in known.dated:
        raise RuleBroken("interest-farm-has-dates")
    if farm.id in known.resting:
        raise RuleBroken("interest-farm-rests")


def _check_papers(farm: Farm, _known: Around) -> None:
    if farm.state is not FarmState.APPROVED:
        raise RuleBroken("interest-farm-not-receiving")
    if not papers(farm):
        raise RuleBroken("request-no-paper-ends")


ASKS: Final[dict[str, Callable[[Farm, Around], None]]] = {
    "ask-to-call": lambda _farm, _known: None,
    "ask-for-dates": _check_dates,
    "papers": _check_papers,
}
"""What must be so of a farm that is asked for it."""


def _ask(session: Session, farm: Farm, act: str) -> int:
    audit.record(session, "farm.requested", farm, what=act)
    outbox.close_failed(session, _to(farm), Message.kind == KIND_OF[act])
    for user in (those := farm.readers):
        key = f"{KIND_OF[act]}-{farm.id}-{user.id}-{today()}"
        outbox.write_to_user(session, user, KIND_OF[act], key=key, after=proposing.TAKEN_BACK_FOR)
    return len(those)


def _check_taking_back(farm: Farm, known: Around, act: str) -> None:
    """Raise unless what a farm was asked for has not left to one of its accounts yet."""
    if farm.id not in known.waiting.get(KIND_OF[act], ()):
        raise RuleBroken("request-has-left")


def _take_back(session: Session, farm: Farm, act: str) -> int:
    closed = outbox.close_waiting(session, _to(farm), Message.kind == KIND_OF[act])
    audit.record(session, "farm.request-taken-back", farm, what=act)
    return closed


def _to(farm: Farm) -> ColumnElement[bool]:
    """Say which messages go to an account of a farm."""
    return Message.user.has(User.farm_id == farm.id)
