"""Farms with their offers and dates to come, in the shape in which a table of them is imported."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.models import Farm, FarmState, Offer, OfferState, Site
from webapp.portals.imports.exporting import BETWEEN, codes_said, said
from webapp.services.farms.offers import STANDING
from webapp.wording import label, telephone

WITHHELD = ("address", "host_names", "phone", "site_address")
GONE = (FarmState.REMOVED, FarmState.DECLINED)


def rows_of_farms(
    session: Session, _organisation_id: int | None, *, with_names: bool
) -> Iterator[dict[str, Any]]:
    """Give a row for each offer, then for each site without one, or a row for a farm without any.

    By the farm's name.
    """
    whole = (Farm.rooms, Farm.offers)
    query = select(Farm).where(Farm.state.not_in(GONE)).options(
        selectinload(whole[0]), selectinload(whole[1]).selectinload(Offer.slots)
    )  # fmt: skip
    sites: defaultdict[int, list[Site]] = defaultdict(list)
    for site in session.scalars(select(Site).order_by(Site.name, Site.id)):
        sites[site.farm_id].append(site)
    withheld = {} if with_names else dict.fromkeys(WITHHELD, "")
    for farm in session.scalars(query.order_by(Farm.name, Farm.id)):
        told = _of_a_farm(farm)
        for row in _of_offers_and_sites(farm, sites[farm.id]) or [{}]:
            yield {**told, **row, **withheld}


def count_farms(session: Session, _organisation_id: int | None) -> int:
    """Return about how many rows the farms make: each has one, or one for each offer."""
    offers = select(func.count(Offer.id)).where(Offer.state != OfferState.CLOSED)
    farms = select(func.count(Farm.id)).where(Farm.state.not_in(GONE))
    return max(session.scalar(offers) or 0, session.scalar(farms) or 0)


def _of_offers_and_sites(farm: Farm, sites: Sequence[Site]) -> list[dict[str, Any]]:
    offers = [each for each in farm.offers if each.state is not OfferState.CLOSED]
    stood_at = {each.site_id for each in offers}
    return [
        *({**_of_an_offer(each), **_of_a_site(each.site)} for each in offers),
        *(_of_a_site(each) for each in sites if each.id not in stood_at),
    ]


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
        "house_rules": codes_said("house-rule", farm.house_rules),
        "house_words": farm.house_words,
        "station": farm.station,
    }


def _of_a_site(site: Site | None) -> dict[str, Any]:
    if site is None:
        return {}
    lies_in = find_commune(site.commune)
    return {
        "site_name": site.name,
        "site_commune": lies_in.label if lies_in else "",
        "site_address": site.address,
        "site_station": site.station,
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
