"""A funder may pay for people whose first title is less than five years old, by their agreement."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.reports.builders import a_funder, a_report
from tests.webapp.reports.test_indicators import ANNA, NINE, PIPELINE, STAY, YEAR, told
from webapp.ground.clock import today
from webapp.services.reports import keeping, loading
from webapp.services.reports.facts import Facts

RECENT = replace(YEAR, first_titles=True)


@pytest.mark.parametrize(
    ("until", "enrolled_on", "counts"),
    [
        (None, ANNA.enrolled_on, False),
        (ANNA.enrolled_on, ANNA.enrolled_on, True),
        (ANNA.enrolled_on - timedelta(days=1), ANNA.enrolled_on, False),
        (YEAR.first, date(2024, 5, 1), True),
        (YEAR.first - timedelta(days=1), date(2024, 5, 1), False),
    ],
)
def test_a_title_is_recent_as_the_period_or_the_file_begins(
    until: date | None, enrolled_on: date, counts: bool
) -> None:
    person = replace(ANNA, fundable_until=until, enrolled_on=enrolled_on)
    assert RECENT.takes(person) is counts
    assert RECENT.takes(replace(STAY, people=(person,))) is counts
    assert not replace(RECENT, sex="man").takes(person)


def test_how_many_have_a_recent_title_is_drawn_and_never_told_of_few() -> None:
    recent = replace(ANNA, fundable_until=YEAR.last)
    people = tuple(replace(recent if number % 2 else ANNA, id=number) for number in range(60))
    visits = tuple(replace(STAY, id=each.id, people=(each,)) for each in people)
    for code in ("people-enrolled", "visits"):
        table = told(code, Facts(people, visits), RECENT)
        assert table.whole.among.told in range(20, 45, 5)
        assert not any(line.among.exact for line in table.lines)
    assert told("people-enrolled", NINE, RECENT).whole.among.told is None
    places = told("places", PIPELINE, RECENT).whole.among
    assert (places.told, places.exact) == (5, True)


def test_the_day_is_written_with_their_agreement_and_counted_for_who_pays_for_them(
    db: Session, page: Page
) -> None:
    a_programme(db)
    by = a_caseworker(db, language="en")
    party = a_party(db, by.organisation, persons=[a_person()])
    [person] = party.persons
    day = today() + timedelta(days=90)
    page.sign_in(by).visit(f"/casework/parties/{party.id}/people/{person.id}")
    page.submit({"fundable_until": day.isoformat()}, button="Save")
    assert "Without their agreement this day is not written" in page.text
    assert person.fundable_until is None
    page.submit({"fundable_agreed": "y"}, button="Save")
    assert person.fundable_until == day
    page.visit(f"/casework/parties/{party.id}/people/{person.id}")
    page.submit({"first_name": "Noor"}, button="Save")
    assert person.fundable_until == day
    funder = a_funder(db, indicators=["people-enrolled"], first_titles=True)
    [table] = keeping.count(db, report := a_report(db, funder))
    assert table.whole.among.count == 1
    assert [each.fundable_until for each in loading.load(db).people] == [None]
    assert [each.fundable_until for each in loading.load(db, titles=True).people] == [day]
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/reports/{report.id}")
    assert "Only people whose first residence title was less than five years old" in page.text
    page.submit(button="Freeze this report")
    assert "moins de cinq ans" in page.text
    page.sign_in(by).visit(f"/casework/parties/{party.id}/people/{person.id}")
    page.submit({"fundable_until": "", "fundable_agreed": None}, button="Save")
    assert person.fundable_until is None
