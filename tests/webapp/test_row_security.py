"""What the database itself shows to whom, whatever a query forgets to ask."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_caseworker, a_coordinator, a_farm, a_farmer, a_slot, a_visit, an_offer
from tests.webapp.access_world import World
from webapp.ground.clock import now, today
from webapp.ground.database import DOOR, EVERYONE, NOBODY, Base, Scope, set_scope
from webapp.models import (
    Attestation,
    EmailLink,
    EmailLinkPurpose,
    Event,
    Farm,
    FollowUp,
    FollowUpAttempt,
    Message,
    RecoveryCode,
    Relationship,
    RelationshipState,
    SavedSearch,
    Side,
    Tie,
    User,
    UserSession,
    Visit,
)
from webapp.services.accounts import email_links
from webapp.services.records import audit, outbox
from webapp.services.records import sessions as user_sessions
from webapp.web import decided

OPEN = {
    "alembic_version", "attempts", "event_chain", "last_changes",  # numbers
    "sent_forms",  # and digests
    "programme", "organisations", "duties", "stand_ins",  # what the whole programme knows
    "offers", "rests", "rooms", "slots",  # what farms offer, to be filled
    "round_templates",  # what rounds are asked
    "centres",  # what places ask of whoever lives there
    "timetables",  # what operators publish
    "services_around", "services_publications",  # what directories publish
    "directory_loadings", "directory_pieces",  # and their files on their way in
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers",
    "procrastinate_workers",
}  # fmt: skip
"""Tables that tell of nobody, so that whoever serves reads them."""
ONES_OWN = (UserSession, EmailLink, RecoveryCode, SavedSearch)


@dataclass
class Two:
    """Two associations with a visit each on farms of their own, and everybody's accounts."""

    visits: list[Visit]
    caseworkers: list[User]
    farmers: list[User]
    coordinator: User


@pytest.fixture
def two(db: Session) -> Two:
    visits = [a_visit(db, slot=a_slot(db, an_offer(db, a_farm(db)))) for _each in range(2)]
    made = Two(
        visits,
        [a_caseworker(db, visit.party.organisation) for visit in visits],
        [a_farmer(db, visit.farm) for visit in visits],
        a_coordinator(db),
    )
    for user in (*made.caseworkers, *made.farmers, made.coordinator):
        user_sessions.open_session(db, user)
        db.add(RecoveryCode(user_id=user.id, digest="0"))
        db.add(SavedSearch(user_id=user.id, name="mine", asked="text=mine"))
        link = email_links.make_link(db, user, EmailLinkPurpose.SIGN_IN)
        outbox.write_to_user(db, user, "sign-in-link", key=f"to-{user.id}", link=link)
    db.flush()
    return made


def scopes(two: Two) -> Iterator[tuple[Scope, User | None, set[User], set[int]]]:
    """Whose scope, whose own things are seen there, and which accounts and farms are."""
    for mine in range(2):
        visit, caseworker, farmer = two.visits[mine], two.caseworkers[mine], two.farmers[mine]
        known = {caseworker, farmer, two.coordinator}
        here, everywhere = {visit.farm_id}, {each.farm_id for each in two.visits}
        association = Scope("organisation", visit.organisation_id, caseworker.id)
        yield association, caseworker, known | {*two.farmers}, everywhere
        yield Scope("farm", visit.farm_id, farmer.id), farmer, known, here
        yield Scope("visit", visit.id), None, known, here
    yield NOBODY, None, set(), set()
    yield Scope("nobody", None, two.farmers[0].id), two.farmers[0], {two.farmers[0]}, set()


def test_accounts_and_farms_are_seen_by_those_who_deal_with_them(db: Session, two: Two) -> None:
    everybody = {*two.caseworkers, *two.farmers, two.coordinator}
    for scope, _own, known, farms in scopes(two):
        set_scope(db, scope)
        assert set(db.scalars(select(User.id))) & ids(everybody) == ids(known), scope
        assert set(db.scalars(select(Farm.id))) == farms, scope
        written_to = set(db.scalars(select(Message.user_id).where(Message.user_id.is_not(None))))
        assert written_to == ids(known), scope
    for scope in (EVERYONE, DOOR):
        set_scope(db, scope)
        assert ids(everybody) <= set(db.scalars(select(User.id)))


def test_sessions_links_and_codes_are_seen_by_whose_they_are(db: Session, two: Two) -> None:
    for scope, own, _known, _farms in scopes(two):
        set_scope(db, scope)
        for table in ONES_OWN:
            assert set(db.scalars(select(table.user_id))) == ids({own} if own else set()), (
                scope,
                table,
            )


def follow(db: Session, visit: Visit, by: User) -> None:
    """Let there be one of everything that may come after a visit, and a follow-up of each side."""
    visit.attestations = [Attestation.of(visit, visit.party.persons[0])]
    for side in Side:
        asked = FollowUp(visit_id=visit.id, side=side, months=1, due_on=today())
        asked.attempts = [FollowUpAttempt(how="call", on=today(), by_id=by.id)]
        db.add(asked)
    yes = {"party_said_at": now(), "farm_said_at": now(), "state": RelationshipState.OPEN}
    related = Relationship.of(visit, Side.FARM, **yes)
    related.ties = [Tie(kind="letter", on=today(), by_id=by.id)]
    db.add(related)


def test_what_comes_after_a_visit_is_seen_with_it_and_a_farm_sees_nothing_of_its_guests_alone(
    db: Session, two: Two
) -> None:
    for visit in two.visits:
        follow(db, visit, two.coordinator)
    db.flush()
    tables = (Attestation, FollowUp, FollowUpAttempt, Relationship, Tie)
    of_both, of_farm = (1, 2, 2, 1, 1), (0, 1, 1, 1, 1)
    mine = two.visits[0]
    for scope, seen in {
        Scope("organisation", mine.organisation_id): of_both,
        Scope("visit", mine.id): of_both,
        Scope("farm", mine.farm_id): of_farm,
        NOBODY: (0, 0, 0, 0, 0),
        EVERYONE: (2, 4, 4, 2, 2),
    }.items():
        set_scope(db, scope)
        assert tuple(len(db.scalars(select(each.id)).all()) for each in tables) == seen, scope


def test_an_event_is_read_by_who_did_it_and_where_what_it_tells_of_is_seen(
    db: Session, two: Two
) -> None:
    mine, other = two.visits
    for visit in two.visits:
        audit.record(db, "visit.answered", visit)
        audit.record(db, "farm.changed", visit.farm)
        audit.record(db, "party.read", visit.party)
    audit.set_actor(db, audit.Actor("user", two.farmers[0].id))
    audit.record(db, "test.alone")
    seen = {
        Scope("organisation", mine.organisation_id): {
            ("visits", mine.id), ("parties", mine.party_id),
            ("farms", mine.farm_id), ("farms", other.farm_id),
        },
        Scope("farm", mine.farm_id, two.farmers[0].id): {
            ("visits", mine.id), ("parties", mine.party_id), ("farms", mine.farm_id),
            ("test", None),
        },
        Scope("visit", mine.id): {
            ("visits", mine.id), ("parties", mine.party_id), ("farms", mine.farm_id)
        },
        NOBODY: set(),
    }  # fmt: skip
    acts = "visit.answered", "farm.changed", "party.read", "test.alone"
    for scope, rows in seen.items():
        set_scope(db, scope)
        found = db.execute(select(Event.subject, Event.subject_id).where(Event.act.in_(acts)))
        assert {tuple(each) for each in found} == rows, scope


def test_an_event_is_read_with_its_thing_whatever_table_that_is(
    db: Session, app: Flask, connection: Connection, sessions: sessionmaker[Session]
) -> None:
    home = World(app, connection, sessions, db).home
    private = {"users", "events"}
    closed = [
        each.name
        for each in Base.metadata.sorted_tables
        if "id" in each.c and each.name not in OPEN | private
    ]
    filled = set()
    for scope in (Scope("organisation", home.id), EVERYONE):
        set_scope(db, scope)
        for name in closed:
            rows = text(f"SELECT sillon_sees('{name}', id) FROM {name}")  # noqa: S608 (our names)
            seen = db.scalars(rows).all()
            filled |= {name} if seen else set()
            assert all(seen), f"{scope} reads rows of {name}, and not what was done to them"
    assert set(decided.DECISIONS) - OPEN - private <= filled


def test_whoever_may_not_read_an_event_may_add_one(db: Session) -> None:
    set_scope(db, NOBODY)
    audit.record(db, "test.added")
    set_scope(db, EVERYONE)
    assert db.scalar(select(Event.id).where(Event.act == "test.added"))


def test_every_table_that_tells_of_somebody_has_a_policy(db: Session) -> None:
    tables = db.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relrowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
    )
    assert set(tables) == OPEN


def test_a_policy_asks_whose_rows_are_seen_once_and_not_for_each_row(db: Session) -> None:
    once = re.compile(r"\( SELECT sillon_\w+\((?:'[\w-]+'::text)?\) AS \w+\)|sillon_sees\(")
    policies = db.execute(text("SELECT tablename, concat(qual, ' ', with_check) FROM pg_policies"))
    each_row = [table for table, asked in policies if "sillon_" in once.sub("", asked)]
    assert not each_row, f"Write (SELECT sillon_scope()) in the policies of {each_row}"


def ids(users: set[User]) -> set[int]:
    return {user.id for user in users}
