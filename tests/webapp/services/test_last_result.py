"""A run that fails, is stopped or still goes on takes away neither the result nor a decision."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import a_farm, a_party, a_slot, an_offer
from tests.webapp.services.solving import Sessions, solved
from webapp.models import DecisionKind, MatchingRound, Organisation, RoundState, Slot, User
from webapp.services import rounds

Ending = Callable[[Session, Sessions, MatchingRound, pytest.MonkeyPatch], None]


def still_waiting(*_given: object) -> None:
    """Nobody takes the run up."""


def stopped(db: Session, _sessions: Sessions, of_round: MatchingRound, _patch: object) -> None:
    rounds.ask_to_cancel(db, of_round)
    db.commit()


def stopped_while_running(
    db: Session, sessions: Sessions, of_round: MatchingRound, _patch: object
) -> None:
    of_round.run()
    of_round.cancel_asked = True
    db.commit()
    rounds.solve(sessions, of_round.id)


def broken(
    _db: Session, sessions: Sessions, of_round: MatchingRound, patch: pytest.MonkeyPatch
) -> None:
    def break_down(*_given: object, **_options: object) -> None:
        raise MemoryError

    with patch.context() as engine:
        engine.setattr(matching, "solve", break_down)
        rounds.solve(sessions, of_round.id)


@pytest.mark.parametrize(
    ("ending", "after"),
    [
        (still_waiting, (RoundState.QUEUED, None)),
        (stopped, (RoundState.SOLVED, None)),
        (stopped_while_running, (RoundState.SOLVED, None)),
        (broken, (RoundState.SOLVED, "engine-broke")),
    ],
)
def test_the_last_result_stays_until_a_new_one_is_there(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot,
    monkeypatch: pytest.MonkeyPatch, ending: Ending,
    after: tuple[RoundState, str | None],
) -> None:  # fmt: skip
    party = a_party(db, home)
    before = solved(db, sessions, this_round)
    a_party(db, home)
    rounds.ask_for_a_run(db, this_round)
    db.commit()
    ending(db, sessions, this_round, monkeypatch)
    db.refresh(this_round)
    result = rounds.read_result(this_round)
    assert (this_round.state, this_round.failure) == after
    assert result == before
    assert dict(result.pairs) == {f"p{party.id}": f"s{slot.id}"}


def test_a_decision_that_a_failed_run_took_up_still_waits(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot,
    caseworker: User, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    party = a_party(db, home)
    solved(db, sessions, this_round)
    rounds.decide(db, this_round, party.id, slot.id, DecisionKind.FORBID, caseworker)
    rounds.ask_for_a_run(db, this_round)
    db.commit()
    broken(db, sessions, this_round, monkeypatch)
    db.refresh(this_round)
    assert [each.kind for each in rounds.waiting_decisions(this_round)] == ["forbid"]
    solved(db, sessions, this_round)
    assert rounds.waiting_decisions(this_round) == []


def named(clashes: list[rounds.Clash]) -> list[tuple[set[int], tuple[str, ...]]]:
    return [({each.party_id for each in clash.decisions}, clash.rules) for clash in clashes]


def test_kept_pairs_that_clash_are_named_when_they_are_kept_and_after_the_run(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User,
) -> None:  # fmt: skip
    slot, aside = a_slot(db, rooms=[1]), a_slot(db, an_offer(db, a_farm(db)))
    one, two, three = (a_party(db, home) for _ in range(3))
    problem = solved(db, sessions, this_round).problem
    rounds.decide(db, this_round, three.id, aside.id, DecisionKind.PIN, caseworker)
    rounds.decide(db, this_round, one.id, slot.id, DecisionKind.PIN, caseworker)
    assert rounds.find_clashes(this_round, problem) == []
    rounds.decide(db, this_round, two.id, slot.id, DecisionKind.PIN, caseworker)
    expected = [({one.id, two.id}, ("rooms",))]
    assert named(rounds.find_clashes(this_round, problem)) == expected
    rounds.ask_for_a_run(db, this_round)
    db.commit()
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert this_round.failure == "pins-cannot-hold"
    pairs = [[f"p{each.id}", f"s{slot.id}"] for each in (one, two)]
    assert sorted(this_round.clashing) == sorted(pairs)
    assert named(rounds.find_clashes(this_round, problem)) == expected
    rounds.undo(db, this_round, two.id, slot.id)
    assert rounds.find_clashes(this_round, problem) == []


def test_what_only_a_run_finds_out_is_named_until_a_pair_is_taken_back(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User,
) -> None:  # fmt: skip
    slot = a_slot(db, an_offer(db, min_people=2))
    party = a_party(db, home)
    a_party(db, home)
    problem = solved(db, sessions, this_round).problem
    rounds.decide(db, this_round, party.id, slot.id, DecisionKind.PIN, caseworker)
    assert rounds.find_clashes(this_round, problem) == []
    this_round.clashing = [[f"p{party.id}", f"s{slot.id}"]]
    assert named(rounds.find_clashes(this_round, problem)) == [({party.id}, ())]
    rounds.undo(db, this_round, party.id, slot.id)
    assert rounds.find_clashes(this_round, problem) == []


def test_people_kept_in_two_places_and_a_season_that_is_passed_are_clashes(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    caseworker: User,
) -> None:  # fmt: skip
    farm = a_farm(db, season_limit=1)
    first = a_slot(db, an_offer(db, farm))
    second = a_slot(db, an_offer(db, a_farm(db)))
    one, two = a_party(db, home), a_party(db, home)
    problem = solved(db, sessions, this_round).problem
    for party, slot in ((one, first), (two, first), (one, second)):
        rounds.decide(db, this_round, party.id, slot.id, DecisionKind.PIN, caseworker)
    found = {rule: parties for parties, rules in named(rounds.find_clashes(this_round, problem))
             for rule in rules}  # fmt: skip
    assert found == {"one-slot": {one.id}, "farm-limit": {one.id, two.id}}
