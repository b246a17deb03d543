"""A round plans its whole window and sends what is due; the rest waits for its day, untold."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_person, a_slot, a_visit, an_offer
from tests.webapp.services.solving import Sessions, solved
from webapp.ground.clock import PARIS, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Companions,
    Event,
    MatchingRound,
    Message,
    Organisation,
    Party,
    PlannedMatch,
    Programme,
    RoundState,
    Slot,
    User,
    Visit,
)
from webapp.services import rounds
from webapp.services.rounds import plan, sendings

NOTICE = 21


@pytest.fixture
def programme(db: Session, home: Organisation) -> Programme:
    found = db.get_one(Programme, 1)
    found.notice_days = NOTICE
    return found


def in_days(days: int) -> time_machine.travel:
    noon = time(12)
    return time_machine.travel(datetime.combine(today() + timedelta(days=days), noon, PARIS))


def a_place_in(db: Session, days: int, production: str, **given: object) -> Slot:
    """A place for those who wish for this production, so many days from now."""
    offer = an_offer(db, a_farm(db, rooms=(1,)), production=production)
    return a_slot(db, offer, arrival=today() + timedelta(days=days), **given)


@pytest.fixture
def near_and_far(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    programme: Programme,
) -> tuple[Party, Party]:  # fmt: skip
    """One party with a place in ten days, and one with a place in forty; the round is solved."""
    a_place_in(db, 10, "bees")
    a_place_in(db, 40, "dairy")
    parties = a_party(db, home, wishes=["bees"]), a_party(db, home, wishes=["dairy"])
    solved(db, sessions, this_round)
    return parties


def planned(db: Session) -> list[int]:
    return list(db.scalars(select(PlannedMatch.party_id).order_by(PlannedMatch.party_id)))


def test_what_begins_within_the_notice_is_sent_and_the_rest_is_planned(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    near, far = near_and_far
    publication = rounds.publish(db, this_round, caseworker)
    assert [visit.party_id for visit in publication.visits] == [near.id]
    assert [each.party for each in publication.planned] == [far]
    assert (this_round.state, this_round.is_published) == (RoundState.PLANNED, False)
    [kept] = db.scalars(select(PlannedMatch))
    assert (kept.party_id, kept.due_on) == (far.id, today() + timedelta(days=40 - NOTICE))
    told = db.scalars(select(Event).where(Event.act == "round.published")).one()
    assert told.facts == {"visits": 1, "left_out": 0, "planned": 1}


def test_nobody_is_told_of_what_is_planned_and_it_holds_no_bed(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    rounds.publish(db, this_round, caseworker)
    db.flush()
    [kept] = db.scalars(select(PlannedMatch))
    assert kept.slot.people_held == 0
    assert {message.visit.party_id for message in db.scalars(select(Message)) if message.visit} == {
        near_and_far[0].id
    }


def test_a_party_that_must_know_longer_before_is_asked_longer_before(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    far = near_and_far[1]
    far.notice_days, far.notice_reason = 40, "authorisation"
    publication = rounds.publish(db, this_round, caseworker)
    assert [visit.party_id for visit in publication.visits] == [near_and_far[0].id, far.id]
    assert this_round.state is RoundState.PUBLISHED


def test_a_shorter_wish_does_not_shorten_the_notice_of_the_programme(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    near = near_and_far[0]
    near.notice_days, near.notice_reason = 1, "other"
    assert len(rounds.publish(db, this_round, caseworker).visits) == 1


def test_companions_are_asked_together_on_the_earlier_of_their_days(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User, programme: Programme,
) -> None:  # fmt: skip
    a_slot(db, an_offer(db, a_farm(db, rooms=(2,))), arrival=today() + timedelta(days=40))
    band = Companions(organisation_id=home.id)
    a_party(db, home, companions=band)
    a_party(db, home, companions=band, notice_days=45, notice_reason="course")
    problem = solved(db, sessions, this_round).problem
    assert problem.told_until == today() + timedelta(days=NOTICE)
    longer = {today() + timedelta(days=45)}
    assert {each.told_until for each in problem.parties} == longer, "they are told together"
    assert len(rounds.publish(db, this_round, caseworker).visits) == 2


def test_a_plan_without_anything_due_is_kept_by_a_person_and_sends_nothing(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User, programme: Programme,
) -> None:  # fmt: skip
    a_place_in(db, 40, "dairy")
    a_party(db, home)
    solved(db, sessions, this_round)
    assert rounds.publish(db, this_round, caseworker).visits == []
    assert (this_round.state, this_round.approved_by_id) == (RoundState.PLANNED, caseworker.id)
    with pytest.raises(RuleBroken, match="nothing-is-due"):
        rounds.publish(db, this_round, caseworker)


def test_on_its_day_the_rest_is_sent_with_days_enough_to_answer(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party],
    programme: Programme,
) -> None:  # fmt: skip
    rounds.publish(db, this_round, caseworker)
    with in_days(40 - NOTICE):
        assert this_round.answer_by < today()
        [visit] = rounds.publish(db, this_round, caseworker).visits
        assert visit.party_id == near_and_far[1].id
        assert visit.answer_by == today() + timedelta(days=programme.answer_days)
    assert this_round.state is RoundState.PUBLISHED
    assert planned(db) == []


def test_an_approval_of_what_was_due_yesterday_does_not_send_what_is_due_today(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    read = rounds.examine(db, this_round).version
    with in_days(40 - NOTICE), pytest.raises(RuleBroken, match="deadline-is-over"):
        rounds.publish(db, this_round, caseworker, read)
    this_round.answer_by = today() + timedelta(days=30)
    read = rounds.examine(db, this_round).version
    with in_days(40 - NOTICE), pytest.raises(RuleBroken, match="not-what-was-read"):
        rounds.publish(db, this_round, caseworker, read)


def test_a_planned_round_is_run_again_with_whoever_has_come_and_keeps_its_plan(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User, near_and_far: tuple[Party, Party],
) -> None:  # fmt: skip
    near, far = near_and_far
    rounds.publish(db, this_round, caseworker)
    a_place_in(db, 50, "dairy")
    late = a_party(db, home, wishes=["dairy"])
    result = solved(db, sessions, this_round)
    assert result.problem.previous == {(f"p{far.id}", result.solution.slot_of[f"p{far.id}"])}
    assert this_round.state is RoundState.PLANNED
    assert planned(db) == [far.id, late.id]
    assert [visit.party_id for visit in db.scalars(select(Visit))] == [near.id]


def test_a_run_that_fails_or_is_stopped_leaves_the_plan_as_it_was(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    rounds.publish(db, this_round, caseworker)
    rounds.ask_for_a_run(db, this_round)
    this_round.fail("engine-broke")
    assert this_round.state is RoundState.PLANNED
    rounds.ask_for_a_run(db, this_round)
    rounds.ask_to_cancel(db, this_round)
    assert this_round.state is RoundState.PLANNED
    assert planned(db) == [near_and_far[1].id]


def test_what_a_proposal_took_meanwhile_is_left_out_and_planned_again(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User, near_and_far: tuple[Party, Party],
) -> None:  # fmt: skip
    far = near_and_far[1]
    rounds.publish(db, this_round, caseworker)
    [kept] = db.scalars(select(PlannedMatch))
    a_visit(db, a_party(db, home), kept.slot)
    kept.slot.state = kept.slot.state.FILLED
    a_place_in(db, 60, "dairy")
    examination = rounds.examine(db, this_round)
    assert (examination.holding, examination.planned) == ([], [])
    assert [each.party for each in examination.left_out] == [far]
    db.flush()
    assert sendings.drop_what_is_lost(db) == 1
    assert planned(db) == []
    solved(db, sessions, this_round)
    assert planned(db) == [far.id]


@pytest.mark.parametrize("change", ["paused", "elsewhere", "in-doubt"])
def test_what_can_no_longer_be_leaves_the_plan_by_itself(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party],
    change: str,
) -> None:  # fmt: skip
    far = near_and_far[1]
    rounds.publish(db, this_round, caseworker)
    assert sendings.drop_what_is_lost(db) == 0
    [kept] = db.scalars(select(PlannedMatch))
    if change == "paused":
        far.pause()
    elif change == "elsewhere":
        a_visit(db, far)
    else:
        kept.slot.in_doubt_since = datetime.now(PARIS)
    db.flush()
    assert sendings.drop_what_is_lost(db) == 1


def test_on_its_day_a_plan_is_planned_anew_once_and_only_proposed(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    rounds.publish(db, this_round, caseworker)
    assert sendings.plan_due_anew(db) == 0
    assert plan.due_rounds(db, this_round.organisation_id) == []
    with in_days(40 - NOTICE):
        assert plan.due_rounds(db, this_round.organisation_id) == [
            (this_round.id, this_round.name, 1)
        ]
        assert plan.due_rounds(db, None) == []
        assert sendings.plan_due_anew(db) == 1
        assert this_round.state is RoundState.QUEUED
        this_round.fail("engine-broke")
        assert sendings.plan_due_anew(db) == 0
        assert len(db.scalars(select(Visit)).all()) == 1


def test_a_plan_in_which_nobody_is_left_is_given_up_and_not_tried_for_ever(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    rounds.publish(db, this_round, caseworker)
    near_and_far[1].pause()
    db.flush()
    with in_days(40 - NOTICE):
        assert sendings.plan_due_anew(db) == 0
    assert (planned(db), this_round.state) == ([], RoundState.PLANNED)


def test_a_plan_ends_with_its_window(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    rounds.publish(db, this_round, caseworker)
    assert sendings.end_what_is_over(db) == 0
    with in_days(91):
        assert sendings.end_what_is_over(db) == 1
    assert (planned(db), this_round.state) == ([], RoundState.PUBLISHED)


def test_a_farm_learns_on_which_days_it_may_expect_somebody_and_when_it_is_asked(
    db: Session, this_round: MatchingRound, caseworker: User, near_and_far: tuple[Party, Party]
) -> None:
    rounds.publish(db, this_round, caseworker)
    [kept] = db.scalars(select(PlannedMatch))
    day = today() + timedelta(days=40 - NOTICE)
    assert plan.expected(db, kept.slot.farm) == {kept.slot: day}
    assert plan.expected(db, a_farm(db)) == {}


def test_of_two_who_share_a_place_the_one_who_is_due_is_sent_first(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User, programme: Programme,
) -> None:  # fmt: skip
    place = a_slot(db, an_offer(db, a_farm(db, rooms=(2,))), arrival=today() + timedelta(days=40))
    first = a_party(db, home)
    due = a_party(db, home, notice_days=60, notice_reason="childcare")
    solved(db, sessions, this_round)
    a_visit(db, a_party(db, home, persons=[a_person()]), place)
    examination = rounds.examine(db, this_round)
    assert [each.party for each in examination.holding] == [due]
    assert [each.party for each in examination.left_out] == [first]
