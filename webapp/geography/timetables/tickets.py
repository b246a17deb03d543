"""What tickets cost by a feed, and on which trains and coaches each is valid.

The format (https://gtfs.org/documentation/schedule/reference, fares v1) leaves some of it to its
readers. Where two readings differ a ticket is neither valid nor not (none): what it would cost to
go there is then told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations
from math import inf
from typing import Any

SOMEBODY = None
"""Of a ticket: some agency's among several, and it is not said whose."""


@dataclass(frozen=True)
class Ridden:
    """One train or coach of a way, as tickets look at it.

    Parameters
    ----------
    agency
        Whose it is; empty: the feed does not say.
    origin, destination
        The zones where people get on and off; empty where a stop is in none.
    zones
        All that it passes.
    passes_others
        Whether it passes a stop of which the zone is not known.
    departs, arrives
        In seconds of one day for all rides of a way.
    """

    route: str
    agency: str
    origin: str
    destination: str
    zones: frozenset[str]
    passes_others: bool
    departs: int
    arrives: int


@dataclass(frozen=True)
class Rule:
    """On which rides a ticket is valid; what is empty asks for nothing.

    Parameters
    ----------
    zones
        All that the rides of the ticket pass, and no other.
    is_understood
        Whether nothing else is asked that is not understood here.
    """

    route: str = ""
    origin: str = ""
    destination: str = ""
    zones: frozenset[str] = frozenset()
    is_understood: bool = True

    def allows(self, ride: Ridden, rides: Sequence[Ridden]) -> bool | None:
        """Whether it allows a ride among all those that are made with the ticket."""
        is_here = self.route in ("", ride.route)
        begins, ends = (self.origin, rides[0].origin), (self.destination, rides[-1].destination)
        if not is_here or any(asked not in ("", told) for asked, told in (begins, ends)):
            return False
        return every((self._by_zones(rides), self.is_understood or None))

    def _by_zones(self, rides: Sequence[Ridden]) -> bool | None:
        passed = frozenset[str]().union(*(ride.zones for ride in rides))
        if not self.zones:
            return True
        if not passed <= self.zones:
            return False
        return None if any(ride.passes_others for ride in rides) else passed == self.zones


@dataclass(frozen=True)
class Ticket:
    """A ticket for one person.

    Parameters
    ----------
    transfers
        How often people may change with it; none: as often as they like.
    seconds
        How long after the first departure; none: it is not said.
    agency
        Whose rides it is for; empty: of every agency.
    rules
        Each ride has to be allowed by one of them; without any, all rides are.
    """

    price: Decimal
    currency: str
    transfers: int | None = None
    seconds: int | None = None
    agency: str | None = ""
    rules: tuple[Rule, ...] = ()

    def is_valid_on(self, rides: Sequence[Ridden]) -> bool | None:
        """Whether rides one after the other can be made with it; none: readings differ."""
        if self.transfers is not None and len(rides) > self.transfers + 1:
            return False
        return every(
            (
                *(self._is_of(ride) for ride in rides),
                self._lasts(rides),
                *(
                    some(rule.allows(ride, rides) for rule in self.rules)
                    for ride in rides
                    if self.rules
                ),
            )
        )

    def _is_of(self, ride: Ridden) -> bool | None:
        if self.agency == "":
            return True
        return self.agency == ride.agency if self.agency and ride.agency else None

    def _lasts(self, rides: Sequence[Ridden]) -> bool | None:
        """Whether it is valid to the end: by some to the last departure, by others to arrival."""
        until = inf if self.seconds is None else rides[0].departs + self.seconds
        if rides[-1].departs > until:
            return False
        return rides[-1].arrives <= until or None

    def gives_no_less_than(self, other: Ticket) -> bool:
        """Whether it can be used wherever another can, among rides on which both are valid."""
        return _most(self.transfers) >= _most(other.transfers) and _most(self.seconds) >= _most(
            other.seconds
        )


def _most(number: int | None) -> float:
    return inf if number is None else number


def every(answers: Iterable[bool | None]) -> bool | None:
    """Return whether all are so: no where one is not, none where one is not known."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown |= answer is None
    return None if unknown else True


def some(answers: Iterable[bool | None]) -> bool | None:
    """Return whether one is so: yes where one is, none where one is not known."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown |= answer is None
    return None if unknown else False


@dataclass(frozen=True)
class Tariff:
    """The tickets of one feed, and what they look at of its runs and stops.

    Parameters
    ----------
    tickets
        All that it sells.
    routes
        Of each run of the feed, in order.
    agencies
        Whose each route is.
    zones
        Of each stop of the feed, in order; empty: in none.
    gaps
        The runs of the feed that also call where the timetable does not say.
    changes_are_clear
        Whether it is known what rides one after the other cost.
    first_run, first_stop
        Which run and stop of the whole timetable are the first of the feed.
    """

    tickets: tuple[Ticket, ...]
    routes: tuple[str, ...]
    agencies: dict[str, str]
    zones: tuple[str, ...]
    gaps: frozenset[int] = frozenset()
    changes_are_clear: bool = True
    first_run: int = 0
    first_stop: int = 0

    def after(self, runs: int, stops: int) -> Tariff:
        """Return the same behind the runs and stops of other feeds."""
        return replace(self, first_run=self.first_run + runs, first_stop=self.first_stop + stops)

    def is_of(self, run: int) -> bool:
        """Whether a run of the whole timetable is one of the feed."""
        return self.first_run <= run < self.first_run + len(self.routes)

    def ridden(self, run: int, stops: Sequence[int], departs: int, arrives: int) -> Ridden:
        """Return a ride as tickets look at it; `stops` are all at which it calls on the way."""
        zones = [self.zones[stop - self.first_stop] for stop in stops]
        route = self.routes[run - self.first_run]
        return Ridden(
            route=route,
            agency=self.agencies.get(route, ""),
            origin=zones[0],
            destination=zones[-1],
            zones=frozenset(zones) - {""},
            passes_others="" in zones or run - self.first_run in self.gaps,
            departs=departs,
            arrives=arrives,
        )

    def valid_on(self, rides: Sequence[Ridden]) -> tuple[Ticket, ...] | None:
        """Return the tickets for rides one after the other; none: what they cost is not clear.

        Where one of two tickets costs less than the other and gives no less, it is for somebody or
        somewhere that the feed does not tell of.
        """
        if len(rides) > 1 and not self.changes_are_clear:
            return None
        answers = [(ticket, ticket.is_valid_on(rides)) for ticket in self.tickets]
        valid = tuple(ticket for ticket, answer in answers if answer)
        if any(answer is None for _ticket, answer in answers):
            return None
        if len({ticket.currency for ticket in valid}) > 1:
            return None
        pairs = permutations({(t.price, t.transfers, t.seconds): t for t in valid}.values(), 2)
        if any(a.price < b.price and a.gives_no_less_than(b) for a, b in pairs):
            return None
        return valid

    def to_words(self) -> dict[str, Any]:
        """Write it for a timetable that is kept."""
        return {
            "tickets": [_ticket_words(ticket) for ticket in self.tickets],
            "routes": self.routes,
            "agencies": self.agencies,
            "zones": self.zones,
            "gaps": sorted(self.gaps),
            "changes_are_clear": self.changes_are_clear,
            "first_run": self.first_run,
            "first_stop": self.first_stop,
        }

    @classmethod
    def from_words(cls, words: dict[str, Any]) -> Tariff:
        """Read what `to_words` wrote."""
        return cls(
            tickets=tuple(_ticket(each) for each in words["tickets"]),
            routes=tuple(words["routes"]),
            agencies=words["agencies"],
            zones=tuple(words["zones"]),
            gaps=frozenset(words["gaps"]),
            changes_are_clear=words["changes_are_clear"],
            first_run=words["first_run"],
            first_stop=words["first_stop"],
        )


def _ticket_words(ticket: Ticket) -> list[Any]:
    rules = [
        [rule.route, rule.origin, rule.destination, sorted(rule.zones), rule.is_understood]
        for rule in ticket.rules
    ]
    terms = [ticket.transfers, ticket.seconds, ticket.agency]
    return [str(ticket.price), ticket.currency, *terms, rules]


def _ticket(words: list[Any]) -> Ticket:
    price, currency, transfers, seconds, agency, rules = words
    kept = tuple(
        Rule(route, start, end, frozenset(zones), ok) for route, start, end, zones, ok in rules
    )
    return Ticket(Decimal(price), currency, transfers, seconds, agency, kept)
