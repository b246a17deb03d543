"""Invented first names: no two of a household have one, however large it is."""

from random import Random

import pytest

from webapp.demo import names


@pytest.mark.parametrize("born_in", [*names.FIRST_NAMES, "elsewhere"])
@pytest.mark.parametrize("sex", ["man", "woman"])
def test_a_household_of_twelve_has_twelve_first_names(born_in: str, sex: str) -> None:
    rng, taken = Random(1), set[str]()
    for _ in range(12):
        taken.add(names.first_name(rng, born_in, sex, taken))
    assert len(taken) == 12
