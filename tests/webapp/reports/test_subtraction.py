"""Nobody finds a small number in two reports; the whole attack is a command (`docs/reports.md`)."""

from collections import Counter

import pytest

from tests.benchmarks.subtraction import likelihood, subtraction
from webapp.services.reports.rounding import told


def test_no_small_number_is_found_in_two_reports_and_the_same_reader_finds_many_told_plainly() -> (
    None
):
    tried = subtraction(500)
    assert set(tried["by lot"]) == {"small sets"}, "somebody was found"
    assert tried["by lot"]["small sets"] > 1000
    assert tried["plainly"]["subtraction"] > 5


@pytest.mark.parametrize("count", [0, 1, 4, 17])
def test_the_reader_knows_how_lots_are_drawn(count: int) -> None:
    lots = [(number + 0.5) / 4096 for number in range(4096)]
    figures = Counter(told(count, lot) if count else 0 for lot in lots)
    for figure in range(0, 40, 5):
        assert figures[figure] / 4096 == pytest.approx(likelihood(count, figure), abs=0.002)
