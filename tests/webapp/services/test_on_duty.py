"""The number on duty is that of whoever is on the rota at the moment, and never nobody's."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_duty, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from webapp.channels.delivery import readers_of
from webapp.ground.clock import PARIS, now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Duty, Message, Side, VisitState
from webapp.services.records import expiry, on_duty
from webapp.services.records.tokens import visit_token
from webapp.services.visits import disclosure, help_calls

OWN, JEANNE, PAUL = "+33639980001", "+33639980011", "+33639980012"
DAY = timedelta(days=1)


def days(first: int, last: int) -> dict[str, date]:
    return {"first_day": date(2027, 3, first), "last_day": date(2027, 3, last)}


@pytest.fixture
def rota(db: Session) -> list[Duty]:
    """Jeanne from Monday 1 to Sunday 7 March, Paul on Tuesday 9."""
    a_programme(db, on_duty_phone=OWN)
    return [a_duty(db, phone=JEANNE, **days(1, 7)), a_duty(db, phone=PAUL, **days(9, 9))]


@pytest.mark.usefixtures("rota")
@pytest.mark.parametrize(
    ("day", "hour", "number"),
    [
        (1, 8, OWN),
        (1, 9, JEANNE),
        (8, 3, JEANNE),  # the night after her last day is hers
        (8, 9, OWN),
        (9, 23, PAUL),
        (10, 8, PAUL),
        (10, 9, OWN),
        (28, 9, OWN),  # clocks went on that night
    ],
)
def test_duty_is_handed_over_at_nine_in_the_morning(
    db: Session, day: int, hour: int, number: str
) -> None:
    assert on_duty.number(db, datetime(2027, 3, day, hour, tzinfo=PARIS)) == number


@pytest.mark.usefixtures("rota")
def test_pages_and_messages_use_the_number_of_the_moment(db: Session) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=PARIS)):
        visit = a_visit(
            db,
            slot=a_slot(db, arrival=today()),
            state=VisitState.UNDER_WAY,
            party_answer=Answer.YES,
            farm_answer=Answer.YES,
        )
        help_calls.call(db, visit, Side.PARTY)
        [message] = db.scalars(select(Message).where(Message.kind == "help-unanswered"))
    for day, number in ((3, JEANNE), (9, PAUL), (20, OWN)):
        with time_machine.travel(datetime(2027, 3, day, 12, tzinfo=PARIS)):
            assert readers_of(message) == (number,)
            assert disclosure.contacts(db, visit).on_duty_phone == number


@pytest.mark.usefixtures("rota")
def test_paper_names_the_number_of_each_night_of_the_visit_and_none_of_another_week(
    page: Page, db: Session
) -> None:
    first, last = date(2027, 3, 6), date(2027, 3, 9)
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=PARIS)):
        nights = on_duty.now_and_then(db, first, last)[1]
        assert [(each.first_day.day, each.last_day.day, each.number) for each in nights] == [
            (6, 7, JEANNE), (8, 8, OWN), (9, 9, PAUL),
        ]  # fmt: skip
        slot = a_slot(db, arrival=date(2027, 3, 8), departure=date(2027, 3, 9))
        visit = a_visit(
            db,
            slot=slot,
            state=VisitState.CONFIRMED,
            party_answer=Answer.YES,
            farm_answer=Answer.YES,
        )
        page.visit(f"/v/{visit_token(visit, Side.PARTY)}/rights.pdf")
        printed = "".join(letter for letter in text_of(page.response.data) if letter.isdigit())
        on_it = [number[3:] in printed for number in (OWN, PAUL, JEANNE)]
        assert on_it == [True, True, False]
    with time_machine.travel(datetime(2027, 3, 20, 12, tzinfo=PARIS)):
        assert {each.number for each in on_duty.now_and_then(db, first, last)[1]} == {OWN}


def test_days_without_anybody_are_warned_of_once_a_rota_is_kept(db: Session) -> None:
    a_programme(db)
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=PARIS)):
        assert on_duty.gaps(db) == []
        a_duty(db, **days(2, 7))
        last = a_duty(db, **days(9, 9))
        assert [(gap.first_day.day, gap.last_day.day) for gap in on_duty.gaps(db)] == [
            (1, 1),
            (8, 8),
            (10, 15),
        ]
        assert on_duty.first_free_day(db) == today()
        last.last_day = date(2027, 4, 20)
        a_duty(db, **days(1, 1))
        a_duty(db, **days(8, 8))
        assert on_duty.gaps(db) == []


@pytest.mark.usefixtures("rota")
def test_two_people_are_never_on_duty_at_once(db: Session) -> None:
    with pytest.raises(RuleBroken, match="duty-taken"):
        on_duty.add(db, Duty(name="Ana", phone=OWN, **days(7, 8)))
    on_duty.add(db, Duty(name="Ana", phone=OWN, **days(8, 8)))


def test_the_same_person_once_more_comes_after_everybody(db: Session, rota: list[Duty]) -> None:
    with time_machine.travel(datetime(2027, 3, 2, 12, tzinfo=PARIS)):
        again = on_duty.repeat(db, rota[0])
    assert (again.phone, again.first_day, again.last_day) == (JEANNE, *days(10, 16).values())


def test_who_was_on_duty_is_forgotten_a_month_later(db: Session) -> None:
    a_duty(db, first_day=today() - 40 * DAY, last_day=today() - 31 * DAY)
    kept = a_duty(db, first_day=today() - 30 * DAY, last_day=today() - 29 * DAY)
    expiry.forget(db)
    assert list(db.scalars(select(Duty))) == [kept]


def test_a_coordinator_reads_who_is_on_duty_and_when_nobody_is(page: Page, db: Session) -> None:
    a_programme(db, on_duty_phone=OWN)
    a_duty(db, name="Jeanne Roussel", phone=JEANNE, first_day=on_duty.day_of(now()))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    assert "Nobody is on the rota on these days" in page.text
    page.follow("See the rota")
    assert "read this number now: 06 39 98 00 11" in page.text
    page.submit(button="Once more, after the last").submit(button="Once more, after the last")
    assert "Nobody is on the rota" not in page.text
    taken = {"name": "Paul", "phone": "06 39 98 00 12"}
    taken |= {each: str(today()) for each in ("first_day", "last_day")}
    page.visit("/programme/settings/duty/new").submit(taken, button="Save")
    assert "Somebody is on duty already" in page.text
