"""What was invented once, several times over: other numbers, other people, the same rules.

To invent ten thousand people takes the better part of an hour, since each visit is sought among
all who wait. Copied are farms with their dates, associations with their households, and the visits
that are over; who is expected, asked or there now is as many as in the size itself, as where a size
is invented at once. Nobody accompanies what is copied: who works there is not.
"""

from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.schema import Column

from webapp.ground.database import Base
from webapp.ground.encryption import Bound, Cipher, Encrypted
from webapp.ground.telephones import FICTION_MOBILE
from webapp.models import (
    HOLDING,
    Assessment,
    Attestation,
    Availability,
    Companions,
    Engagement,
    Event,
    Farm,
    FarmAssessment,
    FarmDecision,
    Feedback,
    FollowUp,
    FollowUpAttempt,
    Offer,
    Organisation,
    Party,
    Person,
    Room,
    Slot,
    Visit,
)
from webapp.models.attestations import new_number
from webapp.services.parties.codes import next_codes

Row = dict[str, Any]
KINDS = (
    Organisation, Farm, Room, FarmDecision, FarmAssessment, Offer, Slot, Companions, Party, Person,
    Availability, Engagement, Visit, Feedback, FollowUp, FollowUpAttempt, Attestation, Assessment,
    Event,
)  # fmt: skip
"""In the order in which each belongs to those before it."""
BY_ROOM = ("opened", "rooms")
"""Columns that list rooms by their number, each with so many people."""
TRIES = 1000


def copy(session: Session, times: int) -> None:
    """Let there be so many times as many farms, households and visits of the past."""
    programme = _read(session)
    names = Names(programme[_table(Person)])
    for number in range(2, times + 1):
        _Copy(session, names, number).add(programme)


def _read(session: Session) -> dict[Table, list[Row]]:
    """Return the rows of each kind whose whole belongings are copied as well."""
    expecting = select(Visit.slot_id).where(Visit.state.in_(HOLDING))
    some: dict[str, ColumnElement[bool]] = {
        "offers": Offer.site_id.is_(None),
        "slots": Slot.id.not_in(expecting),
        "visits": Visit.state.not_in(HOLDING),
        "attestations": Attestation.visit_id.is_not(None),
        "events": Event.subject == "visits",
    }
    found: dict[Table, list[Row]] = {}
    numbers: dict[str, set[int]] = {}
    for table in map(_table, KINDS):
        query = select(table).order_by(table.c.id)
        query = query.where(some[table.name]) if table.name in some else query
        links = _links(table)
        found[table] = [
            dict(row)
            for row in session.execute(query).mappings()
            if all(row[by] in numbers[to] for by, to in links if row[by] is not None)
        ]
        numbers[table.name] = {row["id"] for row in found[table]}
    return found


class Names:
    """Surnames for people of whom nobody may be taken for somebody else."""

    def __init__(self, persons: list[Row]) -> None:
        self.rng = Random(1)
        self._families = sorted({row["last_name"] for row in persons})
        self._known = {_called(row) for row in persons}

    def another(self, household: list[Row]) -> str:
        """Return a surname for a household of which nobody of it is known yet."""
        for _ in range(TRIES):
            family: str = self.rng.choice(self._families)
            called = {_called({**row, "last_name": family}) for row in household}
            if not called & self._known:
                self._known |= called
                return family
        raise ValueError("There are more people than names: add some.")


class _Copy:
    """One more programme beside the first."""

    def __init__(self, session: Session, names: Names, number: int) -> None:
        self.session, self.names, self.number = session, names, number
        self.new: dict[str, dict[int, int]] = {}
        self.called: dict[tuple[int, str], str] = {}

    def add(self, programme: dict[Table, list[Row]]) -> None:
        persons = programme[_table(Person)]
        self._name(persons)
        codes = iter(next_codes(self.session, len(programme[_table(Party)])))
        party_of = {row["id"]: row["party_id"] for row in programme[_table(Visit)]}
        for table, rows in programme.items():
            made = self._numbered(table, rows)
            for old, row in zip(rows, made, strict=True):
                if table.name == "organisations":
                    row["name"] = f"{row['name']} {self.number}"
                elif table.name == "visits":
                    row["round_id"] = None
                elif table.name == "parties":
                    row["referent_id"] = row["second_referent_id"] = None
                    row["code"] = next(codes)
                    row["phone"] = f"{FICTION_MOBILE}{self.names.rng.randint(0, 9_999):04d}"
                    row["phone_fingerprint"] = Cipher.fingerprint(row["phone"])
                elif table.name == "persons":
                    self._be_another(old, row)
                elif table.name == "attestations":
                    whose = party_of[old["visit_id"]], old["name"]
                    row["number"], row["name"] = new_number(), self.called[whose]
            _seal(table, made)
            if made:
                self.session.execute(insert(table), made)

    def _name(self, persons: list[Row]) -> None:
        households: dict[int, list[Row]] = {}
        for row in persons:
            households.setdefault(row["party_id"], []).append(row)
        self.families = {party: self.names.another(own) for party, own in households.items()}

    def _be_another(self, old: Row, row: Row) -> None:
        row["last_name"] = self.families[old["party_id"]]
        named = {name: row[name] for name in ("first_name", "last_name", "birth_year")}
        person = Person(**named, is_another=False)
        person.know_again()
        row["identity"] = person.identity
        before = Person(first_name=old["first_name"], last_name=old["last_name"])
        self.called[old["party_id"], before.name] = person.name

    def _numbered(self, table: Table, rows: list[Row]) -> list[Row]:
        """Return the rows with numbers of their own, and those of what they belong to."""
        sequence = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        series = func.generate_series(1, len(rows)).table_valued()
        numbers = self.session.scalars(select(sequence).select_from(series)).all() if rows else []
        olds = [row["id"] for row in rows]
        self.new[table.name] = dict(zip(olds, numbers, strict=True))
        links = _links(table)
        return [self._moved(row, [("id", table.name), *links]) for row in rows]

    def _moved(self, row: Row, links: list[tuple[str, str]]) -> Row:
        moved = {**row}
        for by, to in links:
            if row[by] is not None:
                moved[by] = self.new[to][row[by]]
        for by in BY_ROOM:
            if row.get(by):
                moved[by] = [[self.new["rooms"][room], people] for room, people in row[by]]
        return moved


def _seal(table: Table, rows: list[Row]) -> None:
    """Say of each sealed text for which row it is."""
    for column in table.columns:
        if isinstance(column.type, Encrypted):
            for row in rows:
                text = row[column.name]
                row[column.name] = text and Bound.to(row[column.type.row], text)


def _links(table: Table) -> list[tuple[str, str]]:
    """Return the columns that name a row which is copied as well, each with its table."""
    kinds = {each.__tablename__ for each in KINDS}
    found = [(column.name, _named(column)) for column in table.columns if column.foreign_keys]
    unbound = [("subject_id", "visits"), ("organisation_id", "organisations")]
    found += unbound if table.name == "events" else []
    return [(by, to) for by, to in found if to in kinds]


def _named(column: Column[Any]) -> str:
    """Return the table whose number stands in a column, be it by way of another table."""
    if column.primary_key:
        return str(column.table.name)
    to = min(column.foreign_keys, key=lambda each: not each.column.primary_key)
    return _named(to.column)


def _table(kind: type[Base]) -> Table:
    table = kind.__table__
    assert isinstance(table, Table)
    return table


def _called(row: Row) -> tuple[str, str, int]:
    return row["first_name"], row["last_name"], row["birth_year"]
