"""Programs that are told what happens."""

from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.places import newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import Webhook
from webapp.portals.coordinator.webhooks import WebhookForm
from webapp.services.records import webhooks

ADDRESS = "https://observatory.example/sillon"


def a_coordinator_alone(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"))


def a_listener(db: Session) -> World:
    reader = a_coordinator(db, language="en")
    made, _secret = webhooks.make(db, reader, "Observatory", ADDRESS, ["visit.confirmed"])
    db.flush()
    return World(reader=reader, webhook=made)


def is_told(reading: Reading) -> bool:
    """Return whether it is told anything."""
    return bool(reading.again(reading.world.webhook).is_live)


def a_listener_without_anybody(db: Session) -> World:
    world = a_listener(db)
    world.reader.suspended_at = now()
    return World(reader=a_coordinator(db, language="en"), webhook=world.webhook)


ROWS = [
    Row("coordinator.take_over_webhook", a_listener_without_anybody,
        page="coordinator.show_webhook", then={is_told: True}),
    Row(
        "coordinator.make_webhook",
        a_coordinator_alone,
        form=WebhookForm,
        subject=newest(Webhook),
        fields={
            "name": typed("Observatory"),
            "address": typed(ADDRESS),
            "kinds": typed(["visit.confirmed", "series.opened"]),
        },
        then={"made_by_id": lambda world: world.reader.id},
    ),
    Row("coordinator.end_webhook", a_listener, page="coordinator.list_webhooks",
        then={is_told: False}),
]  # fmt: skip
