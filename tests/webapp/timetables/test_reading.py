"""A feed is read as its operator means it; one that is wrong is refused with the line named."""

import zipfile
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from tests.webapp.timetables.feeds import CALENDAR, a_feed, tables
from webapp.geography import Point
from webapp.geography.timetables import (
    FeedError,
    LastMile,
    Timetable,
    merged,
    read_feed,
    ways_there,
)

MONDAY = date(2027, 3, 1)
CAEN, CARENTAN = Point(49.1829, -0.3707), Point(49.3036, -1.2481)


def read(folder: Path, **changed: str) -> Timetable:
    return read_feed(a_feed(folder, tables(MONDAY) | changed))


def test_trains_run_from_door_to_door(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert (table.publisher, table.first_day) == ("Cars de la Manche", MONDAY)
    ways = ways_there(table, MONDAY, CAEN, CARENTAN, LastMile.ALONE)
    assert [way.legs[0].departs.time() for way in ways] == [time(5), time(9), time(13), time(17)]
    (leg,) = ways[1].legs
    assert (leg.line, leg.start, leg.end) == ("TER 11 → Carentan", "Caen", "Carentan")
    assert leg.arrives.time() == time(9, 55)
    assert ways[1].changes == 0


def test_the_way_back_leads_home(tmp_path: Path) -> None:
    ways = ways_there(read(tmp_path), MONDAY, CAEN, CARENTAN, LastMile.ALONE, back=True)
    assert {(way.legs[0].start, way.legs[-1].end) for way in ways} == {("Carentan", "Caen")}


def test_days_are_added_and_taken_out(tmp_path: Path) -> None:
    changed = f"service_id,date,exception_type\ns,{MONDAY:%Y%m%d},2\ns,20270403,1\n"
    weekdays = f"{CALENDAR}s,1,1,1,1,1,0,0,20270301,20270331\n"
    table = read(tmp_path, calendar=weekdays, calendar_dates=changed)
    assert not table.tells_of(MONDAY)
    assert table.tells_of(MONDAY + timedelta(days=1))
    assert not table.tells_of(date(2027, 3, 6))
    assert table.tells_of(date(2027, 4, 3))


def test_a_feed_may_name_its_days_one_by_one_alone(tmp_path: Path) -> None:
    given = tables(MONDAY) | {"calendar_dates": "service_id,date,exception_type\ns,20270301,1\n"}
    del given["calendar"]
    assert read_feed(a_feed(tmp_path, given)).tells_of(MONDAY)


def test_whoever_may_not_get_on_does_not(tmp_path: Path) -> None:
    given = tables(MONDAY)
    head, *rows = given["stop_times"].splitlines()
    shut = [f"{head},pickup_type", *(f"{row},{int('caen-1' in row)}" for row in rows)]
    table = read(tmp_path, stop_times="\n".join(shut))
    assert ways_there(table, MONDAY, CAEN, CARENTAN, LastMile.ALONE) == []


def test_a_call_without_a_time_is_passed_over(tmp_path: Path) -> None:
    given = tables(MONDAY)["stop_times"].replace("9:20:00,9:20:00", ",")
    table = read(tmp_path, stop_times=given)
    (way,) = [
        each
        for each in ways_there(table, MONDAY, CAEN, CARENTAN, LastMile.ALONE)
        if each.legs[0].departs.time() == time(9)
    ]
    assert way.legs[0].arrives.time() == time(9, 55)


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("stops", "stop_id,stop_name,stop_lat,stop_lon\na,A,north,2\n", "stops.txt, line 2"),
        ("stop_times", "trip_id,arrival_time,departure_time,stop_id\n", "no column stop_sequence"),
        ("calendar", "service_id,monday,start_date,end_date\ns,1,2027-99-01,20270401\n", "no day"),
        ("routes", None, "routes.txt is missing"),
        ("calendar", None, "names a day"),
        ("trips", "trip_id,route_id,service_id\n", "Nothing runs"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, table: str, text: str | None, said: str) -> None:
    given = tables(MONDAY)
    if text is None:
        del given[table]
    else:
        given[table] = text
    with pytest.raises(FeedError, match=said):
        read_feed(a_feed(tmp_path, given))


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("9:20:00,9:20:00", "9h20,9:20:00", "no time"),
        ("9:20:00,9:20:00", "9:21:00,9:20:00", "departs before it arrives"),
        ("9:20:00,9:20:00", "8:00:00,8:00:00", "arrives before it has left"),
        ("bayeux,1", "bayeux,first", "no number"),
    ],
)
def test_a_wrong_call_is_named(tmp_path: Path, was: str, wrong: str, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        read(tmp_path, stop_times=tables(MONDAY)["stop_times"].replace(was, wrong))


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "feed.zip").write_text("stops")
    with pytest.raises(FeedError, match="not a ZIP"):
        read_feed(tmp_path / "feed.zip")


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = a_feed(tmp_path, tables(MONDAY) | {"agency": "agency_name\n"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("feed_info.txt", "feed_publisher_name\nChemins ferrés".encode("latin-1"))
    with pytest.raises(FeedError, match="UTF-8"):
        read_feed(path)


def test_two_operators_are_one_timetable_with_a_change_between_them(tmp_path: Path) -> None:
    train = tables(MONDAY)
    coach = tables(MONDAY + timedelta(days=7)) | {
        "agency": "agency_name\nCars du Cotentin\n",
        "stops": (
            "stop_id,stop_name,stop_lat,stop_lon\n"
            "caen-1,Carentan gare routière,49.3040,-1.2483\nbayeux,Sainte-Mère,49.41,-1.32\n"
            "carentan,Valognes,49.5087,-1.4703\n"
        ),
    }
    coach["stop_times"] = coach["stop_times"].replace("9:", "10:")
    table = merged(
        [read_feed(a_feed(tmp_path, train)), read_feed(a_feed(tmp_path, coach, "coach.zip"))]
    )
    assert table.publisher == "Cars de la Manche, Cars du Cotentin"
    day = MONDAY + timedelta(days=8)
    ways = ways_there(
        table, day, CAEN, Point(49.5087, -1.4703), LastMile.FETCHED, station="Valognes"
    )
    changed = [way for way in ways if way.changes]
    assert [leg.end for leg in changed[0].legs] == ["Carentan", "Valognes"]
    assert not ways_there(table, MONDAY, CAEN, Point(49.5087, -1.4703), LastMile.ALONE)


def test_days_before_today_are_left_out_however_old_the_feed_says_it_is(tmp_path: Path) -> None:
    old = f"{CALENDAR}s,1,1,1,1,1,1,1,20230101,20270401\n"
    feed = a_feed(tmp_path, tables(MONDAY) | {"calendar": old})
    table = read_feed(feed, since=MONDAY)
    assert (table.first_day, table.tells_of(MONDAY)) == (MONDAY, True)
    with pytest.raises(FeedError, match="no day to come"):
        read_feed(feed, since=date(2028, 1, 1))


def test_whoever_is_fetched_gets_off_where_the_farm_waits_and_nowhere_else(tmp_path: Path) -> None:
    table, beyond = read(tmp_path), Point(49.29, -0.97)
    (way, *_) = ways_there(table, MONDAY, CAEN, beyond, LastMile.FETCHED, station="Bayeux")
    assert way.legs[-1].end == "Bayeux"
    (way, *_) = ways_there(
        table, MONDAY, CAEN, beyond, LastMile.FETCHED, station="gare de Carentan"
    )
    assert way.legs[-1].end == "Carentan"
    unknown = ways_there(table, MONDAY, CAEN, CARENTAN, LastMile.FETCHED, station="Cherbourg")
    assert unknown == ways_there(table, MONDAY, CAEN, CARENTAN, LastMile.ALONE)
