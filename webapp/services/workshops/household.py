"""A household chooses its workshops behind its link: all its adults together, and may say no."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
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
from webapp.services.records import audit, tokens
from webapp.services.workshops import listing, numbers, seats


class Said(StrEnum):
    """What a household says of a series."""

    COME = "come"
    WISH = "wish"
    """They would like to, not on this date."""
    KEEP = "keep"
    """They take the seat that is kept for them."""
    LET_GO = "let-go"
    """They leave it to somebody else; what they have beside it stays theirs."""
    RETURN = "return"
    """They give back all that they have, and do not wait any more."""


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


def adults(party: Party) -> list[Person]:
    """Return who of a household comes to a workshop."""
    return [person for person in party.persons if person.may_be_adult(today())]


def choices(session: Session, party: Party) -> list[tuple[listing.Line, list[Seat]]]:
    """Return the workshops to come, each with the seats that the household has or waits for."""
    lines = listing.coming(session, WorkshopKind.GUESTS)
    alive = Seat.party_id == party.id, Seat.state != SeatState.CANCELLED
    theirs = session.scalars(select(Seat).where(*alive).order_by(Seat.id)).all()
    return [(line, [seat for seat in theirs if seat.series_id == line.series.id]) for line in lines]


def say(
    session: Session, party: Party, series: Series, said: Said, only: int | None = None
) -> list[Seat]:
    """Do what a household says of a series; return the seats that they had and gave back.

    Parameters
    ----------
    only
        The number of the one adult of whom they speak; none: of all.

    Raises
    ------
    RuleBroken
        They speak of a seat that is kept for them no longer, or it has begun.
    """
    numbers.lock(session, series)
    alive = Seat.series_id == series.id, Seat.state != SeatState.CANCELLED
    query = select(Seat).where(*alive, Seat.party_id == party.id).order_by(Seat.id)
    come = [person for person in adults(party) if only in (None, person.id)]
    theirs = {
        seat.person_id: seat for seat in session.scalars(query) if only in (None, seat.person_id)
    }
    kept = [seat for seat in theirs.values() if seat.is_offered]
    held = [seat for seat in theirs.values() if seat.is_held and not seat.is_offered]
    if not kept:
        _see_what_was_kept(come, held, said)
    match said:
        case Said.COME | Said.WISH:
            for person in come:
                _ask(session, series, person, theirs.get(person.id), said)
        case Said.KEEP:
            for seat in kept:
                seats.accept(session, seat)
        case Said.LET_GO:
            for seat in kept:
                seats.give_back(session, seat, SeatSide.GUEST)
        case Said.RETURN:
            for seat in theirs.values():
                seats.give_back(session, seat, SeatSide.GUEST)
            return held
    return []


def _see_what_was_kept(come: list[Person], held: list[Seat], said: Said) -> None:
    """Refuse a word about a seat that went to the next: not where all of them have theirs."""
    all_come = {person.id for person in come} <= {seat.person_id for seat in held}
    if said is Said.LET_GO or (said is Said.KEEP and not all_come):
        raise RuleBroken("seat-not-kept")


def _ask(session: Session, series: Series, person: Person, seat: Seat | None, said: Said) -> None:
    if seat is None:
        act = seats.sign_up if said is Said.COME else seats.wish
        act(session, series, seats.Comer(person=person), SeatSide.GUEST)
    elif said is Said.COME and seat.is_offered:
        seats.accept(session, seat)
    elif said is Said.COME and seat.state in ASKED:
        seats.take_up(session, seat)
