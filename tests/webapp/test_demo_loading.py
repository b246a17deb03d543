"""The demonstration is filled once, the same for one seed; or begins with its staff alone."""

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.databases import Database, Databases
from webapp import demo
from webapp.ground.config import Config
from webapp.ground.database import make_engine
from webapp.models import Farm, MatchingRound, Message, Party, Programme, User, Visit


def test_the_same_seed_gives_the_same_programme(db: Session) -> None:
    first, again = (load_and_name_farms(db) for _ in range(2))
    assert first == again


def load_and_name_farms(db: Session) -> list[tuple[str, str | None]]:
    demo.load(db, "small")
    farms = db.scalars(select(Farm).order_by(Farm.id)).all()
    named = [(farm.name, farm.commune) for farm in farms]
    db.rollback()
    return named


def test_a_filled_database_is_not_filled_again(fresh_database: Database, config: Config) -> None:
    assert demo.fill_if_empty(fresh_database.url, config.data_key, "small")
    assert not demo.fill_if_empty(fresh_database.url, config.data_key, "small")


def test_a_programme_that_begins_empty_has_its_staff_and_nobody_else(
    application: Flask, databases: Databases
) -> None:
    database = databases.make()
    engine = make_engine(database.url)
    with Session(engine) as session:
        demo.load(session, demo.EMPTY)
        there = {account.email for account in demo.accounts(farms=False)}
        assert set(session.scalars(select(User.email))) == there
        assert not any("farmer" in account.role for account in demo.accounts(farms=False))
        assert session.scalar(select(Programme)) is not None
        for nobody in (Farm, Party, Visit, MatchingRound, Message):
            assert session.scalar(select(func.count()).select_from(nobody)) == 0
    engine.dispose()
    databases.drop(database)
