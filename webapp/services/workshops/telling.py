"""What is written to whoever holds a seat: to a guest's telephone, or to the mailbox of others."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from webapp.models import Seat
from webapp.services.records import outbox

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
