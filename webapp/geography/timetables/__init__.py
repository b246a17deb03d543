"""Timetables of trains and coaches: read from a published feed, and searched for a way.

Knows neither the web nor the database. `reading` makes a `Timetable` of a GTFS file, `scanning`
finds every way worth taking on a day, `ways` puts the first and the last mile to it, and `fares`
what it costs.
"""

from webapp.geography.timetables.fares import Fare
from webapp.geography.timetables.feed import FeedError
from webapp.geography.timetables.merging import merged
from webapp.geography.timetables.reading import read_feed
from webapp.geography.timetables.timetable import Timetable
from webapp.geography.timetables.ways import LastMile, Leg, Way, bears_name, priced, ways_there

__all__ = [
    "Fare", "FeedError", "LastMile", "Leg", "Timetable", "Way", "bears_name", "merged", "priced",
    "read_feed", "ways_there",
]  # fmt: skip
