"""People are made anonymous: what tells of them goes for good, what is counted stays."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Table,
    Text,
    cast,
    delete,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.database import seeing_everyone
from webapp.models import Farm, Party, PartyState, Seat, User
from webapp.models.persons import LARGEST_IDENTITY
from webapp.services.parties import merging
from webapp.services.records import audit, for_later, put_back
from webapp.services.retention.data_map import End, Of, by_table, rows_of
from webapp.services.retention.rounds import blank_in_rounds
from webapp.services.workshops import seats

UNKNOWN = "unknown"
"""The outcome of people of whom nobody has heard for so long."""

DRAWN: Final[dict[str, Any]] = {
    "parties.code": lambda table: literal("A-") + cast(table.c.id, Text),
    "persons.identity": lambda _: func.floor(func.random() * LARGEST_IDENTITY),
    "persons.is_another": lambda _: true(),
    "farms.name": lambda table: literal("F-") + cast(table.c.id, Text),
    "rooms.name": lambda table: cast(table.c.id, Text),
    "users.email": lambda table: literal("u-") + cast(table.c.id, Text) + "@anonymous.invalid",
}
"""What stands where something must: it follows from the row's number, or from nothing."""


def anonymise_parties(session: Session, parties: Sequence[Party]) -> None:
    """Make parties anonymous that no visit awaits; those still in the programme leave it.

    Files that were put into one of them are of the same people, and end with it.
    """
    parties = merging.with_merged(session, parties)
    for party in parties:
        if party.state is not PartyState.LEFT:
            seats.give_up(session, Seat.party_id == party.id)
            party.leave(UNKNOWN)
            audit.record(session, "party.left", party, outcome=UNKNOWN, cancelled=0)
    numbers = [party.id for party in parties]
    with seeing_everyone(session):
        session.flush()
        blank_in_rounds(session, numbers)
        put_back.forget_all(session)
        for_later.forget_about(session, numbers)
        _empty(session, Of.PARTY, numbers)
        session.execute(update(Party).where(Party.id.in_(numbers)).values(anonymous_since=now()))
    audit.record_each(session, "party.anonymised", parties)
    session.expire_all()


def anonymise_farms(session: Session, farms: Sequence[Farm]) -> None:
    """Make farms anonymous that have left, and the people of their accounts."""
    numbers = [farm.id for farm in farms]
    seats.give_up(session, Seat.farm_id.in_(numbers))
    people = session.scalars(select(User).where(User.farm_id.in_(numbers))).all()
    with seeing_everyone(session):
        put_back.forget_all(session)
        _empty(session, Of.FARM, numbers)
        session.execute(update(Farm).where(Farm.id.in_(numbers)).values(anonymous_since=now()))
    audit.record_each(session, "farm.anonymised", farms)
    anonymise_users(session, people)


def anonymise_users(session: Session, users: Sequence[User]) -> None:
    """Make people anonymous whose account is closed; what they did stays, under a number."""
    numbers = [user.id for user in users]
    seats.give_up(session, Seat.user_id.in_(numbers))
    closed = {"anonymous_since": now(), "suspended_at": func.coalesce(User.suspended_at, now())}
    with seeing_everyone(session):
        _empty(session, Of.USER, numbers)
        session.execute(update(User).where(User.id.in_(numbers)).values(**closed))
    audit.record_each(session, "user.anonymised", users)
    session.expire_all()


def _empty(session: Session, of: Of, numbers: Sequence[int]) -> None:
    """Give every column of these its end, as the data map says."""
    for table, entries in by_table(of).items():
        ends = {entry.column.name: entry.end for entry in entries}
        if set(ends.values()) == {End.REMOVED}:
            session.execute(delete(table).where(rows_of(of, table, numbers)))
            continue
        values = {
            name: _in_place_of(table, table.c[name], end)
            for name, end in ends.items()
            if end in {End.EMPTIED, End.ROUNDED, End.DRAWN}
        }
        if values:
            session.execute(update(table).where(rows_of(of, table, numbers)).values(values))


def _in_place_of(table: Table, column: Column[Any], end: End) -> Any:
    if end is End.ROUNDED:
        return func.round(column)
    if end is End.DRAWN:
        return DRAWN[f"{table.name}.{column.name}"](table)
    if column.nullable:
        return None
    if isinstance(column.type, ARRAY):
        return []
    return False if isinstance(column.type, Boolean) else ""
