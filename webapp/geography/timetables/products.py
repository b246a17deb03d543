"""Read what tickets cost from a feed: fare products and leg rules, the plain part of fares v2.

A leg is matched by its network and by the areas of both its ends. Routes of one network, and stops
in the same areas, are told apart by nothing: a `Tariff` knows them by these alone. What hangs on
the hour, on an order among the rules or on the leg before is not read: then nothing is clear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import product

from webapp.geography.timetables.feed import Feed, FeedError, Row
from webapp.geography.timetables.tariffs import currency_of, price_of
from webapp.geography.timetables.tickets import Rule, Tariff, Ticket

NONE, AND = "\x1e", "\x1f"
"""A stop in no area, a route in no network; a stop in two areas: signs that are in no id."""
ENDS = ("from_area_id", "to_area_id")
READ = {"leg_group_id", "fare_product_id", "network_id", *ENDS}
READ_OF_PRODUCTS = {
    "fare_product_id", "fare_product_name", "rider_category_id", "fare_media_id", "amount",
    "currency",
}  # fmt: skip
Price = tuple[Decimal, str, bool]
"""A sum, its currency, and whether nothing else is said of it."""
ORDER = "rule_priority"
BETWEEN_LEGS = ("fare_transfer_rules", "fare_leg_join_rules")


def read_products(feed: Feed, routes: Sequence[str], stops: Iterable[str]) -> Tariff | None:
    """Return the tickets of a feed by its leg rules; none: it tells of none that is clear.

    Parameters
    ----------
    routes
        Of each run.
    stops
        The ids of all, in order.

    Raises
    ------
    FeedError
        When a line cannot be understood.
    """
    rows = list(feed.rows("fare_leg_rules", "fare_product_id"))
    prices = _prices(feed, rows)
    areas, networks = _areas(feed), _networks(feed)
    zones = tuple(AND.join(sorted(areas.get(stop, ()))) or NONE for stop in stops)
    tickets = _tickets(
        [row for _where, row in rows], prices, set(zones), {NONE, *networks.values()}
    )
    if not tickets or any(ORDER in row for _where, row in rows):
        return None
    return Tariff(
        tickets=tickets,
        routes=tuple(networks.get(route, NONE) for route in routes),
        agencies={},
        zones=zones,
        changes_are_clear=not any(_has_rows(feed, table) for table in BETWEEN_LEGS),
    )


def _prices(feed: Feed, rows: Sequence[tuple[str, Row]]) -> Mapping[str, list[Price]]:
    """Return what each product costs whoever has no reduction."""
    sold = defaultdict[str, list[tuple[str, Row]]](list)
    for where, row in feed.rows("fare_products", "fare_product_id", "amount", "currency"):
        sold[row["fare_product_id"]].append((where, row))
    everybody = {"", *_default_riders(feed)}
    prices: dict[str, list[Price]] = {}
    for where, row in rows:
        name = row["fare_product_id"]
        if name not in sold:
            raise FeedError(f"{where}: there is no product {name!r}.")
        prices[name] = [
            _price(line, each)
            for line, each in sold[name]
            if each.get("rider_category_id", "") in everybody
        ]
    return prices


def _price(where: str, row: Row) -> Price:
    price, currency = price_of(where, row["amount"]), currency_of(where, row["currency"])
    return price, currency, _is_read(row, READ_OF_PRODUCTS)


def _is_read(row: Row, columns: set[str]) -> bool:
    return not any(value for column, value in row.items() if column not in columns)


def _default_riders(feed: Feed) -> list[str]:
    if not feed.has("rider_categories"):
        return []
    return [
        row["rider_category_id"]
        for _where, row in feed.rows("rider_categories", "rider_category_id")
        if row.get("is_default_fare_category") == "1"
    ]


def _areas(feed: Feed) -> dict[str, set[str]]:
    """Return the areas of each stop; a platform that is in none is in those of its station."""
    own = defaultdict[str, set[str]](set)
    if feed.has("stop_areas"):
        for _where, row in feed.rows("stop_areas", "area_id", "stop_id"):
            own[row["stop_id"]].add(row["area_id"])
    return {
        row["stop_id"]: own.get(row["stop_id"]) or own.get(row.get("parent_station", ""), set())
        for _where, row in feed.rows("stops", "stop_id")
    }


def _networks(feed: Feed) -> dict[str, str]:
    """Return the network of each route that is in one."""
    table = "route_networks" if feed.has("route_networks") else "routes"
    rows = feed.rows(table, "route_id")
    return {row["route_id"]: row["network_id"] for _where, row in rows if row.get("network_id")}


def _has_rows(feed: Feed, table: str) -> bool:
    return feed.has(table) and any(True for _row in feed.rows(table))


def _tickets(
    rows: Sequence[Row], prices: Mapping[str, list[Price]], zones: set[str], networks: set[str]
) -> tuple[Ticket, ...]:
    """Return a ticket for each price of each rule that some leg may meet."""
    known = {"network_id": networks} | dict.fromkeys(ENDS, zones)
    listed = {field: {row.get(field, "") for row in rows} - {""} for field in known}
    tickets = []
    for row in rows:
        met = list(product(*(_met(row.get(f, ""), known[f], listed[f]) for f in known)))
        for price, currency, is_read in prices[row["fare_product_id"]] if met else ():
            both_are_read = is_read and _is_read(row, READ)
            rules = tuple(_rule(each, is_read=both_are_read) for each in met)
            tickets.append(Ticket(price, currency, transfers=0, rules=rules))
    return tuple(tickets)


def _rule(met: Iterable[tuple[str, bool]], *, is_read: bool) -> Rule:
    (network, start, end), clear = zip(*met, strict=True)
    return Rule(network, start, end, is_understood=is_read and all(clear))


def _met(asked: str, known: set[str], listed: set[str]) -> list[tuple[str, bool]]:
    """Return what a field of a rule is met by, and whether that is clear.

    An empty one is met by all that no rule lists; by a stop in no area, if none lists any.
    """
    if not asked and not listed:
        return [("", True)]
    met = []
    for name in sorted(known):
        these = set(name.split(AND))
        if asked in these:
            met.append((name, True))
        elif not asked and not these <= listed:
            met.append((name, these.isdisjoint(listed | {NONE})))
    return met
