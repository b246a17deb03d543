"""The rules and the optimum once more, slowly, from the published definitions alone.

It shares no code with the engine: it reads the JSON values, tries every way to give out slots and
every way to put people into rooms.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from math import asin, cos, floor, radians, sin, sqrt
from typing import Any

from tests.matching.oracle_rooms import rooms_of, sleeps

Json = dict[str, Any]
Chosen = list[tuple[Json, Json]]

LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]
USUAL = {
    "wish": 3,
    "waiting": 3,
    "first_visit": 3,
    "language": 2,
    "journey": 1,
    "continuity": 4,
    "soon": 3,
}


Value = tuple[int, int, int]


def best_value(problem: Json, seed: int = 0) -> Value | None:
    """The most people, of these answers the most own points, of these the best places."""
    own = own_points(problem, seed)
    values = (value_of(problem, own, matches) for matches in every_answer(problem))
    return max(values, default=None)


def value_of(problem: Json, own: dict[str, int], matches: Chosen) -> Value:
    return (
        sum(people(party) for party, _ in matches),
        sum(own[party["id"]] for party, _ in matches),
        sum(points_of(problem, *pair) for pair in matches),
    )


def best_points(problem: Json) -> int | None:
    """The best places that any answer gives, or None when none keeps every rule."""
    return max(
        (sum(points_of(problem, *pair) for pair in each) for each in every_answer(problem)),
        default=None,
    )


def own_points(problem: Json, seed: int) -> dict[str, int]:
    """A party's own terms, and its ticket: who is first of equals has the highest.

    Terms count in 32nds, or in as many parts as the most equals need.
    """
    terms = {party["id"]: _terms(problem, party) for party in problem["parties"]}
    lots = {name: sha256(f"{seed} {name}".encode()).hexdigest() for name in terms}
    tickets = max(32, *Counter(terms.values()).values()) if terms else 32
    own = {}
    for name, mine in terms.items():
        before = sum(lots[each] < lots[name] for each in terms if terms[each] == mine)
        own[name] = tickets * (mine + 1) - 1 - before
    return own


def _terms(problem: Json, party: Json) -> int:
    weights = weights_of(problem)
    waited = 0
    if party.get("waiting_since"):
        since = date.fromisoformat(party["waiting_since"])
        waited = min(100, max(0, (date.fromisoformat(problem["today"]) - since).days) * 100 // 365)
    kept = any(name == party["id"] for name, _ in problem.get("previous") or [])
    first = 0 if party.get("past_visits") else 100
    return (
        weights["waiting"] * waited
        + weights["first_visit"] * first
        + weights["continuity"] * (100 if kept else 0)
    )


def weights_of(problem: Json) -> dict[str, int]:
    return USUAL | {k: v for k, v in (problem.get("weights") or {}).items() if v is not None}


def every_answer(problem: Json) -> Iterator[Chosen]:
    parties, slots = problem["parties"], problem["slots"]
    choices = [[None, *(s for s in slots if is_open(problem, p, s))] for p in parties]
    yield from _extend(problem, choices, 0, defaultdict(list))


def _extend(
    problem: Json, choices: list[list[Json | None]], at: int, groups: defaultdict[str, Chosen]
) -> Iterator[Chosen]:
    if at == len(choices):
        matches = [pair for group in groups.values() for pair in group]
        if is_valid(problem, matches, pairs_known_open=True):
            yield matches
        return
    party = problem["parties"][at]
    for slot in choices[at]:
        if slot is None:
            yield from _extend(problem, choices, at + 1, groups)
            continue
        groups[slot["id"]].append((party, slot))
        if _peaceful(slot, [p for p, _ in groups[slot["id"]]]):
            yield from _extend(problem, choices, at + 1, groups)
        groups[slot["id"]].pop()


def is_valid(problem: Json, matches: Chosen, *, pairs_known_open: bool = False) -> bool:
    ids = {(p["id"], s["id"]) for p, s in matches}
    groups: defaultdict[str, list[Json]] = defaultdict(list)
    for party, slot in matches:
        groups[slot["id"]].append(party)
        if not pairs_known_open and not is_open(problem, party, slot):
            return False
    if len(ids) != len({p for p, _ in ids}):
        return False
    slot_of = {s["id"]: s for s in problem["slots"]}
    for slot_id, group in groups.items():
        if not _peaceful(slot_of[slot_id], group):
            return False
        if sum(people(p) for p in group) < (slot_of[slot_id].get("min_people") or 1):
            return False
    return _companions_agree(problem, dict(ids)) and _limits_hold(problem, matches, ids)


def _companions_agree(problem: Json, where: dict[str, str]) -> bool:
    codes: defaultdict[str, set[str | None]] = defaultdict(set)
    for party in problem["parties"]:
        if party.get("together"):
            codes[party["together"]].add(where.get(party["id"]))
    return all(len(places) == 1 for places in codes.values())


def _limits_hold(problem: Json, matches: Chosen, ids: set[tuple[str, str]]) -> bool:
    at_farm = Counter(slot["farm"] for _, slot in matches)
    if any(at_farm[farm] > most for farm, most in (problem.get("farm_limits") or {}).items()):
        return False
    in_month: defaultdict[tuple[str, str], int] = defaultdict(int)
    for party, slot in matches:
        in_month[slot["farm"], slot["arrival"][:7]] += people(party)
    for farm, months in (problem.get("month_limits") or {}).items():
        if any(in_month[farm, month] > limit for month, limit in months.items()):
            return False
    cap = problem.get("interpreter_limit")
    if cap is not None and sum(not talk_alone(p, s) for p, s in matches) > cap:
        return False
    if not (_weeks_hold(problem, matches) and _floors_hold(problem, matches)):
        return False
    if not {tuple(pin) for pin in problem.get("pinned") or []} <= ids:
        return False
    most = problem.get("max_moves")
    return most is None or len(standing(problem) - ids) <= most


def _weeks_hold(problem: Json, matches: Chosen) -> bool:
    calls: Counter[str] = Counter()
    seen_off: Counter[tuple[str | None, str]] = Counter()
    for party, slot in matches:
        week = date.fromisoformat(slot["arrival"]).strftime("%G-W%V")
        calls[week] += not talk_alone(party, slot)
        seen_off[party.get("referent"), week] += 1
    given = problem.get("interpreter_weeks") or {}
    by_referent = problem.get("referent_weeks") or {}
    return all(calls[week] <= most for week, most in given.items()) and all(
        seen_off[who, week] <= most
        for who, weeks in by_referent.items()
        for week, most in weeks.items()
    )


def _floors_hold(problem: Json, matches: Chosen) -> bool:
    placed: Counter[str] = Counter()
    for party, _ in matches:
        for group in set(party.get("groups") or []):
            placed[group] += people(party)
    return all(placed[group] >= least for group, least in (problem.get("floors") or {}).items())


def standing(problem: Json) -> set[tuple[str, str]]:
    party_of = {p["id"]: p for p in problem["parties"]}
    slot_of = {s["id"]: s for s in problem["slots"]}
    previous = problem.get("previous") or []
    return {(p, s) for p, s in previous if is_open(problem, party_of[p], slot_of[s])}


def people(party: Json) -> int:
    return sum(party.get(kind) or 0 for kind in ("men", "women", "children"))


def haversine(here: list[float], there: list[float]) -> float:
    a, b, c, d = (radians(each) for each in (*here, *there))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1, sqrt(h)))


def talk_alone(party: Json, slot: Json) -> bool:
    shared = set(party.get("languages") or []) & set(slot.get("languages") or [])
    return bool(shared) or _level(party.get("french")) >= _level(slot.get("min_french"))


def _level(given: str | None) -> int:
    return LEVELS.index(given or "A0")


def _stay(slot: Json) -> Iterator[str]:
    day, end = date.fromisoformat(slot["arrival"]), date.fromisoformat(slot["departure"])
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def is_open(problem: Json, party: Json, slot: Json) -> bool:
    ranges = party.get("available") or []
    needs = set(party.get("needs") or []) - {"women-only-group", "lockable-room"}
    locked = sum(beds for beds, locks in rooms_of(slot) if locks)
    asks_for_lock = "lockable-room" in (party.get("needs") or [])
    return (
        haversine(party["home"], slot["place"]) <= party["reach_km"]
        and all(any(a <= day <= b for a, b in ranges) for day in _stay(slot))
        and (talk_alone(party, slot) or bool(party.get("interpreter")))
        and people(party) <= sum(beds for beds, _ in rooms_of(slot))
        and not (asks_for_lock and people(party) > locked)
        and (not party.get("children") or bool(slot.get("children")))
        and needs <= set(slot.get("features") or [])
        and (slot.get("frame") or "none") in (party.get("frames") or [])
        and not (slot.get("women_only") and party.get("men"))
        and slot["farm"] not in (party.get("refuses") or [])
        and party["id"] not in (slot.get("refuses") or [])
        and [party["id"], slot["id"]] not in [list(p) for p in problem.get("excluded") or []]
    )


def _peaceful(slot: Json, group: list[Json]) -> bool:
    if slot.get("exclusive") and len(group) > 1:
        codes = {p.get("together") for p in group}
        if len(codes) > 1 or None in codes:
            return False
    asked = any("women-only-group" in (p.get("needs") or []) for p in group)
    if asked and any(p.get("men") for p in group):
        return False
    who = tuple(
        (
            p.get("men") or 0,
            p.get("women") or 0,
            p.get("children") or 0,
            bool(p.get("private")),
            "lockable-room" in (p.get("needs") or []),
        )
        for p in group
    )
    return sleeps(rooms_of(slot), who)


def points_of(problem: Json, party: Json, slot: Json) -> int:
    marks = marks_of(problem, party, slot)
    return sum(int(weights_of(problem)[name]) * mark for name, mark in marks.items())


def told_until(problem: Json, party: Json) -> str:
    until = problem.get("told_until") or ""
    return max(until, party.get("told_until") or "") if until else ""


def marks_of(problem: Json, party: Json, slot: Json) -> dict[str, int]:
    wishes = party.get("wishes") or []
    wish = 50
    if wishes:
        wish = 0
        for mark, wished in reversed(list(zip((100, 60, 30), wishes, strict=False))):
            if wished == slot.get("production"):
                wish = mark
    common = set(party.get("languages") or []) & set(slot.get("languages") or [])
    language = 20
    if common - {"fr"} or _level(party.get("french")) >= 3:
        language = 100
    elif _level(party.get("french")) >= _level(slot.get("min_french")):
        language = 60
    km, reach = haversine(party["home"], slot["place"]), party["reach_km"]
    kept = [party["id"], slot["id"]] in [list(p) for p in problem.get("previous") or []]
    return {
        "wish": wish,
        "language": language,
        "journey": 100 if reach == 0 else floor(100 * (1 - km / reach) + 0.5),
        "continuity": 100 if kept else 0,
        "soon": 100 if slot["arrival"] <= told_until(problem, party) else 0,
    }
