"""What was done by mistake is taken back before anybody is told, or restored afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_slot, a_visit
from tests.page import Page
from tests.webapp.visits.test_messages import Recorder, send
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    FarmState,
    Message,
    MessageState,
    Side,
    SlotState,
    Visit,
    VisitState,
)
from webapp.services.records import outbox
from webapp.services.visits import answers, places, proposing, stays, undoing

YES, NO = Answer.YES, Answer.NO
LATER = proposing.TAKEN_BACK_FOR + timedelta(seconds=1)


@pytest.fixture
def visit(db: Session) -> Visit:
    """A confirmed visit of which both sides have been told, at a farm that can be written to."""
    made = a_visit(db)
    a_farmer(db, made.farm)
    for side in Side:
        answers.answer(db, made, side, YES)
    for message in db.query(Message):
        message.send()
    return made


def leaves(app: Flask, db: Session) -> list[str]:
    """Send all that waits; return the kinds, of both sides, in order."""
    sender, kinds = Recorder(), []
    for message in db.query(Message).order_by(Message.id).all():
        before = len(sender.letters)
        send(app, db, message, sender)
        kinds += [message.kind] * (len(sender.letters) - before)
    return kinds


def waits(db: Session, kind: str) -> list[timedelta]:
    """Return how long the jobs of this kind of message wait from now, in whole seconds."""
    numbers = [str(message.id) for message in db.query(Message).filter_by(kind=kind)]
    query = text(
        "SELECT coalesce(scheduled_at, now()) FROM procrastinate_jobs"
        " WHERE args->>'message_id' = ANY(:numbers)"
    )
    return [at - now() for at in db.execute(query, {"numbers": numbers}).scalars()]


def test_a_cancellation_is_told_after_a_minute(db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, Side.PARTY, "transport")
    found = waits(db, "visit-cancelled")
    assert len(found) == 2
    assert all(timedelta(seconds=30) < wait <= proposing.TAKEN_BACK_FOR for wait in found)


def test_what_is_about_safety_is_told_at_once_and_not_taken_back(db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, Side.PARTY, "safety")
    assert all(wait <= timedelta() for wait in waits(db, "visit-cancelled"))
    assert undoing.undone_until(visit) is None


def test_what_is_cancelled_on_the_day_itself_is_told_at_once(db: Session) -> None:
    visit = a_visit(db, slot=a_slot(db, arrival=today()), state=VisitState.CONFIRMED)
    stays.cancel(db, visit, None, "weather")
    assert all(wait <= timedelta() for wait in waits(db, "visit-cancelled"))


def test_a_cancellation_that_is_taken_back_reaches_nobody(
    app: Flask, db: Session, visit: Visit
) -> None:
    held, answered = visit.slot.people_held, visit.party_answered_at
    stays.cancel(db, visit, Side.FARM, "lodging")
    undoing.undo(db, visit)
    assert (visit.state, visit.ended_by, visit.ended_at) == (VisitState.CONFIRMED, None, None)
    assert (visit.slot.people_held, visit.party_answered_at) == (held, answered)
    assert visit.slot.in_doubt_since is None
    assert leaves(app, db) == []
    assert undoing.undone_until(visit) is None


def test_an_answer_by_telephone_is_taken_back(app: Flask, db: Session) -> None:
    visit = a_visit(db)
    a_farmer(db, visit.farm)
    undoing.answer_by_telephone(db, visit, Side.PARTY, NO, "too-far")
    undoing.undo(db, visit)
    assert (visit.state, visit.party_answer) == (VisitState.PROPOSED, Answer.AWAITED)
    assert (visit.party_reason, visit.party_answered_at) == (None, None)
    assert "visit-declined" not in leaves(app, db)


def test_a_yes_by_telephone_is_taken_back(app: Flask, db: Session) -> None:
    visit = a_visit(db)
    a_farmer(db, visit.farm)
    answers.answer(db, visit, Side.FARM, YES)
    undoing.answer_by_telephone(db, visit, Side.PARTY, YES, None)
    undoing.undo(db, visit)
    assert (visit.state, visit.party_shown) == (VisitState.PROPOSED, None)
    assert visit.farm_answer is YES
    assert "visit-confirmed" not in leaves(app, db)


def test_a_yes_after_all_that_is_taken_back_gives_the_beds_back(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, NO)
    undoing.answer_by_telephone(db, visit, Side.PARTY, YES, None)
    undoing.undo(db, visit)
    assert (visit.state, visit.slot.people_held) == (VisitState.DECLINED, 0)


@pytest.mark.parametrize("end", [stays.end_early, stays.miss])
def test_an_end_that_tells_nobody_is_taken_back_and_restored(
    db: Session, end: Callable[..., None]
) -> None:
    visit = a_visit(db, slot=a_slot(db, arrival=today()), party_answer=YES, farm_answer=YES,
                    state=VisitState.UNDER_WAY)  # fmt: skip
    end(db, visit, Side.PARTY, "transport")
    undoing.undo(db, visit)
    assert (visit.state, visit.slot.people_held) == (VisitState.UNDER_WAY, visit.people)
    end(db, visit, Side.PARTY, "transport")
    undoing.restore(db, visit)
    assert (visit.state, visit.slot.people_held) == (VisitState.UNDER_WAY, visit.people)


def test_after_a_minute_it_is_too_late(db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, None, "weather")
    with time_machine.travel(now() + LATER):
        assert undoing.undone_until(visit) is None
        with pytest.raises(RuleBroken, match="too-late-to-undo"):
            undoing.undo(db, visit)


def test_what_somebody_was_told_of_is_not_taken_back(app: Flask, db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, None, "weather")
    assert leaves(app, db) == ["visit-cancelled", "visit-cancelled"]
    with pytest.raises(RuleBroken, match="too-late-to-undo"):
        undoing.undo(db, visit)


def test_what_something_followed_is_not_taken_back(db: Session) -> None:
    visit = a_visit(db)
    undoing.answer_by_telephone(db, visit, Side.PARTY, YES, None)
    answers.answer(db, visit, Side.FARM, YES)
    assert undoing.undone_until(visit) is None
    with pytest.raises(RuleBroken, match="too-late-to-undo"):
        undoing.undo(db, visit)
    assert visit.state is VisitState.CONFIRMED


def test_a_place_that_somebody_took_meanwhile_stays_theirs(db: Session) -> None:
    slot = a_slot(db, rooms=(1,))
    visit = a_visit(db, slot=slot, state=VisitState.CONFIRMED)
    stays.cancel(db, visit, Side.PARTY, "transport")
    other = a_visit(db, a_party(db), slot)
    assert slot.state is SlotState.FILLED
    for act in (undoing.undo, undoing.restore):
        with pytest.raises(RuleBroken, match="slot-is-full"), db.begin_nested():
            act(db, visit)
    assert other.holds


def test_a_mistaken_cancellation_does_not_shut_its_party_out_of_the_place(
    app: Flask, db: Session, visit: Visit
) -> None:
    stays.cancel(db, visit, Side.PARTY, "transport")
    assert leaves(app, db) == ["visit-cancelled", "visit-cancelled"]
    with pytest.raises(RuleBroken, match="pair-refused"):
        places.check(db, visit.party, visit.slot, lift_reason=None)
    undoing.restore(db, visit)
    assert (visit.state, visit.slot.people_held) == (VisitState.CONFIRMED, visit.people)
    assert leaves(app, db) == ["visit-restored", "visit-restored"]


def test_a_visit_that_is_cancelled_once_more_is_told_once_more(
    app: Flask, db: Session, visit: Visit
) -> None:
    for _ in range(2):
        stays.cancel(db, visit, Side.PARTY, "transport")
        assert leaves(app, db) == ["visit-cancelled", "visit-cancelled"]
        undoing.restore(db, visit)
        assert leaves(app, db) == ["visit-restored", "visit-restored"]


def test_what_was_restored_before_anybody_heard_is_not_told(
    app: Flask, db: Session, visit: Visit
) -> None:
    stays.cancel(db, visit, Side.PARTY, "transport")
    undoing.restore(db, visit)
    assert leaves(app, db) == []


def test_nobody_is_told_of_the_end_of_what_they_have_never_heard_of(
    app: Flask, db: Session
) -> None:
    visit = a_visit(db)
    a_farmer(db, visit.farm)
    proposing.tell_both(db, visit, "visit-proposed", after=proposing.TAKEN_BACK_FOR)
    stays.cancel(db, visit, None, "other")
    assert leaves(app, db) == []


def test_a_proposal_that_is_restored_has_days_to_be_answered(db: Session) -> None:
    visit = a_visit(db, answer_by=today())
    stays.cancel(db, visit, None, "other")
    undoing.restore(db, visit)
    assert visit.state is VisitState.PROPOSED
    assert visit.answer_by > today()


@pytest.mark.parametrize("state", [VisitState.DECLINED, VisitState.EXPIRED, VisitState.COMPLETED])
def test_what_was_not_ended_by_hand_is_not_restored(db: Session, state: VisitState) -> None:
    with pytest.raises(RuleBroken, match="too-late-to-restore"):
        undoing.restore(db, a_visit(db, state=state))


def test_a_visit_whose_days_have_come_is_not_restored(db: Session) -> None:
    visit = a_visit(db, slot=a_slot(db, arrival=today()), state=VisitState.CANCELLED)
    with pytest.raises(RuleBroken, match="too-late-to-restore"):
        undoing.restore(db, visit)


def test_a_caseworker_takes_back_and_restores(page: Page, db: Session, visit: Visit) -> None:
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    stays.cancel(db, visit, None, "weather")
    db.commit()
    page.visit(f"/casework/visits/{visit.id}")
    assert "it can be taken back" in page.text
    page.submit(button="Undo this act")
    assert "nobody was told" in page.text
    db.refresh(visit)
    assert visit.state is VisitState.CONFIRMED
    stays.cancel(db, visit, None, "weather")
    visit.undo = None
    db.commit()
    page.visit(f"/casework/visits/{visit.id}").submit(button="Restore the visit")
    db.refresh(visit)
    assert visit.state is VisitState.CONFIRMED


def test_a_farm_whose_no_was_taken_back_before_it_heard_is_written_nothing(
    app: Flask, db: Session
) -> None:
    farmer = a_farmer(db, a_farm(db, state=FarmState.DECLINED))
    declined = outbox.write_to_user(db, farmer, "farm-declined", key="no")
    assert farmer.farm
    farmer.farm.state = FarmState.APPLIED
    outbox.write_to_user(db, farmer, "farm-reconsidered", key="after-all")
    assert leaves(app, db) == []
    declined.state = MessageState.SENT
    outbox.write_to_user(db, farmer, "farm-reconsidered", key="after-all")
    assert leaves(app, db) == ["farm-reconsidered"]
