"""Who waits is asked by hand whether they are still interested: many at once, each with a reason.

Whoever said or was asked something lately is left in peace; whoever owes an answer, or reads no
message, is called.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    HOLDING,
    LEFT,
    Farm,
    FarmState,
    Message,
    MessageState,
    Party,
    PartyState,
    Rest,
    Slot,
    SlotState,
    User,
    Visit,
)
from webapp.services.parties import interest
from webapp.services.records import audit, outbox
from webapp.services.visits.proposing import TAKEN_BACK_FOR

IN_PEACE: Final = timedelta(days=14)
"""So long after they said something nobody is asked again by hand."""


@dataclass(frozen=True)
class Around:
    """What stands around files that are to be asked.

    Parameters
    ----------
    expected
        The files that have a visit, proposed or agreed.
    written_to
        The files that were written to lately.
    waiting
        The files whose question of today has not left yet.
    failed
        The files whose question has reached nobody.
    """

    expected: frozenset[int] = frozenset()
    written_to: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    failed: frozenset[int] = frozenset()


def around(session: Session, parties: Sequence[Party]) -> Around:
    """Look at what stands around these files."""
    numbers = [party.id for party in parties]
    held = select(Visit.party_id).where(Visit.party_id.in_(numbers), Visit.state.in_(HOLDING))
    lately = select(Party.id).where(Party.id.in_(numbers), interest.written_to_lately())
    waits = Message.kind == interest.OF_PARTY, outbox.waits()
    queued = select(Message.party_id).where(Message.party_id.in_(numbers), *waits)
    return Around(
        frozenset(session.scalars(held)),
        frozenset(session.scalars(lately)),
        frozenset(each for each in session.scalars(queued) if each is not None),
        _failed(session, numbers),
    )


def _failed(session: Session, numbers: Sequence[int]) -> frozenset[int]:
    """Return those whose question failed; asked anew, it is closed."""
    of_them = Message.party_id.in_(numbers), Message.kind == interest.OF_PARTY
    failed = select(Message.party_id).where(*of_them, Message.state == MessageState.FAILED)
    return frozenset(each for each in session.scalars(failed) if each is not None)


def check(party: Party, known: Around) -> None:
    """Raise what keeps a file from being asked now, if anything does."""
    if party.state is not PartyState.READY:
        raise RuleBroken("interest-not-waiting")
    if party.id in known.expected:
        raise RuleBroken("interest-visit-stands")
    _check_words(party, was_read=party.id not in known.failed)
    party.require_messages()
    if party.id in known.written_to:
        raise RuleBroken("interest-written-lately")


def _check_words(who: Party | Farm, *, was_read: bool = True) -> None:
    """Raise where an answer is awaited to a question that was read, or was given lately."""
    asked = who.interest_asked_on
    if was_read and who.owes_interest:
        lately = asked is not None and asked > today() - interest.SILENT_AFTER
        raise RuleBroken(
            "interest-asked-lately" if lately else "interest-awaits-answer", last=asked
        )
    if who.interest_said_on is not None and who.interest_said_on > today() - IN_PEACE:
        raise RuleBroken("interest-said-lately", last=who.interest_said_on)


def ask(session: Session, party: Party) -> None:
    """Ask a household, in a minute; a question that failed was none."""
    mine = Message.party_id == party.id, Message.kind == interest.OF_PARTY
    if outbox.close_failed(session, *mine) and party.owes_interest:
        party.unask_interest()
    party.ask_interest()
    audit.record(session, "party.interest-asked", party)
    key = f"{interest.OF_PARTY}-{party.id}-{today()}"
    outbox.write_to_household(session, party, interest.OF_PARTY, key=key, after=TAKEN_BACK_FOR)


def check_unasking(party: Party, known: Around) -> None:
    """Raise unless the question of a file has not left yet."""
    if not party.owes_interest:
        raise RuleBroken("interest-no-question-waits")
    if party.id not in known.waiting:
        raise RuleBroken("interest-question-left")


def unask(session: Session, party: Party) -> None:
    """Take back a question that has not left."""
    outbox.close_waiting(session, Message.party_id == party.id, Message.kind == interest.OF_PARTY)
    party.unask_interest()
    audit.record(session, "party.interest-unasked", party)


@dataclass(frozen=True)
class Farms:
    """Which farms would be asked, and why each of the others is not."""

    asked: list[Farm] = field(default_factory=list)
    left: list[tuple[Farm, RuleBroken]] = field(default_factory=list)


def look_at_farms(session: Session) -> Farms:
    """Say of each farm that takes part whether it would be asked now, by name."""
    approved = select(Farm).where(Farm.state == FarmState.APPROVED).order_by(Farm.name, Farm.id)
    farms = session.scalars(approved.options(selectinload(Farm.users))).all()
    known, found = _around_farms(session), Farms()
    for farm in farms:
        try:
            _check_farm(farm, *known)
        except RuleBroken as rule:
            found.left.append((farm, rule))
        else:
            found.asked.append(farm)
    return found


def _around_farms(session: Session) -> tuple[set[int], set[int], set[int]]:
    """Return the farms with guests expected, with dates to come, and at rest."""
    stand = Slot.state.in_((SlotState.OPEN, SlotState.FILLED)), Slot.arrival > today()
    resting = Rest.first_day <= today(), Rest.last_day >= today()
    return (
        set(session.scalars(select(Visit.farm_id).where(Visit.state.in_(HOLDING)))),
        set(session.scalars(select(Slot.farm_id).where(*stand))),
        set(session.scalars(select(Rest.farm_id).where(*resting))),
    )


def _check_farm(farm: Farm, expecting: set[int], dated: set[int], resting: set[int]) -> None:
    if farm.on_hold_since is not None or not farm.approved_until or farm.approved_until < today():
        raise RuleBroken("interest-farm-not-receiving")
    if farm.id in expecting:
        raise RuleBroken("interest-visit-stands")
    if farm.id in dated:
        raise RuleBroken("interest-farm-has-dates")
    if farm.id in resting:
        raise RuleBroken("interest-farm-rests")
    _check_words(farm)
    if not farm.readers:
        raise RuleBroken("interest-farm-without-account")


def ask_farms(session: Session, numbers: Iterable[int]) -> list[Farm]:
    """Ask those of these farms that may be asked, in a minute; return them.

    Raises
    ------
    RuleBroken
        When it is none.
    """
    chosen = set(numbers)
    locked = select(Farm).where(Farm.id.in_(chosen)).order_by(Farm.id).with_for_update(of=Farm)
    session.scalars(locked.execution_options(populate_existing=True)).all()
    asked = [farm for farm in look_at_farms(session).asked if farm.id in chosen]
    if not asked:
        raise RuleBroken("interest-no-farm")
    for farm in asked:
        farm.ask_interest()
        audit.record(session, "farm.interest-asked", farm)
        for user in farm.readers:
            key = f"{interest.OF_FARM}-{farm.id}-{user.id}-{today()}"
            outbox.write_to_user(session, user, interest.OF_FARM, key=key, after=TAKEN_BACK_FOR)
    return asked


@dataclass(frozen=True)
class Unasked:
    """What became of a question to farms that was taken back.

    Parameters
    ----------
    farms
        Those to which nothing leaves.
    letters
        How many letters leave no more to the others, which stay asked.
    left
        The accounts of these to which it had left.
    """

    farms: list[Farm] = field(default_factory=list)
    letters: int = 0
    left: list[User] = field(default_factory=list)


def unask_farms(session: Session, numbers: Iterable[int]) -> Unasked:
    """Take back what has not left of the question to these farms.

    A farm of which an account has read it stays asked.

    Raises
    ------
    RuleBroken
        When all of it has left, or no farm owes an answer.
    """
    locked = select(Farm).where(Farm.id.in_(set(numbers))).order_by(Farm.id)
    farms, letters = session.scalars(locked.with_for_update(of=Farm)).all(), 0
    if not any(farm.owes_interest for farm in farms):
        raise RuleBroken("interest-no-question-waits")
    wholly, left = [], list[User]()
    for farm in farms:
        of_it = Message.kind == interest.OF_FARM, Message.user_id.in_([u.id for u in farm.users])
        day = Message.idempotency_key.endswith(str(farm.interest_asked_on))
        closed = outbox.close_waiting(session, *of_it, day) if farm.owes_interest else 0
        gone = session.scalars(select(Message.user_id).where(*of_it, day, Message.state.in_(LEFT)))
        readers = set(gone)
        if closed and readers:
            letters, left = letters + closed, [*left, *(u for u in farm.users if u.id in readers)]
            audit.record(session, "farm.request-taken-back", farm, what="interest")
        elif closed:
            farm.unask_interest()
            audit.record(session, "farm.interest-unasked", farm)
            wholly.append(farm)
    if not wholly and not letters:
        raise RuleBroken("interest-question-left")
    return Unasked(wholly, letters, left)


def count(session: Session, kind: type[Party] | type[Farm], *which: Any) -> dict[str, int]:
    """Count what was said last, by the words of a search: `yes`, `no`, `silent`."""
    columns = [
        func.count().filter(interest.by_word(word, kind)).label(word) for word in interest.WORDS
    ]
    row = session.execute(select(*columns).select_from(kind).where(*which)).one()
    return {word: getattr(row, word) for word in interest.WORDS}
