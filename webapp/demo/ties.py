"""Guests and farms of a demonstration's year who stayed in contact, and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from webapp.demo.earlier import at
from webapp.ground.clock import today
from webapp.models import Relationship, RelationshipState, Side, User, Visit
from webapp.services.after import sharing

CAME_OF_IT: Final = (
    (("call", 12), ("letter", 30), ("stay", 58), ("training", 140)),
    (("call", 9), ("immersion", 44), ("job", 150)),
    (("letter", 20), ("stay", 60)),
    (("call", 15), ("immersion", 42), ("training", 96), ("takeover-step", 205)),
    (("letter", 11), ("call", 33)),
    (("immersion", 47), ("stay", 90), ("job", 120)),
    (("call", 8), ("immersion", 45), ("training", 130)),
    (("call", 21),),
    (("letter", 16), ("immersion", 43), ("job", 110), ("takeover-step", 170)),
    (("call", 18), ("immersion", 46)),
)
"""What came of each, and how many days after the visit."""
THERE: Final = timedelta(days=62)
"""Who was still accompanied so long after their visit had time for an immersion."""


def stay_in_contact(
    session: Session,
    visits: Sequence[Visit],
    left: Mapping[int, date],
    referents: Mapping[int, User],
) -> list[Relationship]:
    """Let both sides of some visits, spread over the year, have said yes; return what they have.

    Parameters
    ----------
    left
        On which day each household left, by its number.
    """
    of_party = {
        each.party_id: each for each in visits if left[each.party_id] > each.departure + THERE
    }
    able = sorted(of_party.values(), key=lambda each: (each.arrival, each.id))
    chosen = able[:: max(1, len(able) // len(CAME_OF_IT))]
    return [
        _stay(session, visit, ties, referents[visit.organisation_id])
        for visit, ties in zip(chosen, CAME_OF_IT, strict=False)
    ]


def _stay(
    session: Session, visit: Visit, ties: Sequence[tuple[str, int]], by: User
) -> Relationship:
    kept = Relationship.of(visit, Side.PARTY)
    kept.state = RelationshipState.PROPOSED
    session.add(kept)
    for side in (Side.PARTY, Side.FARM):
        kept.say_yes(side, ["phone"], sharing.told(visit, side, ["phone"], None))
    kept.party_said_at = at(visit.departure + timedelta(days=5))
    kept.farm_said_at = at(visit.departure + timedelta(days=6))
    for kind, days in ties:
        on = visit.departure + timedelta(days=days)
        if on < today():
            kept.note(kind, on, by)
    session.flush()
    return kept
