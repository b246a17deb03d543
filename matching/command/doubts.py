"""What is allowed, and hardly meant: a code that nobody has, a place the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from matching.checks import Point
from matching.codes import FRAMES, LANGUAGES, NEEDS, PRODUCTIONS
from matching.problem import Party, Problem, Slot

Thing = Party | Slot
Codes = Callable[[Thing], Collection[str]]

FRANCE = ((41.0, 51.5), (-5.5, 10.0))
"""Latitudes and longitudes of metropolitan France; no place and its mirror image are both there."""


MOST_TOLD = 20
"""Slips of one kind: each is held against all that could be meant; the others come next time."""


class Doubt(NamedTuple):
    """One thing that may be a slip: where it is (file and row, or the name), and what."""

    where: str
    what: str


def _of(field: str) -> Codes:
    """Read a field of codes; one that holds a single code, or none, too."""

    def codes(thing: Thing) -> Collection[str]:
        value = getattr(thing, field)
        return () if value is None else (value,) if isinstance(value, str) else value

    return codes


VOCABULARIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("languages", "languages", LANGUAGES),
    ("frames", "frame", FRAMES),
    ("needs", "features", NEEDS),
    ("wishes", "production", PRODUCTIONS),
)
"""A field of parties, the field of slots that it has to meet, and the published codes of both."""


def doubts(problem: Problem, places: Mapping[str, str]) -> list[str]:
    """List what is probably not meant, each kind once, with the nearest that could be.

    Parameters
    ----------
    places
        File and row by ``party p1`` or ``slot s1``, for those that came from a table.
    """
    parties = {places.get(f"party {each.id}", f"Party {each.id}"): each for each in problem.parties}
    slots = {places.get(f"slot {each.id}", f"Slot {each.id}"): each for each in problem.slots}
    found = [
        *_codes(parties, slots),
        *_mirrored({where: party.home for where, party in parties.items()}, "home"),
        *_mirrored({where: slot.place for where, slot in slots.items()}, "place"),
        *_refusals(parties, {slot.farm for slot in problem.slots}, "farm"),
        *_refusals(slots, set(problem.party_of), "party"),
        *islice(_alone(parties), MOST_TOLD),
        *islice(_limits(problem), MOST_TOLD),
    ]
    wheres: dict[str, list[str]] = {}
    for where, what in found:
        wheres.setdefault(what, []).append(where)
    return [f"{_places(where)}{what}" for what, where in wheres.items()]


def _places(wheres: list[str]) -> str:
    more = f" and {len(wheres) - 1} more" if len(wheres) > 1 else ""
    return f"{wheres[0]}{more}, "


def nearest(written: str, known: Collection[str]) -> str | None:
    """Find what is probably meant: the same but for capitals and signs, else the most alike.

    Numbers are never slips: farm 12 is not farm 112.
    """
    plain = _plain(written)
    by_plain = {
        _plain(each): each
        for each in sorted(known)
        if each != written and re.findall(r"\d+", each) == re.findall(r"\d+", written)
    }
    close = get_close_matches(plain, by_plain, 1)
    return by_plain.get(plain) or (by_plain[close[0]] if close else None)


def _plain(written: str) -> str:
    return "".join(sign for sign in written.casefold() if sign.isalnum())


def _codes(parties: Mapping[str, Party], slots: Mapping[str, Slot]) -> Iterator[Doubt]:
    for of_parties, of_slots, published in VOCABULARIES:
        sides = ((parties, _of(of_parties)), (slots, _of(of_slots)))
        used = [
            {code for thing in things.values() for code in codes(thing)} for things, codes in sides
        ]
        for at, (name, others) in enumerate(((of_parties, "slot"), (of_slots, "party"))):
            things, codes = sides[at]
            known = used[1 - at].union(published)
            unknown = sorted(used[at] - known)[:MOST_TOLD]
            strange = {code: _strange(code, known, others) for code in unknown}
            for where, thing in things.items():
                for code in codes(thing):
                    if code in strange:
                        yield Doubt(where, f"{name}: {strange[code]}")


def _strange(code: str, known: Collection[str], others: str) -> str:
    meant = nearest(code, known)
    question = f"; is {meant} meant?" if meant else "."
    return f"{code} is no published code, and no {others} has it{question}"


def _mirrored(points: Mapping[str, Point], field: str) -> Iterator[Doubt]:
    for where, (latitude, longitude) in points.items():
        if _in_france((longitude, latitude)):
            yield Doubt(
                where, f"{field}: {latitude}, {longitude} is far from France: latitude comes first."
            )


def _in_france(point: Point) -> bool:
    return all(low <= each <= high for each, (low, high) in zip(point, FRANCE, strict=True))


def _refusals(
    things: Mapping[str, Party] | Mapping[str, Slot], known: set[str], what: str
) -> Iterator[Doubt]:
    """Doubt refusals that miss by a capital or a sign.

    To refuse who is not in the round at all is usual.
    """
    plain = {_plain(each): each for each in sorted(known)}
    for where, thing in things.items():
        for each in thing.refuses:
            if each not in known and (meant := plain.get(_plain(each))):
                yield Doubt(where, f"refuses: no {what} is called {each}; is {meant} meant?")


def _alone(parties: Mapping[str, Party]) -> Iterator[Doubt]:
    """Doubt a code for companions that one party alone has."""
    companions: dict[str, list[str]] = {}
    for where, party in parties.items():
        if party.together is not None:
            companions.setdefault(party.together, []).append(where)
    for code, wheres in companions.items():
        if len(wheres) == 1:
            meant = nearest(code, companions)
            question = f"; is {meant} meant?" if meant else "."
            yield Doubt(wheres[0], f"together: nobody else has {code}{question}")


def _limits(problem: Problem) -> Iterator[Doubt]:
    farms = {slot.farm for slot in problem.slots}
    for name in ("farm_limits", "month_limits"):
        for farm in sorted(getattr(problem, name).keys() - farms):
            meant = nearest(farm, farms)
            question = f"; is {meant} meant?" if meant else "."
            yield Doubt("The problem", f"{name}: no slot is of farm {farm}{question}")
