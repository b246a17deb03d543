"""What the engine calls things: a party is `p12`, a slot `s34`, a farm `farm-3`, a room `r7`.

The guests of a visit that stands already are `v56`, companions `c7`, and those of them who are
guests of one slot `g34-7`. Nothing else in the application spells or reads these ids.
"""

from collections.abc import Iterable

PARTY, SLOT, FARM, ROOM, GUEST, COMPANIONS, REFERENT = "p", "s", "farm-", "r", "v", "c", "u"


def party_id(number: int) -> str:
    """Return what the engine calls a party."""
    return f"{PARTY}{number}"


def slot_id(number: int) -> str:
    """Return what the engine calls a slot."""
    return f"{SLOT}{number}"


def farm_id(number: int) -> str:
    """Return what the engine calls a farm."""
    return f"{FARM}{number}"


def room_id(number: int) -> str:
    """Return what the engine calls a room."""
    return f"{ROOM}{number}"


def guest_id(visit: int) -> str:
    """Return what the engine calls the guests of a visit that stands already."""
    return f"{GUEST}{visit}"


def companions_id(number: int | None) -> str | None:
    """Return what the engine calls a set of companions, if there is one."""
    return None if number is None else f"{COMPANIONS}{number}"


def referent_id(number: int | None) -> str | None:
    """Return what the engine calls a caseworker who follows parties, if there is one."""
    return None if number is None else f"{REFERENT}{number}"


def companions_in_slot_id(slot: int, number: int) -> str:
    """Return what the engine calls companions who are guests of one slot already."""
    return f"g{slot}-{number}"


def number_of(engine_id: str) -> int:
    """Return the row's number behind an id of a party, a slot, a farm, a room or guests."""
    return int(engine_id.lstrip("abcdefghijklmnopqrstuvwxyz-"))


def is_party(engine_id: str) -> bool:
    """Whether an id is a party's, and not that of guests who are there already."""
    return engine_id.startswith(PARTY)


def pair_ids(party: int, slot: int) -> tuple[str, str]:
    """Return what the engine calls a pair."""
    return party_id(party), slot_id(slot)


def numbers_of(engine_ids: Iterable[str]) -> set[int]:
    """Return the rows' numbers behind ids of one kind."""
    return set(map(number_of, engine_ids))
