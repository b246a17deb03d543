"""Messages leave through here: a row in the transaction it tells of, then a job that sends it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.ground import job_queue, languages
from webapp.ground.clock import now
from webapp.ground.database import seeing_everyone
from webapp.ground.vocabulary import WHATSAPP
from webapp.models import (
    AgreementSignature,
    Channel,
    EmailLink,
    Message,
    MessageState,
    Party,
    PhoneCode,
    Seat,
    Side,
    Signer,
    Sitting,
    User,
    Visit,
)


def _add(session: Session, message: Message, after: timedelta | None = None) -> Message:
    """Add a message and the job that sends it; the same key again returns the first message.

    One that was no longer needed, and is once more, leaves after all, as it would be written now
    and no sooner: the job that was to send it first is called off.
    """
    written = session.scalar(
        select(Message).where(Message.idempotency_key == message.idempotency_key)
    )
    if written is not None and written.state is not MessageState.NOT_NEEDED:
        return written
    if written is not None:
        written.channel, written.language = message.channel, message.language
        written.created_at = now()
        message = written
        message.retry()
        job_queue.call_off(session, "send_message", message_id=message.id)
    session.add(message)
    session.flush()
    at = now() + after if after else None
    job_queue.defer(session, "send_message", schedule_at=at, message_id=message.id)
    return message


def waits() -> ColumnElement[bool]:
    """Say which messages have not left: one that failed is tried again, by itself or by hand."""
    to_leave = Message.state.in_((MessageState.QUEUED, MessageState.FAILED))
    return to_leave & Message.sent_at.is_(None)


def close_waiting(session: Session, *which: ColumnElement[bool]) -> int:
    """Close messages that wait to leave, under lock; say how many there were."""
    return _close(session, *which, waits())


def close_failed(session: Session, *which: ColumnElement[bool]) -> int:
    """Close messages that failed, which are written anew; say how many there were."""
    return _close(session, *which, Message.state == MessageState.FAILED)


def _close(session: Session, *which: ColumnElement[bool]) -> int:
    found = session.scalars(select(Message).where(*which).with_for_update(of=Message)).all()
    for message in found:
        message.close()
    return len(found)


def send_again(session: Session, message: Message) -> None:
    """Queue a message that failed once more, by hand."""
    message.retry()
    job_queue.defer(session, "send_message", message_id=message.id)


def write_to_user(
    session: Session,
    user: User,
    kind: str,
    *,
    key: str,
    link: EmailLink | None = None,
    visit: Visit | None = None,
    after: timedelta | None = None,
) -> Message:
    """Enqueue an e-mail to someone with an account; `key` makes it leave once.

    Parameters
    ----------
    visit
        What it is about, where it is true only as that stands.
    """
    return _add(
        session,
        Message(
            kind=kind,
            channel=Channel.EMAIL,
            language=user.language,
            user_id=user.id,
            visit_id=visit.id if visit else None,
            email_link_id=link.id if link else None,
            idempotency_key=key,
        ),
        after,
    )


def awaits_its_turn(session: Session, user: User, kind: str) -> bool:
    """Whether a message of this kind was written to someone and has not left yet."""
    waiting = Message.user_id == user.id, Message.kind == kind
    query = select(Message.id).where(*waiting, Message.state == MessageState.QUEUED).limit(1)
    return session.scalar(query) is not None


def write_to_on_duty(session: Session, visit: Visit, kind: str, *, key: str) -> Message:
    """Enqueue an SMS to the number on duty, which is of neither side; `key` makes it leave once."""
    return _add(
        session,
        Message(
            kind=kind,
            channel=Channel.SMS,
            language=languages.DEFAULT.code,
            visit_id=visit.id,
            idempotency_key=key,
        ),
    )


def way_to(party: Party) -> Channel:
    """Return how a household is written to, as its file has it."""
    if party.reads_mail:
        return Channel.EMAIL
    return Channel.WHATSAPP if party.channel == WHATSAPP else Channel.SMS


def way_of_code(party: Party) -> Channel:
    """Return what carries a code to a household.

    A link that came by e-mail is proved by the telephone, unless no text message reaches that.
    """
    return Channel.SMS if party.takes_texts else way_to(party)


def write_to_party(
    session: Session,
    visit: Visit,
    kind: str,
    *,
    key: str,
    code: PhoneCode | None = None,
    after: timedelta | None = None,
) -> Message:
    """Enqueue a message to the contact person of a visit's party, in the party's language."""
    return _add(
        session,
        Message(
            kind=kind,
            channel=way_of_code(visit.party) if code else way_to(visit.party),
            language=visit.party.reads_in.code,
            visit_id=visit.id,
            side=Side.PARTY,
            phone_code_id=code.id if code else None,
            idempotency_key=key,
        ),
        after,
    )


def write_to_seat(
    session: Session,
    seat: Seat,
    kind: str,
    *,
    key: str,
    sitting: Sitting | None = None,
    after: timedelta | None = None,
) -> Message:
    """Enqueue a message to whoever has a seat: to guests their own way, an e-mail to others."""
    if seat.party is not None:
        language = seat.party.reads_in.code
    else:
        readers = seat.farm.users if seat.farm is not None else [seat.user]
        language = next((each.language for each in readers if each), languages.DEFAULT.code)
    return _add(
        session,
        Message(
            kind=kind,
            channel=Channel.EMAIL if seat.party is None else way_to(seat.party),
            language=language,
            seat_id=seat.id,
            sitting_id=sitting.id if sitting else None,
            idempotency_key=key,
        ),
        after,
    )


def write_to_household(
    session: Session,
    party: Party,
    kind: str,
    *,
    key: str,
    code: PhoneCode | None = None,
    after: timedelta | None = None,
) -> Message:
    """Enqueue a message to a household, about no visit of theirs."""
    return _add(
        session,
        Message(
            kind=kind,
            channel=way_of_code(party) if code else way_to(party),
            language=party.reads_in.code,
            party_id=party.id,
            phone_code_id=code.id if code else None,
            idempotency_key=key,
        ),
        after,
    )


def write_to_signer(
    session: Session,
    signature: AgreementSignature,
    kind: str,
    *,
    key: str,
    is_code: bool = False,
) -> Message:
    """Enqueue a message to whoever is to sign: to the people their own way, an e-mail to others."""
    channel = Channel.SMS if signature.signer is Signer.REPRESENTATIVE else Channel.EMAIL
    if signature.signer is Signer.PERSON:
        with seeing_everyone(session):  # behind their link, the file stays shut until the code
            party = session.get_one(Party, signature.agreement.party_id, populate_existing=True)
            channel = way_of_code(party) if is_code else way_to(party)
    return _add(
        session,
        Message(
            kind=kind,
            channel=channel,
            language=signature.language,
            signature_id=signature.id,
            idempotency_key=key,
        ),
    )


def write_to_farm(
    session: Session,
    visit: Visit,
    kind: str,
    *,
    key: str,
    channel: Channel = Channel.EMAIL,
    code: PhoneCode | None = None,
    after: timedelta | None = None,
) -> Message:
    """Enqueue a message to the farm of a visit: e-mail to its users, or SMS for a code."""
    return _add(
        session,
        Message(
            kind=kind,
            channel=channel,
            language=visit.farm.users[0].language if visit.farm.users else "fr",
            visit_id=visit.id,
            side=Side.FARM,
            phone_code_id=code.id if code else None,
            idempotency_key=key,
        ),
        after,
    )
