"""What people ask from their link to have corrected or erased, until they know what was done."""

import secrets

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import CORRECTION_DONE, CORRECTION_REFUSED
from webapp.models import Correction, Party, Reply, User, Visit
from webapp.services.records import audit, outbox
from webapp.services.visits import safeguarding

KIND = "correction-answered"


def ask(session: Session, party: Party, words: str, visit: Visit | None = None) -> None:
    """Keep what a household asks to have corrected; it waits for their association.

    Parameters
    ----------
    visit
        The one from whose page they ask; they are told there.
    """
    with seeing_everyone(session):
        asked = Reply(
            party_id=party.id,
            visit_id=visit.id if visit else None,
            digest=f"page-{secrets.token_hex(16)}",
            words=words,
            asks_correction=True,
        )
        session.add(asked)
        audit.record(session, "party.correction-asked", party)
        session.flush()


UNFIT = {
    Correction.CORRECTED: CORRECTION_REFUSED,
    Correction.NOT_POSSIBLE: CORRECTION_DONE,
}
"""Which of the ready sentences say another thing than what was done."""


def answer(
    session: Session, asked: Reply, by: User, outcome: Correction, words: str, ready: str = ""
) -> bool:
    """Keep what was done of a wish, and tell who asked; return whether a text message tells them.

    Parameters
    ----------
    words
        What they read of it in the association's own words.
    ready
        One of `CORRECTION_ANSWERS`, which they read in their language.

    Raises
    ------
    RuleBroken
        It was answered already, the sentence says another thing than what was done, or neither it
        nor words say why it is not possible.
    """
    session.refresh(asked, with_for_update={"of": Reply})
    if not asked.waits:
        raise RuleBroken("correction-answered")
    if ready in UNFIT[outcome]:
        raise RuleBroken("answer-does-not-fit")
    asks_why = outcome is Correction.NOT_POSSIBLE and not ready
    asked.answer(by, outcome, safeguarding.written(words) if asks_why else words.strip(), ready)
    session.flush()
    audit.record(session, "party.correction-answered", asked.party, outcome=outcome.value)
    if not asked.party.reads_messages:
        return False
    key = f"{KIND}-{asked.id}"
    if asked.visit is not None:
        outbox.write_to_party(session, asked.visit, KIND, key=key)
    else:
        outbox.write_to_household(session, asked.party, KIND, key=key)
    return True


def to_answer() -> Select[Reply]:
    """Ask for the wishes that nobody has answered."""
    unanswered = Reply.asks_correction, Reply.outcome.is_(None), Reply.read_at.is_(None)
    return select(Reply).where(*unanswered)


def waiting(session: Session, *conditions: ColumnElement[bool]) -> list[Reply]:
    """Return the wishes that nobody has answered, the oldest first."""
    query = to_answer().join(Reply.party).where(*conditions)
    whole = joinedload(Reply.party).selectinload(Party.persons)
    return list(session.scalars(query.options(whole).order_by(Reply.id)))


def of_party(session: Session, party: Party) -> list[Reply]:
    """Return what a household asked for, the newest first, whoever looks."""
    mine = Reply.asks_correction & (Reply.party_id == party.id)
    with seeing_everyone(session):
        return list(session.scalars(select(Reply).where(mine).order_by(Reply.id.desc())))
