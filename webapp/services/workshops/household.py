"""A household chooses its workshops behind its link: all its adults together, and may say no."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.models import (
    Party,
    PartyState,
    Person,
    Seat,
    SeatSide,
    SeatState,
    Series,
    WorkshopKind,
)
from webapp.models.seats import ASKED
from webapp.services.records import audit, outbox, tokens
from webapp.services.workshops import listing, seats

KIND = "workshops-link"
"""The message that brings the link."""


class Said(StrEnum):
    """What a household says of a series."""

    COME = "come"
    WISH = "wish"
    """They would like to, not on this date."""
    KEEP = "keep"
    """They take the seat that is kept for them."""
    RETURN = "return"


def find_party(session: Session, token: str) -> Party | None:
    """Return the household that a token proves, with the session's scope set to it."""
    number = tokens.read_numbered(token)
    if number is None:
        return None
    set_scope(session, Scope("party", number))
    query = select(Party).where(Party.id == number).options(selectinload(Party.persons))
    party = session.scalar(query)
    if party is None or not tokens.proves_household(token, party):
        return None
    if party.anonymous_since is not None or party.state is PartyState.LEFT:
        return None
    audit.set_actor(session, audit.Actor("party", party.id))
    return party


def send_link(session: Session, party: Party) -> None:
    """Write the link to a household, once a day at most."""
    outbox.write_to_household(session, party, KIND, key=f"{KIND}-{party.id}-{today()}")
    audit.record(session, "party.workshops-shown", party)


def adults(party: Party) -> list[Person]:
    """Return who of a household comes to a workshop."""
    return [person for person in party.persons if person.may_be_adult(today())]


def choices(session: Session, party: Party) -> list[tuple[listing.Line, list[Seat]]]:
    """Return the workshops to come, each with the seats that the household has or waits for."""
    lines = listing.coming(session, WorkshopKind.GUESTS)
    alive = Seat.party_id == party.id, Seat.state != SeatState.CANCELLED
    theirs = session.scalars(select(Seat).where(*alive).order_by(Seat.id)).all()
    return [(line, [seat for seat in theirs if seat.series_id == line.series.id]) for line in lines]


def say(session: Session, party: Party, series: Series, said: Said) -> None:
    """Do what a household says of a series, for each of its adults whom it concerns."""
    alive = Seat.series_id == series.id, Seat.state != SeatState.CANCELLED
    query = select(Seat).where(*alive, Seat.party_id == party.id).order_by(Seat.id)
    theirs = {seat.person_id: seat for seat in session.scalars(query)}
    if said in {Said.COME, Said.WISH}:
        for person in adults(party):
            _ask(session, series, person, theirs.get(person.id), said)
    for seat in theirs.values():
        if said is Said.KEEP and seat.is_offered:
            seats.accept(session, seat)
        elif said is Said.RETURN:
            seats.give_back(session, seat, SeatSide.GUEST)


def _ask(session: Session, series: Series, person: Person, seat: Seat | None, said: Said) -> None:
    if seat is None:
        act = seats.sign_up if said is Said.COME else seats.wish
        act(session, series, seats.Comer(person=person), SeatSide.GUEST)
    elif said is Said.COME and seat.state in ASKED:
        seats.take_up(session, seat)
