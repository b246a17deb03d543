"""Incidents: judged, followed, read by those who are named, closed and taken up again."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_visit
from tests.webapp.forms.places import audited, how_many, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import IncidentReader, Severity
from webapp.portals.incidents.forms import (
    FindingForm,
    JudgementForm,
    MeasureForm,
    ReaderForm,
    ReopeningForm,
)
from webapp.services.visits import incidents

WORDS = "Both were called, and they agree."


def a_farm_on_hold(db: Session) -> World:
    """One serious incident, of which the reader and one more know."""
    reader, another = a_coordinator(db, language="en"), a_coordinator(db, name="Odile Second")
    visit = a_visit(db)
    opened = incidents.open_for(db, visit, None)
    assert opened is not None
    opened.readers = [IncidentReader(user=each) for each in (reader, another)]
    third = a_coordinator(db, name="Paule Troisième", last_seen_at=now())
    return World(reader=reader, incident=opened, farm=visit.farm, user=another, third=third)


def a_caseworker_who_reads(db: Session) -> World:
    """The same, of which a caseworker of the association was named a reader."""
    world = a_farm_on_hold(db)
    world.reader = a_caseworker(db, world.incident.visit.party.organisation, language="en")
    world.incident.readers.append(IncidentReader(user=world.reader))
    db.flush()
    return world


def a_closed_one(db: Session) -> World:
    world = a_farm_on_hold(db)
    world.incident.close(world.reader, "A misunderstanding, says each of them.")
    world.farm.on_hold_since = None
    db.flush()
    return world


def an_incident_of_data(db: Session) -> World:
    world = a_farm_on_hold(db)
    world.incident.kind = "data"
    db.flush()
    return world


def a_coordinator_who_may(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), user=a_coordinator(db))


def last_step(reading: Reading) -> str | None:
    """Return what was written last about the incident."""
    steps = reading.again(reading.world.incident).steps
    return steps[-1].words if steps else None


def readers(reading: Reading) -> set[str]:
    """Return who reads the incident."""
    return {str(each.user_id) for each in reading.again(reading.world.incident).readers}


SHOWN = "coordinator.show_incident"
HELD = of("farm", "on_hold_since")
ROWS = [
    Row(
        "coordinator.judge_incident",
        a_farm_on_hold,
        form=JudgementForm,
        subject="incident",
        edits=True,
        fields={
            "kind": typed("lodging"),
            "severity": typed("minor", Severity.MINOR),
            "farm": typed("", None, at="farm_id"),
            "happened_on": typed("2027-02-28", date(2027, 2, 28)),
            "exposed": typed("3", 3),
            "minors": typed("2", 2),
            "reason": typed("The heating is repaired, seen on the spot.", at=last_step),
        },
        then={HELD: None},
    ),
    *(
        Row(
            f"{portal}.add_measure",
            build,
            form=MeasureForm,
            subject="incident",
            fields={
                "words": typed(WORDS, at=last_step),
                "again_on": typed("2027-03-08", date(2027, 3, 8), at="follow_up_on"),
            },
        )
        for portal, build in (
            ("coordinator", a_farm_on_hold),
            ("caseworker", a_caseworker_who_reads),
        )
    ),
    Row(
        "coordinator.close_incident",
        a_farm_on_hold,
        form=FindingForm,
        subject="incident",
        fields={"finding": typed(WORDS)},
        then={of("incident", "closed_by_id"): lambda world: world.reader.id, HELD: None},
    ),
    Row(
        "coordinator.reopen_incident",
        a_closed_one,
        form=ReopeningForm,
        subject="incident",
        fields={"reason": typed("The guests have called again.", at=last_step)},
        then={"closed_at": None},
    ),
    Row(
        "coordinator.name_reader",
        a_farm_on_hold,
        form=ReaderForm,
        subject="incident",
        fields={
            "user": typed(
                lambda world: str(world.third.id),
                True,
                at=lambda reading: str(reading.world.third.id) in readers(reading),
            )
        },
    ),
    Row(
        "coordinator.end_reading",
        a_farm_on_hold,
        page=SHOWN,
        then={how_many("incident", "readers"): 1},
    ),
    Row(
        "coordinator.note_notice",
        an_incident_of_data,
        page="coordinator.show_notice",
        then={of("incident", "notified_by_id"): lambda world: world.reader.id},
    ),
    Row(
        "coordinator.look_after_incidents",
        a_coordinator_who_may,
        page="coordinator.show_user",
        fields={"reads": typed(None, True, at=of("user", "reads_incidents"))},
        then={audited("user.incidents", "reads"): True},
    ),
]
