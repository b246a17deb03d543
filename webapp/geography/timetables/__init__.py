"""Timetables of trains and coaches: read from a published feed, and searched for a way.

Knows neither the web nor the database. `reading` makes a `Timetable` of a GTFS file, `scanning`
finds every way worth taking on a day, `ways` puts the first and the last mile to it.
"""

from webapp.geography.timetables.merging import merged
from webapp.geography.timetables.reading import FeedError, read_feed
from webapp.geography.timetables.timetable import Timetable
from webapp.geography.timetables.ways import LastMile, Leg, Way, bears_name, ways_there

__all__ = [
    "FeedError", "LastMile", "Leg", "Timetable", "Way", "bears_name", "merged", "read_feed",
    "ways_there",
]  # fmt: skip
