"""Two give somebody's places on after a talk: who may be the second, what is read, and the no."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import AbsenceReview, ReviewState, SeatSide, SeatState, User
from webapp.services.workshops import absences, giving_on, seats

TALKED, GIVEN_ON = ReviewState.TALKED, ReviewState.PLACE_GIVEN_ON


def signed(db: Session, first: User) -> AbsenceReview:
    """A talk after which somebody proposes to give a place to come on."""
    person = a_party(db, first.organisation).persons[0]
    talked = {"state": TALKED, "talked_on": today(), "talked_by_id": first.id, "language": "ar"}
    a_seat(db, a_series(db), person=person)
    return an_absence(db, person, reason="transport", signed_by_id=first.id, **talked)


def test_a_colleague_is_the_second_person_and_a_coordinator_only_where_there_is_none(
    page: Page, db: Session
) -> None:
    a_programme(db)
    coordinator = a_coordinator(db, language="en")
    one = a_caseworker(db, language="en")
    person = a_party(db, one.organisation).persons[0]
    talked = {"state": TALKED, "talked_on": today(), "talked_by_id": one.id, "language": "ar"}
    review = an_absence(db, person, reason="transport", **talked)
    coming = a_seat(db, a_series(db), person=person)
    address = f"/programme/absences/{review.id}"
    page.sign_in(one).visit(f"/casework/absences/{review.id}")
    assert f"a coordinator is the second person ({coordinator.name})" in page.text
    page.submit(button="Give the places to the next in line")
    colleague = a_caseworker(db, one.organisation, language="en")
    page.visit(f"/casework/absences/{review.id}")
    assert f"a second person has said so too: {colleague.name}." in page.text
    page.sign_in(coordinator).visit(address, status=404)
    with pytest.raises(RuleBroken, match="second-of-association"):
        absences.sign(db, review, coordinator)
    page.sign_in(colleague).visit("/casework/").follow(review.party.code)
    assert "You are the second person" in page.text
    colleague.suspended_at = now()
    page.sign_in(coordinator).visit("/programme/").follow(review.party.code)
    assert person.name not in page.text
    page.submit(button="Give the places to the next in line")
    assert "1 place went on: La campagne sans clichés" in page.text
    assert (review.state, coming.state) == (GIVEN_ON, SeatState.CANCELLED)
    page.visit(address, status=404)


def test_the_second_gives_on_what_was_read_and_no_place_that_came_since(
    page: Page, db: Session
) -> None:
    a_programme(db)
    coordinator = a_coordinator(db, language="en")
    one = a_caseworker(db)
    person = a_party(db, one.organisation).persons[0]
    talked = {"state": TALKED, "talked_on": today(), "talked_by_id": one.id, "language": "ar"}
    review = an_absence(db, person, reason="transport", signed_by_id=one.id, **talked)
    address = f"/programme/absences/{review.id}"
    page.sign_in(coordinator).visit(address)
    assert "nothing to give on" in page.text
    assert "Give the places" not in page.text
    read = a_seat(db, a_series(db), person=person)
    page.visit(address)
    unread = a_seat(db, a_series(db), person=person)
    page.submit(button="Give the places to the next in line")
    assert "was changing the same thing" in page.text
    assert (review.state, read.state, unread.state) == (
        TALKED, SeatState.SIGNED_UP, SeatState.SIGNED_UP,
    )  # fmt: skip
    page.visit(address)
    absences.sign(db, review, a_coordinator(db))
    page.submit(button="Give the places to the next in line")
    assert "Nothing is done yet" in page.text or "was changing the same thing" in page.text
    assert (read.state, unread.state) == (SeatState.CANCELLED, SeatState.CANCELLED)


def test_nobody_signs_first_who_read_that_they_are_the_second(page: Page, db: Session) -> None:
    one = a_caseworker(db)
    other = a_caseworker(db, one.organisation, language="en")
    person = a_party(db, one.organisation).persons[0]
    talked = {"state": TALKED, "talked_on": today(), "talked_by_id": one.id, "language": "ar"}
    review = an_absence(db, person, reason="transport", signed_by_id=one.id, **talked)
    a_seat(db, a_series(db), person=person)
    page.sign_in(other).visit(f"/casework/absences/{review.id}")
    absences.take_signature_back(db, review, one)
    page.submit(button="Give the places to the next in line")
    assert "Nothing is done yet" in page.text
    assert review.signed_by_id is None


def test_a_coordinator_says_no_and_the_association_reads_who_and_why(
    page: Page, db: Session
) -> None:
    a_programme(db)
    coordinator, late = a_coordinator(db, language="en"), a_coordinator(db, language="en")
    first = a_caseworker(db, language="en")
    review = signed(db, first)
    address = f"/programme/absences/{review.id}/no"
    page.sign_in(late).visit(address)
    page.sign_in(coordinator).visit("/programme/").follow(review.party.code)
    page.follow("No, leave them theirs").submit(button="No, leave them theirs")
    assert "Say why in a sentence" in page.text
    page.submit({"because": "They have a lift on Sunday."}, button="No, leave them theirs")
    assert "the places stay theirs" in page.text
    assert review.party.code not in page.text
    assert (review.state, review.signed_by_id, review.left_by_id) == (TALKED, None, coordinator.id)
    assert [seat.state for seat in giving_on.places(db, review)] == [SeatState.SIGNED_UP]
    page.sign_in(late).visit(address)
    assert "Nobody asks you about these places any more" in page.text
    assert page.soup.find("textarea") is None
    page.sign_in(first).visit("/casework/")
    assert f"{coordinator.name} said no" in page.text
    page.follow(review.party.code)
    assert "They have a lift on Sunday." in page.text
    page.submit(button="Give the places to the next in line")
    page.sign_in(coordinator).visit("/programme/").follow(review.party.code)
    assert "They have a lift on Sunday." in page.text


def test_a_colleague_says_no_too_and_nobody_to_what_they_proposed_themselves(
    page: Page, db: Session
) -> None:
    first = a_caseworker(db, language="en")
    other = a_caseworker(db, first.organisation, language="en")
    review = signed(db, first)
    with pytest.raises(RuleBroken, match="nothing-to-leave"):
        absences.leave(db, review, first, "No.")
    page.sign_in(other).visit(f"/casework/absences/{review.id}").follow("No, leave them theirs")
    page.submit({"because": "They come on Monday."}, button="No, leave them theirs")
    assert (review.signed_by_id, review.left_because) == (None, "They come on Monday.")
    with pytest.raises(RuleBroken, match="nothing-to-leave"):
        absences.leave(db, review, other, "No.")
    absences.mend(db, review, "transport")
    assert giving_on.left(db, first) == []


def test_a_coordinator_says_no_only_where_one_is_asked(page: Page, db: Session) -> None:
    first, coordinator = a_caseworker(db), a_coordinator(db, language="en")
    a_caseworker(db, first.organisation)
    review = signed(db, first)
    with pytest.raises(RuleBroken, match="second-of-association"):
        absences.leave(db, review, coordinator, "No.")
    page.sign_in(coordinator).visit(f"/programme/absences/{review.id}/no", status=404)


def test_nothing_is_said_to_be_put_before_anybody_until_somebody_has_proposed_it(
    page: Page, db: Session
) -> None:
    a_programme(db)
    a_coordinator(db)
    one = a_caseworker(db, language="en")
    review = signed(db, one)
    review.signed_by_id = None
    address = f"/casework/absences/{review.id}"
    page.sign_in(one).visit(address)
    assert "Once you have said so, it is put before them." in page.text
    assert "To do”" not in page.text
    page.submit(button="Give the places to the next in line")
    assert "a coordinator is the second person" not in page.text
    assert "It stands in their “To do”." in page.text
    a_caseworker(db, one.organisation)
    absences.take_signature_back(db, review, one)
    page.visit(address)
    assert "Once you have, it is put before them." in page.text
    for seat in giving_on.places(db, review):
        seats.give_back(db, seat, SeatSide.STAFF)
    page.visit(address)
    assert "nothing to give on" in page.text
    assert "second person" not in page.text
