"""Each side is asked once how a visit went; after thirty days it counts as evaluated.

Both may run as often as one likes: what is done is not done again.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import is_by_day, now, today
from webapp.models import (
    LEFT,
    Answer,
    Feedback,
    Message,
    MessageState,
    Party,
    Side,
    Visit,
    VisitState,
)
from webapp.services.after.feedback import OPEN_FOR, Told, told
from webapp.services.records import audit, outbox, parts
from webapp.services.visits import deadlines, incidents, ladder, links, proposing

KIND: Final = "visit-feedback"
ASKED_WITHIN: Final = timedelta(days=21)
"""Whom no message could reach so long after the last day is not asked any more."""


def ask_due(session: Session) -> int:
    """Ask both sides of the visits that took place how it went, each once and by day.

    Somebody who was written to lately, of whichever visit, or is asked for an answer, is not asked
    two things at once: their turn comes later.
    """
    if not is_by_day(now()) or not parts.uses(session, "feedback"):
        return 0

    def ask(visit: Visit) -> int:
        asked = [side for side in _not_asked(session, visit) if not is_busy(session, visit, side)]
        for side in asked:
            proposing.tell(session, visit, side, KIND, occasion="once")
        return len(asked)

    over = Visit.state == VisitState.COMPLETED, func.upper(Visit.stay) > today() - ASKED_WITHIN
    return deadlines.one_by_one(session, deadlines.due_visits(session, *over), ask)


def evaluate_due(session: Session) -> int:
    """Make evaluated the visits of which nothing more can be said; missing is missing."""

    def evaluate(visit: Visit) -> int:
        given = Feedback.visit_id == visit.id, Feedback.given_at.is_not(None)
        sides = set(session.scalars(select(Feedback.side).where(*given)))
        visit.evaluate()
        missing = sorted(side.value for side in set(Side) - sides)
        audit.record(session, "visit.evaluated", visit, missing=missing)
        return 1

    over = func.upper(Visit.stay) - 1 + OPEN_FOR.days < today()
    late = deadlines.due_visits(session, Visit.state == VisitState.COMPLETED, over)
    return deadlines.one_by_one(session, late, evaluate)


def _not_asked(session: Session, visit: Visit) -> list[Side]:
    """Return the sides that have said nothing whole, and were not written to of it."""
    given = Feedback.visit_id == visit.id, Feedback.given_at.is_not(None)
    done = set(session.scalars(select(Feedback.side).where(*given)))
    written = Message.visit_id == visit.id, Message.kind == KIND
    asked = set(session.scalars(select(Message.side).where(*written)))
    may_read = {Side.PARTY} | ({Side.FARM} if visit.is_open_to_farm else set())
    return [side for side in Side if side in may_read - done - asked]


def ask_again(session: Session, fingerprint: str) -> None:
    """Send the link of each visit of which this number's people may still say how it went.

    Parameters
    ----------
    fingerprint
        Those of the number, as `links.ask_for_links` gives them to a job.
    """
    theirs = Party.phone_fingerprint.in_(fingerprint.split())
    over = Visit.state == VisitState.COMPLETED, func.upper(Visit.stay) > today() - OPEN_FOR
    query = select(Visit).join(Visit.party).where(theirs, *over).order_by(Visit.id)
    for visit in session.scalars(query).all():
        waits = told(session, visit, Side.PARTY) in {Told.NOTHING, Told.BEGUN}
        if waits and not incidents.stands_between(session, visit):
            key = f"visit-{visit.id}-feedback-{visit.link_version}-{links.this_while()}"
            outbox.write_to_party(session, visit, KIND, key=key)
            audit.record(session, "visit.link-asked-for", visit)


def is_busy(session: Session, visit: Visit, side: Side) -> bool:
    """Whether these people were written to lately, of any visit, or owe an answer to one.

    While a serious incident between the two is open, neither side is asked how it was; nor are
    people who asked to be left alone.
    """
    if (side is Side.PARTY and visit.party.left_alone) or incidents.stands_between(session, visit):
        return True
    party = side is Side.PARTY
    theirs = Visit.party_id == visit.party_id if party else Visit.farm_id == visit.farm_id
    lately = (
        select(Message.id)
        .join(Visit, Visit.id == Message.visit_id)
        .where(
            theirs,
            Message.side == side,
            Message.state.in_((MessageState.QUEUED, *LEFT)),
            Message.has_rung_since(now() - ladder.APART),
        )
    )
    answer = Visit.party_answer if party else Visit.farm_answer
    awaited = select(Visit.id).where(
        theirs, Visit.state == VisitState.PROPOSED, answer == Answer.AWAITED
    )
    found = (session.scalar(query.limit(1)) for query in (lately, awaited))
    return any(each is not None for each in found)
