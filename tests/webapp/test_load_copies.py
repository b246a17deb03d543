"""The programme of the load is as real as the one it is copied from."""

from datetime import timedelta
from random import Random

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_slot, a_visit
from tests.load.copies import copy
from tests.load.people import accompany, overbooked, proposals
from tests.load.throughput import ask, form_of
from webapp import demo
from webapp.demo.aftermath import told
from webapp.demo.history import VisitMaker
from webapp.demo.memory import remember
from webapp.ground.clock import today
from webapp.models import (
    Attestation,
    Event,
    Farm,
    Feedback,
    Organisation,
    Party,
    Person,
    Side,
    Slot,
    Visit,
    VisitState,
)
from webapp.services.records.tokens import visit_token

TIMES = 3


def a_visit_that_went_well(db: Session) -> None:
    party = min(db.scalars(select(Party)), key=lambda each: each.people)
    visit = a_visit(db, party, slot=a_slot(db, arrival=today() - timedelta(days=30)))
    VisitMaker(db, Random(1)).end(visit, "evaluated")
    remember(db, [visit])
    db.add(told(visit, Side.PARTY, Random(1)))
    db.flush()


def test_a_programme_several_times_as_large_is_as_real(app: Flask, db: Session) -> None:
    demo.load(db, "small")
    a_visit_that_went_well(db)
    kinds = (Farm, Organisation, Party, Person)
    before = {kind: db.scalar(select(func.count(kind.id))) or 0 for kind in kinds}
    people = {(each.name, each.birth_year) for each in db.scalars(select(Person))}
    copy(db, TIMES)
    db.expire_all()
    persons = db.scalars(select(Person)).all()
    assert len({(each.name, each.birth_year) for each in persons}) == TIMES * len(people)
    for kind, count in before.items():
        assert db.scalar(select(func.count(kind.id))) == TIMES * count
    assert len({each.identity for each in persons}) == len(persons)
    for paper in db.scalars(select(Attestation).where(Attestation.visit_id.is_not(None))):
        assert paper.visit is not None
        assert paper.name in [each.name for each in paper.visit.party.persons]
    for slot in db.scalars(select(Slot)):
        assert {room for room, _people in slot.opened} <= {room.id for room in slot.farm.rooms}
        assert slot.farm.phone
    assert not overbooked(db)
    visits = db.scalars(select(Visit).where(Visit.state == VisitState.EVALUATED)).all()
    assert len(visits) == TIMES
    assert len({visit.organisation_id for visit in visits}) == TIMES
    for visit in visits:
        assert visit.organisation_id == visit.party.organisation_id
        events = select(Event.act).where(Event.subject == "visits", Event.subject_id == visit.id)
        assert "visit.arrived" in db.scalars(events).all()
        assert [each.visit_id for each in db.scalars(select(Feedback).filter_by(visit=visit))] == [
            visit.id
        ]

    staff = [a_caseworker(db, home) for home in db.scalars(select(Organisation))]
    accompany(db, staff)
    for party in db.scalars(select(Party)):
        assert party.referent is not None
        assert party.referent.organisation_id == party.organisation_id

    waiting = proposals(db, TIMES * before[Party])
    theirs = (visit for visit in waiting if not visit.party.phone_shared)  # or it asks who it is
    last = max(theirs, key=lambda visit: visit.party_id)
    client = app.test_client()
    to, fields = form_of(ask(client, f"/v/{visit_token(last, Side.PARTY)}"))
    assert client.post(to, data={**fields, "answer": "yes"}).status_code == 302
    assert not overbooked(db)
