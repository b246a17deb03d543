"""Farms with their offers and dates to come, in the shape in which a table of them is imported."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.models import Farm, FarmState, Offer, OfferState
from webapp.portals.imports.exporting import BETWEEN, codes_said, said
from webapp.services.farms.offers import STANDING
from webapp.wording import label, telephone

WITHHELD = ("address", "host_names", "phone")
GONE = (FarmState.REMOVED, FarmState.DECLINED)


def rows_of_farms(
    session: Session, _organisation_id: int | None, *, with_names: bool
) -> Iterator[dict[str, Any]]:
    """Give a row for each offer, or one for a farm without, by the farm's name."""
    whole = (Farm.rooms, Farm.offers)
    query = select(Farm).where(Farm.state.not_in(GONE)).options(
        selectinload(whole[0]), selectinload(whole[1]).selectinload(Offer.slots)
    )  # fmt: skip
    for farm in session.scalars(query.order_by(Farm.name, Farm.id)):
        told = _of_a_farm(farm)
        if not with_names:
            told |= dict.fromkeys(WITHHELD, "")
        offers = [each for each in farm.offers if each.state is not OfferState.CLOSED]
        yield from ({**told, **_of_an_offer(each)} for each in offers)
        if not offers:
            yield told


def _of_a_farm(farm: Farm) -> dict[str, Any]:
    home = find_commune(farm.commune or "")
    return {
        "farm": farm.name,
        "commune": home.label if home else "",
        "address": farm.address,
        "productions": codes_said("production", farm.productions),
        "presentation": farm.presentation,
        "host_names": farm.host_names,
        "phone": telephone(farm.phone) if farm.phone else "",
        "adults": farm.adults,
        "woman_host": "" if farm.woman_host is None else said(farm.woman_host),
        "languages": codes_said("language", farm.languages),
        "rooms": BETWEEN.join(f"{room.name}: {room.beds}" for room in farm.rooms),
        "features": codes_said("need", farm.features),
        "farm_hazards": codes_said("hazard", farm.hazards),
        "station": farm.station,
    }


def _of_an_offer(offer: Offer) -> Mapping[str, Any]:
    stays = [
        f"{slot.arrival} – {slot.departure}"
        for slot in offer.slots
        if slot.state in STANDING and slot.arrival > today()
    ]
    return {
        "title": offer.title,
        "description": offer.description,
        "production": str(label("production", offer.production)),
        "min_french": str(label("french", offer.min_french)),
        "children": said(offer.children),
        "women_only": said(offer.women_only),
        "exclusive": said(offer.exclusive),
        "min_people": offer.min_people,
        "nights": offer.nights,
        "dates": BETWEEN.join(stays),
    }
