"""When what is written about signing an agreement is so, and of use to its reader."""

from webapp.models import Message
from webapp.services.agreements import signing


def is_to_be_signed(message: Message) -> bool:
    """Whether the version stands still, and its reader has not signed."""
    return message.signature is not None and message.signature.is_awaited


def code_is_good(message: Message) -> bool:
    """Whether the code may still be typed, and none was asked for since."""
    signature = message.signature
    if signature is None or signature.code_at is None:
        return False
    return signing.code_is_good(signature) and message.created_at >= signature.code_at
