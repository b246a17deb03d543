"""Two answers in any order; the second yes confirms, anything else gives the beds back."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_person, a_slot, a_visit
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Message, Side, Visit, VisitState
from webapp.services.visits import answers, proposing


def told(db: Session, visit: Visit) -> set[tuple[str, str]]:
    messages: Iterable[Message] = db.scalars(select(Message).where(Message.visit_id == visit.id))
    return {(message.side.value, message.kind) for message in messages if message.side}


@pytest.mark.parametrize("first", list(Side))
def test_the_second_yes_confirms_whoever_says_it(db: Session, first: Side) -> None:
    visit = a_visit(db)
    second = next(side for side in Side if side is not first)
    answers.answer(db, visit, first, Answer.YES)
    assert (visit.state, told(db, visit)) == (VisitState.PROPOSED, set())
    answers.answer(db, visit, second, Answer.YES)
    assert visit.state is VisitState.CONFIRMED
    assert told(db, visit) == {("party", "visit-confirmed"), ("farm", "visit-confirmed")}
    assert visit.slot.people_held == visit.people


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("given", [Answer.NO, Answer.OTHER_DATES])
def test_anything_but_yes_frees_the_beds_and_tells_the_other_side(
    db: Session, side: Side, given: Answer
) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, side, given)
    other = "farm" if side is Side.PARTY else "party"
    assert (visit.state, visit.ended_by) == (VisitState.DECLINED, side)
    assert visit.slot.people_held == 0
    assert told(db, visit) == {(other, "visit-declined")}


def test_an_answer_given_twice_counts_once(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    assert visit.slot.people_held == 0


def test_a_change_of_mind_takes_the_place_back(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert (visit.state, visit.slot.people_held) == (VisitState.PROPOSED, visit.people)
    assert ("farm", "visit-proposed") in told(db, visit)


def test_a_change_of_mind_confirms_where_the_farm_had_said_yes(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.FARM, Answer.YES)
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert visit.state is VisitState.CONFIRMED


def test_a_place_taken_in_the_meantime_is_not_given_back(db: Session) -> None:
    visit = a_visit(db, slot=a_slot(db, rooms=[1]))
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    proposing.propose(
        db, party=a_party(db), slot=visit.slot, round=None, answer_by=today() + timedelta(days=3)
    )
    with pytest.raises(RuleBroken) as refused:
        answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert (refused.value.code, refused.value.facts) == (
        "place-is-taken",
        {"because": "slot-is-full"},
    )
    assert visit.state is VisitState.DECLINED


def shorten_the_slot(db: Session, visit: Visit) -> None:
    visit.slot.departure -= timedelta(days=1)


def add_a_child(db: Session, visit: Visit) -> None:
    visit.party.persons.append(a_person(birth_year=today().year - 8))


@pytest.mark.parametrize("change", [shorten_the_slot, add_a_child])
def test_a_change_of_mind_takes_no_other_stay_than_the_one_that_was_told(
    db: Session, change: Callable[[Session, Visit], None]
) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    change(db, visit)
    db.flush()
    with pytest.raises(RuleBroken, match="place-is-taken"):
        answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert (visit.state, visit.slot.people_held) == (VisitState.DECLINED, 0)


def test_a_no_said_by_mistake_is_taken_back_after_the_deadline_where_the_other_said_yes(
    db: Session,
) -> None:
    visit = a_visit(db, farm_answer=Answer.YES, answer_by=today() - timedelta(days=1))
    visit.party_answer, visit.state, visit.ended_by = Answer.NO, VisitState.DECLINED, Side.PARTY
    visit.slot.release(visit.people)
    db.flush()
    assert answers.last_day(visit, Side.PARTY) == visit.arrival - timedelta(days=1)
    assert not answers.may_answer(visit, Side.FARM)
    answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert (visit.state, visit.slot.people_held) == (VisitState.CONFIRMED, visit.people)


def test_a_yes_repeated_after_the_other_side_declined_is_no_success(db: Session) -> None:
    visit = a_visit(db, party_answer=Answer.YES)
    answers.answer(db, visit, Side.FARM, Answer.NO)
    with pytest.raises(RuleBroken, match="answer-too-late"):
        answers.answer(db, visit, Side.PARTY, Answer.YES)


def test_a_side_cannot_undo_the_no_of_the_other(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.FARM, Answer.NO)
    with pytest.raises(RuleBroken, match="answer-too-late"):
        answers.answer(db, visit, Side.PARTY, Answer.YES)


def test_a_call_cannot_undo_the_no_of_the_other_side_either(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.FARM, Answer.NO)
    with pytest.raises(RuleBroken, match="other-side-declined"):
        answers.answer(db, visit, Side.PARTY, Answer.YES, late=True)


def test_the_last_day_to_answer_still_counts(db: Session) -> None:
    visit = a_visit(db, answer_by=today())
    answers.answer(db, visit, Side.PARTY, Answer.YES)
    assert visit.party_answer is Answer.YES


def test_the_day_after_the_deadline_is_too_late_but_not_for_a_call(db: Session) -> None:
    visit = a_visit(db, answer_by=today() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="answer-too-late"):
        answers.answer(db, visit, Side.PARTY, Answer.YES)
    answers.answer(db, visit, Side.PARTY, Answer.YES, late=True)
    assert visit.party_answer is Answer.YES
    assert visit.answer_by > today()


def test_an_expired_visit_is_taken_up_again_by_a_call(db: Session) -> None:
    visit = a_visit(db, state=VisitState.EXPIRED, answer_by=today() - timedelta(days=1))
    answers.answer(db, visit, Side.PARTY, Answer.YES, late=True)
    assert (visit.state, visit.slot.people_held) == (VisitState.PROPOSED, visit.people)


def test_a_confirmed_visit_can_be_declined_until_the_day_before(db: Session) -> None:
    visit = a_visit(
        db,
        state=VisitState.CONFIRMED,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
        confirmed_at=now(),
        answer_by=today() - timedelta(days=1),
    )
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    assert visit.state is VisitState.DECLINED


def test_nobody_answers_once_the_first_day_has_come(db: Session) -> None:
    visit = a_visit(db, slot=a_slot(db, arrival=today()), answer_by=today())
    with pytest.raises(RuleBroken, match="answer-too-late"):
        answers.answer(db, visit, Side.PARTY, Answer.YES, late=True)


def test_yes_to_a_farm_that_was_suspended_is_refused(db: Session) -> None:
    visit = a_visit(db)
    visit.farm.suspend(a_coordinator(db), "An incident")
    with pytest.raises(RuleBroken, match="farm-not-receiving"):
        answers.answer(db, visit, Side.PARTY, Answer.YES)


@pytest.mark.parametrize(("late", "code"), [(False, "visit-waits"), (True, "lift-needed")])
def test_yes_to_a_host_who_came_to_live_alone_is_refused_to_a_woman_alone(
    db: Session, late: bool, code: str
) -> None:
    visit = a_visit(db, a_party(db, persons=[a_person(sex="woman")]), farm_answer=Answer.YES)
    visit.farm.adults = 1
    db.flush()
    with pytest.raises(RuleBroken, match=code):
        answers.answer(db, visit, Side.PARTY, Answer.YES, late=late)
    assert visit.party_answer is Answer.AWAITED
    visit.lift_reason = "Her sister lives next door and will be there."
    db.flush()
    answers.answer(db, visit, Side.PARTY, Answer.YES, late=late)
    assert visit.state is VisitState.CONFIRMED


def test_a_reason_is_told_after_the_answer(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    answers.give_reason(db, visit, Side.PARTY, "too-far")
    assert (visit.party_reason, visit.end_reason) == ("too-far", "too-far")


def test_a_yes_has_no_reason_to_tell(db: Session) -> None:
    visit = a_visit(db, party_answer=Answer.YES)
    with pytest.raises(RuleBroken, match="answer-missing"):
        answers.give_reason(db, visit, Side.PARTY, "too-far")
