"""What each side says of a visit, until thirty days after it; then missing is missing."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import PRESENT, Feedback, Side, User, Visit, VisitState
from webapp.services.records import audit, parts
from webapp.services.visits import proposing

OPEN_FOR: Final = timedelta(days=30)
"""So long after its last day each side may say how a visit went, and change what it said."""
TOOK_PLACE: Final = (VisitState.COMPLETED, VisitState.EVALUATED)


class Told(StrEnum):
    """How far a side has come in saying how a visit went."""

    NOTHING = "nothing"
    BEGUN = "begun"
    GIVEN = "given"


TO_TELL: Final = (Told.NOTHING, Told.BEGUN)
"""Of a side that is still to say how it went."""


def may_be_given(visit: Visit) -> bool:
    """Whether a visit took place, and so lately that both sides may say how it went."""
    return visit.state in TOOK_PLACE and today() <= visit.departure + OPEN_FOR


def of_side(session: Session, visit: Visit, side: Side) -> Feedback | None:
    """Return what a side has said of a visit, if anything."""
    mine = Feedback.visit_id == visit.id, Feedback.side == side
    return session.scalar(select(Feedback).where(*mine))


def told(session: Session, visit: Visit, side: Side) -> Told | None:
    """Return how far a side has come; none where nothing is asked (any more)."""
    if visit.state not in TOOK_PLACE:
        return None
    said = of_side(session, visit, side)
    if said is not None and said.given_at is not None:
        return Told.GIVEN
    if not may_be_given(visit) or not parts.uses(session, "feedback"):
        return None
    return Told.BEGUN if said is not None else Told.NOTHING


def answer(session: Session, visit: Visit, side: Side, question: str, choice: str) -> None:
    """Keep what a side says to one question of its grid."""
    answer_all(session, visit, side, {question: choice})


def answer_all(
    session: Session,
    visit: Visit,
    side: Side,
    answers: dict[str, str],
    word: str | None = None,
) -> None:
    """Keep what a side says, and its private word where it writes one.

    The side that says the last thing makes the visit evaluated.
    """
    feedback = _opened(session, visit, side)
    first = feedback.given_at is None
    for question, choice in answers.items():
        feedback.answer(question, choice)
    if word is not None:
        feedback.write(word.strip())
    session.flush()
    if first and feedback.given_at is not None:
        audit.record(session, "visit.feedback-given", visit, side=side.value)
        for each in visit.attestations:
            each.confirm()  # who says how it went was there, and met the others
        evaluate_if_both(session, visit)


def write_word(session: Session, visit: Visit, side: Side, word: str) -> None:
    """Keep a side's private word to the coordinators; an empty one takes it back."""
    _opened(session, visit, side).write(word.strip())
    session.flush()


def _opened(session: Session, visit: Visit, side: Side) -> Feedback:
    """Return what a side has said so far, kept from whoever acts on the visit at this moment."""
    proposing.lock(session, visit)
    if not may_be_given(visit):
        raise RuleBroken("feedback-closed")
    feedback = of_side(session, visit, side)
    if feedback is None:
        feedback = Feedback(visit_id=visit.id, side=side, grid=PRESENT[side], answers={})
        session.add(feedback)
    return feedback


def evaluate_if_both(session: Session, visit: Visit) -> bool:
    """Make a completed visit evaluated once both sides have said how it went."""
    given = (Feedback.visit_id == visit.id, Feedback.given_at.is_not(None))
    sides = set(session.scalars(select(Feedback.side).where(*given)))
    if visit.state is not VisitState.COMPLETED or sides != set(Side):
        return False
    visit.evaluate()
    audit.record(session, "visit.evaluated", visit, missing=[])
    return True


def see_to(session: Session, feedback: Feedback, by: User) -> None:
    """Record that a coordinator has read a private word and seen to it; the first one counts."""
    if not feedback.waits_to_be_read:
        raise RuleBroken("changed-meanwhile")
    feedback.read(by)
    audit.record(session, "visit.feedback-seen-to", feedback.visit, side=feedback.side.value)
