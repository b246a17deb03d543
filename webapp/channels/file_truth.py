"""When the messages about files that end are true."""

from sqlalchemy.orm import object_session

from webapp.ground.clock import now
from webapp.models import Message, Party, PartyState
from webapp.services.parties import paths
from webapp.services.retention import due
from webapp.services.visits import corrections, farm_notes


def files_end_soon(message: Message) -> bool:
    """Whether files of the reader's association end soon still."""
    session, user = object_session(message), message.user
    return bool(session and user and due.count_told(session, user.organisation_id))


def their_file_ends(message: Message) -> bool:
    """Whether nobody has heard of these people since they were to be told."""
    session, party = object_session(message), message.guests
    if session is None or party is None or party.end_told_at is None:
        return False
    return bool(due.ending_parties(session, now() + due.NOTICE, Party.id == party.id))


def a_wish_was_answered(message: Message) -> bool:
    """Whether they can read what became of a correction that they asked for."""
    session, party = object_session(message), message.guests
    if session is None or party is None or party.anonymous_since is not None:
        return False
    return any(each.outcome is not None for each in corrections.of_party(session, party))


def a_note_was_answered(message: Message) -> bool:
    """Whether the farm can read what the association answered to a note of theirs."""
    session, visit = object_session(message), message.visit
    if session is None or visit is None or not visit.is_open_to_farm:
        return False
    return any(each.seen_at is not None for each in farm_notes.of_visit(session, visit))


def somebody_is_accompanied(message: Message) -> bool:
    """Whether the association accompanies the household still, and may ask it for something."""
    party = message.party
    return bool(party and party.anonymous_since is None and party.state is not PartyState.LEFT)


def a_path_is_shown(message: Message) -> bool:
    """Whether their link shows them a path still."""
    session, party = object_session(message), message.party
    return session is not None and party is not None and paths.is_shown(session, party)
