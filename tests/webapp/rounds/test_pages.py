"""The pages of a round, from opening it to publishing it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_person,
    a_round,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from tests.page import SITE, Page
from webapp.ground.clock import today
from webapp.models import DecisionKind, Event, MatchingRound, Party, RoundState, Slot, User
from webapp.services import rounds

Sessions = sessionmaker[Session]


def test_opening_a_round_suggests_days_and_names_it_after_its_months(
    desk: Page, db: Session, slot: Slot, party: Party
) -> None:
    desk.visit("/casework/rounds/new")
    desk.submit({"first_day": "2028-04-05", "last_day": "2028-05-30"}, button="Open the round")
    made = db.scalars(select(MatchingRound)).one()
    assert made.name == "April 2028 – May 2028"
    assert made.weights["wish"] == rounds.LEVELS["normal"]
    assert desk.path.endswith("/health")


def test_days_in_the_wrong_order_and_a_deadline_that_is_over_are_refused(
    desk: Page, db: Session
) -> None:
    desk.visit("/casework/rounds/new")
    wrong = {"first_day": "2028-05-05", "last_day": "2028-04-30", "answer_by": str(today())}
    desk.submit(wrong, button="Open the round")
    assert "comes before the first" in desk.text
    assert "Choose a day after today" in desk.text
    assert db.scalars(select(MatchingRound)).all() == []


def test_the_health_page_says_who_has_no_possible_place_and_what_is_nearest(
    desk: Page, db: Session, caseworker: User, slot: Slot
) -> None:
    far = a_party(db, caseworker.organisation, reach_km=50)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    desk.visit(f"/casework/rounds/{made.id}/health")
    assert "1 file has no possible place" in desk.text
    assert far.code in desk.text
    assert "km too far" in desk.text
    assert "if only “too far” gave way, 1 person would have a possible place" in desk.text


def test_the_note_of_a_round_is_read_wherever_the_round_is(
    desk: Page, db: Session, a_result: MatchingRound
) -> None:
    a_result.note = "Two coaches leave from Caen."
    for tab in ("", "/health", "/visits"):
        assert a_result.note in desk.visit(f"/casework/rounds/{a_result.id}{tab}").text


def test_a_run_is_queued_followed_and_read(
    desk: Page, db: Session, sessions: Sessions, caseworker: User, slot: Slot, party: Party
) -> None:
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    desk.visit(f"/casework/rounds/{made.id}").submit(button="Find the best farms")
    assert made.state == RoundState.QUEUED
    assert "Looking for the best farms" in desk.title
    refresh = desk.soup.find("meta", attrs={"http-equiv": "refresh"})
    assert refresh is not None
    db.commit()
    rounds.solve(sessions, made.id)
    desk.visit(f"/casework/rounds/{made.id}/progress")
    assert "1 person has a farm" in desk.title
    assert "best result, proven" in desk.text


def test_a_run_can_be_stopped(
    desk: Page, db: Session, caseworker: User, slot: Slot, party: Party
) -> None:
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    desk.visit(f"/casework/rounds/{made.id}").submit(button="Find the best farms")
    desk.submit(button="Stop")
    assert made.state == RoundState.CANCELLED


def test_nothing_is_run_without_anybody_ready(
    desk: Page, db: Session, caseworker: User, slot: Slot
) -> None:
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    desk.visit(f"/casework/rounds/{made.id}")
    assert "Nobody is ready" in desk.text


def test_the_pairs_tell_who_where_and_why(
    desk: Page, a_result: MatchingRound, party: Party
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}")
    assert f"{party.code} · Amina" in desk.text
    assert "Chèvrerie des Marais" in desk.text
    assert "Why a place: " in desk.text
    assert "t would be a first visit" in desk.text
    assert "Why this farm: No other place is possible" in desk.text
    assert "because" not in desk.text.lower()
    assert "it is the first wish" in desk.text
    assert "Hidden" not in desk.text


@pytest.mark.parametrize("tab", ["", "/parties/{party}", "/comparison", "/free-places"])
def test_no_page_of_a_result_speaks_of_points(
    desk: Page, a_result: MatchingRound, party: Party, tab: str
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}{tab.format(party=party.id)}")
    assert "point" not in desk.text.lower()


def test_pairs_are_found_by_name_code_or_farm(
    desk: Page, a_result: MatchingRound, party: Party
) -> None:
    for text in ("amina", party.code, "marais"):
        assert party.code in desk.visit(f"/casework/rounds/{a_result.id}?text={text}").text
    assert "No pair fits" in desk.visit(f"/casework/rounds/{a_result.id}?text=zz").text


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("unmatched", "is not possible"),
        ("free-places", "Nobody else can come: too far (1)"),
        ("map", "Lines join the pairs"),
        ("calendar", "Stay by stay"),
        ("comparison", "fewer than 5"),
    ],
)
def test_every_tab_of_a_round_is_a_page(
    desk: Page, a_result: MatchingRound, db: Session, tab: str, words: str
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/{tab}")
    assert words in desk.text


def test_a_pair_shows_how_it_does_and_takes_a_word(
    desk: Page, db: Session, a_result: MatchingRound, party: Party, slot: Slot
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/parties/{party.id}")
    assert len(desk.soup.find_all("meter")) == 8
    desk.submit(button="Keep this pair")
    assert [(each.kind, each.slot_id) for each in a_result.decisions] == [("pin", slot.id)]
    desk.visit(f"/casework/rounds/{a_result.id}/parties/{party.id}").submit(button="Take back")
    assert a_result.decisions == []
    desk.visit(f"/casework/rounds/{a_result.id}/parties/{party.id}")
    desk.submit(button="Not this pair")
    assert [each.kind for each in a_result.decisions] == ["forbid"]
    assert desk.path == f"/casework/rounds/{a_result.id}"
    assert "not this pair" in str(desk.soup.select(f"#p{party.id}"))
    assert "1 decision is not in this result yet: run the round again" in desk.text
    assert "Check and publish" not in desk.text
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert desk.path == f"/casework/rounds/{a_result.id}"
    acts = db.scalars(select(Event.act).where(Event.act.like("round.%"))).all()
    assert {"round.pin", "round.undone", "round.forbid", "round.read"} <= set(acts)


def test_a_party_without_a_farm_is_told_why_not(
    desk: Page, a_result: MatchingRound, db: Session
) -> None:
    far = db.scalars(select(Party).where(Party.reach_km == 20)).one()
    desk.visit(f"/casework/rounds/{a_result.id}/parties/{far.id}")
    assert "no farm yet" in desk.title
    assert "too far (1)" in desk.text
    assert "km too far" in desk.text


def test_an_exclusion_for_safety_is_lifted_with_a_reason_only(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, adults=1)))
    woman = a_party(db, caseworker.organisation, persons=[a_person(sex="woman")])
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    desk.visit(f"/casework/rounds/{made.id}/parties/{woman.id}")
    assert "Kept apart for safety" in desk.text
    desk.follow("Lift it with a reason")
    desk.submit({"reason": "ok"}, button="Lift it for this pair")
    assert "Write a whole sentence" in desk.text
    desk.submit({"reason": "Her sister lives on the farm too."}, button="Lift it for this pair")
    lifted = [(each.kind, each.slot_id, each.reason) for each in made.decisions]
    assert lifted == [("lift", slot.id, "Her sister lives on the farm too.")]


def test_settings_change_until_a_round_is_published(desk: Page, a_result: MatchingRound) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/settings")
    desk.submit({"wish": "high", "name": "Spring"}, button="Save")
    assert (a_result.name, a_result.weights["wish"]) == ("Spring", 6)


@pytest.mark.parametrize(
    "path",
    ["", "/health", "/progress", "/settings", "/unmatched", "/free-places", "/map", "/calendar",
     "/comparison", "/publication", "/advice", "/advice/progress"],
)  # fmt: skip
def test_a_round_of_another_association_is_not_found(desk: Page, db: Session, path: str) -> None:
    foreign = an_organisation(db)
    other = a_round(db, foreign, created_by=a_caseworker(db, foreign))
    db.commit()
    answer = desk.client.get(f"/casework/rounds/{other.id}{path}", base_url=SITE)
    assert answer.status_code == 404


def test_the_list_of_rounds_is_one_page_and_says_when_it_is_empty(
    desk: Page, db: Session, caseworker: User
) -> None:
    assert "No round yet" in desk.visit("/casework/rounds").text
    made = a_round(db, caseworker.organisation, created_by=caseworker, name="Été")
    assert made.name in desk.visit("/casework/rounds").text


def test_the_health_page_names_who_is_ready_and_waits_for_another_round(
    desk: Page, db: Session, caseworker: User, slot: Slot
) -> None:
    guest = a_party(db, caseworker.organisation)
    a_visit(db, guest, slot)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    desk.visit(f"/casework/rounds/{made.id}/health")
    assert "1 file that is ready waits for another round" in desk.text
    assert f"{guest.code} · Nour: a visit is proposed or planned already" in desk.text


def two_kept_in_one_bed(
    db: Session, sessions: Sessions, caseworker: User
) -> tuple[MatchingRound, list[Party], Slot]:
    """A solved round for whose only bed two are kept."""
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(1,))))
    parties = [a_party(db, caseworker.organisation) for _ in range(2)]
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    rounds.decide(db, made, parties[0].id, slot.id, DecisionKind.PIN, caseworker)
    return made, parties, slot


def test_a_pair_that_clashes_is_said_when_it_is_kept_and_taken_back_with_one_button(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made, parties, slot = two_kept_in_one_bed(db, sessions, caseworker)
    desk.visit(f"/casework/rounds/{made.id}/parties/{parties[1].id}")
    desk.submit({"kind": "pin"}, to=decision_on(made, parties[1], slot))
    assert "cannot hold beside the others" in desk.text
    why = "These pairs cannot all be kept: the rooms do not hold them all."
    assert why in desk.text
    desk.submit(to=decision_on(made, parties[0], slot))
    assert [each.party_id for each in made.decisions] == [parties[1].id]
    assert why not in desk.text


def test_a_run_that_fails_leaves_the_result_the_decisions_and_its_reason_on_the_page(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made, parties, slot = two_kept_in_one_bed(db, sessions, caseworker)
    rounds.decide(db, made, parties[1].id, slot.id, DecisionKind.PIN, caseworker)
    desk.visit(f"/casework/rounds/{made.id}").submit(button="Run again")
    desk.visit(f"/casework/rounds/{made.id}")
    assert "Until then, this is the result before" in desk.text
    rounds.solve(sessions, made.id)
    desk.visit(f"/casework/rounds/{made.id}")
    assert "1 person has a farm" in desk.title
    assert "The last run had no result" in desk.text
    assert "2 decisions of yours" in desk.text
    desk.submit(to=decision_on(made, parties[1], slot)).submit(button="Run again")
    rounds.solve(sessions, made.id)
    desk.visit(f"/casework/rounds/{made.id}")
    assert "The last run had no result" not in desk.text
    assert "Check and publish" in desk.text


def test_the_decisions_of_a_round_without_a_result_are_taken_back_on_its_health_page(
    desk: Page, db: Session, caseworker: User, slot: Slot, party: Party
) -> None:
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.decide(db, made, party.id, slot.id, DecisionKind.PIN, caseworker)
    desk.visit(f"/casework/rounds/{made.id}/health")
    desk.submit(to=decision_on(made, party, slot))
    assert made.decisions == []
    assert desk.path.endswith("/health")


def decision_on(made: MatchingRound, party: Party, slot: Slot) -> str:
    return f"/casework/rounds/{made.id}/parties/{party.id}/slots/{slot.id}/decision"
