"""Reports, indicators and exports read from a real streaming replica, and what is said of it."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from local import postgres
from tests.builders import a_caseworker, a_coordinator, a_party, a_programme, a_visit
from tests.keys import DATA_KEY, SECRET_KEY
from tests.page import SITE, Page
from tests.replicas import Standby, a_standby, let_it_follow
from tests.webapp.reports.builders import a_report
from webapp import create_app
from webapp.ground import languages, migrate
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, NOBODY, Scope, make_engine, make_sessions, set_scope
from webapp.ground.replica import Replica, ReplicaAwayError, follow
from webapp.models import Organisation, Party, User, Visit
from webapp.services.records import operations
from webapp.services.reports import counting

BOARD, EXPORT = "/programme/visits", "/programme/visits/export"
pytestmark = [
    pytest.mark.process,
    pytest.mark.xdist_group("replica"),
    pytest.mark.usefixtures("application"),
]

HOURS = 24 * 3600
PAGES = ("/programme/indicators", "/programme/indicators/series", "/programme/recruitment")


@pytest.fixture(scope="module")
def primary() -> Iterator[postgres.Server]:
    """A server of its own: what it promises to have kept is on its disk."""
    folder = Path(tempfile.mkdtemp(prefix="sillon-tests-"))
    try:
        with postgres.start(folder) as server:
            migrate.migrate(server.url("sillon_owner"))
            yield server
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def standby(primary: postgres.Server) -> Iterator[Standby]:
    with a_standby(primary) as made:
        yield made


@pytest.fixture(scope="module")
def db(primary: postgres.Server) -> Iterator[Session]:
    """A session on the primary that sees everything, and keeps what it does."""
    engine = make_engine(primary.url())
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        session.commit()
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def coordinator(db: Session) -> User:
    made = a_coordinator(db)
    db.commit()
    return made


@pytest.fixture
def served(primary: postgres.Server, standby: Standby) -> Iterator[Callable[..., Flask]]:
    """What serves with a replica that may lag by so many seconds."""
    apps: list[Flask] = []
    languages.compile_catalogues()

    def serve(lag: int = HOURS, url: str = "") -> Flask:
        config = Config(
            primary.url(), SECRET_KEY, DATA_KEY, mode="test", public_url=SITE,
            reports_database_url=url or standby.url(), reports_lag_seconds=lag,
        )  # fmt: skip
        apps.append(create_app(config))
        return apps[-1]

    yield serve
    for app in apps:
        for sessions in (app.extensions["sessions"], app.extensions["replica"].sessions):
            sessions.kw["bind"].dispose()


@pytest.fixture
def replica(standby: Standby) -> Iterator[Replica]:
    made = follow(standby.url(), most_seconds=HOURS, pooled=False)
    yield made
    made.sessions.kw["bind"].dispose()


@pytest.fixture
def held(standby: Standby, db: Session, replica: Replica) -> Iterator[None]:
    """A replica that has all until now, and follows no further."""
    let_it_follow(db, replica)
    with standby.connect() as connection:
        connection.execute("SELECT pg_wal_replay_pause()")
        yield
        connection.execute("SELECT pg_wal_replay_resume()")


def visits_told(page: Page) -> int:
    """How many visits the board's export has."""
    return len(page.visit(BOARD).submit(to=EXPORT).response.text.strip().splitlines()) - 1


def at_of(page: Page) -> str:
    found = re.search(r"Counted from all that was kept up to (.+?)\.", page.soup.get_text())
    assert found
    return found[1]


def enters(app: Flask, db: Session, user: User) -> Page:
    page = Page(app, db).sign_in(user)
    db.commit()
    return page


def test_what_is_kept_is_read_from_the_replica_with_its_moment(
    served: Callable[..., Flask], db: Session, coordinator: User, replica: Replica
) -> None:
    page = enters(served(), db, coordinator)
    a_visit(db)
    db.commit()
    let_it_follow(db, replica)
    assert visits_told(page) == db.scalar(select(func.count()).select_from(Visit))
    for address in PAGES:
        page.visit(address + "?lang=en")
        assert at_of(page)


@pytest.mark.usefixtures("held")
def test_figures_of_a_replica_that_lags_are_told_with_the_moment_they_are_of(
    served: Callable[..., Flask], db: Session, coordinator: User
) -> None:
    page = enters(served(), db, coordinator)
    before = visits_told(page)
    a_visit(db)
    db.commit()
    answer = page.visit(BOARD).submit(to=EXPORT).response
    assert len(answer.text.strip().splitlines()) - 1 == before
    name = answer.headers["Content-Disposition"]
    assert re.search(r"-as-of-\d{4}-\d\d-\d\dT\d{4}\.csv$", name)


@pytest.mark.usefixtures("held")
def test_a_replica_that_lags_by_more_than_the_bound_is_not_read(
    served: Callable[..., Flask], db: Session, coordinator: User
) -> None:
    page = enters(served(lag=0), db, coordinator)
    before = visits_told(page)
    a_visit(db)
    db.commit()
    answer = page.visit(BOARD).submit(to=EXPORT).response
    assert len(answer.text.strip().splitlines()) - 1 == before + 1
    assert "as-of" not in answer.headers["Content-Disposition"]
    page.visit("/programme/settings/operations?lang=en")
    assert "Reports are read from the database itself" in page.soup.get_text()


@pytest.mark.usefixtures("held")
def test_a_draft_is_counted_from_the_replica_by_a_page_and_by_a_worker(
    db: Session, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = a_report(db)
    a_party(db)
    db.commit()
    here, there = counting.find(db, report), counting.find(db, report, replica)
    assert here is not None
    assert there is not None
    assert enrolled(there) == enrolled(here) - 1
    assert there.at < here.at
    monkeypatch.setattr(counting, "AT_ONCE", 0)
    counting.begin(db, report)
    db.commit()
    sessions = make_sessions(db.get_bind())
    counting.run(sessions, report.id, replica)
    db.refresh(report)
    kept = counting.find(db, report)
    assert kept is not None
    assert enrolled(kept) == enrolled(there)


def enrolled(counted: counting.Counted) -> int:
    return counted.tables[0].lines[0].among.count


def test_a_replica_that_is_down_changes_nothing_but_who_is_asked(
    served: Callable[..., Flask], db: Session, coordinator: User, standby: Standby
) -> None:
    page = enters(served(), db, coordinator)
    before = visits_told(page)  # over a connection that will be dead
    standby.stop()
    try:
        a_visit(db)
        db.commit()
        assert visits_told(page) == before + 1
        page.visit("/programme/indicators?lang=en")
        page.visit("/programme/settings/operations?lang=en")
        assert "does not answer" in page.soup.get_text()
    finally:
        standby.run()


def test_a_replica_that_dies_while_it_is_read_is_replaced_by_the_database(
    db: Session, replica: Replica, standby: Standby
) -> None:
    def work(copy: Session) -> None:
        standby.stop()
        copy.scalar(select(func.count()).select_from(Visit))

    try:
        with pytest.raises(ReplicaAwayError, match="unreachable"):
            replica.read(db, work)
    finally:
        standby.run()


def test_each_sees_in_the_replica_what_they_see_in_the_database(
    db: Session, replica: Replica
) -> None:
    ours, theirs = a_party(db), a_party(db)
    assert ours.organisation_id != theirs.organisation_id
    db.commit()
    let_it_follow(db, replica)

    def seen(scope: Scope) -> set[int]:
        set_scope(db, scope)
        try:
            return replica.read(db, lambda copy: set(copy.scalars(select(Party.id))))[0]
        finally:
            set_scope(db, EVERYONE)

    assert seen(NOBODY) == set()
    assert seen(Scope("organisation", ours.organisation_id)) == {ours.id}
    assert {ours.id, theirs.id} <= seen(EVERYONE)


def test_a_caseworker_exports_their_own_association_from_the_replica(
    served: Callable[..., Flask], db: Session, replica: Replica
) -> None:
    ours, theirs = a_party(db), a_party(db)
    user = a_caseworker(db, db.get_one(Organisation, ours.organisation_id))
    page = enters(served(), db, user)
    let_it_follow(db, replica)
    page.visit("/casework/imports/export")
    token = page.soup.select_one("main [name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": str(token["value"]), "names": "codes", "reason": "", "kind": "csv"}
    answer = page.client.post("/casework/imports/export", base_url=SITE, data=sent)
    assert "as-of" in answer.headers["Content-Disposition"]
    assert ours.code in answer.text
    assert theirs.code not in answer.text


def test_nothing_can_be_written_by_who_reads_from_the_replica(
    db: Session, replica: Replica
) -> None:
    let_it_follow(db, replica)
    with pytest.raises(ReplicaAwayError) as refused:
        replica.read(db, lambda copy: copy.execute(text("DELETE FROM farms")))
    assert isinstance(refused.value.__cause__, DBAPIError)


def test_another_database_is_never_read_for_this_one(
    served: Callable[..., Flask], primary: postgres.Server, db: Session, coordinator: User
) -> None:
    itself = follow(primary.url(), most_seconds=HOURS, pooled=False)
    assert operations.look(db, itself).replica == "not-a-replica"
    page = enters(served(url=primary.url()), db, coordinator)
    assert visits_told(page) == db.scalar(select(func.count()).select_from(Visit))
    itself.sessions.kw["bind"].dispose()


def test_an_operator_reads_how_far_the_replica_is(
    served: Callable[..., Flask], db: Session, coordinator: User, replica: Replica
) -> None:
    page = enters(served(), db, coordinator)
    let_it_follow(db, replica)
    page.visit("/programme/settings/operations?lang=en")
    assert "reports are read from it" in page.soup.get_text()
    assert "replica-away" not in operations.look(db, replica).worries
    assert operations.look(db).replica == "none"
    db.commit()
