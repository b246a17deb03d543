"""When what is written about the local referent of a visit is so."""

from webapp.models import Message
from webapp.services.visits import local_referents


def is_theirs(message: Message) -> bool:
    """Whether the reader looks after the visit still, and can come in."""
    visit, user = message.visit, message.user
    is_let_in = user is not None and user.suspended_at is None
    return visit is not None and is_let_in and visit.local_referent_id == message.user_id


def is_theirs_no_more(message: Message) -> bool:
    """Whether the reader, who can come in, does not see the visit any more."""
    visit, user = message.visit, message.user
    if visit is None or user is None or user.suspended_at is not None:
        return False
    return visit.local_referent_id != user.id or not local_referents.is_seen(visit)


def has_nobody(message: Message) -> bool:
    """Whether nobody looks after the visit near the farm."""
    visit = message.visit
    return visit is not None and visit.local_referent_id is None
