"""Services around with sensible defaults: a test names only what it is about."""

from typing import Any

from sqlalchemy.orm import Session

from tests.webapp.around.directory import CAEN, FRENCH
from webapp.ground.clock import today
from webapp.models import ServiceAround, ServicesPublication

LISTS = ("publics", "reception", "access", "open_to", "zone")


def a_publication(**given: Any) -> ServicesPublication:
    said = {"publisher": "data·inclusion", "licence": "Licence Ouverte 2.0", "as_of": today()}
    return ServicesPublication(**said | given)


def a_service_around(db: Session, **given: Any) -> ServiceAround:
    """Add a French course in Caen."""
    said: dict[str, Any] = {each: [] for each in LISTS} | {
        "code": f"dora--{given.get('name', 'cours')}", "name": "Cours du soir",
        "body": "Centre des Tilleuls", "description": "Deux soirs par semaine.",
        "themes": [FRENCH], "address": CAEN["adresse"], "postcode": "14000", "commune": "14118",
        "latitude": CAEN["latitude"], "longitude": CAEN["longitude"],
        "telephone": "+33199000001", "source": "dora", "updated_on": today(),
    }  # fmt: skip
    service = ServiceAround(**said | given)
    service.publication = given.get("publication") or a_publication()
    db.add(service)
    db.flush()
    return service
