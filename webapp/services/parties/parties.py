"""Parties of an association: their codes, finding them, and those who travel together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy import Sequence as NumberSequence
from sqlalchemy.orm import Session, selectinload

from webapp.geography import find_commune
from webapp.ground.database import Base
from webapp.ground.encryption import Cipher
from webapp.ground.errors import RuleBroken
from webapp.ground.names import finds, plain, same_words
from webapp.models import (
    Companions,
    Event,
    Farm,
    Party,
    PartyState,
    Person,
    Side,
    User,
    VisitState,
)
from webapp.models.parties import by_code, by_number
from webapp.services.visits import places, stays

PARTY_CODES = NumberSequence("party_codes", metadata=Base.metadata)
"""A sequence never gives a number twice, however many people record parties at once."""


def next_code(session: Session) -> str:
    """Return the next free party code, such as `P-017`."""
    return f"P-{session.scalar(PARTY_CODES.next_value()):03d}"


@dataclass(frozen=True)
class Search:
    """What a caseworker looks for; empty fields ask for nothing.

    Parameters
    ----------
    text
        Parts of a code or of names, in any order and spelling, or a telephone number.
    sort
        `code`, `name`, `state` or `waiting`.
    """

    text: str = ""
    state: str = ""
    language: str = ""
    sort: str = "code"
    descending: bool = False


SORTS: dict[str, Callable[[Party], Any]] = {
    "code": lambda party: by_code(party.code),
    "name": lambda party: plain(party.names),
    "state": lambda party: list(PartyState).index(party.state),
    "waiting": lambda party: party.waiting_since or date.max,
}


def find_parties(session: Session, organisation_id: int, search: Search) -> list[Party]:
    """Return an association's parties that a search asks for, in its order.

    Names are encrypted, so they are compared here and not by the database; an association has
    some hundreds of parties, which takes milliseconds.
    """
    query = (
        select(Party)
        .where(Party.organisation_id == organisation_id)
        .options(selectinload(Party.persons))
    )
    if search.state:
        query = query.where(Party.state == PartyState(search.state))
    numbers = by_number(search.text)
    found = [
        party
        for party in session.scalars(query)
        if (not search.language or search.language in party.languages)
        and (party.phone_fingerprint in numbers or finds(search.text, party.code, party.names))
    ]
    found.sort(key=SORTS["code"])
    found.sort(key=SORTS[search.sort], reverse=search.descending)
    return found


def recorded_already(
    session: Session, organisation_id: int, names: Sequence[str], but: Person | None = None
) -> list[Party]:
    """Return an association's parties with a member of this name, however it is put.

    Parameters
    ----------
    but
        Who does not count: the person whose file is open.
    """
    wanted = same_words(*names)
    return [
        party
        for party in find_parties(session, organisation_id, Search())
        if any(
            same_words(person.first_name, person.last_name) == wanted
            for person in party.persons
            if person is not but
        )
    ]


def with_the_same_number(session: Session, party: Party) -> list[Party]:
    """Return the association's other parties that are reached on the number of this one."""
    if party.phone is None:
        return []
    same = (
        Party.organisation_id == party.organisation_id,
        Party.phone_fingerprint.in_(Cipher.fingerprints(party.phone)),
        Party.id != party.id,
    )
    return list(session.scalars(select(Party).where(*same).order_by(Party.id)))


def check_not_expected(party: Party) -> None:
    """Refuse while a visit holds beds for the party as it is; the caller holds its lock."""
    if any(visit.holds for visit in party.visits):
        raise RuleBroken("party-is-expected")


def remove_person(party: Party, person: Person) -> None:
    """Take a member out of a party that is not expected; the caller holds its lock."""
    if len(party.persons) == 1:
        raise RuleBroken("party-keeps-one")
    check_not_expected(party)
    party.persons.remove(person)


def leave(session: Session, party: Party, outcome: str) -> None:
    """Record a departure and what became of the party; the visits still to come are cancelled.

    Raises
    ------
    RuleBroken
        While the party is on a visit, or when it was given another one at this very moment.
    """
    locked = {visit.slot_id for visit in party.visits if visit.holds}
    places.lock(session, [party.id], locked)
    session.refresh(party, ["visits"])
    held = [visit for visit in party.visits if visit.holds]
    if any(visit.state is VisitState.UNDER_WAY for visit in held):
        raise RuleBroken("party-is-away")
    for visit in held:
        if visit.slot_id not in locked:
            raise RuleBroken("not-from-this-state")
        stays.cancel(session, visit, Side.PARTY, "other")
    party.leave(outcome)


def join(session: Session, party: Party, other: Party) -> None:
    """Let two parties travel together, with whoever each already travels with."""
    if party.id == other.id:
        raise RuleBroken("companion-is-itself")
    if party.organisation_id != other.organisation_id:
        raise RuleBroken("companion-unknown")
    bond = other.companions or party.companions or Companions(organisation_id=party.organisation_id)
    joining = {*_all_of(party), *_all_of(other)}
    left = party.companions if party.companions is not bond else None
    session.add(bond)
    for each in joining:
        each.companions = bond
    session.flush()
    if left is not None:
        session.delete(left)
        session.flush()


def separate(session: Session, party: Party) -> None:
    """Let a party travel on its own again; nobody is left as the companion of no one."""
    bond = party.companions
    if bond is None:
        return
    party.companions = None
    session.flush()
    session.refresh(bond)
    if len(bond.parties) < 2:
        for each in list(bond.parties):
            each.companions = None
        session.flush()
        session.delete(bond)
        session.flush()


def _all_of(party: Party) -> list[Party]:
    return list(party.companions.parties) if party.companions else [party]


def timeline(session: Session, party: Party) -> list[Event]:
    """Return the audit rows of a party, the newest first."""
    query = select(Event).where(Event.subject == "parties", Event.subject_id == party.id)
    return list(session.scalars(query.order_by(Event.id.desc())))


def names_of_actors(session: Session, events: Iterable[Event]) -> dict[int, str]:
    """Return the name of every user who acted in these events, by number."""
    numbers = {event.actor_id for event in events if event.actor == "user"}
    query = select(User.id, User.name).where(User.id.in_(numbers))
    return dict(session.execute(query).all())


def names_of_refused(session: Session, party: Party) -> list[str]:
    """Return the names of the farms that a party is not to be paired with."""
    refused = Farm.id.in_([refusal.farm_id for refusal in party.refusals])
    return list(names_of_farms(session, refused).values())


def names_of_farms(session: Session, condition: ColumnElement[bool]) -> dict[int, str]:
    """Return farms by number, each named with its commune: several may have one name."""
    query = select(Farm.id, Farm.name, Farm.commune).where(condition)
    found = session.execute(query.order_by(Farm.name, Farm.id))
    return {number: f"{name}, {_commune(code)}" for number, name, code in found}


def _commune(code: str | None) -> str:
    commune = find_commune(code) if code else None
    return commune.name if commune else "–"
