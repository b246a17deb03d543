"""What is written about workshops: to a guest's telephone, or to the mailbox of others."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Message, MessageState, Party, PartyState, Seat, WorkshopKind
from webapp.services.records import audit, outbox
from webapp.services.workshops import listing

LINK: Final = "workshops-link"
"""The message that brings the page where a household chooses."""
AFTER: Final = timedelta(minutes=1)
"""So long after an act its message waits: what was done by mistake is taken back unheard."""


def tell(session: Session, seats: Iterable[Seat], kind: str, key: str) -> int:
    """Write once to each reader of these seats, however many of theirs are among them.

    Parameters
    ----------
    key
        What makes it leave once, together with the reader.

    Returns
    -------
    How many are written to.
    """
    first: dict[tuple[str, int | None], Seat] = {}
    for seat in seats:
        first.setdefault(reader(seat), seat)
    for seat in first.values():
        outbox.write_to_seat(session, seat, kind, key=f"{key}-{seat.id}", after=AFTER)
    return len(first)


def reader(seat: Seat) -> tuple[str, int | None]:
    """Return who reads of a seat: a household, a farm, or somebody of the staff."""
    if seat.party_id is not None:
        return "party", seat.party_id
    return ("farm", seat.farm_id) if seat.farm_id is not None else ("user", seat.user_id)


def send_link(session: Session, party: Party) -> None:
    """Write to a household where it chooses its workshops: to a telephone once a day.

    Raises
    ------
    RuleBroken
        They take part no more, there is nothing to choose, or it was written today.
    """
    if party.state is PartyState.LEFT:
        raise RuleBroken("party-not-taking-part")
    if not listing.coming(session, WorkshopKind.GUESTS):
        raise RuleBroken("no-workshop-to-come")
    key = f"{LINK}-{party.id}-{party.phone_fingerprint}-{today()}"
    written = session.scalar(select(Message).where(Message.idempotency_key == key))
    if written is None or written.state is MessageState.NOT_NEEDED:
        outbox.write_to_household(session, party, LINK, key=key)
    elif written.state is MessageState.FAILED:
        outbox.send_again(session, written)
    else:
        raise RuleBroken("workshops-sent-today")
    audit.record(session, "party.workshops-shown", party)


def has_left(session: Session, seats: Iterable[Seat]) -> bool:
    """Whether something that was written of these seats has left already."""
    of_them = Message.seat_id.in_([seat.id for seat in seats])
    left = Message.state.not_in((MessageState.QUEUED, MessageState.NOT_NEEDED))
    return session.scalar(select(Message.id).where(of_them, left).limit(1)) is not None
