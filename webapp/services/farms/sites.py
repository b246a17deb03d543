"""The sites of a farm: told, changed, given up; and at which an offer stands."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.geography import Commune, Geocoder
from webapp.ground.errors import RuleBroken
from webapp.ground.names import plain
from webapp.models import Farm, Offer, Site
from webapp.services.farms import telling


def of_farm(session: Session, farm: Farm) -> Sequence[Site]:
    """Return the sites of a farm by name; the house is none of them."""
    return session.scalars(
        select(Site).where(Site.farm_id == farm.id).order_by(Site.name, Site.id)
    ).all()


def tell(
    session: Session,
    farm: Farm,
    site: Site,
    *,
    name: str,
    place: tuple[Commune, str],
    station: str | None,
    geocoder: Geocoder,
) -> None:
    """Save what a farm tells of a site; its point is the house if it can be found, as a farm's.

    Parameters
    ----------
    place
        Commune and exact address.

    Raises
    ------
    RuleBroken
        When another site of the farm has this name.
    """
    others = [each for each in of_farm(session, farm) if each is not site]
    if any(plain(each.name) == plain(name) for each in others):
        raise RuleBroken("site-known", site=name)
    commune, address = place
    if (site.commune, site.address) != (commune.code, address):
        point = geocoder.locate(address, commune).point
        site.latitude, site.longitude = point.latitude, point.longitude
    site.farm_id, site.name, site.station = farm.id, name, station
    site.commune, site.address = commune.code, address
    session.add(site)
    telling.note_change(session, farm, "sites", ["sites"])


def remove(session: Session, farm: Farm, site: Site) -> None:
    """Give a site up.

    Raises
    ------
    RuleBroken
        When an offer stands there, be it closed: its guests were there, or are to come.
    """
    standing = session.scalar(select(Offer.title).where(Offer.site_id == site.id).limit(1))
    if standing is not None:
        raise RuleBroken("site-has-offer", offer=standing)
    session.delete(site)
    telling.note_change(session, farm, "sites", ["sites"])


def stand(session: Session, offer: Offer, site: Site | None) -> None:
    """Let an offer stand at a site of its farm, or at the house."""
    offer.site_id = site.id if site else None
    session.flush()
    session.expire(offer, ["site"])
