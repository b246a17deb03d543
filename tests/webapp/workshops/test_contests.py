"""People say behind their link that they were not absent, and are talked with before all else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting, an_absence
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import AbsenceReview, Message, MissedWord, Presence, ReviewState, SeatState
from webapp.models.seats import HELD
from webapp.services.records.tokens import household_token
from webapp.services.workshops import absences, asking_missed, attendance, contests


@pytest.fixture
def review(db: Session) -> AbsenceReview:
    return an_absence(db, a_party(db, language="ar").persons[0])


def test_a_household_reads_that_it_is_noted_as_absent_and_contests_it_with_one_tap(
    page: Page, db: Session, review: AbsenceReview
) -> None:
    page.visit(f"/v/workshops/{household_token(review.party)}")
    assert "سُجِّل أنكم لم تأتوا" in page.text
    page.follow("هذا غير صحيح").submit(button="قولوا إن هذا غير صحيح")
    assert "قلتم إن هذا غير صحيح" in page.text
    desk = a_caseworker(db, review.party.organisation, language="en")
    page.sign_in(desk).visit(f"/casework/absences/{review.id}")
    assert "The people say that what is noted is not right." in page.text
    assert "They agree after all" not in page.text  # it is theirs to say
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        contests.withdraw(db, review.seat, desk)  # type: ignore[arg-type]


def test_a_talk_is_held_again_and_a_signature_is_worth_nothing_once_they_contest(
    db: Session, review: AbsenceReview
) -> None:
    by = a_caseworker(db, review.party.organisation)
    absences.talk(db, review, by, today(), "ar", "transport")
    absences.sign(db, review, by)
    seat = review.seat
    assert seat is not None
    set_scope(db, Scope("party", review.party_id))  # as behind their link: no review is seen
    contests.contest(db, seat, "I was there.")
    set_scope(db, EVERYONE)
    db.refresh(review)
    assert review.state is ReviewState.FLAGGED
    assert review.signed_by_id is None
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        absences.sign(db, review, by)


@pytest.mark.parametrize("state", [each for each in HELD if each is not SeatState.ABSENT])
def test_only_an_absence_is_contested(
    page: Page, db: Session, review: AbsenceReview, state: SeatState
) -> None:
    seat = review.seat
    assert seat is not None
    seat.state = state
    db.flush()
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        contests.contest(db, seat, "")
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        contests.withdraw(db, seat)
    token = household_token(review.party)
    page.visit(f"/v/workshops/{token}/missed/{seat.id}", status=404)


def test_nobody_contests_for_another_household(page: Page, db: Session) -> None:
    mine, theirs = an_absence(db), an_absence(db)
    token = household_token(mine.party)
    page.visit(f"/v/workshops/{token}/missed/{theirs.seat_id}", status=404)
    contests.contest(db, theirs.seat, "")  # type: ignore[arg-type]
    set_scope(db, Scope("party", mine.party_id))
    assert db.scalars(select(MissedWord)).all() == []


def test_a_word_behind_the_link_and_the_associations_stand_beside_each_other(
    page: Page, db: Session, review: AbsenceReview
) -> None:
    seat = review.seat
    assert seat is not None
    page.visit(f"/v/workshops/{household_token(review.party)}").follow("قولوا ما حدث")
    page.submit(button="لم يكن هناك من يعتني بأطفالي")
    assert "لم يكن هناك من يعتني بأطفالي" in page.text
    desk = a_caseworker(db, review.party.organisation, language="en")
    page.sign_in(desk).visit(f"/casework/absences/{review.id}").follow("Note what is said")
    page.submit({"said_by": "association", "cause": "lost-touch"}, button="Save")
    shown = page.text
    assert shown.index("Nobody for the children") < shown.index("They had no news from us")
    assert (contests.causes(db, [seat]), seat.reason) == ({seat.id: "childcare"}, "lost-touch")
    assert (seat.state, review.state) == (SeatState.ABSENT, ReviewState.FLAGGED)


def test_why_is_asked_once_and_by_day_and_taken_for_seven_days(
    page: Page, db: Session, review: AbsenceReview
) -> None:
    seat = review.seat
    assert seat is not None
    with time_machine.travel(datetime(2027, 3, 3, 11, tzinfo=UTC), tick=False):
        seat.ended_at = now()
        db.flush()
        assert asking_missed.ask_due(db) == 0, "it may still be put right"
        seat.ended_at = now() - timedelta(days=1)
        db.flush()
        assert [asking_missed.ask_due(db) for _ in range(2)] == [1, 0]
        message = db.scalars(select(Message).where(Message.kind == asking_missed.KIND)).one()
        assert is_true(message)
        contests.say(db, seat, "unknown")
        assert not is_true(message)
        with pytest.raises(RuleBroken, match="answer-missing"):
            contests.say(db, seat, "farm")
        seat.ended_at = now() - timedelta(days=8)
        db.flush()
        with pytest.raises(RuleBroken, match="missed-closed"):
            contests.say(db, seat, "work")
        with pytest.raises(RuleBroken, match="missed-closed"):
            contests.say_beside(db, seat, "work")
        contests.contest(db, seat, "")


def test_an_absence_that_is_noted_anew_begins_without_a_word(db: Session) -> None:
    series = a_series(db, days=-1)
    seat, sitting = a_seat(db, series), series.sittings[0]
    attendance.note(db, sitting, {seat.id: Presence.ABSENT})
    noted = seat.ended_at
    contests.say(db, seat, "work")
    contests.say_beside(db, seat, "place")
    attendance.note(db, sitting, {})
    assert (seat.reason, seat.ended_at, noted is not None) == ("place", noted, True)
    attendance.note(db, sitting, {seat.id: Presence.PRESENT})
    assert (seat.reason, seat.ended_at, contests.causes(db, [seat])) == (None, None, {})


def test_why_somebody_was_excused_or_absent_is_kept_with_the_roll_of_them_alone(
    db: Session,
) -> None:
    series = a_series(db, days=-1)
    there, excused, absent = (a_seat(db, series) for _ in range(3))
    sitting = series.sittings[0]
    noted = {there.id: Presence.PRESENT, excused.id: Presence.EXCUSED, absent.id: Presence.ABSENT}
    why = {there.id: "work", excused.id: "course", absent.id: "transport"}
    attendance.note(db, sitting, noted, why)
    reasons = [seat.reason for seat in (there, excused, absent)]
    assert reasons == [None, "course", "transport"]
    attendance.note(db, sitting, {}, {excused.id: ""})
    assert (excused.reason, absent.reason) == (None, "transport")
    attendance.note(db, sitting, {}, {excused.id: "childcare"})
    attendance.note(db, sitting, {excused.id: Presence.PRESENT})
    assert (excused.state, excused.reason) == (SeatState.ATTENDED, None)
    with pytest.raises(RuleBroken, match="answer-missing"):
        attendance.note(db, sitting, {}, {absent.id: "flu"})


def test_why_somebody_was_excused_from_the_first_of_two_dates_is_known_after_the_last(
    db: Session,
) -> None:
    series = a_series(db, days=-1)
    seat, last = a_seat(db, series), a_sitting(db, series, days=1)
    attendance.note(db, series.sittings[0], {seat.id: Presence.EXCUSED}, {seat.id: "course"})
    assert seat.state is SeatState.SIGNED_UP
    with time_machine.travel(now() + timedelta(days=2)):
        attendance.note(db, last, {seat.id: Presence.PRESENT})
    assert (seat.state, seat.reason) == (SeatState.EXCUSED, "course")
