"""A round is published by a person, and keeps what was left out."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_slot, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    DecisionKind,
    MatchingRound,
    Message,
    Party,
    RoundState,
    Side,
    Slot,
    User,
    Visit,
)
from webapp.services import rounds
from webapp.services.rounds import previewing
from webapp.services.visits import disclosure
from webapp.wording import compose

Sessions = sessionmaker[Session]


def test_publishing_shows_what_will_be_sent_and_asks_for_approval(
    desk: Page, db: Session, a_result: MatchingRound, caseworker: User, party: Party
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}").follow("Check and publish")
    assert "Publish 1 visit" in desk.title
    assert "1 SMS leaves " in desk.text
    assert db.scalars(select(Visit)).all() == []
    desk.submit(button="Approve and send")
    assert "1 household or farm reads no messages: call it." in desk.text
    assert (a_result.state, a_result.approved_by_id) == (RoundState.PUBLISHED, caseworker.id)
    assert [visit.party_id for visit in db.scalars(select(Visit))] == [party.id]


def test_what_is_read_of_a_pair_is_what_is_sent_and_shown_and_nothing_is_written_before(
    app: Flask, desk: Page, db: Session, a_result: MatchingRound, party: Party, slot: Slot
) -> None:
    a_farmer(db, slot.farm)
    party.language = "ar"
    desk.visit(f"/casework/rounds/{a_result.id}/publication").follow("Read it")
    read = desk.text
    assert "Nothing has left yet" in read
    shown = desk.soup.select_one("[inert]")
    assert shown is not None
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert db.scalars(select(Visit)).all() == []
    foreseen = previewing.visit_of(party, slot, a_result.answer_by)
    result = rounds.read_result(a_result)
    assert result is not None
    barriers = result.barriers(f"p{party.id}", f"s{slot.id}")
    before = previewing.page_of(db, foreseen, barriers, (0, 0))
    desk.visit(f"/casework/rounds/{a_result.id}/publication").submit(button="Approve and send")
    visit = db.scalars(select(Visit)).one()
    after = disclosure.view(db, visit, Side.PARTY, code_given=False)
    assert (before.place, before.contacts, before.answer_by) == (
        after.place,
        after.contacts,
        after.answer_by,
    )
    with app.test_request_context():
        for message in db.scalars(select(Message).where(Message.kind == "visit-proposed")):
            words = " ".join(compose(message).body.partition("http")[0].split())
            assert words in read


def test_the_preview_counts_who_is_reached_and_names_whom_to_call(
    desk: Page, db: Session, a_result: MatchingRound, party: Party, slot: Slot
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert "0 farms receive an e-mail" in desk.text
    assert f"{slot.farm.name}, 06 12 34 56 78 (nobody there has an open account)" in desk.text
    a_farmer(db, slot.farm)
    party.channel = "phone-call"
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert "1 farm receives an e-mail" in desk.text
    assert f"{party.code} · Amina, 06 99 00 00 00" in desk.text
    party.channel = "sms"
    assert "To call" not in desk.visit(f"/casework/rounds/{a_result.id}/publication").text


def test_the_preview_lists_visits_by_their_first_day(
    desk: Page, db: Session, sessions: Sessions, a_result: MatchingRound, caseworker: User
) -> None:
    a_second_pair(db, sessions, a_result, caseworker)
    read = desk.visit(f"/casework/rounds/{a_result.id}/publication").text
    assert read.rindex("Verger du Bocage") < read.rindex("Chèvrerie des Marais")


def test_the_preview_leaves_out_whoever_cannot_be_reached_any_more(
    desk: Page, a_result: MatchingRound, party: Party
) -> None:
    party.set_phone(None)
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert "There is nothing to publish" in desk.text
    assert "Something is still missing before these people can take part" in desk.text


def test_the_preview_tells_the_language_that_the_message_is_really_in(
    desk: Page, a_result: MatchingRound, party: Party
) -> None:
    for code, words in (("ar", "Arabic"), ("ln", "Arabic Lingala is not offered yet")):
        party.language = code
        cell = desk.visit(f"/casework/rounds/{a_result.id}/publication").soup.find(
            "td", attrs={"data-label": "Message in"}
        )
        assert cell is not None
        assert cell.get_text(" ", strip=True) == words


def test_a_decision_taken_in_another_tab_keeps_the_round_from_being_sent(
    desk: Page, db: Session, a_result: MatchingRound, party: Party, slot: Slot, caseworker: User
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    rounds.decide(db, a_result, party.id, slot.id, DecisionKind.FORBID, caseworker)
    desk.submit(button="Approve and send")
    assert "1 decision is not in this result yet" in desk.text
    assert db.scalars(select(Visit)).all() == []


def test_what_changed_meanwhile_is_named_after_publishing(
    desk: Page, db: Session, sessions: Sessions, a_result: MatchingRound, party: Party,
    caseworker: User,
) -> None:  # fmt: skip
    a_second_pair(db, sessions, a_result, caseworker)
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    party.pause()
    desk.submit(button="Approve and send")
    assert db.scalars(select(Visit)).all() == []
    assert "Nothing was sent" in desk.text
    assert "Publish 1 visit, 1 pair is left out" in desk.title
    assert "do not take part" in desk.text
    desk.submit(button="Approve and send")
    assert "1 visit is proposed" in desk.text
    assert f"Left out: {party.code} at Chèvrerie des Marais" in desk.text
    assert "a farm was proposed to 1 person, 1 was left out" in desk.title


def test_the_result_of_another_run_is_not_what_was_approved(
    desk: Page, db: Session, sessions: Sessions, a_result: MatchingRound
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    rounds.ask_for_a_run(db, a_result)
    db.commit()
    rounds.solve(sessions, a_result.id)
    desk.submit(button="Approve and send")
    assert "what would be sent is no longer what you read" in desk.text
    assert "Publish 1 visit" in desk.title
    assert db.scalars(select(Visit)).all() == []
    desk.submit(button="Approve and send")
    assert len(db.scalars(select(Visit)).all()) == 1


def test_an_approval_that_names_no_version_sends_nothing(
    desk: Page, db: Session, a_result: MatchingRound
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    desk.submit({"version": None}, button="Approve and send")
    assert "Nothing was sent" in desk.text
    assert db.scalars(select(Visit)).all() == []


def test_a_round_of_which_nothing_holds_is_not_published(
    desk: Page, db: Session, a_result: MatchingRound, party: Party, caseworker: User
) -> None:
    party.pause()
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert "Publish 0 visits, 1 pair is left out" in desk.title
    assert "There is nothing to publish" in desk.text
    assert "Approve and send" not in desk.text
    with pytest.raises(RuleBroken, match="nothing-to-publish"):
        rounds.publish(db, a_result, caseworker)


def test_a_round_whose_deadline_is_over_says_so_instead_of_its_preview(
    desk: Page, a_result: MatchingRound
) -> None:
    a_result.answer_by = today() - timedelta(days=1)
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert "The last day to answer is over" in desk.text
    assert desk.path == f"/casework/rounds/{a_result.id}"


def a_second_pair(
    db: Session, sessions: Sessions, a_result: MatchingRound, caseworker: User
) -> Party:
    """Someone else has a place in the result too, at another farm, a day sooner."""
    farm = a_farm(db, name="Verger du Bocage", rooms=(1,))
    a_slot(db, an_offer(db, farm, production="bees"), today() + timedelta(days=29))
    second = a_party(db, caseworker.organisation, wishes=["bees"])
    rounds.ask_for_a_run(db, a_result)
    db.commit()
    rounds.solve(sessions, a_result.id)
    db.refresh(a_result)
    assert len(a_result.solution["matches"]) == 2 if a_result.solution else False
    return second


def test_a_published_round_keeps_and_marks_what_was_left_out(
    desk: Page, db: Session, sessions: Sessions, a_result: MatchingRound, party: Party,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    a_second_pair(db, sessions, a_result, caseworker)
    assert "left out" not in desk.visit(f"/casework/rounds/{a_result.id}").text
    slot.farm.season_limit = 0
    desk.visit(f"/casework/rounds/{a_result.id}/publication").submit(button="Approve and send")
    for address, words in (
        ("", "Left out when the round was published:"),
        (f"/parties/{party.id}", "This pair was left out when the round was published."),
    ):
        desk.visit(f"/casework/rounds/{a_result.id}{address}")
        assert words in desk.text
        assert "The farm receives 0 visits a year at most" in desk.text
    desk.visit(f"/casework/rounds/{a_result.id}")
    assert [mark.get_text(strip=True) for mark in desk.soup.select("td .tag.no")] == ["left out"]


def test_a_pair_that_was_proposed_is_not_marked(desk: Page, a_result: MatchingRound) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/publication").submit(button="Approve and send")
    assert a_result.left_out == []
    assert "left out" not in desk.visit(f"/casework/rounds/{a_result.id}").text.lower()


def test_a_published_round_cannot_be_run_or_published_again(
    app: Flask, desk: Page, db: Session, a_result: MatchingRound
) -> None:
    colleague = Page(app, db).sign_in(a_caseworker(db, a_result.organisation, language="en"))
    colleague.visit(f"/casework/rounds/{a_result.id}/publication")
    desk.visit(f"/casework/rounds/{a_result.id}/publication").submit(button="Approve and send")
    assert "Check and publish" not in desk.text
    desk.visit(f"/casework/rounds/{a_result.id}/publication")
    assert desk.path == f"/casework/rounds/{a_result.id}"
    colleague.submit(button="Approve and send")
    assert colleague.text.count("This round is published.") == 1, "Said once, and what it is"
