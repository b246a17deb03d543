"""The adults of a farm's household: for each, until when what was seen of them counts."""

from datetime import date

from sqlalchemy.orm import Session

from webapp.geography.spelling import plain
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, Host
from webapp.services.records import audit
from webapp.services.visits import places


def add(session: Session, farm: Farm, host: Host) -> None:
    """Note that the record extract of an adult was shown, and until when it counts."""
    places.lock_farm(session, farm)
    session.refresh(farm, ["hosts"])
    if plain(host.name) in {plain(each.name) for each in farm.hosts}:
        raise RuleBroken("host-known", name=host.name)
    farm.hosts.append(host)
    _keep(session, farm, "host-added", host.until)


def change(session: Session, farm: Farm, host: Host, name: str, seen_on: date, until: date) -> None:
    """Note that it was shown anew, or correct what was noted."""
    places.lock_farm(session, farm)
    host.name, host.seen_on, host.until = name, seen_on, until
    _keep(session, farm, "host-changed", until)


def remove(session: Session, farm: Farm, host: Host) -> None:
    """Take off the list somebody who does not live there any more."""
    places.lock_farm(session, farm)
    farm.hosts.remove(host)
    _keep(session, farm, "host-removed", host.until)


def put_back(session: Session, host: Host) -> None:
    """Put somebody on the list again who was taken off by mistake."""
    farm = session.get_one(Farm, host.farm_id)
    places.lock_farm(session, farm)
    session.refresh(farm, ["hosts"])
    if plain(host.name) in {plain(each.name) for each in farm.hosts}:
        raise RuleBroken("host-known", name=host.name)
    farm.hosts.append(host)
    _keep(session, farm, "host-put-back", host.until)


def _keep(session: Session, farm: Farm, act: str, until: date) -> None:
    """Count anew: the check is done once every adult who lives there is noted and counts."""
    noted = [host for host in farm.hosts if host.counts]
    farm.hosts_until = min((host.until for host in farm.hosts), default=None)
    farm.record_seen = len(noted) == len(farm.hosts) >= (farm.adults or 1)
    audit.record(session, f"farm.{act}", farm, until=until.isoformat())
    session.flush()
