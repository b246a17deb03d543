"""How parts are told: by lots that follow from who is counted, fitted to the known total."""

from collections import Counter
from random import Random

import pytest

from webapp.services.reports.rounding import (
    BAND,
    BASE,
    FURTHEST,
    RATIO,
    WIDE,
    Rounding,
    fitted,
    rounded,
    share,
    step,
)

LOTS = 2**14
OURS = Rounding("a key")


def steps(ratio: float) -> Counter[int]:
    """How often each step is drawn, over lots that lie evenly."""
    return Counter(step((lot + 0.5) / LOTS, ratio) for lot in range(LOTS))


def parted(*counts: int, start: int = 0) -> dict[str, frozenset[int]]:
    """Parts of so many, whose members follow one another."""
    found = {}
    for name, count in zip("abcdef", counts, strict=False):
        found[name] = frozenset(range(start, start + count))
        start += count
    return found


def moved(parts: dict[str, frozenset[int]], key: str = "a key") -> dict[str, int]:
    return Rounding(key).moved("person sex", frozenset().union(*parts.values()), parts)


def test_the_same_division_is_told_the_same_whenever_it_is_counted() -> None:
    parts = parted(12, 20, 0)
    whole = frozenset().union(*parts.values())
    once = OURS.divide("person sex", whole, parts, 32)
    assert once == Rounding("a key").divide("person sex", whole, {**parts}, 32)
    for what, key in (("person age", "a key"), ("person sex", "another")):
        drawn = [
            Rounding(key).moved(what, whole, parted(12, 20, start=start)) for start in range(40)
        ]
        assert drawn != [
            OURS.moved("person sex", whole, parted(12, 20, start=start)) for start in range(40)
        ]


def test_whoever_joins_moves_every_part_so_that_no_change_tells_where_they_went() -> None:
    changed = Counter[str]()
    for key in range(400):
        before, after = moved(parted(12, 20), str(key)), moved(parted(12, 21), str(key))
        changed += Counter(part for part in before if before[part] != after[part])
    assert changed["a"] > 400 / 2
    assert changed["b"] > 400 / 2


def test_whoever_is_otherwise_now_moves_every_part_as_well() -> None:
    before, after = parted(12, 10, 10), parted(12, 9, 11)
    changed = sum(moved(before, str(key))["a"] != moved(after, str(key))["a"] for key in range(400))
    assert changed > 400 / 2


def test_many_divisions_of_one_part_do_not_come_to_its_count() -> None:
    means = []
    for key in range(40):
        drawn = [moved(parted(3, 20 + more), str(key))["a"] for more in range(60)]
        means.append(sum(drawn) / len(drawn))
    assert sum(abs(mean - 3) > 0.7 for mean in means) > 40 / 4


def test_nobody_of_a_part_is_drawn_as_well_so_that_nothing_tells_it_from_somebody() -> None:
    assert len({moved(parted(0, 20), str(key))["a"] for key in range(100)}) > 4


def test_no_step_makes_a_number_more_than_twice_as_likely_as_the_next() -> None:
    often = steps(RATIO)
    for here in range(-4, 4):
        low, high = sorted((often[here], often[here + 1]))
        assert high <= low / RATIO * 1.1
    assert step(1 - 2**-54, WIDE) > FURTHEST / 2


@pytest.mark.parametrize("seed", range(20))
def test_what_is_fitted_adds_up_to_the_total_and_nobody_is_below_none(seed: int) -> None:
    rng = Random(seed)
    drawn = [rng.randrange(-6, 30) for _ in range(rng.randrange(1, 9))]
    total = rng.randrange(0, 90)
    told = fitted(drawn, total)
    assert sum(told) == pytest.approx(total)
    assert min(told) >= 0
    order = sorted(range(len(drawn)), key=drawn.__getitem__)
    assert [told[each] for each in order] == sorted(told)


def test_figures_lie_as_near_as_a_report_says() -> None:
    off = []
    for counts in ((8, 12), (24, 54, 0), (13, 28, 22, 15, 0, 0), (4, 3, 9, 2, 30)):
        parts = parted(*counts)
        whole = frozenset().union(*parts.values())
        for key in range(500):
            told = Rounding(str(key)).divide("visit outcome", whole, parts, len(whole))
            off += [abs(rounded(told[part]) - len(parts[part])) for part in parts]
    assert sum(each <= BAND for each in off) / len(off) > 19 / 20
    assert sum(each <= 2 * BAND for each in off) / len(off) > 0.995


def test_no_share_is_told_of_few() -> None:
    assert [share(25, 40), share(30, 25), share(35, 30), share(30, 60)] == [None, None, 100, 50]


def test_a_count_that_stands_alone_is_a_multiple_and_nobody_is_invented() -> None:
    assert OURS.tell("person", ()) == OURS.tell_voices("1:again:yes", 0) == 0
    told = [Rounding(str(key)).tell("person", range(20)) for key in range(400)]
    assert {each % BASE for each in told} == {0}
    assert sum(abs(each - 20) <= 2 * BASE for each in told) > 0.95 * 400
    assert OURS.tell("person", [3, 1, 2]) == OURS.tell("person", {1, 2, 3})
