"""Forms that look for things: what each field shows and hides."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import time_machine
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from tests.webapp.around.builders import a_service_around
from tests.webapp.forms.rounds import a_draft, a_result
from tests.webapp.forms.row import Filter, Found, World
from tests.webapp.services.solving import solved
from webapp.ground.clock import now
from webapp.models import FarmState, PartyState, VisitState
from webapp.services import rounds
from webapp.services.parties import referrals
from webapp.services.records import audit


def two_files(db: Session) -> World:
    """Two files of one association, different in everything that a search asks for."""
    reader = a_caseworker(db, language="en")
    accompanied = {"P-9001": reader.id, "P-9002": None}
    for name, language, state, code in (
        ("Ghazal", "prs", PartyState.READY, "P-9001"),
        ("Tesfaye", "ti", PartyState.PAUSED, "P-9002"),
    ):
        person = a_person(first_name=name, languages=[language])
        whose = accompanied[code]
        party = a_party(
            db, reader.organisation, code=code, state=state, persons=[person], referent_id=whose
        )
        party.say_interest(interested=state is PartyState.READY)
    return World(reader=reader)


def two_sent(db: Session) -> World:
    """Somebody sent in the autumn of 2026, and somebody in January."""
    reader = a_caseworker(db, language="en")
    assert reader.organisation is not None
    for day, place in ((date(2026, 10, 5), "centre"), (date(2027, 1, 5), "school")):
        sent = referrals.refer(db, reader.organisation, prescriber=place, language="fr")
        sent.created_at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return World(reader=reader)


def two_visits(db: Session) -> World:
    """A visit in April, and one in June that was cancelled."""
    reader = a_caseworker(db, language="en")
    first = a_slot(db, arrival=date(2027, 4, 5))
    a_visit(db, a_party(db, reader.organisation, code="P-9001"), first)
    second = a_slot(db, arrival=date(2027, 6, 7))
    ended = {"state": VisitState.CANCELLED, "ended_at": now()}
    a_visit(db, a_party(db, reader.organisation, code="P-9002"), second, **ended)
    return World(reader=reader)


def answers_of_two_files(db: Session) -> World:
    """Two answers awaited: of a file that somebody accompanies, and of one that nobody does."""
    reader = a_caseworker(db, language="en")
    a_caseworker(db, reader.organisation)
    for code, whose in (("P-9001", reader.id), ("P-9002", None)):
        a_visit(db, a_party(db, reader.organisation, code=code, referent_id=whose))
    return World(reader=reader)


def services_around(db: Session) -> World:
    """A French course near somebody, one further away, and help with a computer."""
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation, commune="14118")
    digital = {"themes": ["numerique--acquerir-un-equipement"]}
    made: dict[str, dict[str, Any]] = {"Near": {}, "Further": {"latitude": 49.3}}
    for name, given in {**made, "Computer": digital}.items():
        a_service_around(db, name=name, **given)
    return World(reader=reader, party=party, person=party.persons[0])


def two_farms(db: Session) -> World:
    a_farm(db, name="Ferme des Tilleuls")
    a_farm(db, name="Ferme du Bocage", state=FarmState.SUSPENDED)
    return World(reader=a_coordinator(db, language="en"))


def visits_of_two_associations(db: Session) -> World:
    """A visit in April that waits for answers, and one in June, elsewhere, that was cancelled."""
    reader = a_coordinator(db, language="en")
    first = a_slot(db, arrival=date(2027, 4, 5))
    a_visit(db, a_party(db, code="P-9001"), first)
    second = a_slot(db, an_offer(db, a_farm(db, commune="29019")), arrival=date(2027, 6, 7))
    ended = {"state": VisitState.CANCELLED, "ended_at": now()}
    elsewhere = an_organisation(db)
    a_visit(db, a_party(db, elsewhere, code="P-9002"), second, **ended)
    return World(reader=reader, organisation=elsewhere)


def two_events(db: Session) -> World:
    """What a caseworker did with a file in April, and what Sillon did with a farm in June."""
    reader, nadia = a_coordinator(db, language="en"), a_caseworker(db, name="Nadia Benali")
    audit.set_actor(db, audit.Actor("user", nadia.id))
    party, farm = a_party(db, code="P-9001"), a_farm(db, name="Ferme du Bocage")
    with time_machine.travel(datetime(2027, 4, 5, 12, tzinfo=UTC)):
        audit.record(db, "party.changed", party)
    audit.set_actor(db, audit.JOB)
    with time_machine.travel(datetime(2027, 6, 7, 12, tzinfo=UTC)):
        audit.record(db, "farm.on-hold", farm)
    return World(reader=reader)


def a_pair(db: Session, portal: str) -> World:
    """A solved round in which two parties have a place."""
    return a_result(db, portal, others=("P-9001", "P-9002"))


def three_runs(db: Session, portal: str) -> World:
    """A round run three times, and wishes counted otherwise each time."""
    world = a_draft(db, portal)
    factory = sessionmaker(
        db.get_bind(), join_transaction_mode="create_savepoint", expire_on_commit=False
    )
    for level in ("off", "normal", "high"):
        world.round.weights = rounds.weights_of({**rounds.USUAL, "wish": level})
        db.commit()
        solved(db, factory, world.round)
    return world


SORTED = {"sort": "state", "direction": "descending"}


def two_enrolled(db: Session) -> World:
    """A woman of one association enrolled in the autumn, a man of another in January."""
    home = an_organisation(db)
    days = {"woman": date(2026, 10, 5), "man": date(2027, 1, 5)}
    years = {"woman": 1950, "man": 1995}
    for sex, organisation in (("woman", home), ("man", an_organisation(db))):
        person = a_person(sex=sex, birth_year=years[sex])
        party = a_party(db, organisation, persons=[person])
        party.created_at = datetime.combine(days[sex], time(12), UTC)
    return World(reader=a_coordinator(db, language="en"), organisation=home)


FILTERS = [
    Filter(
        "coordinator.show_indicators",
        two_enrolled,
        fields={
            "from": Found("2026-12-01", "Man 1", "Woman 1"),
            "until": Found("2026-12-01", "Woman 1", "Man 1"),
            "as_of": Found("2026-12-01", "Woman 1", "Man 1"),
            "association": Found(lambda world: world.organisation.id, "Woman 1", "Man 1"),
            "sex": Found("man", "26 to 40 1", "Over 60 1"),
        },
    ),
    Filter(
        "caseworker.list_parties",
        two_files,
        fields={
            "text": Found("ghazal", "P-9001", "P-9002"),
            "state": Found("paused", "P-9002", "P-9001"),
            "language": Found("ti", "P-9002", "P-9001"),
            "referent": Found("nobody", "P-9002", "P-9001"),
            "interest": Found("yes", "P-9001", "P-9002"),
        },
        kept=SORTED,
    ),
    Filter(
        "caseworker.list_visits",
        two_visits,
        fields={
            "text": Found("P-9001", "P-9001", "P-9002"),
            "state": Found("cancelled", "P-9002", "P-9001"),
            "from": Found("2027-05-01", "P-9002", "P-9001"),
            "until": Found("2027-05-01", "P-9001", "P-9002"),
        },
        kept=SORTED,
    ),
    Filter(
        "caseworker.show_todo",
        answers_of_two_files,
        fields={"referent": Found("nobody", "P-9002", "P-9001")},
        kept={"only": "awaited"},
    ),
    Filter(
        "caseworker.show_funnel",
        two_sent,
        fields={
            "first": Found("2026-12-01", "School or language course", "housing centre"),
            "last": Found("2026-12-01", "housing centre", "School or language course"),
        },
    ),
    Filter(
        "caseworker.list_services",
        services_around,
        fields={
            "need": Found("digital", "Computer", "Near"),
            "within": Found("10", "Near", "Further"),
            "text": Found("NÉAR", "Near", "Further"),
        },
    ),
    Filter(
        "coordinator.list_farms",
        two_farms,
        fields={
            "text": Found("tilleul", "Ferme des Tilleuls", "Ferme du Bocage"),
            "state": Found("suspended", "Ferme du Bocage", "Ferme des Tilleuls"),
        },
        kept=SORTED,
    ),
    Filter(
        "coordinator.list_visits",
        visits_of_two_associations,
        fields={
            "code": Found("p-9002", "P-9002", "P-9001"),
            "state": Found("cancelled", "P-9002", "P-9001"),
            "open": Found("awaited", "P-9001", "P-9002"),
            "department": Found("29", "P-9002", "P-9001"),
            "month": Found("2027-06", "P-9002", "P-9001"),
            "association": Found(lambda world: world.organisation.id, "P-9002", "P-9001"),
        },
        kept=SORTED,
    ),
    Filter(
        "coordinator.list_events",
        two_events,
        fields={
            "who": Found("benali", "P-9001", "Ferme du Bocage"),
            "actor": Found("job", "Ferme du Bocage", "P-9001"),
            "kind": Found("party", "P-9001", "Ferme du Bocage"),
            "from": Found("2027-05-01", "Ferme du Bocage", "P-9001"),
            "until": Found("2027-05-01", "P-9001", "Ferme du Bocage"),
        },
    ),
    *(
        Filter(
            f"{portal}.show_round",
            partial(a_pair, portal=portal),
            fields={"text": Found("P-9001", "P-9001", "P-9002")},
        )
        for portal in ("caseworker", "coordinator")
    ),
    *(
        Filter(
            f"{portal}.list_runs",
            partial(three_runs, portal=portal),
            fields={
                "one": Found("1", "Wishes Not counted A lot", "Wishes Normally A lot"),
                "other": Found("1", "Wishes Not counted Normally", "Wishes Normally A lot"),
            },
        )
        for portal in ("caseworker", "coordinator")
    ),
]
