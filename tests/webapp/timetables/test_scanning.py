"""What the scan finds is what trying everything finds."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.timetables.networks import A_DAY, Run, a_network, a_timetable, best_ways
from webapp.geography.timetables.scanning import CHANGE_SECONDS, connections_of, options
from webapp.geography.timetables.timetable import DAY_SECONDS, Timetable

HOUR = 3600
APART = [(48.0, 2.0), (49.0, 2.0), (50.0, 2.0)]


def found(table: Timetable, first: dict[int, int], last: dict[int, int]) -> list[tuple[int, int]]:
    scanned = options(table, connections_of(table, A_DAY), first, last)
    return [(each.departs, each.arrives) for each in scanned]


@given(st.integers(0, 10**9))
@settings(deadline=None)
def test_every_way_that_none_beats_is_found_and_no_other(seed: int) -> None:
    table, first, last = a_network(seed)
    assert found(table, first, last) == best_ways(table, first, last)


@given(st.integers(0, 10**9))
@settings(deadline=None)
def test_the_trains_of_a_way_can_be_taken_one_after_the_other(seed: int) -> None:
    table, first, last = a_network(seed)
    for option in options(table, connections_of(table, A_DAY), first, last):
        rides = option.rides
        assert option.departs == rides[0].departs - first[rides[0].board]
        assert option.arrives == rides[-1].arrives + last[rides[-1].alight]
        for ride in rides:
            calls = range(table.starts[ride.run], table.starts[ride.run + 1])
            on = [
                c for c in calls if (table.stop[c], table.departs[c]) == (ride.board, ride.departs)
            ]
            off = [
                c for c in calls if (table.stop[c], table.arrives[c]) == (ride.alight, ride.arrives)
            ]
            assert any(a < b and table.takes[a] and table.leaves[b] for a in on for b in off)
        for one, other in pairwise(rides):
            assert other.departs - one.arrives >= CHANGE_SECONDS
            assert one.alight == other.board or other.board in dict(table.walks[one.alight])


def a_train(*calls: tuple[int, int], days: tuple[bool, ...] = (True,)) -> Run:
    return Run(tuple((stop, at, at, True, True) for stop, at in calls), days)


def test_ten_minutes_are_left_for_a_change() -> None:
    to_the_middle = a_train((0, 8 * HOUR), (1, 9 * HOUR))
    in_time = a_train((1, 9 * HOUR + CHANGE_SECONDS), (2, 10 * HOUR))
    too_soon = a_train((1, 9 * HOUR + CHANGE_SECONDS - 1), (2, 10 * HOUR - 60))
    table = a_timetable([to_the_middle, too_soon, in_time], APART)
    assert found(table, {0: 0}, {2: 0}) == [(8 * HOUR, 10 * HOUR)]


def test_whoever_may_stay_on_board_does_not_change() -> None:
    through = a_train((0, 8 * HOUR), (1, 9 * HOUR), (2, 11 * HOUR))
    other = a_train((1, 9 * HOUR + CHANGE_SECONDS), (2, 11 * HOUR))
    table = a_timetable([through, other], APART)
    (way,) = options(table, connections_of(table, A_DAY), {0: 0}, {2: 0})
    assert len(way.rides) == 1


def test_a_train_that_left_the_evening_before_is_taken_in_the_morning() -> None:
    night = a_train((0, 23 * HOUR), (1, DAY_SECONDS + 5 * HOUR), (2, DAY_SECONDS + 7 * HOUR))
    table = a_timetable([Run(night.calls, (True, False))], APART)
    after = A_DAY.replace(day=A_DAY.day + 1)
    (way,) = options(table, connections_of(table, after), {1: 0}, {2: 0})
    assert (way.departs, way.arrives) == (5 * HOUR, 7 * HOUR)
    assert not options(table, connections_of(table, after), {0: 0}, {2: 0})


def test_of_a_day_outside_the_timetable_nothing_is_known() -> None:
    table = a_timetable([a_train((0, 8 * HOUR), (1, 9 * HOUR))], APART)
    assert table.tells_of(A_DAY)
    assert not table.tells_of(A_DAY.replace(day=A_DAY.day + 1))
    assert not table.tells_of(A_DAY.replace(day=A_DAY.day - 1))


def test_a_timetable_is_the_same_after_it_was_kept() -> None:
    table, first, last = a_network(7)
    again = Timetable.from_bytes(table.to_bytes())
    assert (again.stops, again.lines, again.last_day) == (table.stops, table.lines, table.last_day)
    assert found(again, first, last) == found(table, first, last)
