"""Many are asked for something by one message: to call back, to say their days, to answer.

What is asked is chosen from a list, so that it reaches each in their language. Whoever was written
to lately is left in peace, and it is taken back until it leaves.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    LEFT,
    Message,
    Party,
    PartyState,
    Side,
    Visit,
    VisitState,
)
from webapp.services.parties import interest
from webapp.services.records import audit, outbox
from webapp.services.visits import ladder, nudging, proposing

CALL: Final = "request-call"
DATES: Final = "request-dates"
KINDS: Final = (CALL, DATES)
"""The kinds of message that ask a household for something."""
REMINDER: Final = "visit-reminder"
KIND_OF: Final = {"ask-to-call": CALL, "ask-for-days": DATES, "remind": REMINDER}
ACTS: Final = tuple(KIND_OF)
COOL_DOWN: Final = timedelta(days=7)
"""So long nobody is asked for the same again."""
STANDS_FOR: Final = timedelta(days=30)
"""So long the page behind the link says what was asked for."""


@dataclass(frozen=True)
class Around:
    """What stands around files that are to be asked for something.

    Parameters
    ----------
    written_to
        The files that were written to less than a day ago.
    lately
        The files that were asked for it more than a day and less than a week ago, or that have
        read it, by kind of message.
    waiting
        The files whose message has not left, by kind of message.
    to_answer
        The visit of each file that awaits an answer of theirs, and may be called to mind now.
    asked
        The files of which an answer is awaited that was asked for less than two days ago.
    """

    written_to: frozenset[int] = frozenset()
    lately: dict[str, set[int]] = field(default_factory=dict)
    waiting: dict[str, set[int]] = field(default_factory=dict)
    to_answer: dict[int, Visit] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()


def around(session: Session, parties: Sequence[Party]) -> Around:
    """Look at what stands around these files."""
    numbers = [party.id for party in parties]
    written = select(Party.id).where(Party.id.in_(numbers), interest.written_to_lately())
    lately, waiting = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    query = select(Message.kind, Message.party_id, ladder.was_asked_lately(), outbox.waits()).where(
        Message.party_id.in_(numbers),
        Message.kind.in_(KINDS),
        Message.has_rung_since(now() - COOL_DOWN),
    )
    for kind, number, was_asked, waits in session.execute(query):
        for known, is_so in ((lately, was_asked), (waiting, waits)):
            if is_so and number is not None:
                known[kind].add(number)
    reminded = _reminders().where(Visit.party_id.in_(numbers))
    waiting[REMINDER].update(session.scalars(reminded.with_only_columns(Visit.party_id)))
    to_answer, asked = _awaited(session, numbers)
    return Around(frozenset(session.scalars(written)), lately, waiting, to_answer, asked)


def _awaited(session: Session, numbers: Sequence[int]) -> tuple[dict[int, Visit], frozenset[int]]:
    """Return the visits that may be called to mind now, and the files asked too lately for it."""
    proposed = Visit.party_id.in_(numbers), Visit.state == VisitState.PROPOSED
    visits = session.scalars(select(Visit).where(*proposed).order_by(Visit.id)).all()
    may = nudging.may_be_asked(session, visits)
    now_due = {each.party_id: each for each in visits if Side.PARTY in may[each.id].sides}
    asked = {each.party_id for each in visits if Side.PARTY in may[each.id].last}
    return now_due, frozenset(asked - now_due.keys())


def check(party: Party, known: Around, act: str) -> None:
    """Raise what keeps a file from being asked now, if anything does."""
    kind = KIND_OF[act]
    if party.state is PartyState.LEFT:
        raise RuleBroken("party-not-taking-part")
    party.require_messages()
    if party.id in known.lately.get(kind, ()):
        raise RuleBroken("request-made-lately")
    if kind == REMINDER and party.id in known.asked:
        raise RuleBroken("request-asked-lately")
    if kind == REMINDER and party.id not in known.to_answer:
        raise RuleBroken("request-no-answer-awaited")
    if party.id in known.written_to:
        raise RuleBroken("interest-written-lately")


def ask(session: Session, party: Party, known: Around, act: str) -> None:
    """Write to a household, in a minute."""
    kind = KIND_OF[act]
    audit.record(session, "party.requested", party, what=act)
    if kind == REMINDER:
        visit, occasion = known.to_answer[party.id], f"asked-{today().isoformat()}"
        of_visit = Message.visit_id == visit.id, Message.side == Side.PARTY
        outbox.close_failed(session, *of_visit, Message.kind == REMINDER)
        proposing.tell(
            session, visit, Side.PARTY, kind, occasion=occasion, after=proposing.TAKEN_BACK_FOR
        )
        audit.record(session, "visit.asked-again", visit, side=Side.PARTY.value)
        return
    outbox.close_failed(session, Message.party_id == party.id, Message.kind == kind)
    key = f"{kind}-{party.id}-{today()}"
    outbox.write_to_household(session, party, kind, key=key, after=proposing.TAKEN_BACK_FOR)


def check_taking_back(party: Party, known: Around, act: str) -> None:
    """Raise unless what a file was asked for has not left yet."""
    if party.id not in known.waiting.get(KIND_OF[act], ()):
        raise RuleBroken("request-has-left")


def take_back(session: Session, party: Party, act: str) -> None:
    """Let nothing leave of what waits to ask a household for it."""
    kind = KIND_OF[act]
    mine: ColumnElement[bool] = (Message.party_id == party.id) & (Message.kind == kind)
    if kind == REMINDER:
        mine = Message.id.in_(
            _reminders().where(Visit.party_id == party.id).with_only_columns(Message.id)
        )
    outbox.close_waiting(session, mine)
    audit.record(session, "party.request-taken-back", party, what=act)


def _reminders() -> Any:
    """Select the reminders that were asked for by hand and wait to leave."""
    by_hand = Message.idempotency_key.like(f"%-{REMINDER}-{Side.PARTY.value}-asked-%")
    waits = Message.kind == REMINDER, outbox.waits(), by_hand
    return select(Message).join(Visit, Visit.id == Message.visit_id).where(*waits)


def stands(session: Session, party: Party) -> str | None:
    """Return the kind of what a household was asked for last and may still do, if anything."""
    asked = (
        Message.party_id == party.id,
        Message.kind.in_(KINDS),
        Message.state.in_(LEFT),
        Message.created_at > now() - STANDS_FOR,
    )
    newest = select(Message.kind).where(*asked).order_by(Message.id.desc()).limit(1)
    return session.scalar(newest)


def written(session: Session, party: Party, *, most: int) -> Sequence[Message]:
    """Return what was written to a household last, about no visit, the newest first."""
    mine = select(Message).where(Message.party_id == party.id, Message.kind != "household-code")
    return session.scalars(mine.order_by(Message.id.desc()).limit(most)).all()
