"""Which places to look for: what a job keeps with a solved round."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import a_farm, a_party, a_person, a_slot, an_offer
from tests.matching import engines
from tests.webapp.services.solving import Sessions, solved
from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Organisation, Party, Slot
from webapp.services import rounds
from webapp.services.rounds.advising import PATIENCE


@pytest.fixture
def narrow(db: Session) -> Slot:
    """A slot with one bed, near Carentan."""
    return a_slot(db, an_offer(db, a_farm(db, rooms=(1,))))


@pytest.fixture
def left(db: Session, home: Organisation, narrow: Slot) -> list[Party]:
    """Two who speak Dari, for one bed."""
    return [
        a_party(db, home, persons=[a_person(languages=["prs"])], interpreter=True) for _ in range(2)
    ]


def test_a_place_that_would_help_is_kept_with_what_it_changes(
    db: Session, sessions: Sessions, this_round: MatchingRound, narrow: Slot, left: list[Party]
) -> None:
    result = solved(db, sessions, this_round)
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    assert not this_round.awaits_advice
    [wanted] = rounds.read_advice(this_round)
    assert (wanted.people, wanted.language, wanted.near) == (1, "prs", f"s{narrow.id}")
    assert wanted.placed == tuple(party.id for party in result.unplaced)
    assert (wanted.is_exact, wanted.rooms) == (True, (1,))


def test_nothing_is_advised_when_everyone_has_a_place(
    db: Session, sessions: Sessions, this_round: MatchingRound, home: Organisation, slot: Slot
) -> None:
    a_party(db, home)
    solved(db, sessions, this_round)
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    assert this_round.advice == []


def an_advice(placed: Sequence[str], people: int) -> matching.Advice:
    day = now().date()
    slot = matching.Slot(
        id="new", farm="new", place=(49.3, -1.2), arrival=day, departure=day + timedelta(days=3)
    )
    return matching.Advice(slot, people, 100, tuple(placed), is_exact=False)


def test_who_would_come_is_told_once_and_places_that_help_nobody_are_not(
    db: Session, sessions: Sessions, this_round: MatchingRound, left: list[Party],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first, again, useless = an_advice(["p1"], 2), an_advice(["p1"], 2), an_advice([], 0)
    later = replace(
        again, slot=replace(again.slot, departure=again.slot.departure + timedelta(days=7))
    )
    monkeypatch.setattr(matching, "advise", lambda *_a, **_k: (first, later, useless))
    solved(db, sessions, this_round)
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    [told] = rounds.read_advice(this_round)
    assert (told.placed, told.people, told.departure) == (("p1",), 2, first.slot.departure)


def test_advice_on_an_earlier_result_is_not_kept(
    db: Session, sessions: Sessions, this_round: MatchingRound, left: list[Party],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def be_overtaken(*_a: Any, **_k: Any) -> tuple[matching.Advice, ...]:
        this_round.ask_for_advice()
        db.commit()
        return (an_advice(["p1"], 2),)

    monkeypatch.setattr(matching, "advise", be_overtaken)
    solved(db, sessions, this_round)
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    assert this_round.awaits_advice
    assert this_round.advice is None


def test_a_new_result_forgets_the_advice_on_the_one_before(
    db: Session, sessions: Sessions, this_round: MatchingRound, left: list[Party]
) -> None:
    solved(db, sessions, this_round)
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    assert rounds.read_advice(this_round)
    rounds.ask_for_a_run(db, this_round)
    assert rounds.read_advice(this_round)
    db.commit()
    rounds.solve(sessions, this_round.id)
    db.refresh(this_round)
    assert (rounds.read_advice(this_round), this_round.awaits_advice) == ([], True)


def test_a_failure_of_the_engine_is_kept_and_told(
    db: Session, sessions: Sessions, this_round: MatchingRound, left: list[Party],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fail(*_a: Any, **_k: Any) -> None:
        raise LookupError("the engine")

    monkeypatch.setattr(matching, "advise", fail)
    solved(db, sessions, this_round)
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    assert (this_round.advice_failure, this_round.awaits_advice) == ("engine-broke", False)


def test_advice_whose_solver_dies_is_told_as_failed_and_can_be_asked_for_again(
    db: Session, sessions: Sessions, this_round: MatchingRound, left: list[Party]
) -> None:
    solved(db, sessions, this_round)
    rounds.advise(
        sessions,
        this_round.id,
        call=lambda _advise, *given, **named: matching.apart(engines.abort, *given, **named),
    )
    db.refresh(this_round)
    assert this_round.advice_failure == "engine-broke"
    rounds.ask_for_advice(db, this_round)
    db.commit()
    rounds.advise(sessions, this_round.id)
    db.refresh(this_round)
    assert rounds.read_advice(this_round)


def test_advice_that_is_awaited_is_not_asked_for_twice_but_when_it_is_overdue(
    db: Session, sessions: Sessions, this_round: MatchingRound, left: list[Party]
) -> None:
    solved(db, sessions, this_round)
    asked_at = this_round.advice_asked_at
    rounds.ask_for_advice(db, this_round)
    assert this_round.advice_asked_at == asked_at
    long_ago = now() - PATIENCE - timedelta(seconds=1)
    this_round.advice_asked_at = long_ago
    rounds.ask_for_advice(db, this_round)
    assert this_round.advice_asked_at > long_ago


def test_a_round_without_a_result_is_not_advised_on(db: Session, this_round: MatchingRound) -> None:
    with pytest.raises(RuleBroken, match="round-not-solved"):
        rounds.ask_for_advice(db, this_round)
