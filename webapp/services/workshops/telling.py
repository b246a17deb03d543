"""What is written about workshops: to a guest's telephone, or to the mailbox of others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session, joinedload, object_session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    SHUT_OUT,
    Agreement,
    AgreementSignature,
    Message,
    MessageState,
    Party,
    PartyState,
    Seat,
    SeatState,
    Sitting,
    WorkshopKind,
)
from webapp.services.records import audit, outbox
from webapp.services.visits import links
from webapp.services.visits.proposing import TAKEN_BACK_FOR
from webapp.services.workshops import listing

LINK: Final = "workshops-link"
"""The message that brings the page where a household chooses."""


def tell(
    session: Session, seats: Iterable[Seat], kind: str, key: str, sitting: Sitting | None = None
) -> int:
    """Write once to each reader of these seats, however many of theirs are among them.

    What waits to leave already tells of all that they have when it leaves.

    Parameters
    ----------
    key
        What makes it leave once, together with the reader.
    sitting
        The date that it is about; none: the whole series.

    Returns
    -------
    How many are written to.
    """
    first: dict[tuple[str, int | None], Seat] = {}
    for seat in seats:
        first.setdefault(reader(seat), seat)
    for seat in first.values():
        if not _waits(session, seat, kind, sitting):
            whole = f"{key}-{seat.id}"
            outbox.write_to_seat(
                session, seat, kind, key=whole, sitting=sitting, after=TAKEN_BACK_FOR
            )
    return len(first)


def _waits(session: Session, seat: Seat, kind: str, sitting: Sitting | None) -> bool:
    """Whether a message of this kind to the same reader has not left yet."""
    same = Message.kind == kind, Message.state == MessageState.QUEUED
    of = Message.sitting_id.is_not_distinct_from(sitting.id if sitting else None)
    theirs = Message.seat_id.in_(select(Seat.id).where(*of_reader(seat)))
    return session.scalar(select(Message.id).where(*same, of, theirs).limit(1)) is not None


def of_reader(seat: Seat) -> tuple[ColumnElement[bool], ...]:
    """Return what finds the seats of a series that the same household, farm or colleague has."""
    return (
        Seat.series_id == seat.series_id,
        Seat.party_id.is_not_distinct_from(seat.party_id),
        Seat.farm_id.is_not_distinct_from(seat.farm_id),
        Seat.user_id.is_not_distinct_from(seat.user_id),
    )


def reader(seat: Seat) -> tuple[str, int | None]:
    """Return who reads of a seat: a household, a farm, or somebody of the staff."""
    if seat.party_id is not None:
        return "party", seat.party_id
    return ("farm", seat.farm_id) if seat.farm_id is not None else ("user", seat.user_id)


def takes_part(seat: Seat) -> bool:
    """Whether whose seat it is has neither left nor been erased or shut out."""
    if seat.party is not None:
        return seat.party.state is not PartyState.LEFT and seat.party.anonymous_since is None
    if seat.farm is not None:
        return seat.farm.state not in SHUT_OUT
    return seat.user is not None and seat.user.suspended_at is None


def of_its_reader(message: Message) -> Sequence[Seat]:
    """Return the seats of its series that its reader has or had: one message tells of all.

    None where they take part no more.
    """
    session, seat = object_session(message), message.seat
    if session is None or seat is None or not takes_part(seat):
        return ()
    return session.scalars(select(Seat).where(*of_reader(seat)).order_by(Seat.id)).all()


def has_a_place(message: Message) -> bool:
    """Whether its reader comes to what it is about, with at least one seat."""
    return bool(with_a_place(message))


def with_a_place(message: Message) -> list[Seat]:
    """Return the seats with which its reader comes."""
    theirs = of_its_reader(message)
    return [each for each in theirs if each.state is SeatState.SIGNED_UP and not each.is_offered]


def kept(message: Message) -> list[Seat]:
    """Return the seats that are kept for its reader."""
    return [each for each in of_its_reader(message) if each.is_offered]


def kept_until(message: Message) -> datetime | None:
    """Return until when a seat is kept for its reader; of several the first to go on."""
    theirs = of_its_reader(message)
    return min((each.kept_until for each in theirs if each.kept_until), default=None)


def send_link(session: Session, party: Party) -> None:
    """Write to a household where it chooses its workshops: to a telephone once a day.

    Raises
    ------
    RuleBroken
        They take part no more, there is nothing to choose, no message of ours can arrive, or it was
        written today.
    """
    if party.state is PartyState.LEFT:
        raise RuleBroken("party-not-taking-part")
    if not listing.coming(session, WorkshopKind.GUESTS):
        raise RuleBroken("no-workshop-to-come")
    write_link(session, party)


def write_link(session: Session, party: Party) -> None:
    """Write it, of a household that takes part, while there is something to choose.

    Raises
    ------
    RuleBroken
        No message of ours can arrive, or it was written today.
    """
    if not party.can_be_written_to:
        raise RuleBroken("no-message-arrives")
    key = _key(party)
    written = session.scalar(select(Message).where(Message.idempotency_key == key))
    if written is None or written.state is MessageState.NOT_NEEDED:
        outbox.write_to_household(session, party, LINK, key=key)
    elif written.state is MessageState.FAILED:
        outbox.send_again(session, written)
    else:
        raise RuleBroken("workshops-sent-today")
    audit.record(session, "party.workshops-shown", party)


def _key(party: Party) -> str:
    return f"{LINK}-{party.id}-{party.phone_fingerprint}-{today()}"


def sent_today(session: Session, parties: Iterable[Party]) -> set[int]:
    """Return the numbers of those to whom the page of their workshops was sent today."""
    keys = {_key(party): party.id for party in parties}
    sent = Message.state.not_in((MessageState.NOT_NEEDED, MessageState.FAILED))
    query = select(Message.idempotency_key).where(Message.idempotency_key.in_(keys), sent)
    return {keys[key] for key in session.scalars(query)}


def send_link_again(session: Session, fingerprint: str) -> None:
    """Send this number's households where they chose workshops, if they have had it and may still.

    Parameters
    ----------
    fingerprint
        Those of the number, as `links.ask_for_links` gives them to a job.
    """
    if not listing.coming(session, WorkshopKind.GUESTS):
        return
    had_it = or_(
        exists().where(Seat.party_id == Party.id),
        exists().where(Message.party_id == Party.id, Message.kind == LINK),
    )
    theirs = Party.phone_fingerprint.in_(fingerprint.split()), Party.state != PartyState.LEFT
    for party in session.scalars(select(Party).where(*theirs, had_it).order_by(Party.id)).all():
        key = f"{LINK}-{party.id}-{party.link_version}-asked-{links.this_while()}"
        outbox.write_to_household(session, party, LINK, key=key)
        audit.record(session, "party.link-asked-for", party)


def failed(session: Session, *files: ColumnElement[bool]) -> list[Message]:
    """Return what was about these files, but no visit, and did not leave."""
    whole = (
        joinedload(Message.party).selectinload(Party.persons),
        joinedload(Message.seat).joinedload(Seat.party).selectinload(Party.persons),
        joinedload(Message.signature)
        .joinedload(AgreementSignature.agreement)
        .joinedload(Agreement.party)
        .selectinload(Party.persons),
    )
    about = about_files(*files), Message.state == MessageState.FAILED
    query = select(Message).where(*about).options(*whole)
    return list(session.scalars(query.order_by(Message.id)))


def about_files(*files: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say which messages, of those about no visit, are about these files, whoever reads them."""
    agreement = AgreementSignature.agreement.has(Agreement.party.has(and_(*files)))
    return or_(
        Message.party.has(and_(*files)),
        Message.seat.has(Seat.party.has(and_(*files))),
        Message.signature.has(agreement),
    )


def has_left(session: Session, seats: Iterable[Seat]) -> bool:
    """Whether something that was written to who has these seats, since they asked, has left."""
    left = Message.state.not_in((MessageState.QUEUED, MessageState.NOT_NEEDED))
    of_them = or_(
        false(),
        *(
            Message.seat_id.in_(select(Seat.id).where(*of_reader(seat)))
            & (Message.created_at >= seat.asked_at - TAKEN_BACK_FOR)
            for seat in seats
        ),
    )
    return session.scalar(select(Message.id).where(of_them, left).limit(1)) is not None
