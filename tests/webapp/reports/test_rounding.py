"""How counts are told: by lots that follow from who is counted, and that give no number away."""

from collections import Counter

import pytest

from webapp.services.reports.rounding import BASE, FURTHEST, RATIO, Rounding, share, told

LOTS = 2**14


def chances(count: int) -> Counter[int]:
    """How often each figure is told of a count, over lots that lie evenly."""
    return Counter(told(count, (lot + 0.5) / LOTS) for lot in range(LOTS))


def test_the_same_ones_are_told_the_same_whenever_they_are_counted() -> None:
    ours = Rounding("a key")
    assert ours.tell("person", [3, 1, 2]) == ours.tell("person", {1, 2, 3})
    sets = [range(start, start + 12) for start in range(200)]
    assert [ours.tell("person", each) for each in sets] == [
        Rounding("a key").tell("person", each) for each in sets
    ]
    for other in (Rounding("another"), ours):
        unit = "person" if other is not ours else "visit"
        assert [other.tell(unit, each) for each in sets] != [
            ours.tell("person", each) for each in sets
        ]


def test_every_figure_is_a_multiple_near_the_count_and_nobody_is_invented() -> None:
    assert Rounding("a key").tell("person", ()) == 0
    for count in (1, 3, 4, 7, 20, 88):
        figures = chances(count)
        assert all(figure >= 0 and figure % BASE == 0 for figure in figures)
        near = sum(times for figure, times in figures.items() if abs(figure - count) <= 2 * BASE)
        assert near > 0.95 * LOTS


@pytest.mark.parametrize("count", range(1, 12))
def test_no_figure_makes_a_number_more_than_half_again_as_likely_as_the_next(count: int) -> None:
    here, beside = chances(count), chances(count + 1)
    often = [figure for figure in {*here, *beside} if max(here[figure], beside[figure]) > 64]
    assert len(often) > 2
    for figure in often:
        low, high = sorted((here[figure], beside[figure]))
        assert high <= low / RATIO * 1.06


def test_a_lot_reaches_far_beyond_any_small_number() -> None:
    assert told(1, 1 - 2**-54) > FURTHEST - 4 * BASE
    assert told(40, 0.0) == 0


def test_no_share_is_told_of_few() -> None:
    assert [share(25, 40), share(30, 25), share(35, 30), share(30, 60)] == [None, None, 100, 50]


def test_figures_lie_as_near_as_a_report_says() -> None:
    lots = [(each + 0.5) / 10_000 for each in range(10_000)]
    off = [abs(told(count, lot) - count) for count in range(40, 45) for lot in lots]
    assert sum(each <= 5 for each in off) / len(off) > 6 / 7 - 0.01
    assert sum(each <= 10 for each in off) / len(off) > 0.975
