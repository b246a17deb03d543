"""An absence: a talk first, then what helps; only then, and by two, does a place go on."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, a_visit
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    AbsenceReview,
    Presence,
    ReviewState,
    SeatState,
    Side,
    User,
    VisitState,
)
from webapp.services.workshops import absences, attendance

FLAGGED, PLANNED, TALKED, REMEDIED, GIVEN_ON = ReviewState
MOVES: dict[
    str, tuple[Callable[[AbsenceReview, User], object], dict[ReviewState, ReviewState]]
] = {
    "plan": (
        lambda review, _by: review.plan(today()), dict.fromkeys((FLAGGED, PLANNED), PLANNED),
    ),
    "attempt": (
        lambda review, by: review.attempt(by, "call"), {FLAGGED: FLAGGED, PLANNED: PLANNED},
    ),
    "talk": (
        lambda review, by: review.talk(by, today(), "ar", "transport"),
        dict.fromkeys((FLAGGED, PLANNED, TALKED), TALKED),
    ),
    "remedy": (
        lambda review, _by: review.mend("transport"), dict.fromkeys((TALKED, REMEDIED), REMEDIED),
    ),
    "contest": (
        lambda review, _by: review.contest(),
        {state: FLAGGED if state is TALKED else state for state in ReviewState},
    ),
    "first signature": (lambda review, by: review.sign(by), {TALKED: TALKED}),
}  # fmt: skip
"""What each act makes of a state; from any other it is refused."""


def in_state(db: Session, state: ReviewState) -> AbsenceReview:
    one, other = a_caseworker(db), a_caseworker(db)
    talked: dict[str, Any] = (
        {} if state in {FLAGGED, PLANNED} else {"talked_on": today(), "talked_by_id": one.id}
    )
    signed: dict[str, Any] = (
        {"signed_by_id": one.id, "second_by_id": other.id} if state is GIVEN_ON else {}
    )
    return an_absence(db, state=state, **talked, **signed)


@pytest.mark.parametrize(("act", "state"), list(product(MOVES, ReviewState)))
def test_a_review_goes_only_where_its_state_leads(
    db: Session, act: str, state: ReviewState
) -> None:
    move, leads = MOVES[act]
    review, by = in_state(db, state), a_caseworker(db)
    if state in leads:
        move(review, by)
        db.flush()
        assert review.state is leads[state]
    else:
        with pytest.raises(RuleBroken):
            move(review, by)


def test_two_attempts_are_no_talk_and_a_place_goes_on_by_two_people_alone(db: Session) -> None:
    one, other = a_caseworker(db), a_caseworker(db)
    review = an_absence(db)
    assert review.seat is not None
    assert review.seat.person is not None
    coming = a_seat(db, a_series(db, seats=1), person=review.seat.person)
    waits = a_seat(db, coming.series, state=SeatState.WAITING)
    for how in ("call", "message"):
        absences.attempt(db, review, one, how)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        absences.sign(db, review, one)
    absences.talk(db, review, one, today(), "ar", "transport")
    assert absences.sign(db, review, one) is None
    with pytest.raises(RuleBroken, match="signed-by-you"):
        absences.sign(db, review, one)
    assert (coming.state, waits.state) == (SeatState.SIGNED_UP, SeatState.WAITING)
    absences.take_signature_back(db, review, one)
    with pytest.raises(RuleBroken, match="no-signature-of-yours"):
        absences.take_signature_back(db, review, one)
    assert absences.sign(db, review, other) is None
    assert absences.sign(db, review, one) == [coming]
    assert (review.state, coming.state, waits.is_offered) == (GIVEN_ON, SeatState.CANCELLED, True)


def test_the_database_itself_lets_no_place_go_on_without_a_talk_and_two_people(
    db: Session,
) -> None:
    review, by = an_absence(db), a_caseworker(db)
    for values in (
        {"state": GIVEN_ON, "signed_by_id": by.id, "second_by_id": a_caseworker(db).id},
        {"state": GIVEN_ON, "talked_on": today(), "signed_by_id": by.id},
        {"signed_by_id": by.id, "second_by_id": by.id},
    ):
        savepoint = db.begin_nested()
        for name, value in values.items():
            setattr(review, name, value)
        with pytest.raises(IntegrityError):
            db.flush()
        savepoint.rollback()


def test_what_helps_ends_it_and_keeps_every_place(db: Session) -> None:
    review, by = an_absence(db), a_caseworker(db)
    assert review.seat is not None
    assert review.seat.person is not None
    coming = a_seat(db, person=review.seat.person)
    absences.talk(db, review, by, today(), "ar", "childcare")
    absences.sign(db, review, by)
    absences.mend(db, review, "childcare")
    assert (review.state, review.signed_by_id) == (REMEDIED, None)
    assert coming.state is SeatState.SIGNED_UP


def test_the_calendar_finds_absences_once_and_takes_back_what_was_put_right(db: Session) -> None:
    series = a_series(db, days=-1)
    absent, excused = a_seat(db, series), a_seat(db, series)
    attendance.note(
        db, series.sittings[0], {absent.id: Presence.ABSENT, excused.id: Presence.EXCUSED}
    )
    missed = a_visit(db, a_party(db), state=VisitState.NO_SHOW, ended_by=Side.PARTY)
    a_visit(db, a_party(db), state=VisitState.NO_SHOW, ended_by=Side.FARM)
    assert absences.flag_due(db) == 2
    assert absences.flag_due(db) == 0
    found = db.scalars(select(AbsenceReview).order_by(AbsenceReview.id)).all()
    assert [(each.seat_id, each.visit_id) for each in found] == [
        (absent.id, None), (None, missed.id),
    ]  # fmt: skip
    attendance.note(db, series.sittings[0], {absent.id: Presence.PRESENT})
    absences.flag_due(db)
    assert db.scalars(select(AbsenceReview.visit_id)).all() == [missed.id]


def test_an_absence_is_talked_about_on_its_page(page: Page, db: Session) -> None:
    a_programme(db)
    reader = a_caseworker(db, language="en")
    review = an_absence(db, a_party(db, reader.organisation).persons[0])
    assert review.seat is not None
    a_seat(db, a_series(db), person=review.seat.person)
    theirs = an_absence(db)
    page.sign_in(reader).visit("/casework/").follow("1 absence to talk about")
    assert theirs.party.code not in page.text
    page.follow(review.party.code)
    page.submit(button="I called in vain").submit(button="I wrote in vain")
    assert "that is no talk" in page.text
    page.submit(button="Take my last attempt back")
    assert "that is no talk" not in page.text
    assert page.soup.find("a", href=f"tel:{review.party.phone}")
    assert "Give the places" not in page.text
    page.follow("We have talked")
    page.submit({"talked_on": today().isoformat(), "language": "ar", "reason": "transport"},
                button="Save")  # fmt: skip
    assert "La campagne sans clichés" in page.text
    page.submit(button="Give the places to the next in line")
    assert "Nothing has gone yet" in page.text
    page.follow("Correct what is noted of the talk").submit({"reason": "work"}, button="Save")
    assert (review.reason, review.signed_by_id) == ("work", None)
    page.submit(button="Give the places to the next in line")
    page.submit(button="Take it back: the places stay theirs")
    page.follow("Say what helps")
    page.submit({"remedy": "transport"}, button="Save")
    assert "What helps: A way to get there" in page.text
    page.visit(f"/casework/absences/{theirs.id}", status=404)


def test_an_absence_that_was_put_right_takes_nobodys_place(page: Page, db: Session) -> None:
    by = a_caseworker(db)
    review = in_state(db, TALKED)
    seat = review.seat
    assert seat is not None
    coming = a_seat(db, a_series(db), person=seat.person)
    absences.sign(db, review, by)
    seat.state = SeatState.ATTENDED
    db.flush()
    with pytest.raises(RuleBroken, match="absence-put-right"):
        absences.sign(db, review, a_caseworker(db))
    with pytest.raises(RuleBroken, match="absence-put-right"):
        absences.mend(db, review, "transport")
    assert coming.state is SeatState.SIGNED_UP
    home = review.party.organisation_id
    assert absences.to_talk_about(db, home) == []
    assert absences.over(db, home, 9) == [review]
    page.sign_in(a_caseworker(db, review.party.organisation, language="en"))
    page.visit(f"/casework/absences/{review.id}")
    assert "not noted as absent any more" in page.text
    assert "Give the places" not in page.text


def test_a_visit_that_was_not_missed_after_all_leaves_nothing_to_talk_about(db: Session) -> None:
    visit = a_visit(db, a_party(db), state=VisitState.NO_SHOW, ended_by=Side.PARTY)
    assert absences.flag_due(db) == 1
    visit.state, visit.ended_by = VisitState.CONFIRMED, None
    db.flush()
    assert absences.flag_due(db) == 0
    assert db.scalars(select(AbsenceReview)).all() == []


def test_a_talk_is_not_before_what_was_missed(db: Session) -> None:
    series = a_series(db, days=-3)
    seat = a_seat(db, series)
    attendance.note(db, series.sittings[0], {seat.id: Presence.ABSENT})
    absences.flag_due(db)
    [review] = db.scalars(select(AbsenceReview))
    by, missed = a_caseworker(db), today() - timedelta(days=3)
    with pytest.raises(RuleBroken, match="talk-before-absence"):
        absences.talk(db, review, by, missed - timedelta(days=1), "ar", "transport")
    absences.talk(db, review, by, missed, "ar", "transport")
    assert review.state is TALKED
