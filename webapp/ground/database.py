"""The one way to PostgreSQL: base class, engine, sessions and scope."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

import psycopg
from sqlalchemy import (
    ARRAY,
    DateTime,
    Engine,
    Enum,
    MetaData,
    Text,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from webapp.ground import connections

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LARGEST_NUMBER = 2**31 - 1
"""The largest number that a column of integers, and so a row's own number, can be."""
Strings = list[str]
Integers = list[int]


class Base(DeclarativeBase):
    """What every table of Sillon shares."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        Strings: ARRAY(Text),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


@dataclass(frozen=True)
class Scope:
    """Whose rows a transaction may see; row-level security holds it beneath the code.

    `nobody` sees no party; `everyone` is for coordinators and jobs; `door` sees accounts and
    farms, for whoever is let in; the others see what belongs to one association, to one farm's
    visits, to one visit, one referral, one signature, one household, one gathering or the roll of
    one sitting, to the visits of a local referent, or to what a speaker said behind one link.

    Parameters
    ----------
    user
        The number of whoever is signed in: their sessions, links and codes are seen as well.
    """

    kind: Literal[
        "nobody", "door", "everyone", "organisation", "farm", "visit", "referral", "party",
        "gathering", "sitting", "local-referent", "signature", "speaker",
    ] = "nobody"  # fmt: skip
    id: int | None = None
    user: int | None = None


NOBODY = Scope()
DOOR = Scope("door")
EVERYONE = Scope("everyone")


NOTHING_PREPARED = {"prepare_threshold": None}
"""How psycopg connects where each transaction may be on another connection of the server's."""

PREPARED = 400
"""So many statements stay prepared on a connection: those of the pages that are read often."""
PLANNED_ONCE = "SET plan_cache_mode = force_generic_plan"
"""What is prepared is planned once and not for each value: who sees which row is in no value."""
COMPILED = 5000
"""So many statements stay compiled in a process: all. To compile one takes longer than to run it,
and SQLAlchemy would keep 500."""
AT_ONCE = 8
"""So many connections stay open where they are needed: one for each request that a web answers at
once (`threads` in deploy/gunicorn.py), two for each job of a worker, which notes how far it is. One
that was made for a moment would have to plan all that it asks."""
NOTICED = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""A database that is cut off is missed within half a minute, not a quarter of an hour."""


def connecting(*, pooled: bool) -> dict[str, int | None]:
    """Return how psycopg connects: with the web and in the queue."""
    return NOTICED | (NOTHING_PREPARED if pooled else {})


def make_engine(url: str, *, pooled: bool = False, **options: Any) -> Engine:
    """Return an engine on psycopg 3; `url` may be a plain `postgresql://` address.

    Parameters
    ----------
    pooled
        Whether a pooler stands between, which lends a connection for one transaction only: what
        would outlive it, as prepared statements do, is left out.
    """
    address = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # The one used last is used first: it has prepared the most.
    pool = {"pool_size": AT_ONCE, "pool_use_lifo": True}
    options = {"connect_args": connecting(pooled=pooled), **pool, **options}
    # An error must not quote the values of a row: its words go into logs.
    engine = create_engine(address, hide_parameters=True, query_cache_size=COMPILED, **options)
    connections.keep(engine)
    if not pooled:
        event.listen(engine, "connect", _keep_many_prepared)
    return engine


def _keep_many_prepared(connection: psycopg.Connection, _record: object) -> None:
    connection.prepared_max = PREPARED
    connection.execute(PLANNED_ONCE)
    connection.commit()


def keep_what_is_written(session: Session) -> None:
    """Commit, unless nothing was written: then what is read next needs no transaction of its own.

    To end one and begin the next asks the database four times, and to look asks once. Either way
    what was read is read anew: others write meanwhile.
    """
    session.flush()
    under = session.connection().connection.driver_connection
    if not isinstance(under, psycopg.Connection) or not _has_written_nothing(under):
        session.commit()
    else:
        session.expire_all()


def _has_written_nothing(connection: psycopg.Connection) -> bool:
    found = connection.execute("SELECT pg_current_xact_id_if_assigned()").fetchone()
    return found == (None,)


def make_sessions(bind: Engine | Connection) -> sessionmaker[Session]:
    """Return the factory that web, jobs and tests all take their sessions from."""
    return sessionmaker(bind, expire_on_commit=False)


def set_scope(session: Session, scope: Scope) -> None:
    """Let this session see the rows of `scope`, from now on and in its next transactions."""
    session.info["scope"] = scope
    if session.in_transaction():
        _announce_scope(session, session.connection())


@contextmanager
def seeing_everyone(session: Session) -> Iterator[None]:
    """See every row for a moment: what a rule must count, whoever asks; never what is shown.

    What is raised inside ends the transaction: raise a rule's refusal after it.
    """
    with _seeing(session, EVERYONE):
        yield


@contextmanager
def at_the_door(session: Session) -> Iterator[None]:
    """See accounts and farms for a moment, to know who asks."""
    before: Scope = session.info.get("scope", NOBODY)
    with _seeing(session, before if before == EVERYONE else DOOR):
        yield


@contextmanager
def _seeing(session: Session, scope: Scope) -> Iterator[None]:
    before: Scope = session.info.get("scope", NOBODY)
    if before == scope:
        yield
        return
    set_scope(session, scope)
    try:
        yield
    except BaseException:
        session.info["scope"] = before
        raise
    set_scope(session, before)


def number(session: Session, things: Sequence["Base"]) -> None:
    """Give new things of one kind their numbers, in one question.

    Thousands of them are then written without asking the database for each one's number.
    """
    if things:
        table = type(things[0]).__table__
        sequence = func.nextval(func.pg_get_serial_sequence(table.name, "id"))  # type: ignore[attr-defined]
        series = func.generate_series(1, len(things)).table_valued()
        numbers = session.scalars(select(sequence).select_from(series))
        for thing, given in zip(things, numbers, strict=True):
            thing.id = given  # type: ignore[attr-defined]


def take_turn(session: Session, *what: object) -> None:
    """Wait for whoever is at the same thing, and let others wait until this transaction ends."""
    name = "\0".join(map(str, what))
    turn = int(hashlib.sha256(name.encode()).hexdigest()[:15], 16)
    session.execute(select(func.pg_advisory_xact_lock(turn)))


def _announce_scope(session: Session, connection: Connection) -> None:
    scope: Scope = session.info.get("scope", NOBODY)
    of = {"scope": scope.kind, "id": scope.id, "user": scope.user}
    said = {name: "" if it is None else str(it) for name, it in of.items()}
    settings = ", ".join(f"set_config('sillon.{name}', '{it}', true)" for name, it in said.items())
    if not connections.begin_with(connection, f"SELECT {settings}"):
        # nosemgrep: sql-of-words - our own kinds of scope, and numbers
        connection.execute(text(f"SELECT {settings}"))  # which says what is wrong


@event.listens_for(Session, "after_begin")
def _scope_begins_with_the_transaction(
    session: Session, _transaction: object, connection: Connection
) -> None:
    _announce_scope(session, connection)


def state_column(states: type[Any], name: str | None = None) -> Enum:
    """Return the column type of a state: its value as text, checked by the database.

    `name` tells the constraint from another on the same states in one table.
    """
    return Enum(
        states,
        native_enum=False,
        length=32,
        create_constraint=True,
        name=name or states.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
