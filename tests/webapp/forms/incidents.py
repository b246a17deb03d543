"""Incidents: judged, followed, read by those who are named, closed and taken up again."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_farmer, a_visit
from tests.webapp.forms.places import audited, how_many, newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import Incident, IncidentReader, Severity, Side
from webapp.portals.incidents.forms import (
    FindingForm,
    JudgementForm,
    MeasureForm,
    ReaderForm,
    ReopeningForm,
)
from webapp.services.records.tokens import visit_token
from webapp.services.visits import incidents
from webapp.web.incident_form import IncidentForm, OutsideForm

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


def a_side_that_tells(side: Side) -> Callable[[Session], World]:
    """Return what builds a visit, its farm's account and one side's link to it."""

    def build(db: Session) -> World:
        visit = a_visit(db)
        reader = a_farmer(db, visit.farm, language="en") if side is Side.FARM else None
        return World(reader=reader, visit=visit, farm=visit.farm, token=visit_token(visit, side))

    return build


def a_caseworker_who_tells(db: Session) -> World:
    visit = a_visit(db)
    reader = a_caseworker(db, visit.party.organisation, language="en")
    return World(reader=reader, visit=visit, farm=visit.farm)


def a_coordinator_who_tells(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), farm=a_farm(db))


TELLING = {
    "visit_page.report_incident": a_side_that_tells(Side.PARTY),
    "farmer.report_incident": a_side_that_tells(Side.FARM),
    "caseworker.report_incident": a_caseworker_who_tells,
    "coordinator.report_at_farm": a_coordinator_who_tells,
}
TOLD = {"kind": typed("forced"), "words": typed("We could not leave.", at="told")}
SHOWN = "coordinator.show_incident"
HELD = of("farm", "on_hold_since")
ROWS = [
    *(
        Row(
            endpoint,
            build,
            form=IncidentForm,
            subject=newest(Incident),
            fields=TOLD,
            then={"severity": Severity.SERIOUS, "farm_id": lambda world: world.farm.id},
        )
        for endpoint, build in TELLING.items()
    ),
    Row(
        "public.report_incident",
        lambda _db: World(),
        form=OutsideForm,
        subject=newest(Incident),
        fields=TOLD
        | {"place": typed("Near Carentan"), "reached_at": typed("N. Petit, 02 31 00 00 00")},
        then={"severity": Severity.SERIOUS},
    ),
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
