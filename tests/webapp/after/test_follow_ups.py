"""Both sides are followed up at 1, 3, 6 and 12 months; whoever is not reached counts as unknown."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_party, a_slot, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    MONTHS,
    OUTCOMES,
    Answer,
    FollowUp,
    FollowUpState,
    Message,
    Party,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.after import follow_up_figures, follow_ups
from webapp.services.records.tokens import visit_token
from webapp.services.retention.anonymising import anonymise_parties

pytestmark = pytest.mark.usefixtures("noon")

DUE, ATTEMPTED = FollowUpState.DUE, FollowUpState.ATTEMPTED
REACHED, LOST = FollowUpState.REACHED, FollowUpState.LOST


def ended(db: Session, last_day: date, state: VisitState = VisitState.EVALUATED,
          **given: Any) -> Visit:  # fmt: skip
    slot = a_slot(db, arrival=last_day - timedelta(days=4))
    stay = Range(slot.arrival, last_day, bounds="[]")
    yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    whole: dict[str, Any] = {"slot": slot, "stay": stay, "state": state, **yes, **given}
    return a_visit(db, **whole)


def one(db: Session, visit: Visit, side: Side = Side.PARTY) -> FollowUp:
    found = follow_ups.present(db, visit, side)
    assert found is not None
    return found


def test_a_follow_up_is_due_on_the_same_day_of_a_later_month(db: Session) -> None:
    for last, due in (
        (date(2026, 1, 31), [date(2026, 2, 28), date(2026, 4, 30), date(2026, 7, 31),
                             date(2027, 1, 31)]),
        (date(2024, 2, 29), [date(2024, 3, 29), date(2024, 5, 29), date(2024, 8, 29),
                             date(2025, 2, 28)]),
    ):  # fmt: skip
        visit = ended(db, last)
        come = db.execute(follow_ups.days_come().where(Visit.id == visit.id)).all()
        assert {months: day for _visit, months, day in come} == dict(zip(MONTHS, due, strict=True))


def test_follow_ups_are_made_as_their_day_comes_of_visits_that_took_place(db: Session) -> None:
    visits = {state: ended(db, date(2027, 3, 1), state) for state in VisitState}
    for days in range(0, 400, 20):
        with time_machine.travel(datetime(2027, 3, 2, 11, tzinfo=UTC) + timedelta(days=days)):
            follow_ups.make_due(db)
            assert follow_ups.make_due(db) == 0
    for state, visit in visits.items():
        took_place = state in {VisitState.COMPLETED, VisitState.EVALUATED}
        wanted = [date(2027, 4, 1), date(2027, 6, 1), date(2027, 9, 1), date(2028, 3, 1)]
        made = db.scalars(select(FollowUp.due_on).where(FollowUp.visit_id == visit.id)).all()
        assert sorted(made) == (sorted(wanted * 2) if took_place else [])


def test_of_people_whose_file_has_ended_nobody_is_asked_or_called(db: Session) -> None:
    visit = ended(db, date(2027, 2, 3))
    assert follow_ups.make_due(db) == 2
    assert follow_ups.count_open(db, Party.id == visit.party_id) == 2
    anonymise_parties(db, [visit.party])
    assert follow_ups.count_open(db, Party.id == visit.party_id) == 0
    assert follow_ups.open_for_farm(db, visit.farm) == []
    assert follow_ups.ask_due(db) == 0
    with time_machine.travel(datetime(2027, 5, 3, 11, tzinfo=UTC)):
        assert follow_ups.make_due(db) == 0
        assert [each.visits for each in follow_up_figures.figures(db, Side.PARTY)] == [1, 1, 0, 0]


def test_a_day_that_is_long_past_is_not_made_up_for(db: Session) -> None:
    ended(db, date(2026, 7, 3))  # three months were over in October, six in January
    assert follow_ups.make_due(db) == 0
    [counted] = [each for each in follow_up_figures.figures(db, Side.PARTY) if each.months == 6]
    assert (counted.visits, counted.never_made, counted.unknown) == (1, 1, 1)


Move = Callable[[FollowUp, User], None]


def try_on(day: int) -> Move:
    return lambda each, by: each.attempt("call", each.due_on + timedelta(days=day), by)


def reach(each: FollowUp, _by: User) -> None:
    each.reach("moved", "call", today())


WALKS: list[tuple[list[Move], FollowUpState]] = [
    ([], DUE),
    ([try_on(0)], ATTEMPTED),
    ([try_on(0), try_on(21)], ATTEMPTED),
    ([try_on(0), try_on(1), try_on(20)], ATTEMPTED),
    ([try_on(0), try_on(1), try_on(21)], LOST),
    ([try_on(21), try_on(1), try_on(0)], LOST),
    ([try_on(0), try_on(1), try_on(2), try_on(3), try_on(22)], LOST),
    ([try_on(0), try_on(1), try_on(21), try_on(22)], LOST),
    ([try_on(0), try_on(1), try_on(21), reach], REACHED),
    ([reach], REACHED),
    ([try_on(0), reach], REACHED),
    ([reach, reach], REACHED),
]


@pytest.mark.parametrize(("moves", "to"), WALKS)
def test_three_attempts_over_three_weeks_lose_a_side_which_may_be_reached_later(
    db: Session, moves: list[Move], to: FollowUpState
) -> None:
    ended(db, date(2027, 1, 5))  # a month later: 5 February, 26 days ago
    follow_ups.make_due(db)
    each, by = db.scalars(select(FollowUp)).first(), a_caseworker(db)
    assert each is not None
    for move in moves:
        move(each, by)
        db.flush()
    assert each.state is to


def test_what_no_state_allows_is_refused(db: Session) -> None:
    visit = ended(db, date(2027, 1, 5))
    follow_ups.make_due(db)
    each, by = one(db, visit), a_caseworker(db)
    for day in (-1, 27):
        with pytest.raises(RuleBroken, match="followed-up-on-another-day"):
            try_on(day)(each, by)
    for outcome, proof in (("rich", "said"), ("moved", "copied"), ("", "said")):
        with pytest.raises(RuleBroken, match="answer-missing"):
            each.reach(outcome, "call", today(), proof)
    reach(each, by)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        try_on(0)(each, by)


def test_each_side_is_asked_once_and_the_message_is_over_once_they_told(db: Session) -> None:
    visit = ended(db, date(2027, 2, 3))
    a_farmer(db, visit.farm)
    follow_ups.make_due(db)
    assert [follow_ups.ask_due(db), follow_ups.ask_due(db)] == [2, 0]
    messages = db.scalars(select(Message).where(Message.kind == follow_ups.KIND)).all()
    assert all(map(is_true, messages))
    follow_ups.tell(db, visit, Side.PARTY, "1", "moved", "link")
    assert [each.side for each in messages if is_true(each)] == [Side.FARM]
    a_visit(db, visit.party, a_slot(db, arrival=date(2027, 4, 1)))
    later = ended(db, date(2027, 2, 2), party=visit.party)
    follow_ups.make_due(db)
    assert follow_ups.ask_due(db) == 1  # its farm; its guests owe an answer
    assert one(db, later).state is DUE


def test_every_share_is_of_all_who_could_have_it(db: Session) -> None:
    visits = [ended(db, date(2027, 2, 2)) for _ in range(len(OUTCOMES) + 2)]
    ended(db, date(2027, 3, 1))  # its day has not come
    ended(db, date(2027, 2, 2), VisitState.NO_SHOW)
    follow_ups.make_due(db)
    by = a_caseworker(db)
    for visit, outcome in zip(visits, OUTCOMES, strict=False):
        follow_ups.reach(db, one(db, visit), outcome, "call", today())
    follow_ups.attempt(db, one(db, visits[-1]), "call", today(), by)
    [month, *later] = follow_up_figures.figures(db, Side.PARTY)
    assert month.visits == len(visits)
    known = sum(month.outcomes[each] for each in OUTCOMES if each != "unknown")
    assert (known, month.unknown) == (len(OUTCOMES) - 1, 3)
    assert known + month.unknown == month.visits
    assert month.states == {"reached": len(OUTCOMES), "due": 1, "attempted": 1}
    assert [each.visits for each in later] == [0, 0, 0]
    assert follow_up_figures.figures(db, Side.FARM)[0].unknown == len(visits)


def test_a_guest_a_farm_and_a_caseworker_tell_what_has_become_of_it(
    db: Session, page: Page
) -> None:
    visit = ended(db, date(2027, 2, 3), party=a_party(db, language="en"))
    follow_ups.make_due(db)
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}").follow("Tell what has become of it")
    page.submit(button="A training course or an immersion")
    told = one(db, visit)
    assert (told.outcome, told.told_by) == ("positive-exit", "link")
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit("/farm/")
    page.follow("What has become of it").submit({"outcome": "unknown"}, button="Send")
    assert one(db, visit, Side.FARM).told_by == "portal"
    assert "What has become of it:" not in page.visit("/farm/").text
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit("/casework/follow-ups?state=reached").follow(visit.party.code)
    page.submit({"result": "reached", "outcome": ""}, button="Write it down")
    assert "Choose what has become of them" in page.text
    page.submit({"result": "reached", "outcome": "durable-job", "proof": "seen"},
                button="Write it down")  # fmt: skip
    assert (one(db, visit).outcome, one(db, visit).proof) == ("durable-job", "seen")
    figures = page.sign_in(a_coordinator(db, language="en")).visit("/programme/follow-ups").text
    assert "A permanent contract, one of more than six months" in figures


def test_whoever_calls_after_a_colleague_reached_them_reads_words_and_no_code(
    db: Session, page: Page
) -> None:
    visit = ended(db, date(2027, 2, 3))
    follow_ups.make_due(db)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/follow-ups/{one(db, visit).id}")
    follow_ups.reach(db, one(db, visit), "moved", "call", today(), "said")
    page.submit({"result": "not-reached"}, button="Write it down")
    assert "“Was reached” is stored now" in page.text
    assert "you wrote “what cannot be chosen any more”" in page.text
    assert one(db, visit).outcome == "moved"


def seen_by_the_association(db: Session, visit: Visit) -> None:
    follow_ups.reach(db, one(db, visit), "durable-job", "call", today(), "seen")


def told_long_ago(db: Session, visit: Visit) -> None:
    one(db, visit).reach("durable-job", "link", today() - timedelta(days=8))


def asked_of_later_months(db: Session, visit: Visit) -> None:
    one(db, visit).reach("durable-job", "link", today())
    later = FollowUp(visit_id=visit.id, side=Side.PARTY, months=3, due_on=today())
    db.add(later)
    db.flush()


@pytest.mark.parametrize("what", [seen_by_the_association, told_long_ago, asked_of_later_months])
def test_a_link_answers_what_its_page_asked_and_corrects_its_own_words_alone(
    db: Session, page: Page, what: Callable[[Session, Visit], None]
) -> None:
    visit = ended(db, date(2027, 1, 5), party=a_party(db, language="en"))
    follow_ups.make_due(db)
    first, link = one(db, visit), f"/v/{visit_token(visit, Side.PARTY)}"
    page.visit(f"{link}/since").submit(button="I have moved to another region")
    page.visit(f"{link}/since").submit(button="A training course or an immersion")
    assert first.outcome == "positive-exit", "who told lately may put it right"
    page.visit(f"{link}/since")
    what(db, visit)
    db.flush()
    page.submit(button="I would rather not say")
    db.refresh(first)
    assert "Thank you" not in page.text.replace("This visit is over. Thank you!", "")
    assert (first.outcome, one(db, visit).outcome in {"durable-job", None}) == ("durable-job", True)
    if what is not asked_of_later_months:
        assert "Tell what has become of it" not in page.visit(link).text


@pytest.mark.parametrize("alone", [True, False])
def test_who_left_is_followed_up_unless_they_asked_to_be_left_alone(
    db: Session, page: Page, *, alone: bool
) -> None:
    visit = ended(db, date(2027, 2, 3))
    a_farmer(db, visit.farm)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/parties/{visit.party_id}/departure")
    chosen = {"left_alone": "y"} if alone else {}
    page.submit({"outcome": "own-wish", **chosen}, button="Record the departure")
    said = "They asked not to be contacted any more." in page.text
    assert said is alone
    assert follow_ups.make_due(db) == (1 if alone else 2)
    assert follow_ups.ask_due(db) == (1 if alone else 2)
    assert follow_ups.count_open(db) == (1 if alone else 2)


def test_what_was_begun_with_who_asks_to_be_left_alone_is_asked_no_more(db: Session) -> None:
    visit = ended(db, date(2027, 2, 3))
    follow_ups.make_due(db)
    visit.party.leave("own-wish", left_alone=True)
    db.flush()
    follow_ups.ask_due(db)
    [left] = follow_ups.listed(db, follow_ups.looked_for((), (DUE,), None))
    assert left.side is Side.FARM
    written = db.scalars(select(Message.side).where(Message.kind == follow_ups.KIND)).all()
    assert Side.PARTY not in written
    visit.party.come_back()
    db.flush()
    assert follow_ups.count_open(db) == 2
