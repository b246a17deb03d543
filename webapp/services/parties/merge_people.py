"""What belongs to each of the people when two files become one: nobody has two seats after it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.models import (
    Agreement,
    Assessment,
    CaseDecision,
    Goal,
    Obstacle,
    Party,
    Seat,
    SeatState,
    Step,
    Waiver,
)
from webapp.services.parties import merge_facts
from webapp.services.workshops import seats

TWICE: Final = "twice"
"""Why a seat ends of whoever had another in the same series, under their other file."""
THEIRS: Final[dict[str, Any]] = {
    "seats": Seat,
    "waivers": Waiver,
    "goals": Goal,
    "obstacles": Obstacle,
    "steps": Step,
    "case_decisions": CaseDecision,
    "agreements": Agreement,
    "assessments": Assessment,
}
"""What belongs to a person by its `person_id`."""
LINE: Final = (SeatState.WAITING, SeatState.WISHED)

Pairs = Sequence[tuple[int, int]]
"""Who of the other file is whom of the one that is kept, each by number."""


def pairs(kept: Party, other: Party) -> Pairs:
    """Return who is who."""
    return [(twin.id, person.id) for person, twin in merge_facts.twins(kept, other)]


def one_seat_each(session: Session, pairs: Pairs) -> set[int]:
    """Give back the lesser of two seats to come; return those of what is over that stay behind."""
    behind = set()
    for twin, person in pairs:
        for one, other in _in_one_series(session, person, twin):
            if one.series.is_over:
                behind.add(other.id)
            else:
                lesser = max(other, one, key=_rank)
                seats.give_up(session, Seat.id == lesser.id, reason=TWICE)
    return behind


def _in_one_series(session: Session, person: int, twin: int) -> list[tuple[Seat, Seat]]:
    alive = Seat.state != SeatState.CANCELLED
    found = select(Seat).where(Seat.person_id.in_((person, twin)), alive).order_by(Seat.series_id)
    theirs = session.scalars(found).all()
    there = {each.series_id: each for each in theirs if each.person_id == twin}
    return [
        (each, there[each.series_id])
        for each in theirs
        if each.person_id == person and each.series_id in there
    ]


def _rank(seat: Seat) -> tuple[int, bool]:
    """Order seats: a place, one that is kept, a turn in line, a wish; the first is worth most."""
    return LINE.index(seat.state) + 1 if seat.state in LINE else 0, seat.is_offered


def follow(session: Session, going: Mapping[str, Sequence[int]], pairs: Pairs) -> None:
    """Let what goes over belong to the second of each pair, where it was the first's."""
    for name, kind in THEIRS.items():
        for was, will_be in pairs:
            those = update(kind).where(kind.id.in_(going.get(name, ())), kind.person_id == was)
            unread = {"synchronize_session": False}
            session.execute(those.values(person_id=will_be).execution_options(**unread))
    session.expire_all()


def back(pairs: Iterable[Sequence[int]]) -> Pairs:
    """Return the pairs as they are followed to part the files again."""
    return [(person, twin) for twin, person in pairs]
