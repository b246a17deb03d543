"""Companions go together or not at all: when one no longer comes, the others are asked anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Companions, Message, Side, Visit, VisitState
from webapp.services.parties import leaving
from webapp.services.records.tokens import visit_token
from webapp.services.visits import answers, consent, deadlines, misfits, stays, undoing

NO, YES = Answer.NO, Answer.YES


@pytest.fixture
def friends(db: Session) -> tuple[Visit, Visit]:
    """Two parties who travel together, both proposed one slot; the first has said yes."""
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(2, 2))))
    one = a_party(db, language="en", phone="+33612345678")
    bond = Companions(organisation_id=one.organisation_id)
    other = a_party(db, one.organisation, companions=bond)
    one.companions = bond
    visits = a_visit(db, one, slot), a_visit(db, other, slot)
    answers.answer(db, visits[0], Side.PARTY, YES)
    misfits.look_again(db)
    return visits


def overdue(db: Session, visit: Visit) -> None:
    visit.answer_by = today() - timedelta(days=1)
    db.flush()
    deadlines.expire_due(db)


ENDS: dict[str, Callable[[Session, Visit], None]] = {
    "says no": lambda db, visit: answers.answer(db, visit, Side.PARTY, NO),
    "cannot then": lambda db, visit: answers.answer(db, visit, Side.PARTY, Answer.OTHER_DATES),
    "is not wished for": lambda db, visit: answers.answer(db, visit, Side.FARM, NO),
    "does not answer": overdue,
    "cancels": lambda db, visit: stays.cancel(db, visit, Side.PARTY, "family"),
    "leaves": lambda db, visit: leaving.leave(db, visit.party, "moved"),
    "was a mistake": lambda db, visit: leaving.leave(db, visit.party, "by-mistake"),
}


def told(db: Session, visit: Visit) -> list[Side | None]:
    query = select(Message.side).where(
        Message.visit_id == visit.id, Message.kind == "visit-changed"
    )
    return list(db.scalars(query))


@pytest.mark.parametrize("end", ENDS)
def test_whoever_said_yes_is_told_that_companions_no_longer_come(
    db: Session, friends: tuple[Visit, Visit], end: str
) -> None:
    visit, other = friends
    visit.answer_by += timedelta(days=9)
    ENDS[end](db, other)
    misfits.look_again(db)
    assert visit.state is VisitState.PROPOSED
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ("companions",)
    assert told(db, visit) == [Side.PARTY]


def test_who_has_not_answered_reads_it_first_and_a_page_from_before_is_not_taken(
    page: Page, db: Session, friends: tuple[Visit, Visit]
) -> None:
    visit, other = friends
    visit.party_answer = Answer.AWAITED
    db.commit()
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert "do not come" not in page.text
    answers.answer(db, other, Side.PARTY, NO)
    db.commit()
    page.submit(button="Yes, I come")
    assert "Something changed since you opened this page: who comes with you" in page.text
    assert "The people with whom you wished to come do not come" in page.text
    page.submit(button="Yes, I come")
    db.refresh(visit)
    assert (visit.party_answer, visit.parted_at) == (YES, None)


def test_whoever_still_comes_says_so_and_is_off_the_board(
    page: Page, db: Session, friends: tuple[Visit, Visit]
) -> None:
    visit, other = friends
    desk = a_caseworker(db, visit.party.organisation, language="en")
    answers.answer(db, other, Side.PARTY, NO)
    db.commit()
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    assert "Since your yes, this has changed: who comes with you" in page.text
    page.submit(button="It still suits me")
    assert "Since your yes" not in page.text
    assert "Parted" not in page.sign_in(desk).visit("/casework/").text


def test_a_companion_who_comes_after_all_is_no_longer_missed(
    db: Session, friends: tuple[Visit, Visit]
) -> None:
    visit, other = friends
    answers.answer(db, other, Side.PARTY, NO)
    assert visit.parted_at is not None
    answers.answer(db, other, Side.PARTY, YES)
    assert visit.parted_at is None


def test_whoever_has_said_to_come_alone_is_told_that_companions_come_after_all(
    db: Session, friends: tuple[Visit, Visit]
) -> None:
    visit, other = friends
    answers.answer(db, other, Side.PARTY, NO)
    misfits.look_again(db)
    answers.answer(db, visit, Side.PARTY, YES)
    misfits.look_again(db)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()
    answers.answer(db, other, Side.PARTY, YES)
    misfits.look_again(db)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ("companions",)
    assert told(db, visit) == [Side.PARTY] * 2
    answers.answer(db, visit, Side.PARTY, YES)
    assert consent.changed_since_yes(db, visit, Side.PARTY) == ()


def test_a_no_that_is_taken_back_parts_nobody(db: Session, friends: tuple[Visit, Visit]) -> None:
    visit, other = friends
    undoing.answer_by_telephone(db, other, Side.PARTY, NO, None)
    undoing.undo(db, other)
    assert visit.parted_at is None


def test_a_visit_that_is_restored_parts_nobody(db: Session, friends: tuple[Visit, Visit]) -> None:
    visit, other = friends
    stays.cancel(db, other, Side.PARTY, "family")
    assert visit.parted_at is not None
    undoing.restore(db, other)
    assert visit.parted_at is None


def test_a_yes_that_is_taken_back_no_longer_settles_it(
    db: Session, friends: tuple[Visit, Visit]
) -> None:
    visit, other = friends
    visit.party_answer = Answer.AWAITED
    answers.answer(db, other, Side.PARTY, NO)
    parted = visit.parted_at
    undoing.answer_by_telephone(db, visit, Side.PARTY, YES, None)
    undoing.undo(db, visit)
    assert visit.parted_at == parted is not None


def test_of_three_companions_all_have_to_come_again(
    db: Session, friends: tuple[Visit, Visit]
) -> None:
    visit, other = friends
    third = a_visit(
        db, a_party(db, visit.party.organisation, companions=visit.party.companions), visit.slot
    )
    for each in (other, third):
        answers.answer(db, each, Side.PARTY, NO)
    answers.answer(db, other, Side.PARTY, YES)
    assert visit.parted_at is not None
    answers.answer(db, third, Side.PARTY, YES)
    assert visit.parted_at is other.parted_at is None


@pytest.mark.parametrize("act", ["answer", "cancellation"])
def test_a_caseworker_reads_before_who_will_be_asked(
    page: Page, db: Session, friends: tuple[Visit, Visit], act: str
) -> None:
    visit, other = friends
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{other.id}/{act}")
    assert "Their companions are expected there too" in page.text
    assert visit.party.code in page.text


def test_nobody_else_in_the_slot_is_asked(db: Session, friends: tuple[Visit, Visit]) -> None:
    _visit, other = friends
    stranger = a_visit(db, a_party(db), other.slot)
    answers.answer(db, other, Side.PARTY, NO)
    assert stranger.parted_at is None


def test_what_was_refused_parts_nobody(db: Session, friends: tuple[Visit, Visit]) -> None:
    visit, other = friends
    other.state = VisitState.COMPLETED
    with pytest.raises(RuleBroken):
        answers.answer(db, other, Side.PARTY, NO)
    assert visit.parted_at is None
