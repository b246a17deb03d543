"""Calls for help: one path that ends at a person, whoever is away.

A call stands before the association, then before the coordinators, then before the number on duty:
one rung higher each time nobody has taken it in time, and at once past a rung that nobody is at.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.ground.telephones import takes_texts
from webapp.models import HelpCall, Party, Rung, Side, User, Visit
from webapp.services.records import audit, on_duty, outbox, staff
from webapp.services.visits import proposing, safeguarding


def call(session: Session, visit: Visit, side: Side | None) -> HelpCall:
    """Return this side's call that waits, or make one and put it before somebody at once.

    A call that somebody has taken does not wait: whoever presses again needs somebody again. Where
    their silence stood before somebody, the call takes its place and stands before all of them.

    Parameters
    ----------
    side
        Whose call it is; none: the local referent's, of which neither side learns.
    """
    proposing.lock(session, visit)
    waiting = latest(session, visit, side)
    if waiting is not None and waiting.waits:
        return waiting
    silence = end_silence(session, visit, side)
    audit.record(session, "visit.help-asked", visit, **_said(side))
    made = _make(session, visit, HelpCall(visit_id=visit.id, side=side))
    while silence is not None and not set(silence.reached) <= set(made.reached):
        _climb(session, made, visit)
    return made


def call_for_silence(session: Session, visit: Visit, side: Side) -> None:
    """Put the silence of a side before somebody, as a call; not where one is open already."""
    newest = (_unsettled(session, visit, side, silent=silent) for silent in (True, False))
    if not any(each is not None and each.withdrawn_at is None for each in newest):
        audit.record(session, "visit.silent", visit, side=side.value)
        _make(session, visit, HelpCall(visit_id=visit.id, side=side, silent=True))


def end_silence(session: Session, visit: Visit, side: Side | None) -> HelpCall | None:
    """Take a side's silence off the boards, and return it: a word of theirs has come."""
    silence = _unsettled(session, visit, side, silent=True)
    if silence is not None:
        silence.taken_at = silence.taken_at or now()
        silence.settled_at = now()
        session.flush()
    return silence


def withdraw(session: Session, visit: Visit, side: Side | None) -> None:
    """Keep that a side needs nobody any more, and tell whoever its call stands before.

    It climbs no further. It stays on the boards until somebody has settled it: whoever takes a call
    back may not be free to speak.
    """
    held = latest(session, visit, side)
    if held is None:
        raise RuleBroken("help-not-asked")
    _lock(session, held)
    if held.withdrawn_at is not None:
        return
    held.withdrawn_at = now()
    session.flush()
    audit.record(session, "visit.help-withdrawn", visit, **_said(side))
    for reader in {each for rung in held.reached for each in _at(session, rung, visit)}:
        key = f"help-{held.id}-withdrawn-{reader.id}"
        outbox.write_to_user(session, reader, "help-withdrawn", key=key)
    if held.on_duty_at is not None and takes_texts(on_duty.number(session)):
        key = f"help-{held.id}-withdrawn"
        outbox.write_to_on_duty(session, visit, "help-withdrawn", key=key)


def _make(session: Session, visit: Visit, made: HelpCall) -> HelpCall:
    session.add(made)
    _climb(session, made, visit)
    return made


def latest(session: Session, visit: Visit, side: Side | None) -> HelpCall | None:
    """Return the newest call of one side that is not settled; the other side never learns of it.

    Its silence is none of them: it has asked for nothing.
    """
    return _unsettled(session, visit, side, silent=False)


def _unsettled(
    session: Session, visit: Visit, side: Side | None, *, silent: bool
) -> HelpCall | None:
    query = select(HelpCall).where(
        HelpCall.visit_id == visit.id,
        HelpCall.side == side,
        HelpCall.silent.is_(silent),
        HelpCall.settled_at.is_(None),
    )
    return session.scalars(query.order_by(HelpCall.id.desc())).first()


def _climb(session: Session, made: HelpCall, visit: Visit) -> None:
    """Put a call before the next rung that somebody is at; the number on duty is always there."""
    passed = list(made.reached)
    left = list(Rung)[list(Rung).index(passed[-1]) + 1 :] if passed else list(Rung)
    kind = "silence" if made.silent else "help"
    for rung in left:
        readers = _at(session, rung, visit)
        if not readers and rung is not Rung.ON_DUTY:
            continue
        made.reach(rung)
        session.flush()
        audit.record(session, "visit.help-stands-before", visit, rung=rung.value)
        for reader in readers:
            key = f"help-{made.id}-{rung.value}-{reader.id}"
            outbox.write_to_user(session, reader, f"{kind}-asked", key=key)
        if rung is Rung.ON_DUTY and takes_texts(on_duty.number(session)):
            key = f"help-{made.id}-{rung.value}"
            outbox.write_to_on_duty(session, visit, f"{kind}-unanswered", key=key)
        return


def _at(session: Session, rung: Rung, visit: Visit) -> list[User]:
    if rung is Rung.ASSOCIATION:
        return staff.caseworkers(session, visit.organisation_id)
    return staff.coordinators(session) if rung is Rung.COORDINATORS else []


def climb_due(session: Session, after: timedelta) -> int:
    """Let each call climb that nobody has taken for so long since its last rung; return how many.

    Run twice at once, it climbs once: a call that another worker holds is passed over.
    """
    last = func.greatest(HelpCall.association_at, HelpCall.coordinators_at)
    waits = HelpCall.taken_at.is_(None), HelpCall.withdrawn_at.is_(None)
    due = select(HelpCall).where(*waits, HelpCall.on_duty_at.is_(None), last <= now() - after)
    held = due.order_by(HelpCall.id).with_for_update(of=HelpCall, skip_locked=True)
    calls = session.scalars(held).all()
    for each in calls:
        _climb(session, each, each.visit)
    return len(calls)


def take(session: Session, taken: HelpCall, by: User, note: str) -> None:
    """Record who sees to a call and what they do first, if they say it; it climbs no more."""
    _lock(session, taken)
    if taken.taken_at is not None:
        raise RuleBroken("help-seen-to")
    taken.take(by, note.strip())
    audit.record(session, "visit.help-taken", taken.visit, **_said(taken.side))


def settle(session: Session, settled: HelpCall, by: User, note: str) -> None:
    """Record that a call is settled, in words that the next reader understands."""
    _lock(session, settled)
    if not settled.is_open:
        raise RuleBroken("help-seen-to")
    settled.settle(by, safeguarding.written(note))
    audit.record(session, "visit.help-settled", settled.visit, **_said(settled.side))


def _said(side: Side | None) -> dict[str, str]:
    """Return how the audit says whose call it is; the local referent's is told by its actor."""
    return {"side": side.value} if side else {}


def _lock(session: Session, held: HelpCall) -> None:
    session.refresh(held, with_for_update={"of": HelpCall})


def unsettled() -> Select[HelpCall]:
    """Ask for the calls that are not settled yet."""
    return select(HelpCall).where(HelpCall.settled_at.is_(None))


def to_settle(session: Session, *conditions: ColumnElement[bool]) -> list[HelpCall]:
    """Return the calls that are not settled yet, those that wait first, the oldest on top."""
    whole = joinedload(HelpCall.visit).options(
        joinedload(Visit.farm), joinedload(Visit.party).selectinload(Party.persons)
    )
    query = unsettled().where(*conditions)
    ordered = query.order_by(
        or_(HelpCall.taken_at.is_not(None), HelpCall.withdrawn_at.is_not(None)),
        HelpCall.asked_at,
        HelpCall.id,
    )
    return list(session.scalars(ordered.options(whole)))
