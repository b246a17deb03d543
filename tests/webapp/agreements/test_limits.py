"""The limits of an immersion are rows with a source; what goes beyond one is said, not refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.agreements.builders import HOURS, a_prescriber, an_agreement
from webapp.ground.clock import today
from webapp.models import Agreement, AgreementState
from webapp.services.agreements import hours, limits
from webapp.services.agreements.limits import FILE, Limit
from webapp.wording.agreements import OF_AGREEMENTS, limit_value

BORN = 1990


def said(db: Session, agreement: Agreement) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in limits.warnings(db, agreement)]


def of_someone_born(db: Session, turns: int, **given: Any) -> Agreement:
    """An agreement of somebody who turns so many in the year of its first day."""
    first = today() + timedelta(days=14)
    party = a_party(db, persons=[a_person(birth_year=first.year - turns, **given)])
    return an_agreement(db, party.persons[0], first_day=first)


def test_each_limit_says_where_it_is_written_and_has_a_name() -> None:
    assert FILE.exists()
    for each in limits.limits():
        assert each.source
        assert each.seen_on >= each.valid_from
        assert each.rule in OF_AGREEMENTS["limit"]
        assert limit_value(each)


def test_an_agreement_within_every_limit_is_warned_of_nothing(db: Session) -> None:
    assert said(db, an_agreement(db)) == []


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2027, 3, 10), date(2027, 4, 9)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2027, 12, 1), date(2027, 12, 31)),
        (date(2027, 12, 15), date(2028, 1, 14)),
    ],
)
def test_a_month_goes_from_date_to_date(first: date, last: date) -> None:
    assert limits.last_day_of(first, 1) == last


def test_a_day_more_than_a_month_is_said_beside_the_last_day(db: Session) -> None:
    first = today() + timedelta(days=10)
    at_most = limits.last_day_of(first, 1)
    agreement = an_agreement(db, first_day=first, last_day=at_most)
    assert said(db, agreement) == []
    agreement.last_day = at_most + timedelta(days=1)
    assert said(db, agreement) == [("last_day", "too-long")]


def test_a_quarter_of_an_hour_more_than_thirty_five_is_said_beside_the_hours(db: Session) -> None:
    agreement = an_agreement(db)
    assert hours.weekly(agreement.terms) == 35 * 60
    agreement.say(hours_5="08:00-12:00, 14:00-17:15")
    assert said(db, agreement) == [("hours", "too-many-hours")]
    agreement.say(**dict.fromkeys(HOURS, ""))
    assert said(db, agreement) == [("hours", "no-hours")]


@pytest.mark.parametrize(
    ("turns", "warned"),
    [
        (15, [("person", "too-young"), ("representative_name", "no-representative")]),
        (16, [("person", "perhaps-too-young"), ("representative_name", "no-representative")]),
        (17, [("representative_name", "no-representative")]),
        (18, [("representative_name", "no-representative")]),
        (19, []),
    ],
)
def test_whoever_is_or_may_be_under_age_needs_a_representative(
    db: Session, turns: int, warned: list[tuple[str, str]]
) -> None:
    assert said(db, of_someone_born(db, turns)) == warned


def test_whoever_is_said_to_be_of_age_in_the_year_in_which_they_turn_eighteen_signs_alone(
    db: Session,
) -> None:
    agreement = of_someone_born(db, 18, is_of_age=True)
    assert not limits.needs_representative(agreement)
    assert said(db, agreement) == []


def test_a_prescriber_must_be_entitled_on_every_day(db: Session) -> None:
    agreement = an_agreement(db, prescriber_id=None)
    assert said(db, agreement) == [("prescriber_id", "no-prescriber")]
    agreement.prescriber = a_prescriber(db, valid_until=agreement.last_day)
    assert said(db, agreement) == []
    agreement.prescriber.valid_until = agreement.last_day - timedelta(days=1)
    assert said(db, agreement) == [("prescriber_id", "delegation-ends")]
    agreement.prescriber = a_prescriber(db, kind="town-hall")
    assert said(db, agreement) == [("prescriber_id", "may-not-prescribe")]


def test_a_residence_title_must_be_valid_through_the_last_day(db: Session) -> None:
    agreement = an_agreement(db)
    assert agreement.person is not None
    agreement.person.title_until = agreement.last_day
    assert said(db, agreement) == []
    agreement.person.title_until = agreement.last_day - timedelta(days=1)
    assert said(db, agreement) == [("last_day", "title-ends")]


def test_days_on_which_they_would_be_in_two_places_are_said_whoever_was_first(
    page: Page, db: Session
) -> None:
    agreement = an_agreement(db)
    for who, found in ((a_party(db).persons[0], []), (agreement.person, ["another-immersion"])):
        asked = an_agreement(db, who, first_day=agreement.last_day)
        assert said(db, agreement) == [], "A draft takes no days"
        asked.state = AgreementState.READY_TO_SIGN
        db.flush()
        assert [code for _field, code in said(db, agreement)] == found
    a_visit(db, agreement.party, a_slot(db, arrival=agreement.first_day - timedelta(days=2)))
    both = [("first_day", "another-immersion"), ("first_day", "visit-meanwhile")]
    assert said(db, agreement) == both
    a_programme(db)
    page.sign_in(a_caseworker(db, agreement.party.organisation, language="en"))
    page.visit(f"/casework/agreements/{agreement.id}")
    assert "A visit of theirs has days in common with this immersion" in page.text
    assert "Another immersion of theirs has days in common with this one" in page.text


def test_a_second_renewal_at_one_farm_is_said_and_one_that_was_cancelled_does_not_count(
    db: Session,
) -> None:
    agreement = an_agreement(db)
    who, farm = agreement.person, agreement.farm
    an_agreement(db, who, farm, state=AgreementState.CANCELLED)
    an_agreement(db, who, farm, state=AgreementState.ACCEPTED, first_day=date(2026, 1, 5))
    assert said(db, agreement) == []
    an_agreement(db, who, farm, state=AgreementState.ACCEPTED, first_day=date(2026, 3, 5))
    assert said(db, agreement) == [("first_day", "renewed-too-often")]


def test_a_rule_holds_from_its_first_day_until_its_last(monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2027, 1, 1)
    before, after = date(2026, 12, 31), date(2027, 1, 2)
    rows = (
        Limit("longest-months", "1", date(2020, 1, 1), before, True, "a decree", before),
        Limit("longest-months", "2", day, None, True, "another decree", before),
    )
    monkeypatch.setattr(limits, "limits", lambda: rows)
    assert [limits.value("longest-months", each) for each in (before, day, after)] == [1, 2, 2]
    assert limits.value("longest-months", date(2019, 12, 31)) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8:00-12:00, 14:00-17:00", "08:00-12:00, 14:00-17:00"),
        ("8h-12h 14h-17h30", "08:00-12:00, 14:00-17:30"),
        ("8h à 12h et 14h à 17h", "08:00-12:00, 14:00-17:00"),
        ("9-12", "09:00-12:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, kept: str) -> None:
    spans = hours.read(typed)
    assert spans is not None
    assert hours.written(spans) == kept


@pytest.mark.parametrize(
    "typed",
    ["morning", "12:00-8:00", "8:00-12:00, 11:00-13:00", "8:75-12:00", "8:00-25:00", "8:00"],
)
def test_hours_that_make_no_sense_are_not_guessed(typed: str) -> None:
    assert hours.read(typed) is None


def test_the_page_lists_each_limit_with_its_source_and_says_which_is_to_be_confirmed(
    page: Page, db: Session
) -> None:
    agreement = an_agreement(db)
    page.sign_in(agreement.made_by).visit("/casework/agreements")
    for each in limits.limits():
        assert " ".join(each.source.split()) in page.text
    uncertain = sum(not each.certain for each in limits.limits())
    assert page.text.count("to be confirmed") + page.text.count("à confirmer") == uncertain
