"""Indicators count what they say they count, of all of whom it could be true."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from tests.webapp.reports.invented import invented
from webapp.models import (
    Fault,
    Side,
    VisitState,
)
from webapp.services.reports.definitions import Selection
from webapp.services.reports.facts import (
    Facts,
    PersonFact,
    PlaceFact,
    ReferralFact,
    VisitFact,
)
from webapp.services.reports.indicators import INDICATORS, age_band, months_after
from webapp.services.reports.rounding import Rounding
from webapp.services.reports.said import MissedFact
from webapp.services.reports.tables import Cell, Line, Table, tabulate
from webapp.wording import label
from webapp.wording.labels import LABELS

YEAR = Selection(date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
ANNA = PersonFact(1, 7, "woman", 1990, "A1", date(2026, 2, 1), date(2026, 2, 9), date(2026, 3, 5))
BEN = PersonFact(2, 8, "man", 2010, "B1", date(2026, 2, 1))
LAST = date(2026, 3, 5)
STAY = VisitFact(
    1, 7, date(2026, 2, 10), LAST, VisitState.EVALUATED, (ANNA,),
    {Side.PARTY: (date(2026, 3, 9), "yes")},
    {1: (date(2026, 4, 8), "farm-contact"), 3: (date(2026, 6, 6), "unknown")}, date(2026, 3, 20),
)  # fmt: skip
MISSED = VisitFact(
    2, 8, date(2026, 2, 10), LAST, VisitState.NO_SHOW, (BEN,),
    missed=MissedFact({Side.FARM: (date(2026, 3, 6), "guest"),
                       Side.PARTY: (date(2026, 4, 1), "guest")}),
)  # fmt: skip
CARLA = replace(BEN, id=3, sex="woman", left_on=date(2026, 6, 30), way_out="farm-work")
SENT = ReferralFact(1, 7, date(2026, 5, 1), date(2026, 5, 20))
PLACES = tuple(
    PlaceFact(number, date(2027, 1, 2), date(2026, 9, 1), is_open=number < 2) for number in range(5)
)
ALL = Facts(
    (ANNA, BEN),
    (
        replace(STAY, department="76", commune="76540"),
        replace(MISSED, department="14", commune="14118"),
    ),
)
PIPELINE = Facts((ANNA, BEN, CARLA), (), (SENT, replace(SENT, id=2, settled_on=None)), PLACES)


def counted(code: str, selection: Selection = YEAR, rows: Facts = ALL) -> dict[str, object]:
    """What there is of each part that is not empty; of what is counted of others, both."""
    [table] = tabulate(rows, [INDICATORS[code]], selection, Rounding("a key"))
    return {
        line.part or "all": (line.counted.count, line.among.count)
        if line.counted
        else line.among.count
        for line in table.lines
        if line.among.count
    }


NINE = Facts(tuple(replace(ANNA, id=number) for number in range(9)), (STAY,))
MANY = Facts(
    tuple(replace(ANNA if number % 3 else BEN, id=number) for number in range(60)),
    tuple(replace(STAY, id=number, in_contact_on=None) for number in range(40)),
)


def told(code: str, rows: Facts, selection: Selection = YEAR) -> Table:
    [table] = tabulate(rows, [INDICATORS[code]], selection, Rounding("a key"))
    return table


def test_a_programme_of_nine_is_told_exactly_and_not_divided() -> None:
    table = told("people-visited", NINE)
    counted = counted_cell(table.whole)
    assert (table.whole.among.told, counted.told, table.whole.share) == (9, 9, 100)
    assert table.undivided
    assert all(line.among.told is None and line.share is None for line in table.lines[1:])
    assert told("people-visited", NINE, replace(YEAR, sex="woman")).whole.among.told is None


def test_how_many_took_part_is_exact_and_what_they_are_is_drawn_with_its_band() -> None:
    table = told("people-visited", MANY)
    assert (table.whole.among.told, table.whole.among.band) == (60, (60, 60))
    assert counted_cell(table.whole).told == 40
    for line in table.lines[1:]:
        assert line.among.told is not None
        assert line.among.told % 5 == 0
        assert line.among.band
        assert line.among.band[0] <= line.among.told <= line.among.band[1] <= 60
        counted = counted_cell(line)
        assert counted.told is not None
        assert counted.told <= line.among.told


def test_a_relation_is_no_participation_and_is_drawn_even_of_all() -> None:
    cells = [counted_cell(told("in-contact", replace(MANY, visits=MANY.visits[number:])).whole)
             for number in range(20)]  # fmt: skip
    assert not any(cell.exact for cell in cells)
    assert {cell.told for cell in cells} != {0}
    assert counted_cell(told("in-contact", NINE).whole).told is None


def test_an_association_is_told_exactly_but_to_a_funder_who_asks_for_one_sex() -> None:
    parts = [line.among for line in told("people-enrolled", MANY).lines
             if line.split == "organisation"]  # fmt: skip
    assert [(cell.told, cell.exact) for cell in parts] == [(40, True), (20, True)]
    women = told("people-enrolled", MANY, replace(YEAR, sex="woman"))
    assert not any(line.among.exact for line in women.lines)


def test_a_funder_of_one_sex_reads_the_figure_that_a_report_on_everybody_has() -> None:
    [women] = [line.among for line in told("people-enrolled", MANY).lines if line.part == "woman"]
    own = told("people-enrolled", MANY, replace(YEAR, sex="woman"))
    assert own.whole.among.told == women.told
    assert not [line for line in own.lines if line.split == "sex"]


def as_of(day: date) -> Selection:
    return replace(YEAR, as_of=day)


@pytest.mark.parametrize(
    ("code", "selection", "found"),
    [
        ("people-enrolled", YEAR, {"all": 2, "woman": 1, "man": 1, "26-40": 1, "under-18": 1,
                                   "A1": 1, "B1": 1, "7": 1, "8": 1}),
        ("people-enrolled", replace(YEAR, sex="man", organisation_id=7), {}),
        ("people-enrolled", as_of(date(2026, 1, 31)), {}),
        ("people-prepared", replace(YEAR, sex="woman"), {"all": (1, 1), "26-40": (1, 1)}),
        ("people-prepared", replace(as_of(date(2026, 2, 8)), sex="woman"),
         {"all": (0, 1), "26-40": (0, 1)}),
        ("people-visited", replace(YEAR, organisation_id=8),
         {"all": (0, 1), "man": (0, 1), "under-18": (0, 1), "B1": (0, 1)}),
        ("visits-proposed", YEAR, {"all": 2, "took-place": 1, "no-show": 1}),
        ("visits-proposed", as_of(date(2026, 3, 4)), {"all": 2, "standing": 1, "no-show": 1}),
        ("visits-proposed", as_of(date(2026, 2, 9)), {}),
        ("no-show-fault", YEAR, {"all": 2, "not-missed": 1, "guest": 1}),
        ("no-show-fault", as_of(date(2026, 3, 31)), {"all": 2, "not-missed": 1, "unknown": 1}),
        ("visits", YEAR, {"all": 1, "7": 1}),
        ("visits-by-territory", YEAR, {"all": (1, 2), "76": (1, 1), "14": (0, 1),
                                      "76540": (1, 1), "14118": (0, 1)}),
        ("guests-again", YEAR, {"all": 1, "yes": 1}),
        ("guests-again", as_of(date(2026, 3, 8)), {"all": 1, "unknown": 1}),
        ("farms-again", YEAR, {"all": 1, "unknown": 1}),
        ("in-contact", YEAR, {"all": (1, 1)}),
        ("in-contact", as_of(date(2026, 3, 19)), {"all": (0, 1)}),
        ("outcome-1", YEAR, {"all": 1, "farm-contact": 1}),
        ("outcome-1", as_of(date(2026, 4, 4)), {}),
        ("outcome-1", as_of(date(2026, 4, 5)), {"all": 1, "unknown": 1}),
        ("outcome-3", YEAR, {"all": 1, "unknown": 1}),
        ("outcome-6", YEAR, {"all": 1, "unknown": 1}),
        ("outcome-12", YEAR, {}),
        ("known-by-territory", YEAR, {"all": (0, 1), "76": (0, 1), "76540": (0, 1)}),
        ("known-by-territory", as_of(date(2026, 9, 4)), {}),
    ],
)  # fmt: skip
def test_what_is_counted(code: str, selection: Selection, found: dict[str, object]) -> None:
    assert counted(code, selection) == found


@pytest.mark.parametrize(
    ("code", "selection", "found"),
    [
        ("in-progress", YEAR, {"all": 2, "7": 1, "8": 1}),
        ("in-progress", as_of(date(2026, 6, 29)), {"all": 3, "7": 1, "8": 2}),
        ("being-recruited", YEAR, {"all": 1}),
        ("being-recruited", as_of(date(2026, 5, 19)), {"all": 2}),
        ("being-recruited", replace(YEAR, organisation_id=8), {}),
        ("places", replace(YEAR, organisation_id=8), {"all": 5, "open": 2, "to-open": 3}),
        ("places", as_of(date(2027, 1, 2)), {}),
        ("places", as_of(date(2026, 8, 31)), {}),
        ("ways-out", YEAR, {"all": 1, "farm-work": 1}),
        ("ways-out", as_of(date(2026, 6, 29)), {}),
    ],
)
def test_what_is_under_way_and_who_has_left(
    code: str, selection: Selection, found: dict[str, object]
) -> None:
    assert counted(code, selection, PIPELINE) == found


def test_people_being_recruited_and_places_are_told_exactly_whatever_sex_a_funder_asks_for() -> (
    None
):
    women = replace(YEAR, sex="woman")
    for code, number in (("being-recruited", 1), ("places", 5)):
        whole = told(code, PIPELINE, women).whole.among
        assert (whole.told, whole.exact) == (number, True)


def test_every_indicator_says_what_it_counts() -> None:
    for code, indicator in INDICATORS.items():
        kinds = ["indicator", "indicator-among"] + ["indicator-counted"] * bool(indicator.counted)
        assert all(label(kind, code) != code for kind in kinds)
        assert set(indicator.rows) <= set(LABELS["indicator-rows"])
        assert all(label("split", split.code) != split.code for split in indicator.splits)


@pytest.mark.parametrize("seed", range(3))
def test_the_parts_of_every_split_are_the_whole_and_the_unknown_are_among_them(seed: int) -> None:
    rng = Random(seed)
    rows = invented(rng)
    selection = replace(YEAR, as_of=date(2026, rng.randrange(6, 13), 1))
    for table in tabulate(rows, INDICATORS.values(), selection, Rounding("a key")):
        _is_whole(table, lambda line: line.among.members)
        if table.indicator.counted:
            both = [line for line in table.lines if line.counted]
            _is_whole(replace(table, lines=tuple(both)), counted_of)
            assert all(counted_of(line) <= line.among.members for line in both)
    months = [counted(f"outcome-{months}", selection, rows).get("all", 0) for months in (1, 3, 6)]
    assert months == sorted(months, reverse=True)  # type: ignore[type-var]


def counted_cell(line: Line) -> Cell:
    assert line.counted
    return line.counted


def counted_of(line: Line) -> frozenset[int]:
    return counted_cell(line).members


def _is_whole(table: Table, members: Callable[[Line], frozenset[int]]) -> None:
    for split in table.indicator.splits:
        whole = counted_of(table.whole) if split.of_counted else members(table.whole)
        parts = [members(line) for line in table.lines if line.split == split.code]
        if split.of_counted and not parts:
            continue
        assert frozenset().union(*parts) == whole
        assert sum(map(len, parts)) == len(whole)


def test_a_talk_and_a_contest_of_an_absence_count_from_their_day_on() -> None:
    first, later = date(2026, 3, 6), date(2026, 3, 20)
    talked = MissedFact({Side.FARM: (first, "guest")}, talked_on=later)
    assert [talked.fault(day) for day in (first, later)] == [Fault.UNKNOWN, Fault.GUEST]
    contested = replace(talked, contested_on=later)
    assert [contested.fault(day) for day in (first, later)] == [Fault.UNKNOWN, Fault.DIFFERS]


def test_an_age_follows_from_the_year_alone_and_a_short_month_ends_early() -> None:
    bands = [
        age_band(replace(ANNA, birth_year=2026 - age), YEAR.last) for age in (0, 17, 18, 60, 61)
    ]
    assert bands == ["under-18", "under-18", "18-25", "41-60", "over-60"]
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
