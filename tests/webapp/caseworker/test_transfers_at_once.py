"""A file that is taken on and taken back at the same moment: one of the two happens."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.builders import a_party, a_programme, an_organisation
from tests.databases import Database
from tests.webapp.caseworker.transfer_builders import a_transfer
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Transfer, TransferState
from webapp.services.parties import transfers


def test_of_two_acts_at_once_one_finds_it_decided(
    fresh_database: Database, application: object
) -> None:
    engine = make_engine(fresh_database.url)
    sessions = make_sessions(engine)
    with sessions() as db:
        set_scope(db, EVERYONE)
        a_programme(db)
        party, home = a_party(db, number=None), an_organisation(db)
        number = a_transfer(db, party, home, said_at=now(), offered_at=now()).id
        db.commit()

    def act(what: Any) -> bool:
        with sessions() as db:
            set_scope(db, EVERYONE)
            try:
                what(db, db.get_one(Transfer, number))
            except RuleBroken:
                return False
            db.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(act, (transfers.accept, transfers.cancel)))
    with sessions() as db:
        set_scope(db, EVERYONE)
        decided = db.get_one(Transfer, number)
        went = decided.party.organisation_id == home.id
        assert sorted(done) == [False, True]
        assert (decided.state is TransferState.ACCEPTED) == done[0] == went
    engine.dispose()
