"""The figures of groups tell nobody apart."""

import pytest

from webapp.services.rounds.overview import _masked


@pytest.mark.parametrize(
    ("people", "masked"),
    [
        ({"men": 12, "women": 9}, set()),
        ({"men": 12, "women": 9, "family": 3}, {"women", "family"}),
        ({"men": 12, "women": 2, "family": 3}, {"women", "family"}),
        ({"men": 12, "women": 1, "couple": 9, "family": 3}, {"women", "family", "couple"}),
        ({"men": 4}, {"men"}),
    ],
    ids=["none is small", "one", "two that hide each other", "two that hide too few", "all"],
)
def test_a_small_group_cannot_be_worked_out_from_the_total(
    people: dict[str, int], masked: set[str]
) -> None:
    assert _masked(people) == masked
