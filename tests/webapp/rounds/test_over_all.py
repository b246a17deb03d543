"""A coordinator's round over every association, by codes."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

import matching
from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_round,
    a_slot,
    an_offer,
    an_organisation,
)
from tests.page import Page
from tests.webapp.services.solving import solved
from webapp.models import MatchingRound, Party, RoundState, User, Visit
from webapp.services import rounds


@pytest.fixture
def parties(db: Session) -> list[Party]:
    """One party in each of two associations."""
    named = [a_person(first_name="Amina"), a_person(first_name="Bahar")]
    return [a_party(db, an_organisation(db), persons=[person]) for person in named]


@pytest.fixture
def over_all(
    db: Session, sessions: sessionmaker[Session], coordinator: User, parties: list[Party]
) -> MatchingRound:
    a_slot(db, an_offer(db, a_farm(db)))
    made = a_round(db, None, created_by=coordinator)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    return made


def test_a_coordinator_opens_a_round_over_every_association_as_long_as_the_programme_suggests(
    page: Page, db: Session, coordinator: User, parties: list[Party]
) -> None:
    a_slot(db, an_offer(db, a_farm(db)))
    a_programme(db).window_days = 100
    page.sign_in(coordinator).visit("/programme/rounds").follow("Open a round")
    page.submit(button="Open the round")
    made = db.scalars(select(MatchingRound)).one()
    assert made.organisation_id is None
    assert (made.last_day - made.first_day).days == 100
    assert page.path.startswith("/programme/rounds/")
    assert "2 people are ready" in page.text


@pytest.mark.parametrize(
    "tab",
    ["", "/health", "/unmatched", "/free-places", "/map", "/calendar", "/comparison",
     "/publication", "/settings"],
)  # fmt: skip
def test_a_coordinator_knows_parties_by_their_code_only(
    page: Page, over_all: MatchingRound, coordinator: User, tab: str
) -> None:
    page.sign_in(coordinator).visit(f"/programme/rounds/{over_all.id}{tab}")
    assert "Amina" not in page.text
    assert "Bahar" not in page.text


def test_a_coordinator_sees_whose_each_round_is(
    page: Page, db: Session, over_all: MatchingRound, coordinator: User
) -> None:
    a_round(db, an_organisation(db, name="Accueil des Marais"))
    page.sign_in(coordinator).visit("/programme/rounds")
    rows = [row.th.get_text(" ", strip=True) for row in page.soup.select("tbody tr") if row.th]
    assert rows == ["Printemps Accueil des Marais", "Printemps All associations"]


def test_a_coordinator_reads_a_pair_by_its_code(
    page: Page, over_all: MatchingRound, coordinator: User, parties: list[Party]
) -> None:
    page.sign_in(coordinator)
    page.visit(f"/programme/rounds/{over_all.id}/parties/{parties[0].id}")
    assert parties[0].code in page.title
    assert "Amina" not in page.text
    assert page.visit(f"/programme/rounds/{over_all.id}?text=amina").text.count("P-") == 0


def test_a_coordinator_publishes_for_every_association(
    page: Page, db: Session, over_all: MatchingRound, coordinator: User, parties: list[Party]
) -> None:
    page.sign_in(coordinator).visit(f"/programme/rounds/{over_all.id}/publication")
    page.submit(button="Approve and send")
    assert (over_all.state, over_all.approved_by_id) == (RoundState.PUBLISHED, coordinator.id)
    visits = db.scalars(select(Visit)).all()
    assert {visit.organisation_id for visit in visits} == {p.organisation_id for p in parties}


def test_a_caseworker_does_not_find_a_round_over_all(
    page: Page, over_all: MatchingRound, caseworker: User
) -> None:
    page.sign_in(caseworker)
    page.db.commit()
    answer = page.client.get(f"/casework/rounds/{over_all.id}", base_url="https://sillon.example")
    assert answer.status_code == 404


def test_an_earlier_round_gives_its_length_and_what_counts_to_a_new_one(
    page: Page, db: Session, coordinator: User
) -> None:
    earlier = a_round(
        db, None, created_by=coordinator, name="Spring", weights={**rounds.weights_of(rounds.USUAL),
                                                                  "journey": 0},
    )  # fmt: skip
    a_round(db, an_organisation(db), name="Of another association")
    page.sign_in(coordinator).visit("/programme/rounds/new").follow("Spring")
    assert "As long as “Spring”" in page.text
    page.submit(button="Open the round")
    made = db.scalars(select(MatchingRound).order_by(MatchingRound.id.desc())).first()
    assert made is not None
    assert made.last_day - made.first_day == earlier.last_day - earlier.first_day
    assert rounds.levels_of(made.weights) == rounds.levels_of(earlier.weights)
    theirs = a_caseworker(db, language="en")
    page.sign_in(theirs).visit(f"/casework/rounds/new?like={earlier.id}", status=404)
    assert "Spring" not in page.visit("/casework/rounds/new").text


def test_two_rounds_side_by_side_say_whose_place_is_another(
    page: Page, db: Session, sessions: sessionmaker[Session], over_all: MatchingRound,
    coordinator: User, parties: list[Party],
) -> None:  # fmt: skip
    placed = next(each for each in parties if f"p{each.id}" in str(over_all.solution))
    a_round(db, None, created_by=coordinator, name="Without a result")
    again = a_round(db, None, created_by=coordinator, name="Again", without=[placed.id])
    solved(db, sessions, again)
    placed.reach_km, over_all.name = 1, "Spring"
    once_more = a_round(db, None, created_by=coordinator, name="Once more")
    solved(db, sessions, once_more)
    page.sign_in(coordinator).visit(f"/programme/rounds/{over_all.id}/comparison")
    page.follow("Beside another round")
    assert "Without a result" not in page.text
    page.follow("Once more")
    assert page.title == "Spring beside Once more"
    [row] = [each for each in page.soup.select("tbody tr") if placed.code in each.text]
    assert row.get_text(" ", strip=True).endswith("No place")
    page.visit(f"/programme/rounds/{over_all.id}/beside?other={again.id}")
    assert "Amina" not in page.text
    assert placed.code not in page.text, "Who takes part in one of them only is not compared"
    page.sign_in(a_caseworker(db)).visit(page.path.replace("programme", "casework"), status=404)


def dying_without_floors(asked: Any, problem: matching.Problem, *rest: Any, **more: Any) -> Any:
    """Be an engine that dies on what would only tell the cost."""
    if asked is matching.solve and not problem.floors:
        raise matching.EngineDiedError(-9)
    return asked(problem, *rest, **more)


def test_a_round_is_asked_that_no_group_falls_behind_and_says_by_what_its_result_was_found(
    page: Page, db: Session, sessions: sessionmaker[Session], over_all: MatchingRound,
    coordinator: User,
) -> None:  # fmt: skip
    at = f"/programme/rounds/{over_all.id}"
    page.sign_in(coordinator).visit(f"{at}/comparison")
    assert "At least" not in page.text
    page.visit(f"{at}/settings").submit({"floors_by": "household"}, button="Save")
    page.visit(f"{at}/comparison")
    assert "This result was found without it" in page.text
    db.refresh(over_all)
    rounds.ask_for_a_run(db, over_all)
    db.commit()
    rounds.solve(sessions, over_all.id)
    page.visit(f"{at}/comparison")
    assert "It costs no place: without it, nobody more could have one." in page.text
    assert "Nobody more can have a place while each group has the minimum" in page.text
    [table] = [each for each in page.soup.select("table") if "At least" in each.text]
    figures = [cell.text.strip() for cell in table.select("tbody td")]
    assert figures == ["–"] * len(figures), "Groups so small are not told, nor their minimum"
    rounds.ask_for_a_run(db, over_all)
    db.commit()
    rounds.solve(sessions, over_all.id, call=dying_without_floors)
    assert "The time was too short to find out what this costs." in page.visit(page.path).text
    page.visit(f"/programme/rounds/new?like={over_all.id}").submit(button="Open the round")
    made = db.scalars(select(MatchingRound).order_by(MatchingRound.id.desc())).first()
    assert made is not None
    assert made.floors_by == "household"
