"""What becomes of a message on its way, as whoever carries it tells afterwards."""

from sqlalchemy.orm import Session

from webapp.channels.delivery import readers_of
from webapp.models import Message, MessageState
from webapp.services.records.tokens import proves_receipt, read_receipt


def take_receipt(session: Session, token: str, state: MessageState, why: str | None = None) -> bool:
    """Keep what a receipt tells; return whether it was one of ours, sent to the present reader.

    Parameters
    ----------
    why
        A code of the failures, where it did not arrive.
    """
    named = read_receipt(token)
    if named is None:
        return False
    number, attempt = named
    message = session.get(Message, number)
    if message is None or not proves_receipt(token, message, readers_of(message)):
        return False
    session.flush()
    session.refresh(message, with_for_update={"of": Message})
    message.hear(state, attempt, why)
    return True
