"""The two answers to a proposed visit: the second yes confirms, anything else gives the beds back.

A side that declined may change its mind while the place is still free.
"""

from datetime import date

from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import DECLINE_REASONS, OTHER_DATES
from webapp.models import Answer, Side, Visit, VisitState
from webapp.services.engine.lodging import lodging_of
from webapp.services.records import audit
from webapp.services.visits import consent, incidents, proposing, waiting
from webapp.services.visits.past_answers import SAFETY

OPEN_TO_ANSWERS = {
    VisitState.PROPOSED,
    VisitState.CONFIRMED,
    VisitState.DECLINED,
    VisitState.EXPIRED,
}


def may_answer(visit: Visit, side: Side) -> bool:
    """Whether this side can still answer, or change its mind, from its own page."""
    if visit.arrival <= today():
        return False
    if visit.state is VisitState.CONFIRMED:
        return True
    in_time = today() <= last_day(visit, side)
    return in_time and (visit.state is VisitState.PROPOSED or _declined_here(visit, side))


def last_day(visit: Visit, side: Side) -> date:
    """Return until when a side can answer; a no to a yes can be taken back up to the eve."""
    if _declined_here(visit, side) and visit.answer_of(_other(side)) is Answer.YES:
        return proposing.last_to_answer(date.max, visit.arrival)
    return visit.answer_by


def _declined_here(visit: Visit, side: Side) -> bool:
    return visit.state is VisitState.DECLINED and visit.ended_by is side


def may_be_recorded(visit: Visit) -> bool:
    """Whether a caseworker can still record an answer given by telephone."""
    return visit.state in OPEN_TO_ANSWERS and visit.arrival > today()


def answer(
    session: Session,
    visit: Visit,
    side: Side,
    given: Answer,
    reason: str | None = None,
    *,
    late: bool = False,
    shown: str | None = None,
    held: bool = False,
) -> None:
    """Record what one side says, under lock, and draw the consequence.

    Parameters
    ----------
    reason
        A code of `reasons`, or none: nobody has to tell.
    late
        Whether a caseworker records it: then it also counts after the deadline, which moves.
    shown
        The version of the facts on the page that is answered (`consent.version`); none where a
        caseworker has told them as they are.
    held
        Whether the visit was locked before it was read (`links.find_visit`).

    Raises
    ------
    RuleBroken
        When the visit no longer awaits this answer, the place was given to someone else, or what
        a yes was said to has changed.
    """
    if not held:
        proposing.lock(session, visit)
    stands = visit.holds or _declined_here(visit, side)
    if given is visit.answer_of(side) and stands:
        _say_again(session, visit, side, reason, shown)
    else:
        _take(session, visit, side, given, reason, late=late, shown=shown)


def _take(
    session: Session,
    visit: Visit,
    side: Side,
    given: Answer,
    reason: str | None,
    *,
    late: bool,
    shown: str | None,
) -> None:
    """Record what a side had not said yet; see `answer`."""
    if not (may_answer(visit, side) or (late and may_be_recorded(visit))):
        raise RuleBroken("answer-too-late")
    again = not visit.holds
    if visit.state is VisitState.DECLINED and visit.ended_by is not side:
        raise RuleBroken("other-side-declined")
    if shown is not None:
        consent.check_answer(visit, side, shown)
    lodging: consent.Lodged = ...
    if given is Answer.YES:
        if again:
            _retake(session, visit, late=late)
        else:
            _check_receiving(visit, side, late=late)
        # Planned once, under the lock: what is checked is what is kept. Farms are not told of it.
        lodging = lodging_of(session, visit) if side is Side.PARTY else ...
        _check_shown(session, visit, side, shown, lodging)
    elif again:
        raise RuleBroken("answer-too-late")
    if late:
        proposing.move_deadline(session, visit)
    visit.record_answer(side, given, reason)
    if given is Answer.YES:
        consent.keep(session, visit, side, lodging)
    told = {"side": side.value, "answer": given.value, "by_telephone": late}
    audit.record(session, "visit.answered", visit, **told)
    _conclude(session, visit, side, again=again)


def _retake(session: Session, visit: Visit, *, late: bool) -> None:
    """Have a visit stand again; what is in the way of that is told to a caseworker alone."""
    try:
        proposing.retake(session, visit)
    except RuleBroken as taken:
        if late:
            raise
        raise RuleBroken("place-is-taken", because=taken.code) from taken
    visit.propose_again()


def _say_again(
    session: Session, visit: Visit, side: Side, reason: str | None, shown: str | None
) -> None:
    """Take an answer said twice: from a page left open, with a reason, or after a change."""
    if reason is not None and reason != visit.reason_of(side):
        give_reason(session, visit, side, reason)
    elif visit.answer_of(side) is Answer.YES:
        _check_shown(session, visit, side, shown)
        consent.agree_again(session, visit, side)


def _check_shown(
    session: Session,
    visit: Visit,
    side: Side,
    shown: str | None,
    lodging: consent.Lodged = ...,
) -> None:
    if shown is not None:
        consent.check_shown(session, visit, side, shown, lodging)


def read_answer(code: str) -> Answer:
    """Return the answer that a page sends, or raise `answer-missing`."""
    if code not in {each.value for each in Answer if each is not Answer.AWAITED}:
        raise RuleBroken("answer-missing")
    return Answer(code)


def reasons(visit: Visit, side: Side) -> tuple[str, ...]:
    """Return what a side may tell after its answer: when it could instead, or why not."""
    return reasons_for(side, visit.answer_of(side))


def reasons_for(side: Side, given: Answer) -> tuple[str, ...]:
    """Return what a side may tell with an answer."""
    if given is Answer.OTHER_DATES:
        return OTHER_DATES
    return DECLINE_REASONS[side.value] if given is Answer.NO else ()


def give_reason(session: Session, visit: Visit, side: Side, reason: str) -> None:
    """Keep why a side declined, or when it could, told after the answer itself."""
    proposing.lock(session, visit)
    if reason not in reasons(visit, side):
        raise RuleBroken("answer-missing")
    visit.explain_answer(side, reason)
    audit.record(session, "visit.reason-given", visit, side=side.value, reason=reason)
    if reason == SAFETY:
        incidents.open_for(session, visit, side)


def _check_receiving(visit: Visit, side: Side, *, late: bool) -> None:
    """Check again what may have changed since the proposal: the farm, its house, what fits."""
    if not visit.farm.is_approved_on(visit.departure):
        raise RuleBroken("farm-not-receiving")
    if waiting.waits_for(visit, side) and not late:
        raise RuleBroken("visit-waits")  # what a side reads itself tells nothing of the other
    if waiting.waits(visit) and late:
        raise RuleBroken("lift-needed" if waiting.lacks_lift(visit) else "visit-no-longer-fits")


def _conclude(session: Session, visit: Visit, side: Side, *, again: bool) -> None:
    if visit.state is VisitState.DECLINED:
        proposing.release(session, visit)
        if visit.end_reason == SAFETY:
            incidents.open_for(session, visit, side)
        elif side is Side.FARM:
            visit.slot.put_in_doubt()
        proposing.tell(session, visit, _other(side), "visit-declined", after=proposing.TOLD_AFTER)
    elif visit.state is VisitState.CONFIRMED:
        audit.record(session, "visit.confirmed", visit)
        proposing.tell_both(session, visit, "visit-confirmed", after=proposing.TOLD_AFTER)
    elif again:  # the other side had been told that it would not take place
        proposing.tell(session, visit, _other(side), "visit-proposed", after=proposing.TOLD_AFTER)


def _other(side: Side) -> Side:
    return Side.FARM if side is Side.PARTY else Side.PARTY
