"""Small invented fare tables, and what they say of a way found without any cleverness.

Where the format can be read in several ways, all are tried: what they do not agree on is not known.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, product

from tests.webapp.timetables.feeds import CALENDAR

Row = dict[str, str]
ZONES = ("a", "b")
ELSEWHERE = "elsewhere"
A_CALENDAR = f"{CALENDAR}s,1,1,1,1,1,1,1,20270501,20270531\n"


@dataclass(frozen=True)
class Leg:
    """A run ridden from its first call to its last: the rows that tell of it, and the hours."""

    route: Row
    zones: tuple[str, ...]
    skips: bool
    departs: int
    arrives: int


@dataclass(frozen=True)
class Fares:
    """The rows of a feed that tell what a way of some legs costs."""

    agencies: list[str]
    fares: list[Row]
    rules: list[Row]
    legs: list[Leg]

    def tables(self) -> dict[str, str]:
        """Write it as an operator does: each leg is a run between stops of its own."""
        agency = [{"agency_id": each, "agency_name": each} for each in self.agencies]
        routes = {leg.route["route_id"]: leg.route for leg in self.legs}
        stops, trips, calls = [], [], []
        for number, leg in enumerate(self.legs):
            trips.append(f"t{number},{leg.route['route_id']},s")
            for call, zone in enumerate(leg.zones):
                stops.append(f"{number}-{call},Stop,48.0,2.0,{zone}")
                hour = leg.departs if call == 0 else leg.arrives
                at = "" if leg.skips and call == 1 else f"0:0:{hour}"
                calls.append(f"t{number},{at},{at},{number}-{call},{call}")
        return {
            "agency": written(agency),
            "stops": "\n".join(["stop_id,stop_name,stop_lat,stop_lon,zone_id", *stops]),
            "routes": written(list(routes.values())),
            "trips": "\n".join(["trip_id,route_id,service_id", *trips]),
            "stop_times": "\n".join(
                ["trip_id,arrival_time,departure_time,stop_id,stop_sequence", *calls]
            ),
            "calendar": A_CALENDAR,
            "fare_attributes": written(self.fares),
            "fare_rules": written(self.rules),
        }


def written(rows: list[Row]) -> str:
    """Write rows as a table."""
    return "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)])


def a_fare_table(seed: int) -> Fares:
    """Invent one to three legs, and up to four fares for them."""
    chance = random.Random(seed)
    agencies = ["x", "y"][: chance.randint(1, 2)]
    routes = [
        {"route_id": f"r{each}", "agency_id": chance.choice([*agencies, *agencies, ""])}
        for each in range(2)
    ]
    fares = [_a_fare(chance, f"f{each}", agencies) for each in range(chance.randint(1, 4))]
    rules = [_a_rule(chance, chance.choice(fares)) for _ in range(chance.randint(1, 6))]
    return Fares(agencies, fares, rules, list(_legs(chance, routes)))


def _a_fare(chance: random.Random, name: str, agencies: list[str]) -> Row:
    return {
        "fare_id": name,
        "price": chance.choice(["1.50", "2", "3.5", "5.00"]),
        "currency_type": chance.choice(["EUR"] * 9 + ["CHF"]),
        "transfers": chance.choice(["0", "0", "1", "2", ""]),
        "transfer_duration": chance.choice(["", "", "3600", "0"]),
        "agency_id": chance.choice([*agencies, *agencies, ""]),
    }


def _a_rule(chance: random.Random, fare: Row) -> Row:
    return {
        "fare_id": fare["fare_id"],
        "route_id": chance.choice(["", "r0", "r1"]),
        "origin_id": chance.choice(["", "", *ZONES]),
        "destination_id": chance.choice(["", "", *ZONES]),
        "contains_id": chance.choice(["", "", *ZONES]),
        "peak": chance.choice([""] * 9 + ["1"]),
    }


def _legs(chance: random.Random, routes: list[Row]) -> Iterator[Leg]:
    at = 6 * 3600
    for _ in range(chance.randint(1, 3)):
        zones = tuple(chance.choice(["a", "a", "b", "b", ""]) for _ in range(chance.randint(2, 3)))
        arrives = at + chance.choice([600, 2400, 4000])
        yield Leg(
            chance.choice(routes), zones, len(zones) > 2 and chance.random() < 0.3, at, arrives
        )
        at = arrives + 900


def known(table: Fares) -> tuple[int, Decimal]:
    """Return of how many legs the fare is not known, and what the others cost at the least."""
    n_legs = len(table.legs)
    groups = list(combinations(range(n_legs + 1), 2))
    sold = {group: _sold(table, table.legs[slice(*group)]) for group in groups}
    unclear = {leg for group in groups if sold[group] is None for leg in range(*group)}
    prices = {
        group: min(Decimal(fare["price"]) for fare in fares)
        for group, fares in sold.items()
        if fares
    }
    if len({fare["currency_type"] for fares in sold.values() for fare in fares or ()}) > 1:
        return n_legs, Decimal()
    for group in groups:
        if unclear & set(range(*group)):
            prices.pop(group, None)
    ways = []
    for chosen in chain.from_iterable(combinations(prices, n) for n in range(n_legs + 1)):
        covered = [leg for group in chosen for leg in range(*group)]
        if len(covered) == len(set(covered)):
            ways.append((n_legs - len(covered), sum(map(prices.__getitem__, chosen), Decimal())))
    return min(ways)


def _sold(table: Fares, legs: Sequence[Leg]) -> list[Row] | None:
    """Return the fares that are valid on some legs; none: the feed does not say which."""
    valid = []
    for fare in table.fares:
        answers = {_is_valid(table, fare, legs, reading) for reading in _readings(table)}
        if len(answers) > 1:
            return None
        if answers == {True}:
            valid.append(fare)
    for one, other in combinations(valid, 2):
        if one["currency_type"] != other["currency_type"]:
            return None
        for less, more in ((one, other), (other, one)):
            pairs = zip(_terms(less), _terms(more), strict=True)
            cheaper = Decimal(less["price"]) < Decimal(more["price"])
            if cheaper and all(low >= high for low, high in pairs):
                return None
    return valid


def _terms(fare: Row) -> tuple[float, float]:
    transfers, seconds = (float(fare[each] or "inf") for each in ("transfers", "transfer_duration"))
    return transfers, float("inf") if transfers == seconds == 0 else seconds


@dataclass(frozen=True)
class Reading:
    """One way to read what the format, or the feed, leaves open."""

    to_arrival: bool
    """Whether a ticket is to be valid when the last leg arrives, not just when it leaves."""
    unsaid_fare: str
    """Whose a fare is that does not say; empty: everybody's."""
    unsaid_route: str
    others: frozenset[str]
    """The zones of stops of which they are not known."""
    peak: bool


def _readings(table: Fares) -> Iterator[Reading]:
    zones = [*ZONES, ELSEWHERE]
    others = chain.from_iterable(combinations(zones, n) for n in range(len(zones) + 1))
    for arrival, fare, route, other, peak in product(
        (False, True), ["", *table.agencies], table.agencies, list(others), (False, True)
    ):
        yield Reading(arrival, fare, route, frozenset(other), peak)


def _is_valid(table: Fares, fare: Row, legs: Sequence[Leg], reading: Reading) -> bool:
    transfers, seconds = _terms(fare)
    end = legs[-1].arrives if reading.to_arrival else legs[-1].departs
    if len(legs) - 1 > transfers or end - legs[0].departs > seconds:
        return False
    agency = fare["agency_id"] or (reading.unsaid_fare if len(table.agencies) > 1 else "")
    if agency and any((leg.route["agency_id"] or reading.unsaid_route) != agency for leg in legs):
        return False
    rules = [rule for rule in table.rules if rule["fare_id"] == fare["fare_id"]]
    return not rules or all(
        any(_allows(r, rules, leg, legs, reading) for r in rules) for leg in legs
    )


def _allows(rule: Row, rules: list[Row], leg: Leg, legs: Sequence[Leg], reading: Reading) -> bool:
    """Whether a row allows a leg; rows that name a zone to pass belong together."""
    together = [
        each
        for each in rules
        if all(each[asked] == rule[asked] for asked in ("route_id", "origin_id", "destination_id"))
        and bool(each["contains_id"]) == bool(rule["contains_id"])
    ]
    zones = {each["contains_id"] for each in together}
    passed = {zone for each in legs for zone in _told(each)}
    if any(each.skips or "" in each.zones for each in legs):
        passed |= reading.others
    return (
        rule["route_id"] in ("", leg.route["route_id"])
        and rule["origin_id"] in ("", legs[0].zones[0])
        and rule["destination_id"] in ("", legs[-1].zones[-1])
        and (not rule["contains_id"] or passed == zones)
        and (reading.peak or not any(each["peak"] for each in together))
    )


def _told(leg: Leg) -> set[str]:
    """Return the zones of the stops of which the hour is told."""
    stops = (zone for number, zone in enumerate(leg.zones) if not (leg.skips and number == 1))
    return set(stops) - {""}
