"""Each side is asked why nobody came; who reads what it says, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.webapp.forms.missed import nobody_came
from webapp.channels.truth import is_true
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.models import (
    Event,
    FarmState,
    Message,
    MissedWord,
    Side,
    Visit,
)
from webapp.services.after import asking_missed
from webapp.services.retention import export
from webapp.services.retention.anonymising import anonymise_parties
from webapp.services.visits import incidents, missed

pytestmark = pytest.mark.usefixtures("noon")

PARTY, FARM = Side.PARTY, Side.FARM


def test_both_sides_are_asked_once_and_not_who_has_spoken(db: Session, visit: Visit) -> None:
    missed.say(db, visit, FARM, "nobody")
    assert asking_missed.ask_due(db) == 1
    assert asking_missed.ask_due(db) == 0
    [asked] = db.scalars(select(Message).where(Message.kind == asking_missed.KIND))
    assert (asked.side, is_true(asked)) == (PARTY, True)
    missed.say(db, visit, PARTY, "guest")
    assert not is_true(asked)


def test_nobody_is_asked_at_night_of_what_may_be_undone_or_of_an_incident(db: Session) -> None:
    with time_machine.travel(datetime(2027, 3, 3, 2, 0, tzinfo=UTC)):
        nobody_came(db)
        assert asking_missed.ask_due(db) == 0
    for given in (
        {"ended_at": now()},
        {"ended_at": now() - missed.OPEN_FOR - timedelta(minutes=1)},
    ):
        nobody_came(db, **given)
    incidents.open_for(db, nobody_came(db, end_reason="safety"), FARM)
    shut = nobody_came(db)
    shut.farm.state, shut.party.left_alone = FarmState.REMOVED, True
    db.flush()
    assert asking_missed.ask_due(db) == 2  # the first one's sides, in the morning


def test_a_word_is_read_by_its_side_and_its_association(db: Session, visit: Visit) -> None:
    missed.say(db, visit, PARTY, "guest")
    missed.say(db, visit, FARM, "nobody")
    for scope, seen in {
        Scope("visit", visit.id): 2,
        Scope("visit", visit.id + 1): 0,
        Scope("farm", visit.farm_id): 1,
        Scope("farm", visit.farm_id + 1): 0,
        Scope("organisation", visit.organisation_id): 2,
        Scope("organisation", visit.organisation_id + 1): 0,
        EVERYONE: 2,
    }.items():
        set_scope(db, scope)
        assert len(db.scalars(select(MissedWord.id)).all()) == seen, scope


def test_people_are_handed_out_their_own_word_and_it_ends_with_their_file(
    db: Session, visit: Visit
) -> None:
    missed.say(db, visit, FARM, "guest")
    missed.contest(db, visit, "The bus did not come.")
    kept = export.everything_kept(db, visit.party)
    assert [each["contest"] for each in kept["missed_words"]] == ["The bus did not come."]
    told = [each["facts"].get("side") for each in kept["acts"]
            if each["act"] == "visit.missed-said"]  # fmt: skip
    assert told == []
    anonymise_parties(db, [visit.party])
    word = db.scalars(select(MissedWord).where(MissedWord.side == PARTY)).one()
    assert (word.contest, word.contested_at is None) == (None, False)
    assert db.scalars(select(Event.id).where(Event.act == "visit.missed-contested")).all()
