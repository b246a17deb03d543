"""Who is in a party, which stays as it is while a farm expects it."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Party, Person, Seat
from webapp.services.workshops import seats


def check_not_expected(party: Party) -> None:
    """Reject a change while a visit holds beds for the party; the caller holds its lock."""
    if any(visit.holds for visit in party.visits):
        raise RuleBroken("party-is-expected")


def remove_person(session: Session, party: Party, person: Person) -> None:
    """Take a member out of a party that is not expected; the caller holds its lock.

    Their places at workshops go to the next in line.
    """
    if len(party.persons) == 1:
        raise RuleBroken("party-keeps-one")
    check_not_expected(party)
    seats.give_up(session, Seat.person_id == person.id)
    party.persons.remove(person)
