"""What the association notes of a visit's tickets: by it, it knows whether its guests can leave."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Visit
from webapp.services.records import audit
from webapp.services.visits import proposing
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
