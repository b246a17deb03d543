"""What a way costs, by the tickets of the feeds that it was found in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations_with_replacement

from webapp.geography.timetables.scanning import Ride
from webapp.geography.timetables.tickets import Ridden, Tariff, Ticket
from webapp.geography.timetables.timetable import DAY_SECONDS, Timetable


@dataclass(frozen=True)
class Fare:
    """What a part of a way costs one person without reductions.

    Parameters
    ----------
    first, last
        The numbers of its first leg and of its last, from 0.
    """

    first: int
    last: int
    price: Decimal
    currency: str


def fares_of(table: Timetable, rides: Sequence[Ride]) -> tuple[Fare, ...]:
    """Return what the parts of a way cost of which it is known, at the least; often it is one.

    A leg is in none of them where no ticket is valid on it, and where it is not clear which are.
    """
    tickets, unclear = _tickets(table, rides)
    if len({ticket.currency for ticket in tickets.values()}) > 1:
        return ()  # sums of two currencies can be neither compared nor told
    best: list[tuple[int, Decimal, tuple[Fare, ...]]] = [(0, Decimal(), ())]
    for leg in range(len(rides)):
        unknown, price, fares = best[leg]
        found = [(unknown + 1, price, fares)]
        for (first, last), ticket in tickets.items():
            if last == leg and unclear.isdisjoint(range(first, last + 1)):
                unknown, price, fares = best[first]
                fare = Fare(first, last, ticket.price, ticket.currency)
                found.append((unknown, price + ticket.price, (*fares, fare)))
        best.append(min(found, key=lambda each: each[:2]))
    return _joined(best[-1][2])


def _tickets(
    table: Timetable, rides: Sequence[Ride]
) -> tuple[Mapping[tuple[int, int], Ticket], set[int]]:
    """Return the cheapest ticket from one leg to another, and the legs of which it is not clear."""
    cheapest, unclear = dict[tuple[int, int], Ticket](), set[int]()
    for first, last in combinations_with_replacement(range(len(rides)), 2):
        some = rides[first : last + 1]
        tariff = _tariff(table, some)
        if tariff is None:
            continue
        valid = tariff.valid_on([_ridden(table, tariff, ride) for ride in some])
        if valid is None:
            unclear.update(range(first, last + 1))
        elif valid:
            cheapest[first, last] = min(valid, key=lambda ticket: ticket.price)
    return cheapest, unclear


def _tariff(table: Timetable, rides: Sequence[Ride]) -> Tariff | None:
    """Return whose tickets are valid on all of them."""
    for tariff in table.tariffs:
        if all(tariff.is_of(ride.run) for ride in rides):
            return tariff
    return None


def _ridden(table: Timetable, tariff: Tariff, ride: Ride) -> Ridden:
    calls = range(table.starts[ride.run], table.starts[ride.run + 1])
    board = next(
        call
        for call in calls
        if table.stop[call] == ride.board and _same_hour(table.departs[call], ride.departs)
    )
    alight = next(
        call
        for call in range(board + 1, calls.stop)
        if table.stop[call] == ride.alight and _same_hour(table.arrives[call], ride.arrives)
    )
    stops = table.stop[board : alight + 1].tolist()
    return tariff.ridden(ride.run, stops, ride.departs, ride.arrives)


def _same_hour(told: int, ridden: int) -> bool:
    """Whether it is the same call: a run of the day before is told by the hours of its own day."""
    return (int(told) - ridden) % DAY_SECONDS == 0


def _joined(fares: Sequence[Fare]) -> tuple[Fare, ...]:
    """Add up tickets for legs one after the other."""
    parts: list[Fare] = []
    for fare in fares:
        if parts and parts[-1].last + 1 == fare.first:
            before = parts.pop()
            fare = Fare(before.first, fare.last, before.price + fare.price, fare.currency)  # noqa: PLW2901
        parts.append(fare)
    return tuple(parts)
