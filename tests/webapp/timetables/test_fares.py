"""What a way costs is what its feed says, and nothing where the feed can be read in two ways."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.timetables.fare_tables import Fares, a_fare_table, known
from tests.webapp.timetables.feeds import OUT, a_feed, tables
from tests.webapp.timetables.test_reading import CAEN, CARENTAN, MONDAY, read
from webapp.geography import Point
from webapp.geography.timetables import (
    Fare,
    FeedError,
    LastMile,
    Timetable,
    merged,
    priced,
    read_feed,
    ways_there,
)
from webapp.geography.timetables.fares import fares_of
from webapp.geography.timetables.scanning import Ride

ATTRIBUTES = "fare_id,price,currency_type,payment_method,transfers,transfer_duration\n"
RULES = "fare_id,route_id,origin_id,destination_id,contains_id\n"
FLAT = f"{ATTRIBUTES}full,12.30,EUR,1,0,\n"


def told(folder: Path, table: Fares) -> tuple[Fare, ...]:
    read = read_feed(a_feed(folder, table.tables()))
    rides = [
        Ride(run, int(read.stop[read.starts[run]]), leg.departs,
             int(read.stop[read.starts[run + 1] - 1]), leg.arrives)
        for run, leg in enumerate(table.legs)
    ]  # fmt: skip
    kept = Timetable.from_bytes(read.to_bytes())
    return fares_of(kept, rides)


@given(st.integers(0, 10**9))
@settings(deadline=None)
def test_what_is_told_of_a_fare_table_is_what_every_reading_of_it_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    table = a_fare_table(seed)
    fares = told(tmp_path_factory.getbasetemp(), table)
    legs = [leg for fare in fares for leg in range(fare.first, fare.last + 1)]
    assert len(set(legs)) == len(legs) <= len(table.legs)
    total = sum((fare.price for fare in fares), Decimal())
    assert (len(table.legs) - len(legs), total) == known(table)


def fare_of(table: Timetable) -> str:
    way = priced(table, ways_there(table, MONDAY, CAEN, CARENTAN, LastMile.ALONE)[0])
    return f"{way.fare.price} {way.fare.currency}" if way.fare else ""


def test_a_feed_without_fares_says_nothing(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert table.tariffs == ()
    assert fare_of(table) == ""
    assert fare_of(read(tmp_path, fare_attributes=ATTRIBUTES)) == ""


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("", "12.30 EUR"),
        ("full,r,,,\n", "12.30 EUR"),
        ("full,,1,3,\n", "12.30 EUR"),
        ("full,,3,1,\n", ""),
        ("full,,1,2,\n", ""),
        ("full,,,,1\nfull,,,,2\nfull,,,,3\n", "12.30 EUR"),
        ("full,,,,1\nfull,,,,3\n", ""),
        ("full,elsewhere,,,\n", ""),
        ("full,,nowhere,,\n", ""),
    ],
)
def test_a_fare_is_for_what_its_rules_say(tmp_path: Path, rules: str, said: str) -> None:
    table = read(tmp_path, **zoned(), fare_attributes=FLAT, fare_rules=RULES + rules)
    assert fare_of(table) == said


def zoned() -> dict[str, str]:
    """Put each stop in a zone of its own; the zone of a station is not its platforms'."""
    stops = tables(MONDAY)["stops"].splitlines()
    zones = dict(zip(OUT, "123", strict=True)) | {"caen": "9"}
    rows = [f"{row},{zones[row.split(',')[0]]}" for row in stops[1:]]
    return {"stops": "\n".join([f"{stops[0]},zone_id", *rows])}


def test_a_stop_without_an_hour_leaves_open_which_zones_are_passed(tmp_path: Path) -> None:
    calls = tables(MONDAY)["stop_times"].replace("5:20:00,5:20:00", ",")
    rules = f"{RULES}full,,,,1\nfull,,,,3\n"
    changed = zoned() | {"stop_times": calls, "fare_attributes": FLAT}
    assert fare_of(read(tmp_path, **changed, fare_rules=rules)) == ""
    assert fare_of(read(tmp_path, **changed, fare_rules=f"{RULES}full,,1,3,\n")) == "12.30 EUR"


def test_two_prices_for_the_same_are_for_somebody_that_is_not_told(tmp_path: Path) -> None:
    reduced = f"{FLAT}reduced,6.15,EUR,1,0,\n"
    assert fare_of(read(tmp_path, fare_attributes=reduced)) == ""
    pass_of_a_day = f"{FLAT}day,20.00,EUR,1,,86400\n"
    assert fare_of(read(tmp_path, fare_attributes=pass_of_a_day)) == "12.30 EUR"


def test_a_ticket_of_one_operator_is_not_valid_with_another(tmp_path: Path) -> None:
    """A coach goes on from the train; its own feed tells what it costs, or does not."""
    train = tables(MONDAY) | {"fare_attributes": f"{ATTRIBUTES}all,12.30,EUR,1,,\n"}
    coach = {"agency": "agency_name\nCars\n", "calendar": train["calendar"]}
    coach["stops"] = (
        "stop_id,stop_name,stop_lat,stop_lon\na,Car,49.3036,-1.2481\nb,Bout,49.9,-1.9\n"
    )
    coach["routes"] = "route_id,route_short_name\nc,Car\n"
    coach["trips"] = "trip_id,route_id,service_id\nt,c,s\n"
    coach["stop_times"] = (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t,6:30:00,6:30:00,a,0\nt,7:30:00,7:30:00,b,1\n"
    )
    first = read_feed(a_feed(tmp_path, train))
    for cost, said in (("", [(0, 0, "12.30")]), ("all,4,EUR,1,,\n", [(0, 1, "16.30")])):
        second = read_feed(a_feed(tmp_path, coach | {"fare_attributes": ATTRIBUTES + cost}))
        table = Timetable.from_bytes(merged([first, second]).to_bytes())
        (way, *_) = ways_there(table, MONDAY, CAEN, Point(49.9, -1.9), LastMile.ALONE)
        fares = priced(table, way).fares
        assert [(each.first, each.last, str(each.price)) for each in fares] == said


@pytest.mark.parametrize(
    ("attributes", "rules", "said"),
    [
        (
            "fare_id,price,currency_type\nf,1,EUR\n",
            "",
            "fare_attributes.txt has no column transfers",
        ),
        (f"{ATTRIBUTES}f,free,EUR,0,,\n", "", "fare_attributes.txt, line 2: 'free' is no price"),
        (f"{ATTRIBUTES}f,-1,EUR,0,,\n", "", "line 2: '-1' is no price"),
        (f"{ATTRIBUTES}f,1.005,EUR,0,,\n", "", "line 2: '1.005' is no price"),
        (f"{ATTRIBUTES}f,1,euro,0,,\n", "", "line 2: 'euro' is no currency"),
        (f"{ATTRIBUTES}f,1,EUR,0,none,\n", "", "line 2: transfers is no number"),
        (f"{ATTRIBUTES}f,1,EUR,0,0,1h\n", "", "line 2: transfer_duration is no number"),
        (f"{FLAT}full,1,EUR,0,,\n", "", "line 3: the fare 'full' is there twice"),
        (FLAT, f"{RULES}full,,,,\nhalf,,,,\n", "fare_rules.txt, line 3: there is no fare 'half'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, attributes: str, rules: str, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        read(tmp_path, fare_attributes=attributes, fare_rules=rules or RULES)
