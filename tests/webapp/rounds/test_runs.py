"""A round that is run again keeps what its earlier runs found, to be read beside each other."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_farm, a_party, a_slot, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import DecisionKind, MatchingRound, Party, RoundRun, Slot, User
from webapp.services import rounds
from webapp.services.retention.rounds import blank_in_rounds, forget_runs
from webapp.services.rounds import runs

Sessions = sessionmaker[Session]


def run_again(db: Session, sessions: Sessions, of_round: MatchingRound) -> None:
    rounds.ask_for_a_run(db, of_round)
    db.commit()
    rounds.solve(sessions, of_round.id)
    db.refresh(of_round)


@pytest.fixture
def twice(
    db: Session, sessions: Sessions, caseworker: User, a_result: MatchingRound, slot: Slot
) -> MatchingRound:
    """A round run twice: the second time for journeys, with a nearer place for a second party."""
    near = a_slot(db, an_offer(db, a_farm(db, name="Ferme du Gué")), beds=1)
    a_party(db, caseworker.organisation)
    weights = rounds.weights_of({**rounds.USUAL, "journey": "high", "wish": "off"})
    a_result.weights = weights
    placed = db.scalars(select(Party).order_by(Party.id)).first()
    assert placed is not None
    rounds.decide(db, a_result, placed.id, near.id, DecisionKind.PIN, caseworker)
    run_again(db, sessions, a_result)
    return a_result


def test_two_runs_stand_beside_each_other_with_what_was_asked_and_who_is_placed_otherwise(
    desk: Page, twice: MatchingRound, db: Session
) -> None:
    desk.visit(f"/casework/rounds/{twice.id}/comparison").follow("Runs of this round")
    said = desk.text
    assert "Run 2 the present one" in said
    for words in ("1 / 2", "2 / 3", "Pairs to keep 0 1", "none has more: proven"):
        assert words in said, words
    asked = {row.text for row in desk.soup.select("table")[1].select("tbody th")}
    assert {"Wishes", "Journey", "Pairs to keep"} <= asked
    assert "Days" not in asked
    assert "2 files are placed otherwise" in said
    assert "1 person has a place in “Run 2” alone" in said
    assert "1 person takes part in “Run 2” alone" in said
    assert "Ferme du Gué" in said
    assert "Chèvrerie des Marais" in said
    assert "Does not take part" in said


def test_the_runs_to_compare_are_chosen_and_one_alone_says_what_to_do(
    desk: Page, twice: MatchingRound, db: Session, sessions: Sessions
) -> None:
    run_again(db, sessions, twice)
    desk.visit(f"/casework/rounds/{twice.id}/runs?one=1&other=3")
    assert [th.text for th in desk.soup.select("table")[1].select("thead th")][1:] == [
        "Run 1", "Run 3",
    ]  # fmt: skip
    assert "Twice the same run" in desk.visit(f"{desk.path}?one=2&other=2").text
    desk.visit(f"/casework/rounds/{twice.id}/runs?one=1&other=9", status=404)


def test_a_round_that_was_run_once_says_how_another_run_comes(
    desk: Page, a_result: MatchingRound
) -> None:
    assert (
        "No earlier run to compare with" in desk.visit(f"/casework/rounds/{a_result.id}/runs").text
    )


def test_a_run_of_which_nothing_was_noted_is_kept_when_another_takes_its_place(
    desk: Page, db: Session, sessions: Sessions, a_result: MatchingRound
) -> None:
    for run in runs.find(db, a_result):
        db.delete(run)
    db.flush()
    run_again(db, sessions, a_result)
    assert [run.number for run in runs.find(db, a_result)] == [2, 1]
    said = desk.visit(f"/casework/rounds/{a_result.id}/runs").text
    assert "was not kept then" in said
    assert "0 files are placed otherwise" in said


def test_the_oldest_runs_go_and_a_list_reads_nothing_of_what_they_found(
    db: Session, sessions: Sessions, a_result: MatchingRound
) -> None:
    for _again in range(runs.KEPT):
        run_again(db, sessions, a_result)
    db.expire_all()
    kept = runs.find(db, a_result)
    assert [run.number for run in kept] == [7, 6, 5, 4, 3, 2]
    assert {"problem", "solution", "baseline"} <= inspect(kept[-1]).unloaded
    assert runs.read(db, a_result, kept[-1]).placed == 1


def test_people_made_anonymous_are_blanked_in_earlier_runs_as_well(
    desk: Page, db: Session, twice: MatchingRound, party: Party
) -> None:
    blank_in_rounds(db, [party.id])
    db.expire_all()
    earlier = runs.find(db, twice)[-1]
    (blanked,) = (
        each for each in runs.read(db, twice, earlier).problem.parties if each.id == f"p{party.id}"
    )
    assert not blanked.languages
    assert not blanked.available
    assert earlier.blanked_at is not None
    assert "made anonymous since" in desk.visit(f"/casework/rounds/{twice.id}/runs").text


def test_earlier_runs_go_three_months_after_the_last_day_of_their_round(
    db: Session, twice: MatchingRound
) -> None:
    assert forget_runs(db) == 0
    twice.first_day, twice.last_day = today() - timedelta(200), today() - timedelta(93)
    db.flush()
    assert forget_runs(db) == 1
    assert [run.number for run in runs.find(db, twice)] == [2]


def test_the_runs_of_a_round_go_with_it(db: Session, twice: MatchingRound) -> None:
    db.delete(twice)
    db.flush()
    assert db.scalars(select(RoundRun.id)).all() == []


def test_a_coordinator_reads_runs_by_code_alone(
    page: Page, twice: MatchingRound, coordinator: User, party: Party
) -> None:
    page.sign_in(coordinator).visit(f"/programme/rounds/{twice.id}/runs")
    assert party.code in page.text
    assert "Amina" not in page.text


def test_points_stand_once_more_as_the_second_run_counts_them_where_it_counts_otherwise(
    desk: Page, db: Session, sessions: Sessions, a_result: MatchingRound
) -> None:
    a_result.weights = rounds.weights_of({**rounds.USUAL, "journey": "high", "wish": "off"})
    run_again(db, sessions, a_result)
    desk.visit(f"/casework/rounds/{a_result.id}/runs")
    rows = {
        row.th.text: [cell.text for cell in row.find_all("td")]
        for row in desk.soup.select("tbody tr")
        if row.th
    }
    own = rows["Points of their places"]
    alike = rows["Points of their places, of both as “Run 2” counts"]
    assert "None" not in "".join(alike)
    assert alike[0] == alike[1], "They are the same places"
    assert own[0].partition(",")[0] != own[1].partition(",")[0], "Each as it counts itself"
    assert own[1].startswith(alike[1])
    run_again(db, sessions, a_result)
    assert "counts them" not in desk.visit(f"/casework/rounds/{a_result.id}/runs").text
