"""The people of many files signed up at once: who gets a seat, who waits, who is left and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Party, PartyState, Person, Seat, SeatSide, SeatState, Series, WorkshopKind
from webapp.services.records import audit
from webapp.services.workshops import numbers, seats, telling

MOST: Final = 100
"""So many files are signed up at once."""
UNDONE_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Preview:
    """What signing these files up would do.

    Parameters
    ----------
    seated, waiting
        The adults who would get a seat, and those who would wait for one, by file.
    left
        Files of which nobody is signed up, each with its reason.
    """

    seated: list[tuple[Party, list[Person]]] = field(default_factory=list)
    waiting: list[tuple[Party, list[Person]]] = field(default_factory=list)
    left: list[tuple[Party, RuleBroken]] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everybody who would be signed up, in the order of their files."""
        return [person for _party, some in (*self.seated, *self.waiting) for person in some]

    @property
    def unreached(self) -> list[Party]:
        """Whom no message tells of it."""
        of_them = {party.id: party for party, _some in (*self.seated, *self.waiting)}
        return [party for party in of_them.values() if not party.can_be_written_to]


def preview(session: Session, series: Series, parties: Sequence[Party]) -> Preview:
    """Say of each file what would become of its adults; nothing is written."""
    found, free = Preview(), seats.free_beyond_the_line(session, series)
    known = _signed_up(session, series)
    for party in parties:
        adults = [each for each in party.persons if each.may_be_adult(today())]
        coming = [each for each in adults if each.id not in known]
        rule = _what_forbids(series, party, adults, coming)
        if rule is not None:
            found.left.append((party, rule))
            continue
        now_seated, free = coming[:free], max(0, free - len(coming))
        if now_seated:
            found.seated.append((party, now_seated))
        if len(coming) > len(now_seated):
            found.waiting.append((party, coming[len(now_seated) :]))
    return found


def _what_forbids(
    series: Series, party: Party, adults: list[Person], coming: list[Person]
) -> RuleBroken | None:
    if series.workshop.kind is not WorkshopKind.GUESTS:
        return RuleBroken("workshop-not-for-them")
    if not series.is_to_come:
        return RuleBroken("workshop-begun")
    if party.state is PartyState.LEFT:
        return RuleBroken("party-not-taking-part")
    if not adults:
        return RuleBroken("workshop-for-adults")
    return None if coming else RuleBroken("seat-taken-already")


def _signed_up(session: Session, series: Series) -> set[int | None]:
    alive = Seat.series_id == series.id, Seat.state != SeatState.CANCELLED
    wished = Seat.state != SeatState.WISHED
    return set(session.scalars(select(Seat.person_id).where(*alive, wished)))


def still_to_sign_up(session: Session, series: Series, numbers: Sequence[int]) -> list[int]:
    """Return those of these files, by number, of which somebody may still be signed up."""
    known = _signed_up(session, series)
    left = Party.state == PartyState.LEFT
    theirs = Party.persons.any(Person.id.in_([each for each in known if each is not None]))
    query = select(Party).where(Party.id.in_(numbers), or_(left, theirs))
    over = {
        party.id
        for party in session.scalars(query.options(selectinload(Party.persons)))
        if party.state is PartyState.LEFT
        or all(each.id in known for each in party.persons if each.may_be_adult(today()))
    }
    return [each for each in numbers if each not in over]


def sign_up(session: Session, series: Series, parties: Sequence[Party]) -> list[Seat]:
    """Sign up every adult of these files who is not yet, and return their seats.

    Raises
    ------
    RuleBroken
        When it is nobody.
    """
    numbers.lock(session, series)
    people = preview(session, series, parties).people
    if not people:
        raise RuleBroken("nobody-touched")
    return [_seat(session, series, person) for person in people]


def _seat(session: Session, series: Series, person: Person) -> Seat:
    mine = Seat.series_id == series.id, Seat.person_id == person.id
    wish = session.scalar(select(Seat).where(*mine, Seat.state == SeatState.WISHED))
    if wish is not None:
        seats.take_up(session, wish)
        return wish
    return seats.sign_up(session, series, seats.Comer(person=person), SeatSide.STAFF)


def may_undo(session: Session, made: Sequence[Seat]) -> bool:
    """Whether these sign-ups can be taken back unheard: nothing more was done, and nothing left."""
    return bool(made) and all(map(_is_as_made, made)) and not telling.has_left(session, made)


def _is_as_made(seat: Seat) -> bool:
    fresh = seat.asked_by is not SeatSide.STAFF or seat.asked_at > now() - UNDONE_WITHIN
    return fresh and not seat.is_offered and seat.state in {SeatState.SIGNED_UP, SeatState.WAITING}


def undo(session: Session, made: Sequence[Seat]) -> int:
    """Take sign-ups back as if they had not been made; return how many.

    Who had wished to come still does.

    Raises
    ------
    RuleBroken
        Somebody has been told, too much time has gone by, or something else was decided since.
    """
    for seat in made:
        session.refresh(seat)
    if not may_undo(session, made):
        raise RuleBroken("sign-up-stands")
    for series in {seat.series_id: seat.series for seat in made}.values():
        numbers.lock(session, series)
        for seat in made:
            if seat.series_id == series.id:
                audit.record(session, "seat.undone", seat)
                _take_back(session, seat)
        session.flush()
        seats.fill(session, series)
    return len(made)


def _take_back(session: Session, seat: Seat) -> None:
    if seat.asked_by is SeatSide.STAFF:
        session.delete(seat)
    else:
        seat.wish_again()
