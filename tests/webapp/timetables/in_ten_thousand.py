"""The ways of 10,000 small networks, against trying everything; not in the suite.

Run by `python -m pytest -s tests/webapp/timetables/in_ten_thousand.py`; it ends in some minutes.
"""

import sys

from tests.webapp.timetables.networks import A_DAY, a_network, best_ways
from webapp.geography.timetables.scanning import connections_of, options

NETWORKS = 10_000


def test_in_ten_thousand_networks_every_way_that_none_beats_is_found() -> None:
    ways = changes = 0
    wrong = []
    for seed in range(NETWORKS):
        table, first, last = a_network(seed)
        scanned = options(table, connections_of(table, A_DAY), first, last)
        if [(each.departs, each.arrives) for each in scanned] != best_ways(table, first, last):
            wrong.append(seed)
        ways += len(scanned)
        changes += sum(len(each.rides) > 1 for each in scanned)
    sys.stdout.write(f"{NETWORKS:,} networks: {ways:,} ways, {changes:,} with a change\n")
    assert wrong == []
