"""Who is in a party, which stays as it is while a farm expects it."""

from webapp.ground.errors import RuleBroken
from webapp.models import Party, Person


def check_not_expected(party: Party) -> None:
    """Reject a change while a visit holds beds for the party; the caller holds its lock."""
    if any(visit.holds for visit in party.visits):
        raise RuleBroken("party-is-expected")


def remove_person(party: Party, person: Person) -> None:
    """Take a member out of a party that is not expected; the caller holds its lock."""
    if len(party.persons) == 1:
        raise RuleBroken("party-keeps-one")
    check_not_expected(party)
    party.persons.remove(person)
