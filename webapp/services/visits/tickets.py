"""What the association notes of a visit's tickets: by it, it knows whether its guests can leave."""

from enum import StrEnum

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Side, Visit
from webapp.services.records import audit
from webapp.services.visits import consent, proposing, waiting
from webapp.services.visits.possible import AHEAD


def note(
    session: Session,
    visit: Visit,
    ticket_from: str | None,
    *,
    bought: bool,
    given: str | None = None,
    code: str | None = None,
    fare_cents: int | None = None,
) -> None:
    """Keep who sees to the tickets and how far that is; the journey is ready once none is lacking.

    Where nothing is known of them any more, nobody knows of the journey either.

    Raises
    ------
    RuleBroken
        The visit has ended: nobody reads of its tickets any more.
    """
    proposing.lock(session, visit)
    if not visit.holds:
        raise RuleBroken("visit-is-over")
    visit.note_tickets(ticket_from, bought=bought, given=given, code=code, fare_cents=fare_cents)
    if visit.state in AHEAD:
        visit.prepare_journey(ready=ticket_from is not None and not visit.lacks_tickets)
    facts = {"from": ticket_from, "bought": visit.tickets_bought_at is not None}
    audit.record(session, "visit.tickets-noted", visit, **facts, given=visit.ticket_given)


class FarmLearns(StrEnum):
    """How a farm comes to know whether it is counted on to fetch its guests."""

    BY_LETTER = "by-letter"
    """Its yes stands on something else: it is written to, and asked whether that still suits."""
    BEFORE_IT_ANSWERS = "before-it-answers"
    BY_A_CALL = "by-a-call"
    """Nobody writes to it: it has no mailbox, or the visit waits or has begun."""


def how_the_farm_learns(
    session: Session, visit: Visit, before: str | None = None
) -> FarmLearns | None:
    """Return how a farm learns what was noted; none: it knows, or there is nothing to know.

    Parameters
    ----------
    before
        Who saw to the tickets until now: a farm that was called about it is called again.
    """
    letters = bool(visit.farm.readers) and visit.is_open_to_farm and not waiting.waits(visit)
    ended = before == "farm" and visit.ticket_from != "farm"
    if ended and not (letters and visit.arrived_at is None):
        return FarmLearns.BY_A_CALL
    if visit.farm_answer is not Answer.YES:
        told = FarmLearns.BEFORE_IT_ANSWERS if letters else FarmLearns.BY_A_CALL
        return told if visit.ticket_from == "farm" else None
    changed = consent.changed_since_yes(session, visit, Side.FARM)
    unknown = visit.ticket_from == "farm" and consent.is_unknown(visit, Side.FARM)
    if consent.FETCHED in changed and letters and visit.arrived_at is None:
        return FarmLearns.BY_LETTER
    return FarmLearns.BY_A_CALL if consent.FETCHED in changed or unknown else None
