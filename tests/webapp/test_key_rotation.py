"""The data key is changed while Sillon serves, and every private value outlives it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_visit
from tests.databases import PILOT, Database, Databases
from tests.keys import DATA_KEY, SECRET_KEY
from tests.webapp.sealed_values import write_of_everything
from webapp import create_app
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.ground.encryption import Cipher, NoKeyOpensError
from webapp.models import (
    Event,
    Message,
    Party,
    Visit,
)
from webapp.services.parties import duplicates
from webapp.services.records import resealing
from webapp.services.visits import links, stays

NEXT_KEY = "c4" * 8 + "-the-key-that-comes-next-" + "5a" * 8
LOOKS = 20_000
"""How often to ask whether somebody waits: some seconds at most."""
NUMBER = "+33699000000"
FIRST_FORMAT = bytes.fromhex("000102030405060708090a0b97d4c43fda69de48f9130e5915f62aa09d405a95")
"""`Nour`, as the version before numbered keys sealed it with `DATA_KEY`."""
WITHOUT_ROW = bytes.fromhex(
    "73696c6c6f6e3a311b70b03527a9e1c16cd21d7c3bca34445c2e33b6e2fc87ba32f0fc4e7a28144e8da13223"
)
"""`Nour`, as the version before rows were bound sealed it with `DATA_KEY` for `parties.notes`."""

Take = Callable[[], Flask]


@pytest.fixture
def store(fresh_database: Database) -> Iterator[Session]:
    """A session that really commits; the keys are those of the tests again afterwards."""
    with opened(fresh_database) as session:
        yield session


@contextmanager
def opened(database: Database) -> Iterator[Session]:
    Cipher.use(DATA_KEY)
    engine = make_engine(database.url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            set_scope(session, EVERYONE)
            yield session
    finally:
        engine.dispose()
        Cipher.use(DATA_KEY)


@pytest.fixture
def demonstration(databases: Databases) -> Iterator[Database]:
    """A copy of the demonstration that the run has invented once."""
    made = databases.make(template=PILOT)
    yield made
    databases.drop(made)


@pytest.fixture
def take_the_next_key(fresh_database: Database) -> Iterator[Take]:
    """Starts the application on the database with the next key first and the present one behind."""
    engine = make_engine(fresh_database.url)
    config = Config(
        fresh_database.url, SECRET_KEY, NEXT_KEY, old_data_keys=(DATA_KEY,), mode="test"
    )
    yield lambda: create_app(config, make_sessions(engine))
    engine.dispose()


def rotate(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["rotate-data-key"])
    return result.exit_code, result.output


def private_values(session: Session) -> dict[str, Sequence[Any]]:
    """Everything that is sealed, opened, by table."""
    return {
        kind.table.name: session.execute(
            select(kind.table.c.id, *kind.sealed).order_by(kind.table.c.id)
        ).all()
        for kind in resealing.sealed_tables()
    }


def due(session: Session) -> dict[str, int]:
    """How many rows of each table the first key has not sealed."""
    return {
        kind.table.name: session.scalar(
            select(func.count()).select_from(kind.table).where(kind.is_due())
        )
        or 0
        for kind in resealing.sealed_tables()
    }


def test_the_command_seals_everything_with_the_new_key(demonstration: Database) -> None:
    with opened(demonstration) as store:
        _seals_everything(store, demonstration)


def _seals_everything(store: Session, database: Database) -> None:
    write_of_everything(store)
    store.commit()
    before = private_values(store)
    store.commit()
    empty = {
        name: [any(values) for values in zip(*rows, strict=True)] for name, rows in before.items()
    }
    assert {name: told for name, told in empty.items() if not all(told)} == {}
    app = create_app(
        Config(database.url, SECRET_KEY, NEXT_KEY, old_data_keys=(DATA_KEY,), mode="test")
    )
    code, said = rotate(app)
    app.extensions["sessions"].kw["bind"].dispose()
    assert code == 0, said
    assert f"persons: {len(before['persons'])} rows sealed anew" in said
    Cipher.use(NEXT_KEY)
    assert private_values(store) == before
    Cipher.use(DATA_KEY)
    with pytest.raises(NoKeyOpensError):
        private_values(store)


@pytest.mark.parametrize("sealed", [FIRST_FORMAT, WITHOUT_ROW])
def test_what_earlier_formats_sealed_opens_and_is_sealed_anew(
    store: Session, take_the_next_key: Take, sealed: bytes
) -> None:
    party = a_party(store)
    store.execute(text("UPDATE parties SET notes = :sealed"), {"sealed": sealed})
    store.commit()
    store.refresh(party)
    assert party.notes == "Nour"
    store.commit()
    assert rotate(take_the_next_key())[0] == 0
    Cipher.use(NEXT_KEY)
    assert store.scalars(select(Party.notes)).all() == ["Nour"]


def test_it_is_taken_up_where_it_was_cut_off(store: Session, take_the_next_key: Take) -> None:
    for _ in range(3):
        a_party(store)
    store.commit()
    before = private_values(store)
    app = take_the_next_key()
    persons = next(kind for kind in resealing.sealed_tables() if kind.table.name == "persons")
    batch = resealing.reseal(store, persons, after=0, rows=1)
    assert batch is not None
    store.commit()
    resealing.reseal(store, persons, batch.last, rows=1)
    store.rollback()  # killed in the second batch
    assert due(store)["persons"] == 2
    store.commit()
    assert "persons: 2 rows sealed anew" in rotate(app)[1]
    assert "persons: 0 rows sealed anew" in rotate(app)[1]
    Cipher.use(NEXT_KEY)
    assert private_values(store) == before
    assert set(due(store).values()) == {0}


def wait_until_blocked(session: Session, act: Future[Any]) -> None:
    """Return once an act waits for a lock of this session; it must not be done before."""
    blocked = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    for _ in range(LOOKS):
        if session.scalar(blocked):
            return
        assert not act.done(), "the act did not wait"
        session.execute(text("SELECT pg_stat_clear_snapshot()"))
    raise AssertionError("the act neither waits nor ends")


def test_what_somebody_saves_meanwhile_is_kept(store: Session, take_the_next_key: Take) -> None:
    party = a_party(store)
    store.commit()
    app = take_the_next_key()
    party.set_phone("+33611223344")
    party.notes = "Moved to Lisieux."
    store.flush()
    with ThreadPoolExecutor(1) as thread:
        rotation = thread.submit(rotate, app)
        wait_until_blocked(store, rotation)
        store.commit()
        assert rotation.result(30)[0] == 0
    store.refresh(party)
    assert (party.phone, party.notes) == ("+33611223344", "Moved to Lisieux.")


def is_found(session: Session, visit: Visit, twin: Party) -> bool:
    """Whether a lost link is sent to the number, and its second party is known."""
    count = select(func.count()).select_from(Message)
    session.expire_all()
    before = session.scalar(count)
    links.send_links(session, " ".join(Cipher.fingerprints(NUMBER)))
    session.flush()
    told = session.scalar(count) != before
    same = duplicates.with_the_same_number(session, visit.party)
    session.rollback()
    return told and same == [twin]


def test_a_number_is_found_before_while_and_after(store: Session, take_the_next_key: Take) -> None:
    visit = a_visit(store)
    twin = a_party(store, visit.party.organisation)
    store.commit()
    app = take_the_next_key()
    assert is_found(store, visit, twin)  # the new key is first, the rows have the earlier one's
    twin.set_phone(NUMBER)
    store.commit()
    assert is_found(store, visit, twin)  # one row has this one's, one has that one's
    assert rotate(app)[0] == 0
    assert is_found(store, visit, twin)
    Cipher.use(NEXT_KEY)
    assert is_found(store, visit, twin)
    Cipher.use(DATA_KEY)
    store.refresh(visit)
    kept = store.scalars(select(Party.phone_fingerprint).distinct()).all()
    assert Cipher.fingerprint(NUMBER) not in kept


def test_a_party_without_a_number_shares_it_with_nobody(store: Session) -> None:
    first = a_party(store, number=None)
    a_party(store, first.organisation, number=None)
    assert duplicates.with_the_same_number(store, first) == []


def test_the_same_number_saved_under_a_new_key_ends_no_link(
    store: Session, take_the_next_key: Take
) -> None:
    visit = a_visit(store)
    store.commit()
    take_the_next_key()
    stays.change_contact(store, visit.party, NUMBER, None)
    assert visit.link_version == 1
    stays.change_contact(store, visit.party, "+33611223344", None)
    assert visit.link_version == 2


def test_a_row_that_no_key_opens_is_named_left_as_it_is_and_stops_no_other(
    store: Session, take_the_next_key: Take
) -> None:
    lost, kept = a_farm(store), a_farm(store)
    moving = text("UPDATE farms SET phone = address WHERE id = :id RETURNING phone")
    moved = store.scalar(moving, {"id": lost.id})
    store.commit()
    code, said = rotate(take_the_next_key())
    assert (code, f"farms {lost.id}" in said, f"farms {kept.id}" in said) == (1, True, False)
    as_it_is = store.scalar(text("SELECT phone FROM farms WHERE id = :id"), {"id": lost.id})
    assert as_it_is == moved
    assert due(store)["farms"] == 1


def test_a_rotation_is_in_the_audit(store: Session, take_the_next_key: Take) -> None:
    a_party(store)
    store.commit()
    rotate(take_the_next_key())
    events = store.scalars(select(Event).where(Event.act == "data-key.rotated")).all()
    assert {(event.actor, event.facts["table"], event.facts["rows"]) for event in events} == {
        ("job", "parties", 1),
        ("job", "persons", 1),
    }
