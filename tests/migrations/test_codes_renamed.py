"""What is stored under an earlier code is found under the present one, and back."""

from alembic import command
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person, a_programme, a_round
from tests.databases import Database
from tests.keys import DATA_KEY
from webapp.ground import migrate
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.ground.encryption import Cipher

STORED = text(
    "SELECT persons.languages || farms.languages, matching_rounds.problem, parties.language"
    " FROM persons, farms, matching_rounds, parties"
)


def stored(database: Database) -> tuple[list[str], dict[str, list[str]], str]:
    engine = make_engine(database.owner_url)
    with engine.connect() as connection:
        languages, problem, screen = connection.execute(STORED).one()
    engine.dispose()
    return languages, problem, screen


def test_fur_is_kept_under_its_own_code(fresh_database: Database) -> None:
    Cipher.use(DATA_KEY)
    engine = make_engine(fresh_database.url)
    with Session(engine) as db:
        set_scope(db, EVERYONE)
        a_programme(db)
        a_farm(db, languages=["fr", "fvr"])
        caseworker = a_caseworker(db)
        person = a_person(languages=["ar", "fvr"])
        a_party(db, caseworker.organisation, persons=[person], language="fvr")
        a_round(db, caseworker.organisation, created_by=caseworker, problem={"said": ["fvr", "ar"]})
        db.commit()
    engine.dispose()
    config = migrate.configure(fresh_database.owner_url)
    command.downgrade(config, "0019")
    assert stored(fresh_database) == (["ar", "fur", "fr", "fur"], {"said": ["fur", "ar"]}, "fur")
    command.upgrade(config, "head")
    assert stored(fresh_database) == (["ar", "fvr", "fr", "fvr"], {"said": ["fvr", "ar"]}, "fvr")
