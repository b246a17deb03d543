"""Both sides say how a visit went, once each; then, or after thirty days, it is evaluated."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farmer,
    a_slot,
    a_visit,
    an_organisation,
)
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    GRIDS,
    NOT_SAID,
    PRESENT,
    Answer,
    Event,
    FarmState,
    Feedback,
    Message,
    Side,
    Visit,
    VisitState,
)
from webapp.services.after import asking, feedback, feedback_list
from webapp.services.records.tokens import visit_token
from webapp.services.retention import export
from webapp.services.retention.anonymising import anonymise_parties

pytestmark = pytest.mark.usefixtures("noon")

YES: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}


def over(db: Session, days: int = 1, state: VisitState = VisitState.COMPLETED) -> Visit:
    """A visit whose last day was so many days ago."""
    slot = a_slot(db, arrival=today() - timedelta(days=days + 4))
    stay = Range(slot.arrival, today() - timedelta(days=days), bounds="[]")
    return a_visit(db, slot=slot, state=state, stay=stay, **YES)


def tell_all(db: Session, visit: Visit, side: Side, choice: int = 0) -> None:
    grid = GRIDS[PRESENT[side]]
    for question, choices in grid.items():
        feedback.answer(db, visit, side, question, choices[choice])


def asked(db: Session) -> set[tuple[int | None, Side | None]]:
    query = select(Message.visit_id, Message.side).where(Message.kind == asking.KIND)
    return {(row.visit_id, row.side) for row in db.execute(query)}


def test_every_grid_asks_three_to_five_questions_that_may_be_left_unsaid() -> None:
    for grid in GRIDS.values():
        assert 3 <= len(grid) <= 5
        assert all(choices[-1] == NOT_SAID for choices in grid.values())


@pytest.mark.parametrize("state", VisitState)
@pytest.mark.parametrize("days", [1, 30, 31])
def test_how_it_went_is_told_of_visits_that_took_place_until_thirty_days_after(
    db: Session, state: VisitState, days: int
) -> None:
    visit = over(db, days, state=state)
    told = state in {VisitState.COMPLETED, VisitState.EVALUATED} and days <= 30
    assert feedback.may_be_given(visit) is told
    if told:
        feedback.answer(db, visit, Side.PARTY, "welcome", "bad")
    else:
        with pytest.raises(RuleBroken, match="feedback-closed"):
            feedback.answer(db, visit, Side.PARTY, "welcome", "bad")


@pytest.mark.parametrize(("party", "farm", "days"), list(product((0, 1, 4), (0, 3), (5, 30, 31))))
def test_a_visit_is_evaluated_once_both_told_all_or_thirty_days_have_passed(
    db: Session, party: int, farm: int, days: int
) -> None:
    visit = over(db, days=1)
    for side, so_many in ((Side.PARTY, party), (Side.FARM, farm)):
        for question, choices in list(GRIDS[PRESENT[side]].items())[:so_many]:
            feedback.answer(db, visit, side, question, choices[0])
    both = (party, farm) == (4, 3)
    assert (visit.state is VisitState.EVALUATED) is both
    with time_machine.travel(datetime(2027, 3, 2, 11, 0, tzinfo=UTC) + timedelta(days=days)):
        assert asking.evaluate_due(db) == (days == 31 and not both)
        assert asking.evaluate_due(db) == 0
    assert (visit.state is VisitState.EVALUATED) is (both or days == 31)
    if visit.state is VisitState.EVALUATED:
        [event] = db.scalars(select(Event).where(Event.act == "visit.evaluated"))
        missing = [s.value for s, whole in ((Side.FARM, farm == 3), (Side.PARTY, party == 4))
                   if not whole]  # fmt: skip
        assert event.facts["missing"] == missing


def test_what_was_said_can_be_changed_and_counts_once(db: Session) -> None:
    visit = over(db)
    tell_all(db, visit, Side.PARTY)
    tell_all(db, visit, Side.FARM)
    feedback.answer(db, visit, Side.PARTY, "welcome", "bad")
    [said] = db.scalars(select(Feedback).where(Feedback.side == Side.PARTY))
    assert said.answers["welcome"] == "bad"
    assert visit.state is VisitState.EVALUATED
    given = select(Event).where(Event.act == "visit.feedback-given")
    assert len(db.scalars(given).all()) == 2


@pytest.mark.parametrize(("question", "choice"), [("welcome", "yes"), ("stay", "good"), ("", "")])
def test_only_what_is_on_the_grid_is_kept(db: Session, question: str, choice: str) -> None:
    with pytest.raises(RuleBroken, match="answer-missing"):
        feedback.answer(db, over(db), Side.PARTY, question, choice)


def test_each_side_is_asked_once_and_by_day(db: Session) -> None:
    visit = over(db)
    a_farmer(db, visit.farm)
    over(db, days=22)
    over(db, state=VisitState.ENDED_EARLY)
    with time_machine.travel(datetime(2027, 3, 3, 23, 0, tzinfo=UTC)):
        assert asking.ask_due(db) == 0
    assert [asking.ask_due(db), asking.ask_due(db)] == [2, 0]
    assert asked(db) == {(visit.id, Side.PARTY), (visit.id, Side.FARM)}
    messages = db.scalars(select(Message).where(Message.kind == asking.KIND)).all()
    assert all(map(is_true, messages))
    tell_all(db, visit, Side.PARTY)
    assert {each.side for each in messages if is_true(each)} == {Side.FARM}
    visit.farm.state = FarmState.SUSPENDED
    assert not any(map(is_true, messages))


def test_nobody_is_asked_two_things_at_once(db: Session) -> None:
    visit = over(db)
    next_one = a_visit(db, visit.party, a_slot(db, arrival=today() + timedelta(days=30)))
    assert asking.ask_due(db) == 1  # the farm of the first visit owes no answer
    next_one.record_answer(Side.PARTY, Answer.YES, None)
    db.flush()
    assert asking.ask_due(db) == 1
    earlier = a_slot(db, visit.slot.offer, arrival=today() - timedelta(days=15))
    other = a_visit(db, slot=earlier, state=VisitState.COMPLETED, **YES)
    assert asking.ask_due(db) == 1  # its guests; the farm was written to a moment ago
    assert (other.id, Side.FARM) not in asked(db)


def test_a_side_and_an_association_read_nothing_of_the_others(db: Session, page: Page) -> None:
    home = an_organisation(db)
    visit = over(db)
    visit.party.organisation_id = visit.organisation_id
    for side, word in ((Side.PARTY, "Le lit était froid"), (Side.FARM, "Ils dorment tard")):
        tell_all(db, visit, side, choice=2)
        feedback.write_word(db, visit, side, word)
    db.flush()
    for scope, seen in {
        Scope("farm", visit.farm_id): {Side.FARM},
        Scope("organisation", visit.organisation_id): set(),
        Scope("organisation", home.id): set(),
    }.items():
        set_scope(db, scope)
        assert set(db.scalars(select(Feedback.side))) == seen
    set_scope(db, EVERYONE)
    caseworker = a_caseworker(db, visit.party.organisation, language="fr")
    farmer = a_farmer(db, visit.farm, language="fr")
    desk = page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}").text
    theirs = page.sign_in(farmer).visit(f"/farm/visits/{visit.id}/feedback").text
    guests = page.visit(f"/v/{visit_token(visit, Side.PARTY)}/word").text
    assert "froid" not in desk + theirs
    assert "tard" not in desk + guests
    assert "tard" in theirs
    assert "froid" in guests
    kept = export.as_json(export.everything_kept(db, visit.party))
    assert "froid" not in kept  # the association reads nothing of it, and so hands nothing out
    assert "tard" not in kept
    anonymise_parties(db, [visit.party])
    assert list(db.scalars(select(Feedback.word))) == [None, None]
    assert all(db.scalars(select(Feedback.answers)))


def test_a_guest_tells_with_a_tap_a_question_then_a_word_if_they_like(
    db: Session, page: Page
) -> None:
    visit = over(db)
    visit.party.language = "en"
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}").follow("Tell us how it went")
    assert "Question 1 of 4" in page.text
    for press in ("Good", "So-so", "Not good", "I would rather not say"):
        page.submit(button=press)
    assert page.title == "Would you like to add a word?"
    page.submit({"word": "x" * 1001}, button="Send my word")
    assert "x" * 1001 in str(page.soup)
    page.submit({"word": "Une chambre froide"}, button="Send my word")
    assert "You told us how it went." in page.text
    [said] = db.scalars(select(Feedback))
    answered = [said.answers[question] for question in said.questions]
    assert answered == ["good", "middling", "bad", NOT_SAID]
    assert said.word == "Une chambre froide"
    page.follow("Change what I said")
    assert "This is what you said before." in page.text


def test_a_coordinator_reads_counts_with_who_did_not_tell_and_sees_to_words(
    db: Session, page: Page
) -> None:
    told, silent = over(db), over(db, days=40, state=VisitState.EVALUATED)
    tell_all(db, told, Side.PARTY)
    feedback.answer(db, told, Side.FARM, "stay", "bad")
    feedback.write_word(db, told, Side.PARTY, "Une chambre froide")
    counts = feedback_list.count(db, feedback_list.Asked())
    assert (counts[Side.PARTY].visits, counts[Side.PARTY].given) == (2, 1)
    assert (counts[Side.FARM].given, counts[Side.FARM].missing) == (0, 2)
    assert counts[Side.FARM].answers["stay"] == {"bad": 1}
    assert counts[Side.FARM].unanswered("understood") == 2
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    page.follow(told.party.code)
    assert "Une chambre froide" in page.text
    page.submit(button="This word was seen to")
    assert "Seen to by" in page.text
    assert told.party.code not in page.visit("/programme/").text
    assert silent.party.code in page.visit("/programme/feedback").text
    feedback.write_word(db, told, Side.PARTY, "Autre chose")  # another word is read anew
    assert [each.visit_id for each in feedback_list.words_to_see_to(db)] == [told.id]


def test_a_word_that_is_kept_is_not_said_to_be_lost_once_the_time_is_over(
    db: Session, page: Page
) -> None:
    visit = over(db)
    feedback.write_word(db, visit, Side.FARM, "Une chambre froide")
    page.sign_in(a_farmer(db, visit.farm, language="en"))
    address = f"/farm/visits/{visit.id}/feedback"
    page.visit(address)
    visit.evaluate()
    with time_machine.travel(visit_over_for_good(visit), tick=True):
        page.sign_in(visit.farm.users[0])
        assert "was not kept" not in page.visit(address).text


def test_a_farm_that_has_told_of_some_guests_is_led_to_the_next(db: Session, page: Page) -> None:
    first, second = over(db, days=9), over(db)
    second.slot_id, second.farm_id = first.slot_id, first.farm_id
    db.flush()
    said = {"stay": "good", "understood": "good", "receive_again": "yes"}
    page.sign_in(a_farmer(db, first.farm, language="en"))
    page.visit(f"/farm/visits/{first.id}/feedback").submit(said, button="Send")
    assert page.path == f"/farm/visits/{second.id}/feedback"
    page.submit(said, button="Send")
    assert page.path == f"/farm/visits/{second.id}"


def visit_over_for_good(visit: Visit) -> datetime:
    return datetime.combine(visit.departure + timedelta(days=40), datetime.min.time(), tzinfo=UTC)
