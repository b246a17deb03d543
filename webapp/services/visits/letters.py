"""Proposals that are told by letter: printed, posted or handed over, and noted as that."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground import languages
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Centre, Channel, Message, Party, Side, Visit, VisitState
from webapp.services.records import audit
from webapp.services.visits import waiting

COMING = timedelta(days=60)
"""How far ahead a list for a reception centre looks."""


def may_be_posted(visit: Visit, side: Side) -> bool:
    """Whether a side can be asked by letter: its answer is awaited, and could still be given."""
    asked = visit.state is VisitState.PROPOSED and visit.answer_of(side) is Answer.AWAITED
    reachable = side is Side.PARTY or visit.is_open_to_farm
    return asked and reachable and today() <= visit.answer_by and not waiting.waits(visit)


def post(session: Session, visit: Visit, side: Side) -> Message:
    """Note that the letter of a side has left, or was given to it by hand; once a day."""
    session.refresh(visit, with_for_update={"of": Visit})
    if not may_be_posted(visit, side):
        raise RuleBroken("nothing-to-post")
    key = f"letter-{visit.id}-{side.value}-{today().isoformat()}"
    if session.scalar(select(Message.id).where(Message.idempotency_key == key)) is not None:
        raise RuleBroken("letter-noted")
    party = visit.party
    readers = party.reads_in
    letter = Message(
        kind="visit-proposed",
        channel=Channel.LETTER,
        language=(readers if side is Side.PARTY else languages.DEFAULT).code,
        visit_id=visit.id,
        side=side,
        idempotency_key=key,
    )
    session.add(letter)
    session.flush()
    letter.send()
    audit.record(session, "visit.letter-posted", visit, side=side.value)
    session.flush()
    return letter


def to_hang_up(session: Session, organisation_id: int, centre: Centre | None) -> list[Visit]:
    """Return the visits of an association's people that are asked about or to come.

    Parameters
    ----------
    centre
        Of who lives there alone: in its hall hangs nothing of anybody else.
    """
    there = [Visit.party.has(Party.centre_id == centre.id)] if centre else []
    query = (
        select(Visit)
        .where(*_coming(organisation_id), *there)
        .options(
            joinedload(Visit.party).selectinload(Party.persons),
            joinedload(Visit.farm),
            selectinload(Visit.misfits),
        )
        .order_by(Visit.stay, Visit.id)
    )
    return [visit for visit in session.scalars(query) if not waiting.waits(visit)]


def centres_of(session: Session, organisation_id: int) -> list[tuple[int, str]]:
    """Return the centres for which there is a list, in the order of their names."""
    query = select(Centre.id, Centre.name).join(Party, Party.centre_id == Centre.id)
    query = query.join(Visit, Visit.party_id == Party.id).where(*_coming(organisation_id))
    return [
        (number, name) for number, name in session.execute(query.distinct().order_by(Centre.name))
    ]


def _coming(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    first_day = func.lower(Visit.stay)
    return (
        Visit.organisation_id == organisation_id,
        Visit.state.in_([VisitState.PROPOSED, VisitState.CONFIRMED]),
        first_day >= today(),
        first_day <= today() + COMING,
    )
