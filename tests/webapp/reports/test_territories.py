"""Territories are compared by what took place there and what came of it; small ones are masked."""

from dataclasses import replace
from datetime import date

from tests.webapp.reports.test_indicators import MISSED, STAY, as_of, counted_cell, told
from webapp.services.reports.facts import Facts
from webapp.services.reports.tables import Table


def territories(table: Table) -> list[str]:
    return [line.part for line in table.lines if line.split == "department"]


def test_territories_are_compared_by_the_visits_that_took_place_there_and_drawn() -> None:
    visits = tuple(
        replace(STAY if number % 4 else MISSED, id=number, department="14" if number % 2 else "76")
        for number in range(60)
    )
    table = told("visits-by-territory", Facts((), visits))
    assert (table.whole.among.told, counted_cell(table.whole).told) == (60, 45)
    assert territories(table) == ["14", "76"]
    assert not any(line.among.exact for line in table.lines[1:])
    later = told("visits-by-territory", Facts((), visits), as_of(date(2026, 1, 31)))
    assert territories(later) == ["14", "76"], "Whatever is selected"


def test_what_became_of_guests_is_compared_by_territory_and_drawn_and_small_communes_left_out() -> (
    None
):
    said = {6: (date(2026, 9, 9), "durable-job")}
    places = ["76540"] * 60 + ["76217"] * 9 + ["14118"] * 40
    visits = tuple(
        replace(
            STAY, id=number, department=code[:2], commune=code, outcomes=said if number % 4 else {}
        )
        for number, code in enumerate(places)
    )
    known, onward = (
        told(f"{code}-by-territory", Facts((), visits)) for code in ("known", "onward")
    )
    assert (known.whole.among.told, known.whole.among.exact) == (109, True)
    for table in (known, onward):
        assert counted_cell(table.whole).told in range(70, 95, 5)
        parts = {line.part: line for line in table.lines[1:]}
        assert [part for part, line in parts.items() if line.among.told] == [
            "14", "76", "14118", "76540",
        ]  # fmt: skip
        assert counted_cell(parts["76217"]).told is None
        assert not any(line.among.exact or counted_cell(line).exact for line in parts.values())
        assert all(
            line.share in range(55, 95)
            for line in parts.values()
            if counted_cell(line).told in range(30, 99)
        )
