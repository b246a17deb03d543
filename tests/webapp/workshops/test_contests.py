"""People say behind their link that they were not absent, and are talked with before all else."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.page import Page
from tests.webapp.workshops.builders import an_absence
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import AbsenceReview, MissedWord, ReviewState, SeatState
from webapp.models.seats import HELD
from webapp.services.records.tokens import household_token
from webapp.services.workshops import absences, contests


@pytest.fixture
def review(db: Session) -> AbsenceReview:
    return an_absence(db, a_party(db, language="ar").persons[0])


def test_a_household_reads_that_it_is_noted_as_absent_and_contests_it_with_one_tap(
    page: Page, db: Session, review: AbsenceReview
) -> None:
    page.visit(f"/v/workshops/{household_token(review.party)}")
    assert "سُجِّل أنكم لم تأتوا" in page.text
    page.follow("هذا غير صحيح").submit(button="القول إن هذا غير صحيح")
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
