"""A small GTFS feed, as an operator would publish it."""

import zipfile
from datetime import date, timedelta
from pathlib import Path

from webapp.ground.clock import today

TABLES = {
    "agency": "agency_id,agency_name,agency_timezone\na,Cars de la Manche,Europe/Paris\n",
    "stops": (
        "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
        "caen,Caen,49.1829,-0.3707,1,\n"
        "caen-1,,,,0,caen\n"
        "bayeux,Bayeux,49.2764,-0.7024,0,\n"
        "carentan,Carentan,49.3036,-1.2481,0,\n"
    ),
    "routes": "route_id,route_short_name,route_long_name,route_type\nr,TER 11,Caen – Carentan,2\n",
}
WEEK = "monday,tuesday,wednesday,thursday,friday,saturday,sunday"
CALENDAR = f"service_id,{WEEK},start_date,end_date\n"
OUT = ("caen-1", "bayeux", "carentan")
HOURS = (5, 9, 13, 17)


def tables(first: date | None = None, days: int = 100) -> dict[str, str]:
    """Write a train from Caen to Carentan and one back at each of the hours, on every day."""
    start = first or today() - timedelta(days=10)
    last = start + timedelta(days=days)
    trips, calls = (
        ["trip_id,route_id,service_id,trip_headsign"],
        ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"],
    )
    for hour in HOURS:
        for name, stops in (("out", OUT), ("back", OUT[::-1])):
            trips.append(f"{name}{hour},r,s,{stops[-1].title()}")
            calls += [
                f"{name}{hour},{hour}:{minute:02}:00,{hour}:{minute:02}:00,{stop},{number}"
                for number, (stop, minute) in enumerate(zip(stops, (0, 20, 55), strict=True))
            ]
    return TABLES | {
        "trips": "\n".join(trips),
        "stop_times": "\n".join(calls),
        "calendar": f"{CALENDAR}s,1,1,1,1,1,1,1,{start:%Y%m%d},{last:%Y%m%d}\n",
    }


def a_feed(folder: Path, given: dict[str, str] | None = None, name: str = "feed.zip") -> Path:
    """Pack tables as an operator does."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for table, text in (given or tables()).items():
            archive.writestr(f"{table}.txt", text)
    return path
