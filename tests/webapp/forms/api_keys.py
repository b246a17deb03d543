"""Keys of programs."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.places import newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now, today
from webapp.models import ApiKey
from webapp.portals.coordinator.api_keys import ApiKeyForm
from webapp.services.records import api_keys


def a_coordinator_alone(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"))


def a_key(db: Session) -> World:
    reader = a_coordinator(db, language="en")
    made, _text = api_keys.make(db, reader, "Observatory", ["visits"], today())
    db.flush()
    return World(reader=reader, api_key=made)


def a_key_without_anybody(db: Session) -> World:
    world = a_key(db)
    world.reader.suspended_at = now()
    return World(reader=a_coordinator(db, language="en"), api_key=world.api_key)


def works(reading: Reading) -> bool:
    """Return whether the key opens anything."""
    return bool(reading.again(reading.world.api_key).is_live)


ROWS = [
    Row(
        "coordinator.make_api_key",
        a_coordinator_alone,
        form=ApiKeyForm,
        subject=newest(ApiKey),
        fields={
            "name": typed("Observatory"),
            "scopes": typed(["offers", "visits"]),
            "last_day": typed("2027-05-31", date(2027, 5, 31)),
        },
        then={"made_by_id": lambda world: world.reader.id},
    ),
    Row(
        "coordinator.take_over_api_key",
        a_key_without_anybody,
        page="coordinator.list_api_keys",
        then={works: True},
    ),
    Row("coordinator.end_api_key", a_key, page="coordinator.list_api_keys", then={works: False}),
]
