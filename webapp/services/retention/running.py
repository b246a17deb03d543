"""Every hour: whose end is near is told of, and whose time is over is made anonymous."""

from collections import defaultdict

from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.models import FarmState, Party
from webapp.services.records import audit, outbox, speakers, staff
from webapp.services.retention import due, old_incidents
from webapp.services.retention.anonymising import (
    anonymise_farms,
    anonymise_parties,
    anonymise_users,
)
from webapp.services.retention.rounds import forget_runs

TO_THEM = "file-ends-soon"
"""The kind of message by which the people of a file hear that it ends."""
AT_ONCE = 50
"""So many files in one transaction: the next hour has the others."""


def announce(session: Session) -> int:
    """Write to the associations whose files end soon; return how many files they are told of."""
    ending = due.parties_to_tell_of(session)
    of_each = defaultdict(list)
    for each in ending:
        each.party.end_told_at = now()
        of_each[each.party.organisation_id].append(each.party)
    for organisation_id, parties in of_each.items():
        audit.record_each(session, "party.end-told", parties)
        told = staff.caseworkers(session, organisation_id) or staff.coordinators(session)
        for party in parties:
            _tell_them(session, party)
        for user in told:
            key = f"files-end-soon/{user.id}/{today().isoformat()}"
            outbox.write_to_user(session, user, "files-end-soon", key=key)
    return len(ending)


def _tell_them(session: Session, party: Party) -> None:
    """Write to the people themselves, by the link of their last visit, or of their household."""
    key = f"{TO_THEM}/{party.id}/{today().isoformat()}"
    if party.visits:
        last = max(party.visits, key=lambda visit: (visit.departure, visit.id))
        outbox.write_to_party(session, last, TO_THEM, key=key)
    elif party.phone or party.reads_mail:
        outbox.write_to_household(session, party, TO_THEM, key=key)


def make_anonymous(session: Session) -> dict[str, int]:
    """Make anonymous whose time is over; return how many parties, farms and accounts that were."""
    parties = due.due_parties(session)[:AT_ONCE]
    farms, users = due.due_farms(session)[:AT_ONCE], due.due_users(session)[:AT_ONCE]
    if parties:
        anonymise_parties(session, parties)
    if farms:
        for farm in farms:
            farm.state = FarmState.REMOVED
        session.flush()
        anonymise_farms(session, farms)
    if users:
        anonymise_users(session, users)
    old_incidents.empty(session, due.kept_for(session))
    speakers.forget(session)
    forget_runs(session)
    return {"parties": len(parties), "farms": len(farms), "users": len(users)}
