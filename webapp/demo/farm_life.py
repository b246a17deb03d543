"""What the invented farms ask for themselves: rest, guests a month, a second place to receive."""

from datetime import timedelta

from sqlalchemy.orm import Session

from webapp.demo.farms import DESCRIPTIONS, TITLES
from webapp.demo.places import station_town
from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.models import Farm, FarmState, Offer, OfferState, Rest, Site, Slot

REST_AFTER = timedelta(days=130)
"""Beyond every date that is open."""
REST = timedelta(days=13)
A_WEEK = timedelta(days=7)
GUESTS_A_MONTH = 12
"""More than anybody's dates would bring: seen on the pages, and in nobody's way."""


def keep_a_pace(session: Session, farms: list[Farm]) -> None:
    """Let the first farm that receives rest for two weeks, limit its guests, and have a site."""
    farm = next((farm for farm in farms if farm.state is FarmState.APPROVED), None)
    if farm is not None:
        first_day = today() + REST_AFTER
        farm.rests.append(Rest(first_day=first_day, last_day=first_day + REST))
        farm.month_limit = GUESTS_A_MONTH
        receive_elsewhere(session, farm)


def receive_elsewhere(session: Session, farm: Farm) -> None:
    """Let a farm have an offer at a second place, in the next town, with a date for later."""
    home = find_commune(farm.commune or "")
    if home is None:
        return
    town, production = station_town(home), farm.productions[0]
    site = Site(
        farm_id=farm.id,
        name="Les Hauts",
        commune=town.code,
        address="3 chemin des Hauts",
        latitude=town.point.latitude,
        longitude=town.point.longitude,
        station=town.name,
    )
    session.add(site)
    offer = Offer(
        farm=farm,
        site=site,
        title=f"{TITLES[production]}, aux Hauts",
        description=DESCRIPTIONS[production],
        production=production,
        state=OfferState.OPEN,
    )
    session.add(offer)
    offer.open_rooms({room.id: room.beds for room in farm.rooms})
    arrival = today() + REST_AFTER + REST + A_WEEK
    slot = Slot(offer=offer, farm=farm, arrival=arrival, departure=arrival + A_WEEK)
    slot.open_rooms(dict(offer.opened))
    session.add(slot)
    session.flush()
