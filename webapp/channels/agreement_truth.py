"""When what is written about signing an agreement is so, and of use to its reader."""

from sqlalchemy.orm import object_session

from webapp.models import Message
from webapp.services.agreements import signing, standing


def is_to_be_signed(message: Message) -> bool:
    """Whether the version stands still, and its reader can sign it."""
    session, signature = object_session(message), message.signature
    return session is not None and signature is not None and standing.may_sign(session, signature)


def is_over(message: Message) -> bool:
    """Whether what its reader signed does not stand any more."""
    session, signature = object_session(message), message.signature
    if session is None or signature is None or signature.at is None:
        return False
    return not standing.stands(session, signature)


def code_is_good(message: Message) -> bool:
    """Whether the code may still be typed, and none was asked for since."""
    signature = message.signature
    if signature is None or signature.code_at is None:
        return False
    return signing.code_is_good(signature) and message.created_at >= signature.code_at
