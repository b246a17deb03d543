"""Before and after is told of people and farms in pairs, of villages in what was said."""

from dataclasses import replace
from datetime import date

import pytest

from tests.webapp.reports.test_indicators import (
    ANNA,
    LAST,
    YEAR,
    as_of,
    counted,
    counted_cell,
    told,
)
from webapp.models import Phase
from webapp.models.assessments import ASSESSED, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.after.comparing import CHANGES
from webapp.services.reports.facts import Facts, FarmFact, VoiceFact

BACK = replace(ANNA, back_on=LAST)
ASKED_AGAIN = replace(BACK, changed={Phase.MONTH_3: (date(2026, 6, 3), {
    question: "more" if question == "trades" else "no-word" for question in ASSESSED[PRESENT_GRID]
})})  # fmt: skip


PAIRS = 2, 3
"""Who answered both, and among how many who came back."""


def compared(pairs: int, among: int) -> Facts:
    return Facts(
        tuple(replace(ASKED_AGAIN if one < pairs else BACK, id=one) for one in range(among)), ()
    )


@pytest.mark.parametrize(
    ("code", "on", "found"),
    [
        ("changed-month-3", date(2026, 5, 4), (0, 0)),  # sixty days have not passed
        ("changed-month-3", date(2026, 6, 2), (0, 3)),
        ("changed-month-3", YEAR.as_of, PAIRS),
        ("changed-after", YEAR.as_of, (0, 3)),
    ],
)
def test_before_and_after_is_of_who_answered_both_among_all_who_came_back(
    code: str, on: date, found: tuple[int, int]
) -> None:
    table = told(code, compared(*PAIRS), as_of(on))
    pairs = counted_cell(table.whole).count
    assert (pairs, table.whole.among.count) == found
    changed = {(line.split, line.part): line.among.count for line in table.lines}
    assert changed["trades", "more"] == changed["live-there", "no-word"] == pairs


def test_what_changed_is_drawn_among_the_pairs_and_told_of_twenty_of_them_at_least() -> None:
    few, many = (told("changed-month-3", compared(pairs, 60)) for pairs in (19, 41))
    assert [counted_cell(each.whole).told for each in (few, many)] == [19, 41]
    assert few.undivided
    parts = [line for line in many.lines if line.split == "trades"]
    assert {line.part for line in parts} == set(CHANGES)
    assert all(line.among.told is not None and line.among.told % 5 == 0 for line in parts)
    assert sum(line.among.told or 0 for line in parts) < 60


FARM = FarmFact(1, LAST)
ASKED_FARM = replace(FARM, id=2, changed={Phase.AFTER: (date(2026, 3, 8), {
    question: "less" if question == "at-ease" else "no-word"
    for question in ASSESSED[PRESENT_FARM_GRID]
})})  # fmt: skip
SPOKE = VoiceFact(1, LAST, is_before=True, answers={"again": "yes", "spoke": "much"})
SILENT = replace(SPOKE, id=2, answers=None)
LATER = replace(SPOKE, id=3, is_before=False)
AROUND = Facts((), (), farms=(FARM, ASKED_FARM), voices=(SPOKE, SILENT, LATER))


@pytest.mark.parametrize(
    ("code", "on", "found"),
    [
        ("farms-changed-after", LAST, {}),
        ("farms-changed-after", date(2026, 3, 7), {"all": (0, 2)}),
        ("farms-changed-after", YEAR.as_of, {"all": (1, 2), "less": 1, "no-word": 1}),
        ("farms-changed-month-12", date(2026, 11, 30), {}),
        ("village-before", date(2026, 3, 4), {}),
        ("village-before", YEAR.as_of, {"all": (1, 2), "much": 1, "yes": 1, "unanswered": 1}),
        ("village-after", YEAR.as_of, {"all": (1, 1), "much": 1, "yes": 1, "unanswered": 1}),
    ],
)
def test_farms_are_compared_with_themselves_and_villages_with_what_they_said_before(
    code: str, on: date, found: dict[str, object]
) -> None:
    assert counted(code, as_of(on), AROUND) == found
