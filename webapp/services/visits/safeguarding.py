"""Who is never proposed to a host living alone, unless lifted with a written reason."""

from datetime import date

from sqlalchemy import ColumnElement, Integer, extract, func, select

from webapp.ground.errors import RuleBroken
from webapp.ground.written import letters_of
from webapp.models import Farm, Party, Person, Visit

SHORTEST_REASON = 10
"""Signs below which a reason for lifting an exclusion says nothing."""
FEWEST_LETTERS = 5
"""So many of them are letters: what cannot be seen, and dots, say nothing."""


def is_alone(party: Party, on: date) -> bool:
    """Whether a party is one adult not known to be a man, with or without children.

    A sex that is not said counts as a woman's here: the careful side.
    """
    adults = [person for person in party.persons if person.is_adult(on)]
    return not (len(adults) > 1 or any(person.sex == "man" for person in adults))


def are_alone() -> ColumnElement[bool]:
    """Ask of visits whether `is_alone` holds of their party on the day of their arrival."""
    year = extract("year", func.lower(Visit.stay)).cast(Integer)
    men = func.count().filter(Person.sex == "man")
    judged = select((func.count() <= 1) & (men == 0)).select_from(Person)
    return (
        judged.where(Person.party_id == Visit.party_id, Person.are_adults(year))
        .correlate(Visit)
        .scalar_subquery()
    )


def needs_lift(party: Party, farm: Farm, on: date) -> bool:
    """Whether someone alone (`is_alone`) meets a host who lives alone."""
    return farm.host_lives_alone and is_alone(party, on)


def written(reason: str) -> str:
    """Return a reason for a lift, without what surrounds it; one that says nothing is refused."""
    said = reason.strip()
    if len(said) < SHORTEST_REASON or letters_of(said) < FEWEST_LETTERS:
        raise RuleBroken("reason-too-short")
    return said
