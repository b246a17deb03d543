"""Sentences said better: proposed by one coordinator, accepted by another, used at once."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Rewording, User
from webapp.services.records import audit

InForce = dict[str, dict[str, tuple[str, ...]]]
"""By language, and by the English of the sentence: what is said instead of the catalogue's."""


def propose(
    session: Session, by: User, language: str, proposals: Iterable[tuple[str, Sequence[str]]]
) -> int:
    """Keep sentences for somebody else to read; return how many are new.

    Parameters
    ----------
    proposals
        The English of each sentence, and what is to be said.
    """
    waiting = {(each.sentence, tuple(each.said)) for each in awaiting(session, language)}
    new = [each for each in proposals if (each[0], tuple(each[1])) not in waiting]
    session.add_all(
        Rewording(language=language, sentence=sentence, said=list(said), proposed_by_id=by.id)
        for sentence, said in new
    )
    if new:
        audit.record(session, "rewording.proposed", language=language, sentences=len(new))
    session.flush()
    return len(new)


def decide(session: Session, rewording: Rewording, by: User, *, accepted: bool) -> None:
    """Accept or decline a proposal."""
    rewording.decide(by, accepted=accepted)
    act = "rewording.accepted" if accepted else "rewording.declined"
    audit.record(session, act, rewording, language=rewording.language)
    session.flush()


def awaiting(session: Session, language: str) -> list[Rewording]:
    """Return the proposals of a language that nobody has decided on, the oldest first."""
    query = select(Rewording).where(Rewording.language == language, Rewording.accepted.is_(None))
    return list(session.scalars(query.order_by(Rewording.id)))


def how_many_await(session: Session) -> dict[str, int]:
    """Count the proposals to be decided on, by language."""
    query = select(Rewording.language, func.count()).where(Rewording.accepted.is_(None))
    return dict(session.execute(query.group_by(Rewording.language)).all())


def in_force(session: Session) -> InForce:
    """Return what was accepted last of each sentence."""
    query = select(Rewording).where(Rewording.accepted.is_(True)).order_by(Rewording.decided_at)
    found: InForce = {}
    for each in session.scalars(query):
        found.setdefault(each.language, {})[each.sentence] = tuple(each.said)
    return found
