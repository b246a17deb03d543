"""What a farm tells of itself, a topic at a time; that it changed is kept, never what it said."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.geography import Commune, Geocoder
from webapp.models import Farm
from webapp.services.records import audit


def tell(session: Session, farm: Farm, topic: str, **values: Any) -> list[str]:
    """Save one topic of what a farm tells of itself; return the names of what changed."""
    changed = [name for name, value in values.items() if getattr(farm, name) != value]
    for name in changed:
        setattr(farm, name, values[name])
    note_change(session, farm, topic, changed)
    return changed


def note_change(session: Session, farm: Farm, topic: str, changed: list[str]) -> None:
    """Keep in the audit what a farm changed: the names of the things, never what they say."""
    if changed:
        audit.record(session, "farm.changed", farm, topic=topic, things=sorted(changed))


def tell_place(
    session: Session, farm: Farm, commune: Commune, address: str, geocoder: Geocoder
) -> None:
    """Save where a farm is; its point is the house if it can be found, else the commune."""
    moved = (farm.commune, farm.address) != (commune.code, address)
    if moved or farm.latitude is None:
        point = geocoder.locate(address, commune).point
        farm.latitude, farm.longitude = point.latitude, point.longitude
    tell(session, farm, "place", commune=commune.code, address=address)


def tell_rooms(session: Session, farm: Farm) -> None:
    """Keep in the audit that rooms were added, changed or removed."""
    session.flush()
    session.refresh(farm, ["rooms"])
    note_change(session, farm, "rooms", ["rooms"])
