"""Why nobody came: each side's own word within seven days, and the people's no to what is noted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import (
    AbsenceReview,
    Fault,
    MissedWord,
    Side,
    User,
    Visit,
    VisitState,
    fault_of,
)
from webapp.services.records import audit
from webapp.services.visits import proposing

OPEN_FOR: Final = timedelta(days=7)
"""So long after it was noted that nobody came each side may say why, and change what it said."""


@dataclass(frozen=True)
class Told:
    """What is known of why nobody came, as whoever looks after the visit reads it."""

    words: dict[Side, MissedWord]
    talked: bool
    """Whether they were talked with about their absence."""

    @property
    def fault(self) -> Fault:
        """As whose fault it is counted."""
        causes = {side: word.cause for side, word in self.words.items()}
        return fault_of(causes, contested=self.contested is not None, talked=self.talked)

    @property
    def contested(self) -> MissedWord | None:
        """The people's word, where they say that what is noted is not right."""
        word = self.words.get(Side.PARTY)
        return word if word is not None and word.contested_at is not None else None


def may_be_said(visit: Visit) -> bool:
    """Whether nobody came, and so lately that each side may say why."""
    ended = visit.ended_at
    return may_be_contested(visit) and ended is not None and now() <= ended + OPEN_FOR


def may_be_contested(visit: Visit) -> bool:
    """Whether it is noted that nobody came: the people may say at any time that it is not right."""
    return visit.state is VisitState.NO_SHOW


def told(session: Session, visit: Visit) -> Told:
    """Return what both sides say."""
    both = {side: of_side(session, visit, side) for side in Side}
    talk = AbsenceReview.visit_id == visit.id, AbsenceReview.talked_on.is_not(None)
    talked = session.scalar(select(AbsenceReview.id).where(*talk))
    words = {side: word for side, word in both.items() if word is not None}
    return Told(words, visit.ended_by is Side.PARTY and talked is not None)


@dataclass(frozen=True)
class Own:
    """What a side reads of its own word."""

    may_be_said: bool
    cause: str | None
    contested: bool


def shown_to(session: Session, visit: Visit, side: Side) -> Own | None:
    """Return how far a side has come in saying why nobody came; none where nobody failed to."""
    if not may_be_contested(visit):
        return None
    word = of_side(session, visit, side)
    if word is None:
        return Own(may_be_said(visit), None, contested=False)
    return Own(may_be_said(visit), word.cause, contested=word.contested_at is not None)


def of_side(session: Session, visit: Visit, side: Side) -> MissedWord | None:
    """Return what a side says of it; what it said before nobody came again is not meant."""
    mine = MissedWord.visit_id == visit.id, MissedWord.side == side
    word = session.scalar(select(MissedWord).where(*mine))
    if word is None or visit.ended_at is None:
        return word
    meant = [at for at in (word.said_at, word.contested_at) if at and at >= visit.ended_at]
    return word if meant else None


def say(
    session: Session, visit: Visit, side: Side, cause: str, to: User | None = None
) -> MissedWord:
    """Keep what a side says; noted by telephone, to whom it said so."""
    proposing.lock(session, visit)
    if not may_be_said(visit):
        raise RuleBroken("missed-closed")
    word = _opened(session, visit, side)
    word.say(cause, to)
    session.flush()
    told_how = {"side": side.value, "by_telephone": to is not None}
    audit.record(session, "visit.missed-said", visit, **told_how)
    return word


def contest(session: Session, visit: Visit, words: str, to: User | None = None) -> None:
    """Keep that what is noted is not right: a talk that was noted is to be held again."""
    proposing.lock(session, visit)
    if not may_be_contested(visit):
        raise RuleBroken("missed-closed")
    _opened(session, visit, Side.PARTY).dispute(words.strip(), to)
    session.flush()
    hold_talk_again(session, AbsenceReview.visit_id == visit.id)
    audit.record(session, "visit.missed-contested", visit, by_telephone=to is not None)


def hold_talk_again(session: Session, about: ColumnElement[bool]) -> None:
    """Have a talk that was noted about an absence held again, where there is one."""
    with seeing_everyone(session):  # behind their link guests see no review
        review = session.scalar(select(AbsenceReview).where(about).with_for_update())
        if review is not None:
            review.contest()
            session.flush()


def withdraw(session: Session, visit: Visit, by: User | None = None) -> None:
    """Keep that it is right after all; whoever noted it for them takes back no word of their own.

    Raises
    ------
    RuleBroken
        They said so themselves, or nothing is contested any more.
    """
    proposing.lock(session, visit)
    word = told(session, visit).contested
    if word is None or (by is not None and word.contested_to_id is None):
        raise RuleBroken("changed-meanwhile")
    word.withdraw()
    session.flush()
    audit.record(session, "visit.missed-contest-withdrawn", visit)


def answer_contest(session: Session, visit: Visit) -> None:
    """Keep that what was contested is noted otherwise now; it may be contested again."""
    word = told(session, visit).contested
    if word is not None:
        word.withdraw()
        audit.record(session, "visit.missed-contest-withdrawn", visit)


def _opened(session: Session, visit: Visit, side: Side) -> MissedWord:
    word = of_side(session, visit, side)
    if word is not None:
        return word
    mine = MissedWord.visit_id == visit.id, MissedWord.side == side
    earlier = session.scalar(select(MissedWord).where(*mine))
    if earlier is not None:
        earlier.forget()
        return earlier
    made = MissedWord(party_id=visit.party_id, visit_id=visit.id, side=side)
    session.add(made)
    return made
