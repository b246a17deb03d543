"""What each side lets the other see while they are in contact: what it was when it said yes.

It is kept sealed with the yes, and shown only while it is still so: a number, an address or a
household that has changed since is nothing that anybody said yes to.
"""

import json
from dataclasses import dataclass
from typing import Any

from webapp.models import Relationship, Side, User, Visit


@dataclass(frozen=True)
class Shared:
    """What a side lets the other see.

    Parameters
    ----------
    names
        The first names of the guests who were there, as far as they are in the file; or the farm's.
    """

    names: list[str]
    phone: str | None
    email: str | None


def to_share(visit: Visit, side: Side, by: User | None = None) -> dict[str, str]:
    """Return what a side could share now, by its code, as it would be shown.

    Parameters
    ----------
    by
        Who says so for the farm: it is their own address that is shared.
    """
    if side is Side.PARTY:
        return {"phone": visit.party.phone} if visit.party.phone else {}
    email = by.email if by is not None and by.suspended_at is None else None
    could = {"phone": visit.farm.phone, "email": email}
    return {code: value for code, value in could.items() if value}


def told(visit: Visit, side: Side, shares: list[str], by: User | None) -> str:
    """Return what a yes stands on, to be sealed with it."""
    could = to_share(visit, side, by)
    said: dict[str, Any] = {code: could[code] for code in shares}
    if side is Side.PARTY:
        said["people"] = _there(visit)
        said["household"] = _household(visit)
    return json.dumps(said)


def standing(found: Relationship, visit: Visit, side: Side) -> list[str]:
    """Return what a side has shared that is still what it was."""
    said, now = _said(found, side), to_share(visit, side, found.farm_by)
    if side is Side.PARTY and said.get("household") != _household(visit):
        return []
    return [code for code in found.shares_of(side) if code in now and now[code] == said.get(code)]


def lapsed(found: Relationship, visit: Visit, side: Side) -> bool:
    """Whether something that a side has shared is another now, so that it is asked anew."""
    return standing(found, visit, side) != list(found.shares_of(side))


def shared_by(found: Relationship, visit: Visit, side: Side) -> Shared:
    """Return what the other side may see of this one."""
    now = to_share(visit, side, found.farm_by)
    stands = {code: now[code] for code in standing(found, visit, side)}
    people = _said(found, side).get("people", [])
    names = [visit.farm.name] if side is Side.FARM else _first_names(visit, people)
    return Shared(names, stands.get("phone"), stands.get("email"))


def names_there(visit: Visit) -> list[str]:
    """Return the first names that the farm would see: of who was there, and is in the file."""
    return _first_names(visit, _there(visit))


def _there(visit: Visit) -> list[int]:
    there = {each.name for each in visit.attestations if each.withdrawn_at is None}
    return [each.id for each in visit.party.persons if each.name in there]


def _first_names(visit: Visit, people: list[int]) -> list[str]:
    return [each.first_name for each in visit.party.persons if each.id in people]


def _household(visit: Visit) -> list[int]:
    return sorted(each.id for each in visit.party.persons)


def _said(found: Relationship, side: Side) -> dict[str, Any]:
    kept = found.party_told if side is Side.PARTY else found.farm_told
    said: dict[str, Any] = json.loads(kept) if kept else {}
    return said
