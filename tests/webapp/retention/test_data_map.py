"""Every column of every table has an end."""

from webapp.ground.database import Base
from webapp.services.retention.anonymising import DRAWN
from webapp.services.retention.data_map import End, Of, by_table, entries, rows_of


def test_every_column_stands_in_the_data_map_once() -> None:
    there = [column for table in Base.metadata.tables.values() for column in table.columns]
    mapped = [entry.column for entry in entries()]
    assert sorted(map(str, mapped)) == sorted(map(str, there))


def test_what_tells_of_nobody_is_not_touched() -> None:
    assert {entry.end for entry in entries() if entry.of is Of.NOBODY} <= {End.KEPT, End.REMOVED}


def test_there_is_a_way_from_each_table_to_those_it_tells_of() -> None:
    for of in (Of.PARTY, Of.FARM, Of.USER):
        for table, found in by_table(of).items():
            if {entry.end for entry in found} - {End.KEPT, End.BLANKED}:
                rows_of(of, table, [1])


def test_what_is_drawn_has_something_in_its_place() -> None:
    drawn = {str(entry.column) for entry in entries() if entry.end is End.DRAWN}
    assert drawn == set(DRAWN)


def test_a_row_goes_whole_or_stays() -> None:
    for of in (Of.PARTY, Of.FARM, Of.USER):
        for table, found in by_table(of).items():
            ends = {entry.end for entry in found}
            assert End.REMOVED not in ends or ends == {End.REMOVED}, table.name


def test_a_sealed_column_never_stays() -> None:
    for entry in entries():
        if entry.of is not Of.NOBODY and type(entry.column.type).__name__ == "Encrypted":
            assert entry.end in {End.EMPTIED, End.REMOVED}, entry.column
