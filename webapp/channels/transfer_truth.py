"""When what is written about a file on its way to another association is so."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import object_session

from webapp.models import Message, Transfer, TransferState
from webapp.services.parties import transfers


def people_are_asked(message: Message) -> bool:
    """Whether their word is awaited still."""
    return _stands(message, TransferState.ASKED)


def file_went_over(message: Message) -> bool:
    """Whether another association accompanies them since."""
    return _stands(message, TransferState.ACCEPTED)


def something_is_offered(message: Message) -> bool:
    """Whether a file waits for the word of the reader's association."""
    session, user = object_session(message), message.user
    if session is None or user is None or user.organisation_id is None:
        return False
    return session.scalar(transfers.offered_to(user.organisation_id).limit(1)) is not None


def _stands(message: Message, state: TransferState) -> bool:
    session = object_session(message)
    of_theirs = Transfer.party_id == message.party_id, Transfer.state == state
    return session is not None and bool(session.scalar(select(exists().where(*of_theirs))))


HOLDS: Final[dict[str, Callable[[Message], bool]]] = {
    transfers.ASKED: people_are_asked,
    transfers.DONE: file_went_over,
    transfers.OFFERED: something_is_offered,
    transfers.SETTLED: lambda message: message.user is not None,
}
"""When each kind is true; that something was decided stays so."""
