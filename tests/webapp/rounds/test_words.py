"""What the workbench says of a pair, a party without one, and a run again."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

import matching
from tests.builders import a_farm, a_party, a_person, a_round, a_slot, an_offer
from tests.matching import builders
from tests.page import Page
from webapp.ground.vocabulary import NEEDS
from webapp.models import DecisionKind, MatchingRound, Party, User
from webapp.portals.rounds import pairs
from webapp.services import rounds
from webapp.services.rounds.cast import Cast
from webapp.services.rounds.floors import with_floors
from webapp.services.rounds.result import Exchange, Result
from webapp.wording.exchanges import balance
from webapp.wording.explanations import cost_of_floors, signed, what_if
from webapp.wording.unmet_needs import NOT_MET

Sessions = sessionmaker[Session]


def test_a_farm_that_would_be_left_with_too_few_is_told(application: Flask) -> None:
    way = matching.Way(leaving=(), short_of=0, short_behind=2, limits=())
    other = matching.Alternative("p1", "s2", 0, 0, now="s1", held_by=(), way=way)
    with application.test_request_context(), force_locale("en"):
        said = what_if(Cast({}, {}), other)
    assert said == "the farm they leave would lack 2 people"


def test_every_need_has_words_for_a_farm_that_does_not_meet_it() -> None:
    assert set(NOT_MET) == set(NEEDS)


def test_a_need_that_is_not_met_is_a_sentence(desk: Page, db: Session, caseworker: User) -> None:
    a_slot(db, an_offer(db, a_farm(db, hazards=["dogs"])))
    a_party(db, caseworker.organisation, needs=["no-dogs"])
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    desk.visit(f"/casework/rounds/{made.id}/health")
    assert "there are dogs on the farm" in desk.text


def test_a_language_keeps_its_capital_within_a_reason(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    a_slot(db, an_offer(db, a_farm(db, languages=["fr", "en"])))
    a_party(db, caseworker.organisation)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    assert "a language is shared (English)" in desk.visit(f"/casework/rounds/{made.id}").text


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (3, "It costs 1 place: without it, 1 person more could have one."),
        (2, "It costs no place: without it, nobody more could have one."),
        (None, "The time was too short to find out what this costs."),
    ],
)
def test_what_a_minimum_for_each_group_costs_is_said_where_it_is_known(
    application: Flask, most: int | None, said: str
) -> None:
    """A family has waited longest for a farm that takes one party, or three men."""
    family = builders.a_party("p1", women=1, children=1, waiting_since=date(2025, 9, 1))
    men = builders.a_party("p2", men=3, waiting_since=date(2025, 10, 1))
    slot = builders.a_slot(rooms=(3,), children=True, exclusive=True)
    problem = builders.a_problem(family, men, slot)
    asked = with_floors(problem, "household")
    assert matching.solve(problem).people == 3
    solution = matching.solve(asked)
    assert solution.people == 2
    result = Result(asked, solution, solution, frozenset(), {})
    with application.test_request_context(), force_locale("en"):
        assert cost_of_floors(result, most) == said


def test_a_difference_has_one_sign(application: Flask) -> None:
    with application.test_request_context(), force_locale("en"):
        said = [signed(number) for number in (28, 0, -1140)]
    assert said == ["+\u00a028", "0", "−\u00a01,140"]


def test_what_others_would_lose_is_told_beside_what_one_would_gain(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    goats = a_slot(db, an_offer(db, a_farm(db, rooms=(1,))))
    a_slot(db, an_offer(db, a_farm(db, rooms=(1,)), production="bees"))
    keen = a_party(db, caseworker.organisation, wishes=["sheep-goats"])
    other = a_party(db, caseworker.organisation, wishes=["sheep-goats"], waiting_since=None)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    result = rounds.read_result(made)
    assert result is not None
    placed = dict(result.pairs)
    there = keen if placed[f"p{keen.id}"] == f"s{goats.id}" else other
    elsewhere = other if there is keen else keen
    desk.visit(f"/casework/rounds/{made.id}/parties/{elsewhere.id}")
    tags = [tag.get_text(strip=True) for tag in desk.soup.select("main .tag")]
    assert tags[:2] == ["a better wish for them", "1 person would lose their place"]
    assert desk.soup.select("main .tag.ok") == []


@pytest.mark.parametrize(
    ("exchange", "said"),
    [
        (Exchange(lost=0, wish=1, suits_better=True), [("a better wish for them", "ok")]),
        (
            Exchange(lost=0, wish=-1, suits_better=True),
            [("a wish that counts less for them", "wait")],
        ),
        (Exchange(lost=0, wish=0, suits_better=True), [("it would suit them better", "ok")]),
        (
            Exchange(lost=2, wish=0, suits_better=False),
            [("it would not suit them better", "wait"), ("2 people would lose their place", "no")],
        ),
    ],
)
def test_another_place_is_told_in_people_and_wishes(
    application: Flask, exchange: Exchange, said: list[tuple[str, str]]
) -> None:
    with application.test_request_context(), force_locale("en"):
        assert balance(exchange) == said


def test_what_stands_in_the_way_is_said_before_what_speaks_for_a_pair(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    a_slot(db, an_offer(db, a_farm(db, languages=["fr", "pt"], rooms=(2,)), min_french="A0"))
    people = [
        a_party(
            db,
            caseworker.organisation,
            persons=[a_person(languages=["prs"], french="A0")],
            interpreter=True,
        )
        for _ in range(2)
    ]
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    told = (
        "No language is shared: an interpreter on the telephone is needed. "
        "They share a room with someone they do not know."
    )
    desk.visit(f"/casework/rounds/{made.id}")
    for cell in desk.soup.select('td[data-label="Why"]'):
        assert cell.get_text(" ", strip=True).startswith(told)
    desk.visit(f"/casework/rounds/{made.id}/parties/{people[0].id}")
    assert told in desk.text
    desk.visit(f"/casework/rounds/{made.id}/publication")
    assert "Before you approve: 2 visits have something in their way." in desk.text
    assert told in desk.text


def three_placed(db: Session, sessions: Sessions, caseworker: User) -> MatchingRound:
    a_slot(db, an_offer(db, a_farm(db, rooms=(6,), name="La Ferme du Nord")))
    for code in ("P-1000", "P-999", "P-010"):
        a_party(db, caseworker.organisation, code=code)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    return made


def test_a_pair_leads_to_the_one_before_and_the_one_after(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made = three_placed(db, sessions, caseworker)
    desk.visit(f"/casework/rounds/{made.id}").follow("P-999")
    nearby = desk.soup.select_one("nav.nearby")
    assert nearby is not None
    assert [link.get_text() for link in nearby.select("a")] == ["P-010", "P-1000"]


def test_a_decision_leads_back_to_the_list_at_its_pair(
    desk: Page, db: Session, sessions: Sessions, caseworker: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(pairs, "A_PAGE", 2)
    made = three_placed(db, sessions, caseworker)
    party = db.scalars(select(Party).where(Party.code == "P-1000")).one()
    desk.visit(f"/casework/rounds/{made.id}/parties/{party.id}").submit(button="Keep this pair")
    assert desk.response.request.full_path == f"/casework/rounds/{made.id}?page=2"
    answers = [each.location for each in desk.response.history]
    assert answers == [f"/casework/rounds/{made.id}?page=2#p{party.id}"]


def test_every_farm_of_the_map_has_a_number_that_leads_to_its_name(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made = three_placed(db, sessions, caseworker)
    a_slot(db, an_offer(db, a_farm(db, name="La Ferme du Sud", latitude=43.3)))
    db.refresh(made)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    desk.visit(f"/casework/rounds/{made.id}/map")
    assert [each.get_text() for each in desk.soup.select("svg text")] == ["1", "2"]
    rows = [row.get_text(" ", strip=True) for row in desk.soup.select("tbody tr")]
    assert rows[0].startswith("1 · La Ferme du Nord P-010 · Nour")
    assert rows[1].startswith("2 · La Ferme du Sud –")


def test_every_day_of_the_calendar_leads_to_who_is_away(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made = three_placed(db, sessions, caseworker)
    desk.visit(f"/casework/rounds/{made.id}/calendar")
    days = desk.soup.select("td .inside")
    assert len(days) == 5
    assert [link.get_text() for link in days[0].select("a")] == ["P-010", "P-999", "P-1000"]
    desk.follow("P-999")
    assert desk.title.startswith("P-999")


def test_pairs_are_listed_by_code_as_people_count(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made = three_placed(db, sessions, caseworker)
    desk.visit(f"/casework/rounds/{made.id}")
    codes = [str(each.b.string) for each in desk.soup.select("tbody th a") if each.b]
    assert codes == ["P-010", "P-999", "P-1000"]


def test_a_forced_change_is_told_and_not_counted(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db)))
    party = a_party(db, caseworker.organisation)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    rounds.decide(db, made, party.id, slot.id, DecisionKind.FORBID, caseworker)
    rounds.ask_for_a_run(db, made, 0)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    desk.visit(f"/casework/rounds/{made.id}")
    assert "0 files have another place than in the run before" in desk.text
    assert "their place is no longer possible" in desk.text
    assert isinstance(made.solution, dict)
    assert matching.from_json(made.solution).matches == ()
