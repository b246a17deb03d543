"""The short form of `python -m tests.faults.messages`."""

from tests.databases import Database
from tests.faults.messages import run


def test_every_message_has_its_fate_whatever_its_carriers_do(fresh_database: Database) -> None:
    sums = run(fresh_database, 40, seed=7)
    assert (sums.wrong, sums.lost, sums.told_twice) == ([], [], [])
    assert len(sums.faults) > 10
