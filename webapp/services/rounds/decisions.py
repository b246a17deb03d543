"""A caseworker's word on a pair: keep it, not this one, or safe after all."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import DecisionKind, MatchingRound, RoundDecision, User
from webapp.services.engine.ids import pair_ids
from webapp.services.records import audit
from webapp.services.visits import safeguarding

OPPOSITE = {
    DecisionKind.PIN: DecisionKind.FORBID,
    DecisionKind.FORBID: DecisionKind.PIN,
}


def check_shown(of_round: MatchingRound, party: int, slot: int, shown: str) -> None:
    """Reject a word on a pair on which another one was said since a page showed it.

    Parameters
    ----------
    shown
        What stood on the page: `pin`, `forbid`, or nothing.
    """
    if shown != next((kind for kind in OPPOSITE if _find(of_round, party, slot, kind)), ""):
        raise RuleBroken("changed-meanwhile")


def decide(
    session: Session, of_round: MatchingRound, party: int, slot: int, kind: DecisionKind, by: User
) -> None:
    """Pin or forbid a pair for the next run; the one undoes the other."""
    _check_open(of_round)
    _remove(session, of_round, party, slot, OPPOSITE[kind])
    if _find(of_round, party, slot, kind) is None:
        of_round.decisions.append(
            RoundDecision(party_id=party, slot_id=slot, kind=kind, by_id=by.id)
        )
    session.flush()
    audit.record(session, f"round.{kind}", of_round, party=party, slot=slot)


def undo(session: Session, of_round: MatchingRound, party: int, slot: int) -> None:
    """Forget that a pair was pinned or forbidden."""
    _check_open(of_round)
    for kind in OPPOSITE:
        _remove(session, of_round, party, slot, kind)
    session.flush()
    audit.record(session, "round.undone", of_round, party=party, slot=slot)


def lift(
    session: Session, of_round: MatchingRound, party: int, slot: int, reason: str, by: User
) -> None:
    """Lift a safeguarding exclusion for one pair, with a written reason."""
    _check_open(of_round)
    said = safeguarding.written(reason)
    if list(pair_ids(party, slot)) not in of_round.safeguarded:
        raise RuleBroken("nothing-to-lift")
    _remove(session, of_round, party, slot, DecisionKind.LIFT)
    of_round.decisions.append(
        RoundDecision(
            party_id=party, slot_id=slot, kind=DecisionKind.LIFT, reason=said, by_id=by.id
        )
    )
    session.flush()
    audit.record(session, "round.lifted", of_round, party=party, slot=slot)


def lift_reason(of_round: MatchingRound, party: int, slot: int) -> str | None:
    """Return the written reason for which a pair's exclusion was lifted, if it was."""
    found = _find(of_round, party, slot, DecisionKind.LIFT)
    return found.reason if found else None


def waiting_decisions(of_round: MatchingRound) -> list[RoundDecision]:
    """Return the decisions that are not in the result: the next run follows them."""
    since = of_round.frozen_at
    return [each for each in of_round.decisions if since is None or each.at > since]


def _check_open(of_round: MatchingRound) -> None:
    if of_round.is_published:
        raise RuleBroken("round-is-published")


def _find(
    of_round: MatchingRound, party: int, slot: int, kind: DecisionKind
) -> RoundDecision | None:
    return next(
        (
            each
            for each in of_round.decisions
            if (each.party_id, each.slot_id, each.kind) == (party, slot, kind)
        ),
        None,
    )


def _remove(
    session: Session, of_round: MatchingRound, party: int, slot: int, kind: DecisionKind
) -> None:
    found = _find(of_round, party, slot, kind)
    if found is not None:
        of_round.decisions.remove(found)
        session.flush()


def lock_round(session: Session, round_id: int) -> MatchingRound:
    """Return a round, held until the transaction ends: two people decide one after the other."""
    query = select(MatchingRound).where(MatchingRound.id == round_id)
    held = query.with_for_update(of=MatchingRound).execution_options(populate_existing=True)
    return session.scalars(held).one()
