"""Sends one message of the outbox, once, and keeps how it went."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, object_session

from webapp.channels import Letter, NotSentError, Sender
from webapp.channels.truth import is_true
from webapp.ground import logs
from webapp.ground.telephones import takes_texts
from webapp.models import (
    HOPELESS,
    LEFT,
    AgreementSignature,
    Answer,
    Channel,
    Message,
    MessageState,
    Signer,
)
from webapp.services.records import on_duty
from webapp.services.records.texts_a_day import BY_NUMBER
from webapp.services.records.tokens import answer_token, receipt_token

TO_SEND = {MessageState.QUEUED, MessageState.FAILED}
ENDS = {"visit-declined", "visit-expired", "visit-cancelled"}
NEWS = {"visit-proposed", "visit-confirmed", "visit-restored", *ENDS}
"""How a visit stands: each side is told the last of it only, and nothing that it was told last."""
NEWS_OF_A_FARM = {"farm-declined", "farm-reconsidered"}
OF_AN_APPROVAL = {"farm-approved", "farm-approval-shortened"}
CHANGES = {"visit-changed", "visit-as-before"}
OF_A_THREAD = {"thread-news"}
OF_THE_HOUR = {"visit-hour-asked", "visit-hour-agreed"}
OF_A_SITTING = {"workshop-changed", "workshop-cancelled"}
OF_A_LOCAL_REFERENT = {"local-visit-given", "local-visit-taken"}
TO_THEM_AGAIN = {"local-visit-changed"}
ONE_TELLS_ALL = (
    OF_AN_APPROVAL | OF_A_THREAD | OF_THE_HOUR | OF_A_SITTING | TO_THEM_AGAIN | {"visit-changed"}
)
"""What tells all that there is to tell when it leaves: of several that wait, the last."""
FAMILIES = (
    NEWS, NEWS_OF_A_FARM, OF_AN_APPROVAL, CHANGES, OF_THE_HOUR, OF_A_SITTING, OF_A_LOCAL_REFERENT,
    TO_THEM_AGAIN, OF_A_THREAD,
)  # fmt: skip
RIGHTED = {
    "visit-restored": ENDS,
    "visit-as-before": {"visit-changed"},
    "farm-reconsidered": {"farm-declined"},
    "local-visit-taken": {"local-visit-given"},
}
"""What tells that something is not so after all, to those alone who had been told it."""


class Text(Protocol):
    """What `wording.compose` makes of a message."""

    @property
    def subject(self) -> str:
        """Return its subject; empty for a text message."""
        ...

    @property
    def body(self) -> str:
        """Return what its reader reads."""
        ...

    @property
    def calendar(self) -> bytes:
        """Return the calendar file that goes along; mostly nothing."""
        ...


def deliver(
    session: Session,
    message_id: int,
    compose: Callable[[Message], Text],
    sender_of: Callable[[Channel], Sender],
) -> Message | None:
    """Send a message if it is still to be sent; none when it is not, or another worker is at it.

    The row stays locked meanwhile, so a message never leaves twice at the same moment. When the
    provider's confirmation is lost it leaves again, under the same key: late is worse than twice.
    """
    message = session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.state.in_(TO_SEND), Message.sent_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    if not is_needed(session, message):
        message.close()
        return None
    try:
        sender = sender_of(message.channel)
        _hand_over(message, compose, sender)
        message.send(gives_receipts=sender.gives_receipts)
    except NotSentError as reason:
        message.fail(reason.code)
    except SQLAlchemyError:
        raise
    except Exception as error:
        logs.log.error("message-broke", message_id=message.id, **logs.describe(error))
        message.fail("unexpected")
    return message


def is_needed(session: Session, message: Message) -> bool:
    """Whether a message is true, and the last that its reader does not know yet."""
    return is_true(message) and not _is_overtaken(session, message)


def close_unneeded(session: Session) -> int:
    """Close the failed messages that nobody needs any more; return how many."""
    failed = select(Message).where(Message.state == MessageState.FAILED).order_by(Message.id)
    waiting = session.scalars(failed.with_for_update(skip_locked=True)).all()
    unneeded = [message for message in waiting if not is_needed(session, message)]
    for message in unneeded:
        message.close()
    return len(unneeded)


def _is_overtaken(session: Session, message: Message) -> bool:
    """Whether things have gone on since, or back to what this reader knows."""
    kinds = next((each for each in FAMILIES if message.kind in each), ())
    told = select(Message.kind).where(
        Message.visit_id.is_not_distinct_from(message.visit_id),
        Message.side.is_not_distinct_from(message.side),
        Message.user_id.is_not_distinct_from(message.user_id),
        Message.seat_id.is_not_distinct_from(message.seat_id),
        Message.sitting_id.is_not_distinct_from(message.sitting_id),
        Message.party_id.is_not_distinct_from(message.party_id),
        Message.signature_id.is_not_distinct_from(message.signature_id),
        Message.kind.in_(kinds),
    )
    after = told.where(Message.id > message.id, Message.state != MessageState.NOT_NEEDED)
    gone_on = session.scalar(after.limit(1))
    before = told.where(Message.id < message.id, Message.state.in_(LEFT))
    known = session.scalar(before.order_by(Message.id.desc()).limit(1))
    return gone_on is not None or _says_nothing(message, known)


def _says_nothing(message: Message, known: str | None) -> bool:
    """Whether a reader knows it, or has never heard of what has ended or is not so after all."""
    visit, side = message.visit, message.side
    if message.kind in ONE_TELLS_ALL:
        return False
    if message.kind in RIGHTED:
        return known not in RIGHTED[message.kind]
    heard = known or (visit and side and visit.answer_of(side) is not Answer.AWAITED)
    return known == message.kind or (message.kind in ENDS and not heard)


def may_succeed_later(message: Message) -> bool:
    """Whether it makes sense to try again by itself."""
    failed = message.state is MessageState.FAILED and not message.has_come_back
    return failed and message.failure not in HOPELESS


def _hand_over(message: Message, compose: Callable[[Message], Text], sender: Sender) -> None:
    readers = readers_of(message)
    if not readers:
        raise NotSentError("no-address")
    if message.channel in BY_NUMBER and not takes_texts(readers[0]):
        raise NotSentError("no-mobile")
    party = message.guests
    if party is not None and party.refuses_texts and message.channel in BY_NUMBER:
        raise NotSentError("texts-stopped")
    text = compose(message)
    sender.send(
        Letter(
            readers,
            text.subject,
            text.body,
            message.idempotency_key,
            message.language,
            receipt_token(message, message.attempts + 1, readers),
            text.calendar,
            answer_token(message),
        )
    )


def readers_of(message: Message) -> tuple[str, ...]:
    """Return the addresses or the number that a message goes to, as they are now."""
    if message.user is not None:
        elsewhere = message.email_link.address if message.email_link else None
        return (elsewhere or message.user.email,)
    guests = message.guests
    if guests is not None:
        reached = guests.email if message.channel is Channel.EMAIL else guests.phone
        return (reached,) if reached else ()
    visit = message.visit
    if visit is None:
        return _of_a_signature(message.signature) if message.signature else _of_a_seat(message)
    if message.side is None:
        return _number_on_duty(message)
    if message.channel is Channel.SMS:
        return (visit.farm.phone,) if visit.farm.phone else ()
    return tuple(user.email for user in visit.farm.readers)


def _of_a_signature(signature: AgreementSignature) -> tuple[str, ...]:
    """Return the number or the mailboxes of whoever is to sign and is no guest."""
    agreement, body = signature.agreement, signature.agreement.prescriber
    if signature.signer is Signer.FARM:
        return tuple(user.email for user in agreement.farm.readers)
    if signature.signer is Signer.REPRESENTATIVE:
        phone = agreement.terms["representative_phone"]
        return (phone,) if phone else ()
    return (body.email,) if body is not None else ()


def _of_a_seat(message: Message) -> tuple[str, ...]:
    """Return the mailboxes of those who have a seat and an account."""
    seat = message.seat
    if seat is None:
        return ()
    users = seat.farm.users if seat.farm is not None else [seat.user]
    return tuple(user.email for user in users if user and user.suspended_at is None)


def _number_on_duty(message: Message) -> tuple[str, ...]:
    session = object_session(message)
    number = on_duty.number(session) if session else None
    return (number,) if number else ()
