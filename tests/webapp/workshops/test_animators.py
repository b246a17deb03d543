"""Who holds a sitting notes who is there: by its link and its code, while it is on, no more."""

from datetime import time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_party, a_person, a_programme
from tests.page import Page, shown_values
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.models import (
    Event,
    Party,
    Person,
    Presence,
    Seat,
    SeatState,
    Series,
    Sitting,
    Visit,
)
from webapp.services.records import tokens
from webapp.services.workshops import animators, attendance

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def programme(db: Session) -> None:
    a_programme(db)


@pytest.fixture
def series(db: Session) -> Series:
    """A sitting of yesterday, which may be noted until midnight, with somebody in it."""
    series = a_series(db, days=-1)
    series.sittings[0].starts, series.sittings[0].ends = time(0), time(23, 59)
    nour = a_person(first_name="Nour", last_name="Ombredune")
    a_seat(db, series, person=a_party(db, code="P-411", persons=[nour]).persons[0])
    return series


@pytest.fixture
def sitting(series: Series) -> Sitting:
    return series.sittings[0]


def give_code(page: Page, sitting: Sitting, code: str = "") -> Page:
    page.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
    return page.submit({"code": code or tokens.roll_digits(sitting)}, button="See who comes")


def test_an_animator_notes_who_was_there_and_reads_first_names_alone(
    db: Session, page: Page, sitting: Sitting
) -> None:
    give_code(page, sitting)
    assert "Nour" in page.text
    for private in ("Ombredune", "P-411"):
        assert private not in page.response.text
    [seat] = db.scalars(select(Seat))
    page.submit({f"seat_{seat.id}": "present"}, button="Save who is there")
    assert "Noted: it is known of 1 person" in page.text
    db.refresh(seat)
    assert attendance.noted_at(seat, sitting) is Presence.PRESENT
    noted = db.scalars(select(Event).where(Event.act == "sitting.noted")).one()
    assert (noted.actor, noted.actor_id) == ("animator", None)


def test_of_farmers_too_an_animator_reads_first_names_alone(
    db: Session, page: Page, series: Series, sitting: Sitting
) -> None:
    farm, series.seats = a_farm(db), 4
    db.flush()
    for name in ("Élise Bernard", "Yann et Maud Fournier", "Jean-Luc"):
        a_seat(db, series, farm=farm, name=name)
    give_code(page, sitting)
    rows = [" ".join(each.get_text().split()) for each in page.soup.select("th[scope=row]")]
    assert rows == ["1 · Nour", "2 · Élise", "3 · Yann", "4 · Jean-Luc"]
    for private in ("Bernard", "Maud", "Fournier", farm.name):
        assert private not in page.response.text


def test_two_who_note_at_once_lose_nothing_of_each_other(
    db: Session, page: Page, series: Series, sitting: Sitting
) -> None:
    other = a_seat(db, series, person=a_party(db).persons[0])
    [first, _other] = db.scalars(select(Seat).order_by(Seat.id))
    late = give_code(Page(page.client.application, db), sitting)
    give_code(page, sitting).submit({f"seat_{first.id}": "present"}, button="Save who is there")
    late.submit({f"seat_{other.id}": "excused"}, button="Save who is there")
    db.expire_all()
    assert attendance.noted_at(first, sitting) is Presence.PRESENT
    assert attendance.noted_at(other, sitting) is Presence.EXCUSED
    late.submit({f"seat_{other.id}": "unknown"}, button="Save who is there")
    db.expire_all()
    assert attendance.noted_at(other, sitting) is Presence.UNKNOWN
    page.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
    attendance.note(db, sitting, {first.id: Presence.ABSENT})
    db.commit()
    page.submit({f"seat_{first.id}": "excused"}, button="Save who is there")
    assert "1 · Nour: “Absent” is stored now, and you wrote “Excused”." in page.text
    [form] = page.read.css("form:has([type=radio])")
    assert shown_values(form)[f"seat_{first.id}"] == ["excused"]
    db.expire_all()
    assert attendance.noted_at(first, sitting) is Presence.ABSENT


def test_the_link_alone_shows_no_name(page: Page, sitting: Sitting) -> None:
    page.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
    assert "Nour" not in page.text
    digits = tokens.roll_digits(sitting)
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    give_code(page, sitting, wrong)
    assert "This is not the code" in page.text
    assert "Nour" not in page.text


def test_nothing_is_noted_without_the_code(db: Session, page: Page, sitting: Sitting) -> None:
    [seat] = db.scalars(select(Seat))
    page.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
    csrf = page.soup.select("[name=csrf_token]")[0]["value"]
    page.client.post(
        f"/roll/{tokens.roll_token(sitting)}/presences",
        data={"csrf_token": csrf, f"seat_{seat.id}": "absent"},
        base_url="https://sillon.example",
    )
    db.refresh(seat)
    assert attendance.noted_at(seat, sitting) is Presence.UNKNOWN


def test_codes_are_tried_five_times_and_then_not_for_a_while(page: Page, sitting: Sitting) -> None:
    for _try in range(6):
        give_code(page, sitting, "000 000")
    assert "Several codes were tried" in page.text
    give_code(page, sitting)
    assert "Nour" not in page.text


def test_a_code_of_one_sitting_opens_no_other(
    db: Session, page: Page, series: Series, sitting: Sitting
) -> None:
    other = a_sitting(db, series, -1, starts=time(0), ends=time(23))
    give_code(page, sitting)
    page.visit(f"/roll/{tokens.roll_token(other)}?lang=en")
    assert "Nour" not in page.text


def test_it_opens_from_its_beginning_until_the_end_of_the_next_day(db: Session, page: Page) -> None:
    series = a_series(db, days=3)
    a_seat(db, series, person=a_party(db, persons=[a_person(first_name="Nour")]).persons[0])
    [sitting] = series.sittings
    for at, opens in (
        (sitting.begins - HOUR, False),
        (sitting.begins, True),
        (sitting.over_at + 30 * HOUR, True),
        (sitting.over_at + 32 * HOUR, False),
    ):
        with time_machine.travel(at, tick=False):
            page.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
            assert ("See who comes" in page.text) is opens, at


def test_a_browser_that_gave_the_code_reads_nothing_once_the_time_is_over(
    page: Page, sitting: Sitting
) -> None:
    give_code(page, sitting)
    with time_machine.travel(sitting.over_at + 40 * HOUR, tick=False):
        assert "Nour" not in page.visit(f"/roll/{tokens.roll_token(sitting)}").text


def test_a_new_link_ends_the_old_one_and_its_code(
    db: Session, page: Page, sitting: Sitting
) -> None:
    old, digits = tokens.roll_token(sitting), tokens.roll_digits(sitting)
    give_code(page, sitting)
    animators.renew(db, sitting)
    db.flush()
    page.visit(f"/roll/{old}", status=404)
    assert tokens.roll_digits(sitting) != digits
    page.visit(f"/roll/{tokens.roll_token(sitting)}")
    assert "Nour" not in page.text


def test_the_database_shows_an_animator_the_roll_and_nothing_else(
    db: Session, series: Series, sitting: Sitting
) -> None:
    elsewhere = a_seat(db, a_series(db, days=-1))
    a_seat(db, series, state=SeatState.WAITING)
    set_scope(db, Scope("sitting", sitting.id))
    [seat] = db.scalars(select(Seat)).all()
    assert seat.series_id == series.id != elsewhere.series_id
    assert db.scalars(select(Person.id)).all() == [seat.person_id]
    for kind in (Party, Visit):
        assert db.scalars(select(kind.id)).all() == []
    set_scope(db, EVERYONE)


def test_a_farms_adult_is_on_the_roll_by_name(db: Session, page: Page) -> None:
    series = a_series(db, kind="farmers", days=-1)
    series.sittings[0].starts, series.sittings[0].ends = time(0), time(23, 59)
    a_seat(db, series, farm=a_farm(db), name="Anne")
    assert "Anne" in give_code(page, series.sittings[0]).text


@pytest.mark.parametrize("kind", ["staff", "village"])
def test_colleagues_and_neighbours_have_no_such_link(db: Session, page: Page, kind: str) -> None:
    [sitting] = a_series(db, kind=kind).sittings
    page.sign_in(a_coordinator(db))
    page.visit(f"/programme/workshops/sittings/{sitting.id}/animators", status=404)


def test_a_coordinator_sends_the_link_and_tells_the_code(db: Session, page: Page) -> None:
    series = a_series(db)
    [sitting] = series.sittings
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/workshops/dates/{series.id}").follow("For the animators")
    digits = tokens.roll_digits(sitting)
    assert f"{digits[:3]} {digits[3:]}" in page.text
    [letter] = page.soup.select('a[href^="mailto:"]')
    assert tokens.roll_token(sitting) in str(letter["href"])
    assert digits not in str(letter["href"])


def test_an_animator_says_why_somebody_was_excused_and_reads_no_reason_noted_by_others(
    db: Session, page: Page, series: Series, sitting: Sitting
) -> None:
    seat = series.held[0]
    give_code(page, sitting)
    typed = {f"seat_{seat.id}": "excused", f"why_{seat.id}": "appointment"}
    page.submit(typed, button="Save who is there")
    db.expire_all()
    assert (seat.state, seat.reason) == (SeatState.EXCUSED, "appointment")
    attendance.note(db, sitting, {}, {seat.id: "health-self-said"})
    db.flush()
    page.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
    assert {each["value"] for each in page.soup.select("select option[selected]")} == {""}
    page.submit({}, button="Save who is there")
    db.expire_all()
    assert seat.reason == "health-self-said"


def test_of_two_animators_who_say_why_neither_takes_the_place_of_the_other_unseen(
    app: Flask, db: Session, page: Page, series: Series, sitting: Sitting
) -> None:
    first, second, held = page, Page(app, db), series.held[0]
    for each in (first, second):
        give_code(each, sitting)
    why, state = f"why_{held.id}", f"seat_{held.id}"
    first.submit({state: "excused", why: "appointment"}, button="Save who is there")
    second.submit({state: "excused", why: "childcare"}, button="Save who is there")
    assert "Somebody noted a reason meanwhile." in second.text
    chosen = second.soup.select_one(f"select[name={why}] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "childcare"
    assert "appointment" not in [
        each["value"] for each in second.soup.select("select option[selected]")
    ]
    db.expire_all()
    assert held.reason == "appointment"
    second.submit({}, button="Save who is there")
    db.expire_all()
    assert held.reason == "childcare", "Sent once more, it is meant"
    first.visit(f"/roll/{tokens.roll_token(sitting)}?lang=en")
    assert "A reason is noted: it stays" in first.text
    first.submit({state: "excused"}, button="Save who is there")
    db.expire_all()
    assert held.reason == "childcare", "What is left alone stays"
