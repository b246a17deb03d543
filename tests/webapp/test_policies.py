"""Policies that are planned once: who sees what is as before, and plans are short."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_visit, an_incident
from tests.databases import Database
from tests.webapp.access_world import World
from webapp.ground import migrate
from webapp.ground.database import Base, Scope, make_engine, make_sessions, set_scope
from webapp.models import (
    AgreementSignature,
    Farm,
    Gathering,
    Incident,
    IncidentReader,
    IncidentStep,
    Organisation,
    Party,
    Referral,
    Sitting,
    StepKind,
    User,
    Visit,
)
from webapp.web.access import scope_of

PLANNED_ONCE = next(
    each
    for each in ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions()
    if each.path.endswith("_policies_planned_once.py")
)
OF_KIND: dict[str, Any] = {
    "organisation": Organisation, "farm": Farm, "visit": Visit, "referral": Referral,
    "party": Party, "gathering": Gathering, "sitting": Sitting, "signature": AgreementSignature,
    "local-referent": User,
}  # fmt: skip
"""Of what kind the thing is whose rows a scope sees."""
MENDED = "incident_steps"
"""What was seen by whoever read any incident, and is no more."""
ANNOUNCED = (
    "SELECT set_config('sillon.scope', %s, false), set_config('sillon.id', %s, false),"
    " set_config('sillon.user', %s, false)"
)
Seen = dict[Scope, dict[str, list[str]]]


@pytest.mark.long
def test_whoever_saw_a_row_by_the_longer_policies_sees_it_by_the_shorter_and_nobody_else(
    application: Flask, fresh_database: Database
) -> None:
    engine = make_engine(fresh_database.url)
    sessions = application.extensions["sessions"] = make_sessions(engine)
    with engine.connect() as connection, sessions() as db:
        set_scope(db, Scope("everyone"))
        World(application, connection, sessions, db)
        scopes = list(everybody(db))
        db.commit()
    engine.dispose()
    config = migrate.configure(fresh_database.owner_url)
    command.downgrade(config, str(PLANNED_ONCE.down_revision))
    longer = seen(fresh_database, scopes)
    command.upgrade(config, PLANNED_ONCE.revision)
    shorter = seen(fresh_database, scopes)
    assert {scope.kind for scope in scopes if longer[scope]} >= {*OF_KIND, "everyone", "door"}
    assert shorter == longer


def everybody(db: Session) -> Iterator[Scope]:
    """Give every scope in which somebody may ask."""
    for kind in get_args(get_type_hints(Scope)["kind"]):
        things = db.scalars(select(OF_KIND[kind])).all() if kind in OF_KIND else []
        yield from (Scope(kind, number) for number in (None, *(each.id for each in things)))
    for user in db.scalars(select(User)):
        yield scope_of(user)


def seen(database: Database, scopes: list[Scope]) -> Seen:
    """Return by scope which rows of which tables are seen."""
    found: Seen = {}
    with psycopg.connect(database.url, prepare_threshold=0) as connection:
        there = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        every = " UNION ALL ".join(
            f"SELECT '{name}', array_agg(ctid::text ORDER BY ctid) FROM {name}"  # noqa: S608 (ours)
            for (name,) in there
            if name in Base.metadata.tables and name != MENDED
        )
        for scope in scopes:
            said = (scope.kind, scope.id, scope.user)
            connection.execute(ANNOUNCED, ["" if it is None else str(it) for it in said])
            rows = connection.execute(every).fetchall()
            found[scope] = {name: those for name, those in rows if those}
    return found


def test_a_step_is_seen_by_those_who_read_its_own_incident(db: Session) -> None:
    visit = a_visit(db)
    reader = a_caseworker(db, visit.party.organisation)
    mine, other = an_incident(db, visit), an_incident(db)
    for each in (mine, other):
        db.add(IncidentStep(incident=each, kind=StepKind.MEASURE, words="looked", by=reader))
    db.add(IncidentReader(incident=mine, user_id=reader.id))
    db.flush()
    set_scope(db, Scope("organisation", visit.organisation_id, reader.id))
    for numbers in (select(Incident.id), select(IncidentStep.incident_id)):
        assert db.scalars(numbers).all() == [mine.id]


def test_no_policy_plans_twice_what_it_asks_of_other_tables(db: Session) -> None:
    said = text("SELECT concat_ws(' ', tablename, policyname, qual, with_check) FROM pg_policies")
    asking = [each for each in db.scalars(said) if "EXISTS" in each]
    assert len(asking) > 30
    twice = [each for each in asking if each.count("EXISTS") != each.count("OFFSET 0")]
    assert twice == [], "end each EXISTS of a policy with OFFSET 0 (docs/adding.md)"


@pytest.mark.parametrize(("table", "most"), [("persons", 16), ("seats", 36), ("follow_ups", 16)])
def test_a_plan_of_who_sees_what_is_short(db: Session, table: str, most: int) -> None:
    told = db.scalar(text(f"EXPLAIN (FORMAT JSON) SELECT FROM {table}"))
    assert steps(told[0]["Plan"]) <= most


def steps(plan: dict[str, Any]) -> int:
    """Return of how many steps a plan is made."""
    return 1 + sum(steps(each) for each in plan.get("Plans", []))
