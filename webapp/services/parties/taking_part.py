"""Which ready parties no round takes along: the rule of one party, asked of all of them at once.

`Party.what_is_missing` names what one lacks; a test compares both over everything it asks for.
"""

from sqlalchemy import ColumnElement, exists, func, or_

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.models import Availability, Party, PartyState, Person


def is_incomplete() -> ColumnElement[bool]:
    """Whether a party is ready, and lacks something that rounds need today."""
    adult = Person.are_adults(at(lambda: today().year))
    lacks = or_(
        ~exists().where(Person.party_id == Party.id, adult),
        Party.phone.is_(None),
        ~exists().where(Availability.party_id == Party.id),
        func.cardinality(Party.frames) == 0,
    )
    return (Party.state == PartyState.READY) & lacks
