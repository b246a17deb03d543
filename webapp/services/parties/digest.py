"""The morning letter: how much cannot wait, in numbers alone, to caseworkers who want it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, now
from webapp.models import Role, User
from webapp.services.after import follow_ups
from webapp.services.parties import board
from webapp.services.records import outbox, staff

KIND = "morning-digest"
HOURS = range(7, 12)
"""In Paris: at seven, or later in the morning if nothing ran then."""
WORKING_DAYS = range(5)
"""Monday to Friday."""


def urgent(session: Session, organisation_id: int) -> dict[str, int]:
    """Return how much of each kind cannot wait at an association; what is nothing is left out."""
    todo = board.todo(session, board.Desk(organisation_id))
    counts = {kind: getattr(todo, kind).count for kind in board.URGENT}
    return {kind: count for kind, count in counts.items() if count}


def follow_ups_of(session: Session, reader: User) -> int:
    """Return how many follow-ups are due of the files that somebody accompanies."""
    desk = board.Desk(reader.organisation_id or 0, referent=str(reader.id))
    return follow_ups.count_open(session, *desk.parties())


def write_due(session: Session) -> int:
    """Write to each caseworker whose association has something that cannot wait, once a day.

    Nobody is written to about nothing, at a week-end, or who does not want it.
    """
    at = now().astimezone(PARIS)
    if at.weekday() not in WORKING_DAYS or at.hour not in HOURS:
        return 0
    wanted = User.role == Role.CASEWORKER, User.digest, *staff.can_come_in()
    readers = session.scalars(select(User).where(*wanted).order_by(User.id)).all()
    homes = {user.organisation_id for user in readers}
    waits = {home for home in homes if home and urgent(session, home)}
    due = [user for user in readers if user.organisation_id in waits]
    for user in due:
        key = f"{KIND}-{user.id}-{at.date().isoformat()}"
        outbox.write_to_user(session, user, KIND, key=key)
    return len(due)
