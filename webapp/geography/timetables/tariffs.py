"""Read what tickets cost from a feed: `fare_attributes.txt` and `fare_rules.txt` (fares v1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from webapp.geography.timetables.feed import Feed, FeedError, Row
from webapp.geography.timetables.tickets import SOMEBODY, Rule, Tariff, Ticket

PRICE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2}0*)?")
CURRENCY = re.compile(r"[A-Z]{3}")
NUMBER = re.compile(r"[0-9]{1,9}")
ASKED = ("route_id", "origin_id", "destination_id")
KNOWN = {"fare_id", "contains_id", *ASKED}


def read_tariff(
    feed: Feed, routes: Sequence[str], zones: Sequence[str], gaps: set[int]
) -> Tariff | None:
    """Return the tickets of a feed; none: it tells of none.

    Parameters
    ----------
    routes, zones, gaps
        As in a `Tariff`.

    Raises
    ------
    FeedError
        When a line cannot be understood.
    """
    if not feed.has("fare_attributes"):
        return None
    agencies = [row.get("agency_id", "") for _where, row in feed.rows("agency")]
    attributes = _attributes(feed)
    rules = _rules(feed, set(attributes))
    if not attributes:
        return None
    return Tariff(
        tickets=tuple(
            _ticket(where, row, agencies, rules.get(fare, []))
            for fare, (where, row) in attributes.items()
        ),
        routes=tuple(routes),
        agencies=_agencies(feed, agencies),
        zones=tuple(zones),
        gaps=frozenset(gaps),
    )


def _attributes(feed: Feed) -> dict[str, tuple[str, Row]]:
    attributes: dict[str, tuple[str, Row]] = {}
    columns = ("fare_id", "price", "currency_type", "transfers")
    for where, row in feed.rows("fare_attributes", *columns):
        if row["fare_id"] in attributes:
            raise FeedError(f"{where}: the fare {row['fare_id']!r} is there twice.")
        attributes[row["fare_id"]] = where, row
    return attributes


def _rules(feed: Feed, fares: set[str]) -> dict[str, list[Row]]:
    rules: dict[str, list[Row]] = {}
    if feed.has("fare_rules"):
        for where, row in feed.rows("fare_rules", "fare_id"):
            if row["fare_id"] not in fares:
                raise FeedError(f"{where}: there is no fare {row['fare_id']!r}.")
            rules.setdefault(row["fare_id"], []).append(row)
    return rules


def _ticket(where: str, row: Row, agencies: Sequence[str], rules: Sequence[Row]) -> Ticket:
    transfers = _number(where, row, "transfers")
    seconds = _number(where, row, "transfer_duration")
    return Ticket(
        price=price_of(where, row["price"]),
        currency=currency_of(where, row["currency_type"]),
        transfers=transfers,
        seconds=None if seconds == transfers == 0 else seconds,
        agency="" if len(agencies) == 1 else row.get("agency_id") or SOMEBODY,
        rules=_joined(rules),
    )


def price_of(where: str, written: str) -> Decimal:
    """Read a sum; cents are the least."""
    if not PRICE.fullmatch(written):
        raise FeedError(f"{where}: {written!r} is no price.")
    return Decimal(written).quantize(Decimal("0.01"))


def currency_of(where: str, written: str) -> str:
    """Read the three letters of a currency."""
    if not CURRENCY.fullmatch(written):
        raise FeedError(f"{where}: {written!r} is no currency.")
    return written


def _number(where: str, row: Row, column: str) -> int | None:
    written = row.get(column, "")
    if written and not NUMBER.fullmatch(written):
        raise FeedError(f"{where}: {column} is no number.")
    return int(written) if written else None


def _joined(rows: Sequence[Row]) -> tuple[Rule, ...]:
    """Make one rule of the rows that name one zone each of all those to pass."""
    zones: dict[tuple[str, str, str, bool], set[str]] = {}
    others: set[tuple[str, str, str, bool]] = set()
    for row in rows:
        route, origin, destination = (row.get(each, "") for each in ASKED)
        passes = row.get("contains_id", "")
        asked = route, origin, destination, bool(passes)
        zones.setdefault(asked, set()).update({passes} - {""})
        if any(value for column, value in row.items() if column not in KNOWN):
            others.add(asked)
    return tuple(
        Rule(*asked[:3], zones=frozenset(passed), is_understood=asked not in others)
        for asked, passed in zones.items()
    )


def _agencies(feed: Feed, agencies: Sequence[str]) -> dict[str, str]:
    """Return whose each route is; a route that does not say is of the only agency there is."""
    only = agencies[0] if len(agencies) == 1 else ""
    return {
        row["route_id"]: row.get("agency_id") or only
        for _where, row in feed.rows("routes", "route_id")
    }
