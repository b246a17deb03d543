"""The invented seasons by which policies are measured: nobody acts on what is not known yet."""

from dataclasses import replace
from datetime import date

import pytest

from matching import breaches, solve
from tests.benchmarks.policies import POLICIES, Course, Policy, live_through
from tests.benchmarks.seasons import A_WEEK, CALM, Mishaps, Season, make_season

WEEKS = 3


@pytest.fixture(scope="module")
def season() -> Season:
    return make_season(25, seed=7, weeks=WEEKS)


def test_the_same_seed_gives_the_same_season(season: Season) -> None:
    assert make_season(25, seed=7, weeks=WEEKS) == season
    assert make_season(25, seed=8, weeks=WEEKS) != season


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_no_policy_breaks_a_rule_or_reaches_more_than_hindsight(
    season: Season, policy: Policy
) -> None:
    whole = season.in_hindsight()
    came = live_through(season, policy)
    assert came
    assert breaches(whole, came) == ()
    people = sum(whole.party_of[each.party].people for each in came)
    assert people <= solve(whole).most_people


def test_a_round_knows_whoever_is_enrolled_and_has_not_left_and_no_place_before_it_opens(
    season: Season,
) -> None:
    day = season.rounds[1]
    known = Course(season).known(day)
    for party in known.parties:
        assert season.enrolled[party.id] <= day < season.left.get(party.id, date.max)
    for slot in known.slots:
        assert season.opened[slot.id] <= day < slot.arrival
    everyone = {each for each, since in season.enrolled.items() if since <= day}
    assert {party.id for party in known.parties} <= everyone


def test_within_its_notice_a_policy_proposes_and_beyond_it_only_plans(season: Season) -> None:
    course, day = Course(season), season.rounds[0]
    problem = course.known(day)
    course.tell(problem, solve(problem), day, A_WEEK)
    proposed = {slot for _, slot in course.told | course.declined}
    assert proposed
    assert all(season.problem.slot_of[slot].arrival <= day + A_WEEK for slot in proposed)
    assert {match.slot for match in course.plan} > proposed


def test_who_said_no_to_a_place_is_not_asked_for_it_again(season: Season) -> None:
    all_decline = replace(
        season, declined=frozenset((p.id, s.id) for p in season.problem.parties
                                   for s in season.problem.slots)
    )  # fmt: skip
    course, day = Course(all_decline), season.rounds[0]
    problem = course.known(day)
    assert course.tell(problem, solve(problem), day, 10 * A_WEEK)
    assert course.told == set()
    again = solve(course.known(day))
    assert course.declined.isdisjoint(again.matches)


def test_a_place_whose_people_left_is_free_again(season: Season) -> None:
    who, slot = season.problem.parties[0], season.problem.slots[0]
    course = Course(replace(season, left={who.id: slot.departure}))
    course.told.add((who.id, slot.id))
    course.let_leave(slot.departure - A_WEEK)
    assert course.told
    course.let_leave(slot.departure)
    assert not course.told


def test_in_a_calm_season_nobody_declines_or_leaves_and_no_place_opens_late() -> None:
    calm = make_season(25, seed=7, mishaps=CALM, weeks=WEEKS)
    assert not calm.declined
    assert not calm.left
    assert make_season(25, seed=7, mishaps=Mishaps(leaves=1.0), weeks=WEEKS).left
