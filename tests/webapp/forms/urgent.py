"""A file of others, opened in an emergency."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party
from tests.webapp.forms.places import newest, of, written
from tests.webapp.forms.row import Row, World, typed
from webapp.ground.clock import now
from webapp.models import UrgentReading
from webapp.portals.urgent.views import UrgentForm
from webapp.services.parties import urgent


def somebody_of_elsewhere(db: Session) -> World:
    """A caseworker, and a file of another association, which has one of its own."""
    party = a_party(db, code="P-4711")
    a_caseworker(db, party.organisation, last_seen_at=now())
    return World(reader=a_caseworker(db, language="en"), party=party)


def a_coordinator_of_all(db: Session) -> World:
    world = somebody_of_elsewhere(db)
    world.reader = a_coordinator(db, language="en")
    return world


def a_file_of_ours_was_read(db: Session) -> World:
    world = somebody_of_elsewhere(db)
    opened = urgent.open_file(db, world.reader, "P-4711", "They are hurt, and nobody answers.")
    ours = a_caseworker(db, world.party.organisation, language="en")
    return World(reader=ours, party=world.party, reading=opened)


ROWS = [
    Row(
        f"{portal}.open_file_urgently",
        build,
        form=UrgentForm,
        subject=newest(UrgentReading),
        fields={
            "code": typed("p-4711", lambda world: world.party.id, at="party_id"),
            "reason": typed("They are hurt on the road, and nobody answers."),
        },
        then={written("file-read-urgently"): 1},
    )
    for portal, build in (
        ("caseworker", somebody_of_elsewhere),
        ("coordinator", a_coordinator_of_all),
    )
] + [
    Row(
        "caseworker.see_urgent_reading",
        a_file_of_ours_was_read,
        page="caseworker.list_urgent_readings",
        then={of("reading", "seen_by_id"): lambda world: world.reader.id},
    )
]
