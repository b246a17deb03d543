"""What happens to a visit beside its answers: arrival, an end, a lost phone, a lift."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import SWAPPED
from webapp.models import Party, Side, User, Visit, VisitState
from webapp.models.states import passage
from webapp.services.records import audit
from webapp.services.visits import (
    answers,
    incidents,
    missed,
    proposing,
    safeguarding,
    undoing,
    waiting,
)
from webapp.services.visits.past_answers import SAFETY


def cancel(session: Session, visit: Visit, by: Side | None, reason: str) -> None:
    """End a visit before it begins, free its beds and tell both sides.

    They are told once it cannot be taken back any more; what is about safety, and on the day
    itself, is told at once.

    Parameters
    ----------
    by
        The side that asked for it; none: the programme.
    reason
        A code of `vocabulary.CANCEL_REASONS`, or `vocabulary.SWAPPED`.
    """
    proposing.lock(session, visit)
    urgent = reason == SAFETY or visit.arrival <= today()
    wait = None if urgent else proposing.TAKEN_BACK_FOR
    with undoing.undoable(visit, wait):
        visit.cancel(by, reason)
        _close(session, visit, "visit.cancelled", by, reason)
    if reason == SWAPPED:  # their guests asked for it, and are written to of the place they take
        proposing.tell(session, visit, Side.FARM, "visit-cancelled", after=wait)
    else:
        proposing.tell_both(session, visit, "visit-cancelled", after=wait)


def end_early(session: Session, visit: Visit, by: Side | None, reason: str) -> None:
    """Record that the stay ended before its last day."""
    proposing.lock(session, visit)
    with undoing.undoable(visit, None if reason == SAFETY else proposing.TAKEN_BACK_FOR):
        visit.end_early(by, reason)
        _close(session, visit, "visit.ended-early", by, reason)


def miss(session: Session, visit: Visit, by: Side | None, reason: str) -> None:
    """Record that the visit did not take place, and the side said to be responsible."""
    proposing.lock(session, visit)
    _check_begun(visit)
    if visit.arrived_at is not None:
        raise RuleBroken("party-has-arrived")
    with undoing.undoable(visit, None if reason == SAFETY else proposing.TAKEN_BACK_FOR):
        held = visit.holds  # one that the calendar has completed has let go of its beds already
        visit.miss(by, reason)
        _close(session, visit, "visit.missed", by, reason, held=held)


def correct_miss(session: Session, visit: Visit, by: Side | None, reason: str) -> None:
    """Note anew which side is said to be responsible, or that nobody knows it."""
    proposing.lock(session, visit)
    before, was = visit.end_reason, (visit.ended_by, visit.end_reason)
    passage(visit.state, {VisitState.NO_SHOW}, VisitState.NO_SHOW)
    visit.ended_by, visit.end_reason = by, reason
    if was != (by, reason):
        missed.answer_contest(session, visit)
    if reason == SAFETY and before != SAFETY:
        incidents.open_for(session, visit, by)
    told = {"by": by.value if by else None, "reason": reason}
    audit.record(session, "visit.missed-corrected", visit, **told)


def _check_begun(visit: Visit) -> None:
    if today() < visit.arrival:
        raise RuleBroken("visit-not-begun")


def _close(
    session: Session,
    visit: Visit,
    act: str,
    by: Side | None,
    reason: str,
    *,
    held: bool = True,
) -> None:
    if held:
        proposing.release(session, visit)
    notice = (visit.arrival - today()).days
    if reason == SAFETY:
        incidents.open_for(session, visit, by)
    elif by is Side.FARM and held:
        visit.slot.put_in_doubt()
    audit.record(session, act, visit, by=by.value if by else None, reason=reason, notice=notice)


def arrive(session: Session, visit: Visit) -> None:
    """Record that the party is there."""
    proposing.lock(session, visit)
    _check_begun(visit)
    visit.arrive()
    audit.record(session, "visit.arrived", visit)


def take_back_arrival(session: Session, visit: Visit) -> None:
    """Record that the party is not there after all: whoever said so was mistaken."""
    proposing.lock(session, visit)
    if visit.arrived_at is None:
        raise RuleBroken("changed-meanwhile")
    visit.take_back_arrival()
    audit.record(session, "visit.not-arrived", visit)


def said_by(session: Session, visit: Visit, user: User) -> bool:
    """Whether it was this person who said last that the party is there."""
    with seeing_everyone(session):
        said = audit.last_of(session, "visits", visit.id, ["visit.arrived"])
    return said is not None and (said.actor, said.actor_id) == ("user", user.id)


def take_back_own_arrival(session: Session, visit: Visit, by: User) -> None:
    """Record the same, by whoever said it themselves: not what others have said.

    Raises
    ------
    RuleBroken
        Somebody else has said so too, or it is not said any more.
    """
    proposing.lock(session, visit)
    if not said_by(session, visit, by):
        raise RuleBroken("arrival-said-by-others")
    take_back_arrival(session, visit)


def prepare_journey(session: Session, visit: Visit, *, ready: bool) -> None:
    """Record that the way to a visit is arranged, or that it is not after all."""
    proposing.lock(session, visit)
    if visit.ticket_from is not None:
        raise RuleBroken("journey-by-ticket")
    visit.prepare_journey(ready=ready)
    audit.record(session, "visit.journey-ready" if ready else "visit.journey-not-ready", visit)


def lift(session: Session, visit: Visit, reason: str) -> None:
    """Lift the safeguarding exclusion for a visit that met it after it was proposed.

    Parameters
    ----------
    reason
        Why the visit is safe, in a caseworker's words.
    """
    said = safeguarding.written(reason)
    proposing.lock(session, visit)
    if not lacks_lift(visit):
        raise RuleBroken("nothing-to-lift")
    visit.lift_reason = said
    audit.record(session, "visit.lifted", visit)
    waiting.ask_on(session, visit)


def lacks_lift(visit: Visit) -> bool:
    """Whether a visit that stands, or may stand again, must not go on without a written lift."""
    stands = visit.holds or answers.may_be_recorded(visit)
    return stands and waiting.lacks_lift(visit)


def note_call_ahead(session: Session, visit: Visit, by: User, *, called: bool) -> None:
    """Record that somebody called the guests before they set out, or that nobody has after all."""
    proposing.lock(session, visit)
    passage(visit.state, {VisitState.CONFIRMED}, visit.state)
    if called:
        visit.call_ahead(by)
    else:
        visit.take_back_call()
    audit.record(session, "visit.called-ahead" if called else "visit.not-called-ahead", visit)


def renew_links(session: Session, visit: Visit) -> None:
    """End every link of a visit, as after a lost phone, and send both sides a new one.

    A farm that is shut out gets none: its links open nothing.
    """
    proposing.lock(session, visit)
    visit.raise_link_version()
    visit.party.link_version += 1
    audit.record(session, "visit.links-renewed", visit)
    if not visit.holds:
        return
    proposing.tell(session, visit, Side.PARTY, "visit-link")
    if visit.is_open_to_farm:
        proposing.tell(session, visit, Side.FARM, "visit-link")


def change_contact(session: Session, party: Party, number: str | None, mailbox: str | None) -> None:
    """Keep a party's telephone number and mailbox; whoever has an earlier one opens nothing more.

    Of past visits neither: the next message about one brings a link that does.
    """
    before = party.phone, party.email
    party.set_phone(number)
    party.email = mailbox
    if (party.phone, party.email) == before:
        return
    party.link_version += 1
    theirs = select(Visit).where(Visit.party_id == party.id)
    for visit in session.scalars(theirs.order_by(Visit.slot_id)).all():
        renew_links(session, visit)
