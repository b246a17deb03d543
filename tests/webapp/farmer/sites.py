"""A second place of a farm, far from its house."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.models import Farm, Site

BAYEUX: dict[str, Any] = {"commune": "14047", "latitude": 49.2773, "longitude": -0.7039}


def a_site(db: Session, farm: Farm, **given: Any) -> Site:
    defaults = {"name": "Les Hauts", "address": "3 rue des Prés", "station": "Bayeux"} | BAYEUX
    made = Site(farm_id=farm.id, **{**defaults, **given})
    db.add(made)
    db.flush()
    return made
