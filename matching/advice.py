"""Which slots to look for: invented ones that would place most of those left without."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from matching.checks import Point
from matching.eligibility import EARTH_RADIUS_KM, breaks_language, needs_interpreter
from matching.groups import GroupRule, broken_group_rules
from matching.party_arrays import unit_vectors
from matching.problem import FRENCH, WOMEN_ONLY_GROUP, Party, Problem, Room, Slot
from matching.solution import Solution
from matching.solver import Tried, solve
from matching.solver.control import ShouldStop

GROUPS_TO_CHOOSE_FROM = 4
"""Guests for so many times the beds are as good as more of them."""

AREA_DEGREES = 0.5
"""Farms in one cell of this size are one area to look for hosts in."""

USUAL_NIGHTS = 4
USUAL_ROOMS = (Room(2), Room(1))
BEDS_A_ROOM = 2
NEW = "new-slot"
"""Id and farm of an invented slot."""

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Advice:
    """An invented slot and what it would change.

    Parameters
    ----------
    slot
        Its place is an area where farms already host; nights, rooms (more where these
        are too few) and `min_french` are the most usual of the round; features are those that the
        people it is for need. The language beside French is spoken by most of those who could not
        talk there otherwise, or by most of all where everyone has French enough.
    people, who
        How many more people would be placed, and own points gained, by solving again with it.
    placed
        The parties who have a place only then.
    is_exact
        Whether the new answer is proven optimal (and the old one was): then so are the figures.
    """

    slot: Slot
    people: int
    who: int
    placed: tuple[str, ...]
    is_exact: bool


def advise(
    problem: Problem,
    solution: Solution,
    limit: int = 10,
    *,
    time_limit: float = 60,
    on_progress: Callable[[Tried], object] | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Advice, ...]:
    """Invent the slots that would place most of those left without one, best first.

    Areas and days are weighed by the people without a slot who could come; the best are solved
    for anew, each alone.

    Parameters
    ----------
    problem, solution
        The round and its answer.
    limit
        How many slots to try and return.
    time_limit
        Seconds for each new answer.
    on_progress
        Told before each slot how many are tried.
    should_stop
        Asked while solving; once it says yes, what was tried until then is returned.
    """
    left = [party for party in problem.parties if party.id not in solution.slot_of]
    slots, tried = _invent(problem, left, limit), list[Advice]()
    for slot in slots:
        if on_progress is not None:
            on_progress(Tried(len(tried), len(slots)))
        found = _try(problem, solution, slot, time_limit, should_stop)
        if should_stop is not None and should_stop():
            break
        tried.append(found)
    return tuple(sorted(tried, key=lambda each: (-each.people, -each.who, each.slot.arrival)))


def _try(
    problem: Problem,
    solution: Solution,
    slot: Slot,
    time_limit: float,
    should_stop: ShouldStop | None,
) -> Advice:
    larger = replace(problem, slots=(*problem.slots, slot))
    after = solve(larger, time_limit=time_limit, seed=solution.seed, should_stop=should_stop)
    return Advice(
        slot=slot,
        people=after.people - solution.people,
        who=after.who.points - solution.who.points,
        placed=tuple(sorted(after.slot_of.keys() - solution.slot_of.keys())),
        is_exact=after.is_optimal and solution.is_optimal,
    )


def _invent(problem: Problem, left: Sequence[Party], limit: int) -> list[Slot]:
    """Choose areas and days where most people could come, one of a kind, and dress them."""
    chosen: list[Slot] = []
    for place, arrival, guests in _openings(problem, left):
        if len(chosen) >= limit:
            break
        slot = _dress(problem, guests, place, arrival, len(chosen))
        if slot is not None and not any(_alike(slot, other) for other in chosen):
            chosen.append(slot)
    return chosen


def _openings(problem: Problem, left: Sequence[Party]) -> list[tuple[Point, date, list[Party]]]:
    """List areas and arrivals with those who could come, most people first."""
    stay = _stay(problem)
    areas, arrivals = _areas(problem, left), _arrivals(left, stay)
    if not areas or not arrivals:
        return []
    cosines = unit_vectors(np.array(areas)) @ unit_vectors(np.array([p.home for p in left])).T
    reach = np.array([party.reach_km for party in left])
    near = EARTH_RADIUS_KM * np.arccos(np.clip(cosines, -1, 1)) < reach
    free = np.array([[_is_free(party, day, day + stay) for party in left] for day in arrivals])
    people = np.array([party.people for party in left])
    counts = np.einsum("ap,dp,p->ad", near.astype(int), free.astype(int), people)
    usual = _usual((slot.rooms for slot in problem.slots if slot.rooms), USUAL_ROOMS)
    beds = sum(room.beds for room in usual)
    best = np.argsort(-np.minimum(counts, GROUPS_TO_CHOOSE_FROM * beds), axis=None, kind="stable")
    return [
        (
            areas[area],
            arrivals[day],
            [party for at, party in enumerate(left) if near[area, at] and free[day, at]],
        )
        for area, day in zip(*np.unravel_index(best, counts.shape), strict=True)
        if counts[area, day]
    ]


def _stay(problem: Problem) -> timedelta:
    usual = timedelta(days=USUAL_NIGHTS)
    return _usual((slot.departure - slot.arrival for slot in problem.slots), usual)


def _areas(problem: Problem, left: Iterable[Party]) -> list[Point]:
    places = [slot.place for slot in problem.slots] or [party.home for party in left]
    cells = {
        (round(place[0] / AREA_DEGREES), round(place[1] / AREA_DEGREES)): place
        for place in sorted(places, reverse=True)
    }
    return [cells[cell] for cell in sorted(cells)]


def _arrivals(left: Iterable[Party], stay: timedelta) -> list[date]:
    """List the first days of those left, but for the end of the calendar itself."""
    latest = date.max - stay
    return sorted({start for party in left for start, _ in party.available if start <= latest})


def _is_free(party: Party, arrival: date, departure: date) -> bool:
    first, last = arrival.toordinal(), departure.toordinal()
    return any(start <= first and last <= end for start, end in party.free_days)


def _usual(values: Iterable[Value], otherwise: Value) -> Value:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else otherwise


def _dress(
    problem: Problem, guests: Sequence[Party], place: Point, arrival: date, number: int
) -> Slot | None:
    """Give the slot what a group of guests that fills it needs."""
    frame = _usual((frame for party in guests for frame in party.frames), "")
    framed = [party for party in guests if frame in party.frames]
    if not framed:
        return None
    bare = Slot(
        id=_new_id(problem, number),
        farm=_new_id(problem, number),
        place=place,
        arrival=arrival,
        departure=arrival + _stay(problem),
        rooms=tuple(replace(room, locks=True) for room in _rooms(problem, framed)),
        languages=(FRENCH,),
        min_french=_usual((slot.min_french for slot in problem.slots), Slot.min_french),
        frame=frame,
    )
    slot = replace(bare, languages=_languages(bare, framed))
    group = _fill(slot, [party for party in framed if not breaks_language(party, slot)])
    if not group:
        return None
    needs = {need for party in group for need in party.needs} - {WOMEN_ONLY_GROUP}
    locks = any(party.needs_lock for party in group)
    return replace(
        slot,
        rooms=tuple(replace(room, locks=locks) for room in slot.rooms),
        features=tuple(sorted(needs)),
        children=any(party.children for party in group),
        production=_usual((party.wishes[0] for party in group if party.wishes), "other"),
    )


def _languages(bare: Slot, guests: Sequence[Party]) -> tuple[str, ...]:
    """Add to French what most speak of those who could not talk in it, or else of everyone."""
    speechless = [party for party in guests if needs_interpreter(party, bare)]
    tongues = (
        tongue
        for party in speechless or guests
        for tongue in sorted(set(party.languages) - {FRENCH})
    )
    return (FRENCH, *filter(None, [_usual(tongues, "")]))


def _rooms(problem: Problem, guests: Iterable[Party]) -> tuple[Room, ...]:
    """Give the usual rooms, or as many as the smallest party needs where these are too few."""
    usual = _usual((slot.rooms for slot in problem.slots if slot.rooms), USUAL_ROOMS)
    smallest = min(party.people for party in guests)
    if smallest <= sum(room.beds for room in usual):
        return usual
    return (Room(BEDS_A_ROOM),) * math.ceil(smallest / BEDS_A_ROOM)


def _new_id(problem: Problem, number: int) -> str:
    name = f"{NEW}-{number + 1}"
    while name in problem.slot_of:
        name = f"{name}-{number + 1}"
    return name


def _fill(slot: Slot, guests: Sequence[Party]) -> list[Party]:
    group: list[Party] = []
    for party in sorted(guests, key=lambda each: (each.together or "", -each.people, each.id)):
        broken = set(broken_group_rules(slot, [*group, party]))
        if not broken - {GroupRule.MINIMUM}:
            group.append(party)
    return group


def _alike(one: Slot, other: Slot) -> bool:
    return (
        one.place == other.place
        and one.arrival <= other.departure
        and other.arrival <= one.departure
    )
