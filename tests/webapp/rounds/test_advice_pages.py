"""What would unlock more, on the workbench."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

import matching
from tests.builders import a_farm, a_party, a_person, a_round, a_slot, an_offer, an_organisation
from tests.page import Page
from webapp.ground.clock import now
from webapp.models import MatchingRound, Party, RoundState, User
from webapp.services import rounds
from webapp.services.rounds import advising
from webapp.services.rounds.advising import PATIENCE

Sessions = sessionmaker[Session]


@pytest.fixture
def one_bed(db: Session, sessions: Sessions, caseworker: User) -> MatchingRound:
    """A round solved for one bed and two women who speak Dari."""
    a_slot(db, an_offer(db, a_farm(db, rooms=(1,))))
    for _ in range(2):
        a_party(
            db,
            caseworker.organisation,
            persons=[a_person(sex="woman", languages=["prs"])],
            interpreter=True,
        )
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    return made


def advised(db: Session, sessions: Sessions, of_round: MatchingRound) -> None:
    rounds.advise(sessions, of_round.id)
    db.refresh(of_round)


def test_while_places_are_looked_for_the_page_says_so_and_renews_itself(
    desk: Page, one_bed: MatchingRound
) -> None:
    desk.visit(f"/casework/rounds/{one_bed.id}").follow("What would help")
    assert "Looking for places that would help" in desk.title
    assert desk.soup.find("meta", attrs={"http-equiv": "refresh"}) is not None
    assert "longer than it should" not in desk.text


def test_a_place_that_would_help_is_a_sentence_with_its_caveat(
    desk: Page, db: Session, sessions: Sessions, one_bed: MatchingRound
) -> None:
    advised(db, sessions, one_bed)
    desk.visit(f"/casework/rounds/{one_bed.id}/advice/progress")
    assert "A place near Carentan-les-Marais where Dari is spoken" in desk.text
    assert "would give a place to 1 more person" in desk.text
    assert "These are hypotheses: no farm has offered these places." in desk.text
    result = rounds.read_result(one_bed)
    assert result is not None
    left = db.get_one(Party, int(result.unplaced[0].id[1:]))
    assert f"Would have a place then: {left.code}" in desk.text


def test_someone_kept_apart_from_a_host_living_alone_needs_a_host_who_does_not(
    desk: Page, db: Session, sessions: Sessions, one_bed: MatchingRound
) -> None:
    advised(db, sessions, one_bed)
    assert (
        "The host does not live alone" in desk.visit(f"/casework/rounds/{one_bed.id}/advice").text
    )
    for party in db.scalars(select(Party)):
        party.persons[0].sex = "man"
    assert "does not live alone" not in desk.visit(f"/casework/rounds/{one_bed.id}/advice").text


def test_nothing_that_would_help_is_said_kindly(
    desk: Page, db: Session, one_bed: MatchingRound
) -> None:
    one_bed.advice = []
    desk.visit(f"/casework/rounds/{one_bed.id}/advice")
    assert "No single place would help" in desk.text
    desk.follow("See who is without a farm")
    assert desk.path.endswith("/unmatched")


def test_everyone_having_a_place_needs_no_advice(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    a_slot(db)
    a_party(db, caseworker.organisation)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    advised(db, sessions, made)
    assert "Everyone has a place" in desk.visit(f"/casework/rounds/{made.id}/advice").text


@pytest.mark.parametrize(
    ("failure", "button"),
    [(None, "Look for places that would help"), ("engine-broke", "Look for them again")],
)
def test_places_are_looked_for_on_request(
    desk: Page, db: Session, one_bed: MatchingRound, failure: str | None, button: str
) -> None:
    one_bed.advice_asked_at, one_bed.advice_failure = None, failure
    desk.visit(f"/casework/rounds/{one_bed.id}/advice").submit(button=button)
    assert one_bed.awaits_advice
    assert desk.path.endswith("/advice/progress")


def test_advice_that_is_long_in_coming_can_be_asked_for_again(
    desk: Page, db: Session, one_bed: MatchingRound
) -> None:
    long_ago = now() - 2 * PATIENCE
    one_bed.advice_asked_at = long_ago
    desk.visit(f"/casework/rounds/{one_bed.id}/advice/progress")
    assert "longer than it should" in desk.text
    desk.submit(button="Look for them again")
    assert one_bed.advice_asked_at > long_ago


def test_a_coordinator_reads_who_would_come_by_code_only(
    page: Page, db: Session, sessions: Sessions, coordinator: User
) -> None:
    a_slot(db, an_offer(db, a_farm(db, rooms=(1,))))
    named = [a_person(first_name="Xanthippe") for _ in range(2)]
    codes = {a_party(db, an_organisation(db), persons=[person]).code for person in named}
    made = a_round(db, None, created_by=coordinator)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    advised(db, sessions, made)
    page.sign_in(coordinator).visit(f"/programme/rounds/{made.id}/advice")
    assert "would give a place to 1 more person" in page.text
    assert any(code in page.text for code in codes)
    assert "Xanthippe" not in page.text


def test_how_many_places_are_tried_is_shown_and_whoever_stops_it_keeps_none(
    desk: Page, db: Session, sessions: Sessions, one_bed: MatchingRound
) -> None:
    shown = []

    def advise(*given: Any, on_progress: Any, should_stop: Any, **named: Any) -> Any:
        on_progress(matching.Tried(3, 10))
        shown.append(desk.visit(f"/casework/rounds/{one_bed.id}/advice/progress").text)
        desk.submit(button="Stop")
        return matching.advise(*given, **named)

    rounds.advise(sessions, one_bed.id, call=lambda _act, *given, **named: advise(*given, **named))
    assert "3 of 10 places tried." in shown[0]
    assert "nothing of it is kept" in desk.text
    db.refresh(one_bed)
    assert (one_bed.advice, one_bed.awaits_advice) == (None, False)
    assert (
        "Which place would help most?" in desk.visit(f"/casework/rounds/{one_bed.id}/advice").text
    )
    desk.submit(button="Look for places that would help")
    rounds.advise(sessions, one_bed.id)
    db.refresh(one_bed)
    assert one_bed.advice


def test_what_is_found_already_is_not_stopped(
    desk: Page, db: Session, sessions: Sessions, one_bed: MatchingRound
) -> None:
    desk.visit(f"/casework/rounds/{one_bed.id}/advice/progress")
    advised(db, sessions, one_bed)
    desk.submit(button="Stop")
    assert "not being looked for any more" in desk.text
    assert "These are hypotheses" in desk.text


def test_looking_ends_within_a_second_of_a_stop_and_tells_nothing_over_a_run_begun_meanwhile(
    db: Session, sessions: Sessions, one_bed: MatchingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advising, "EVERY", 0.0)
    stops: list[bool] = []

    def advise(*_given: Any, on_progress: Any, should_stop: Any, **_named: Any) -> Any:
        stops.append(should_stop())
        one_bed.state = RoundState.QUEUED
        db.commit()
        on_progress(matching.Tried(3, 10))
        one_bed.stop_advice()
        db.commit()
        stops.append(should_stop())
        return ()

    rounds.advise(sessions, one_bed.id, call=lambda _act, *given, **named: advise(*given, **named))
    db.refresh(one_bed)
    assert (stops, one_bed.progress, one_bed.advice) == ([False, True], None, None)
