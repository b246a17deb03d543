"""In which order an answer locks what it is about: that of every act, so none waits in a circle."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from tests.builders import a_party, a_programme, a_slot, a_visit, an_offer, an_organisation
from tests.databases import Database
from tests.waiting import wait_until
from webapp.ground.database import EVERYONE, Base, make_engine, make_sessions, set_scope
from webapp.models import Farm, Offer, Party, Side, Slot, Visit
from webapp.services.records.tokens import visit_token
from webapp.services.visits import links

IN_ORDER = (Farm, Offer, Party, Slot, Visit)


@pytest.fixture
def committed(fresh_database: Database, application: object) -> Iterator[Engine]:
    """A database of its own, whose locks are seen by all."""
    engine = make_engine(fresh_database.url, connect_args={"options": "-c lock_timeout=60000"})
    yield engine
    engine.dispose()


@contextmanager
def everyone(engine: Engine) -> Iterator[Session]:
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        yield session


def one_of_each(engine: Engine) -> tuple[dict[type[Base], int], str, str]:
    """Make a visit whose rows all have numbers of their own; return them and both links."""
    with everyone(engine) as session:
        a_programme(session)
        home = an_organisation(session)
        for _ in range(3):
            a_party(session, home)
        offer = an_offer(session)
        a_slot(session, offer)
        visit = a_visit(session, a_party(session, home), a_slot(session, an_offer(session)))
        session.commit()
        slot = visit.slot
        rows = (slot.farm_id, slot.offer_id, visit.party_id, slot.id, visit.id)
        links_of_both = [visit_token(visit, side) for side in Side]
        return dict(zip(IN_ORDER, rows, strict=True)), links_of_both[0], links_of_both[1]


def can_be_taken(engine: Engine, kind: type[Base], number: int) -> bool:
    with everyone(engine) as session:
        row = kind.__table__.c.id
        free = select(row).where(row == number)
        return session.scalar(free.with_for_update(skip_locked=True)) is not None


def waits(engine: Engine) -> bool:
    with everyone(engine) as session:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return bool(session.scalar(text(waiting)))


def open_held(engine: Engine, token: str, then: "Future[None]") -> bool:
    """Open a link as an act does, and keep what it holds until `then`."""
    with make_sessions(engine)() as session:
        found = links.find_visit(session, token, held=True)
        then.result(60)
        return found is not None


@pytest.mark.parametrize("first", range(len(IN_ORDER)))
def test_what_is_behind_a_link_is_locked_in_the_order_of_every_act(
    committed: Engine, first: int
) -> None:
    rows, token, _farms = one_of_each(committed)
    then: Future[None] = Future()
    then.set_result(None)
    with ThreadPoolExecutor(1) as other, everyone(committed) as session:
        taken = IN_ORDER[first]
        row = taken.__table__.c.id
        session.execute(select(row).where(row == rows[taken]).with_for_update())
        opened = other.submit(open_held, committed, token, then)
        wait_until(lambda: waits(committed))
        free = [kind for kind in IN_ORDER if can_be_taken(committed, kind, rows[kind])]
        session.rollback()
        assert opened.result(60)
    assert free == list(IN_ORDER[first + 1 :])


@pytest.mark.parametrize("side", [0, 1])
def test_all_of_it_is_held_until_the_act_is_over(committed: Engine, side: int) -> None:
    rows, *tokens = one_of_each(committed)
    then: Future[None] = Future()
    with ThreadPoolExecutor(1) as other:
        opened = other.submit(open_held, committed, tokens[side], then)
        wait_until(lambda: not can_be_taken(committed, Visit, rows[Visit]))
        free = [kind for kind in IN_ORDER if can_be_taken(committed, kind, rows[kind])]
        then.set_result(None)
        assert opened.result(60)
    assert free == []


def test_a_link_that_proves_nothing_keeps_nobody_waiting(committed: Engine) -> None:
    rows, token, _farms = one_of_each(committed)
    with everyone(committed) as session:
        row = Farm.__table__.c.id
        session.execute(select(row).where(row == rows[Farm]).with_for_update())
        with make_sessions(committed)() as stranger:
            made_up = token[:-4] + "AAAA"
            assert links.find_visit(stranger, made_up, held=True) is None
