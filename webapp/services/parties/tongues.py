"""Which languages the people of files speak: a long list begins with these."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Party, PartyState, Person

FIRST: Final = 8
"""So many are shown at once."""


def most_spoken(session: Session) -> list[str]:
    """Return the languages most spoken by the people who take part, of the files that are seen."""
    here = Person.party.has(Party.state != PartyState.LEFT)
    each = select(func.unnest(Person.languages).label("code")).where(here).subquery()
    query = select(each.c.code).group_by(each.c.code)
    return list(session.scalars(query.order_by(func.count().desc(), each.c.code).limit(FIRST)))
