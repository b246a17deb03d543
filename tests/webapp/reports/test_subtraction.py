"""Nobody finds a small number in two reports; the whole attack is a command (`docs/reports.md`)."""

from collections import Counter

import pytest

from tests.benchmarks import subtraction
from webapp.services.reports import rounding
from webapp.services.reports.rounding import RATIO, step


def test_no_small_number_is_found_in_two_reports() -> None:
    tried = subtraction.subtraction(30_000)
    assert not {"odds", "again", "subtraction"} & tried.keys(), "somebody was found"
    assert tried["small cells"] > 1000
    assert tried["plainly"] > 100


@pytest.mark.long
def test_the_same_reader_finds_many_where_lots_hardly_move(monkeypatch: pytest.MonkeyPatch) -> None:
    caches = (
        subtraction.step_of, subtraction.of_one, subtraction.of_difference, subtraction.likely_of,
    )  # fmt: skip
    for module in (rounding, subtraction):
        monkeypatch.setattr(module, "RATIO", 0.02)
    for each in caches:
        each.cache_clear()
    tried = subtraction.subtraction(5_000)
    assert tried["odds"] > 100
    assert tried["odds"] > tried.get("odds, wrongly", 0)
    for each in caches:
        each.cache_clear()


def test_the_reader_knows_how_lots_are_drawn() -> None:
    lots = 4096
    steps = Counter(step((number + 0.5) / lots, RATIO) for number in range(lots))
    for by in range(-5, 6):
        assert steps[by] / lots == pytest.approx(subtraction.step_of(by), abs=0.002)
    assert sum(map(subtraction.of_one, range(-40, 41))) == pytest.approx(1)
    assert sum(map(subtraction.of_difference, range(-40, 41))) == pytest.approx(1)
