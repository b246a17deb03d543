"""What of workshops waits stands on the boards, and on the file of the household."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.ground.clock import now
from webapp.models import Message, MessageState, Party, Programme, SeatSide, SeatState, User
from webapp.services.workshops import absences, seats, waiting


@pytest.fixture
def reader(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def party(db: Session, reader: User) -> Party:
    return a_party(
        db, reader.organisation, code="P-777", persons=[a_person()], number="+33639980001"
    )


def test_the_board_says_what_of_workshops_waits_and_nothing_of_other_files(
    page: Page, db: Session, reader: User, party: Party
) -> None:
    person, others = party.persons[0], a_party(db).persons[0]
    for each in (person, others):
        a_seat(db, a_series(db, days=-2), person=each)
        a_seat(db, a_series(db, days=-60), person=each, state=SeatState.UNKNOWN)
        a_seat(db, a_series(db), person=each, kept_until=now() + timedelta(hours=9))
        a_seat(db, a_series(db), person=each, state=SeatState.WISHED)
        an_absence(db, each)
    found = waiting.for_files(db, [Party.organisation_id == reader.organisation_id], {})
    assert [people for _sitting, people in found.unnoted] == [1, 1]  # that of the absence too
    assert [seat.party for seat in found.kept] == [party]
    assert [people for _series, people in found.wished] == [1]
    assert absences.count_open(db, Party.organisation_id == reader.organisation_id) == 1
    assert absences.count_open(db) == 2
    everywhere = waiting.for_coordinators(db)
    assert (len(everywhere.unnoted), len(everywhere.wished), everywhere.count) == (4, 2, 6)
    text = page.sign_in(reader).visit("/casework/").text
    assert "a place is kept" in text
    assert "Who was there? 1 not noted" in text
    assert "1 person would like another date" in text
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    assert "Who was there? 1 not noted" in page.text
    db.get_one(Programme, 1).has_workshops = False
    db.commit()
    assert "Who was there?" not in page.visit("/programme/").text


def test_a_village_evening_that_nobody_counted_waits_for_the_coordinators(
    db: Session, reader: User
) -> None:
    series = a_series(db, "village", days=-1)
    assert waiting.for_coordinators(db).unnoted == [(series.sittings[0], 0)]
    series.sittings[0].came = 12
    assert waiting.for_coordinators(db).unnoted == []


def test_a_message_about_a_workshop_that_failed_stands_on_the_board_with_the_telephone(
    page: Page, db: Session, reader: User, party: Party
) -> None:
    comer = seats.Comer(person=party.persons[0])
    seat = seats.sign_up(db, a_series(db), comer, SeatSide.STAFF)
    [message] = db.scalars(select(Message))
    message.state, message.failure = MessageState.FAILED, "sms-refused"
    page.sign_in(reader).visit("/casework/")
    assert "Messages that did not arrive" in page.text
    assert page.soup.select_one('a[href="tel:+33639980001"]')
    seat.state, seat.number = SeatState.CANCELLED, None
    db.commit()
    page.submit(button="Send again")
    assert "no longer needed" in page.text


def test_a_file_shows_the_seats_and_absences_of_its_household(
    page: Page, db: Session, reader: User, party: Party
) -> None:
    a_seat(db, a_series(db), person=party.persons[0], state=SeatState.WAITING)
    an_absence(db, party.persons[0])
    page.sign_in(reader).visit(f"/casework/parties/{party.id}")
    assert "waiting for a place" in page.text
    assert "to talk about" in page.text


def test_two_places_of_one_person_at_the_same_dates_stand_on_the_board_until_one_is_given_back(
    page: Page, db: Session, reader: User
) -> None:
    home, series = reader.organisation, a_series(db)
    both = [
        a_party(db, home, code=code, persons=[a_person(first_name="Aïcha", is_another=False)])
        for code in ("P-778", "P-779")
    ]
    held = [a_seat(db, series, person=each.persons[0]) for each in both]
    a_seat(db, series, person=a_party(db, home, persons=[a_person(first_name="Zoé")]).persons[0])
    mine = Party.organisation_id == reader.organisation_id
    assert waiting.for_files(db, [mine], {}).twice == held
    page.sign_in(reader).visit("/casework/")
    assert page.text.count("two places for one person") == 2
    page.follow("Give the place back").submit(button="Give the place back")
    assert waiting.for_files(db, [mine], {}).twice == []
    assert "two places for one person" not in page.visit("/casework/").text
