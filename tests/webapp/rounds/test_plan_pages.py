"""What is planned and not yet told is shown as such, to the desk and to the farm."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_visit
from tests.page import Page
from webapp.ground.clock import PARIS
from webapp.models import (
    MatchingRound,
    Message,
    Party,
    PlannedMatch,
    Programme,
    RoundState,
    Slot,
    User,
    Visit,
    VisitState,
)
from webapp.services import rounds

NOTICE = 21


@pytest.fixture
def plan(db: Session, a_result: MatchingRound) -> MatchingRound:
    """A solved round whose one pair, thirty days from now, is due in nine days."""
    db.get_one(Programme, 1).notice_days = NOTICE
    db.flush()
    return a_result


@pytest.fixture
def kept(db: Session, plan: MatchingRound, caseworker: User) -> MatchingRound:
    """The same, approved as a plan."""
    rounds.publish(db, plan, caseworker)
    return plan


def test_the_workbench_tells_what_is_due_from_what_is_planned(
    desk: Page, plan: MatchingRound, party: Party
) -> None:
    desk.visit(f"/casework/rounds/{plan.id}")
    assert "1 person is planned for later:" in desk.text
    assert "nobody is told of it, and no bed is held" in desk.text
    [mark] = desk.soup.select("td .tag.wait")
    assert "planned, asked from" in mark.get_text()
    assert "Planned, not yet told:" in desk.visit(f"{desk.path}/parties/{party.id}").text


def test_a_plan_is_approved_although_nothing_is_sent_yet(
    desk: Page, db: Session, plan: MatchingRound, caseworker: User
) -> None:
    desk.visit(f"/casework/rounds/{plan.id}/publication")
    assert "Keep a plan of 1 visit" in desk.title
    assert "SMS" not in desk.text
    desk.submit(button="Keep this plan")
    assert "1 visit stays planned, and nobody is told of it before" in desk.text
    assert (plan.state, plan.approved_by_id) == (RoundState.PLANNED, caseworker.id)
    assert db.scalars(select(Message)).all() == []
    assert "1 of them is not told yet" in desk.title


def test_a_plan_of_which_nothing_is_due_has_nothing_to_approve(
    desk: Page, kept: MatchingRound
) -> None:
    desk.visit(f"/casework/rounds/{kept.id}")
    assert "Check and send what is due" not in desk.text
    assert "answers to what was sent" not in desk.text, "Nobody was asked"
    assert "What is sent has a last day to answer of its own" in desk.text
    desk.visit(f"/casework/rounds/{kept.id}/publication")
    assert "Nothing is due yet" in desk.text
    assert "Back to the round" in desk.text
    assert "Approve and send" not in desk.text


def test_the_board_proposes_the_sending_on_its_day_and_a_person_sends(
    desk: Page, db: Session, kept: MatchingRound, caseworker: User, slot: Slot
) -> None:
    assert "Planned visits to send now" not in desk.visit("/casework/").text
    day = datetime.combine(slot.arrival - timedelta(days=NOTICE), time(12), PARIS)
    with time_machine.travel(day):
        desk.sign_in(caseworker).visit("/casework/")
        assert "Planned visits to send now" in desk.text
        assert "1 visit is due" in desk.text
        desk.follow(kept.name).follow("Check and send what is due")
        desk.submit(button="Approve and send")
    assert "1 visit is proposed" in desk.text
    assert kept.state is RoundState.PUBLISHED
    assert len(db.scalars(select(Visit)).all()) == 1


def test_the_preview_names_who_would_know_later_than_they_must(
    desk: Page, db: Session, plan: MatchingRound, party: Party, slot: Slot
) -> None:
    party.notice_days, party.notice_reason = 45, "authorisation"
    db.flush()
    desk.visit(f"/casework/rounds/{plan.id}/publication")
    assert "Publish 1 visit" in desk.title
    assert "They said that they must know longer before:" in desk.text
    assert "45 days before, leave from their centre" in desk.text


def test_nothing_more_is_sent_of_a_plan_that_was_ended(
    desk: Page, db: Session, kept: MatchingRound
) -> None:
    desk.visit(f"/casework/rounds/{kept.id}").submit(button="Send nothing more")
    assert "The plan is ended, and nothing was sent" in desk.text
    assert (kept.state, kept.published_at) == (RoundState.SOLVED, None), "Nothing was proposed"
    assert "was proposed" not in desk.text
    assert "this can be taken back" not in desk.text
    assert db.scalars(select(PlannedMatch)).all() == []


def test_the_farm_may_expect_guests_and_reads_no_name_before_it_is_asked(
    page: Page, db: Session, kept: MatchingRound, party: Party, slot: Slot
) -> None:
    page.sign_in(a_farmer(db, slot.farm, language="en")).visit("/farm/")
    assert "You may expect guests" in page.text
    assert "asked from" in page.text
    assert not any(word in page.text for word in (party.code, "Amina", "Hidden"))
    page.sign_in(a_farmer(db, language="en")).visit("/farm/")
    assert "You may expect guests" not in page.text


def test_a_free_place_tells_for_whom_it_is_planned(
    desk: Page, db: Session, kept: MatchingRound, party: Party, slot: Slot, caseworker: User
) -> None:
    a_visit(db, a_party(db, caseworker.organisation), slot, state=VisitState.DECLINED)
    desk.visit(f"/casework/free-places/{slot.id}")
    assert "a round plans this place for somebody" in desk.text
    assert party.code in desk.text
    assert "Planned here already, not yet told." in desk.text


def test_the_price_of_notice_is_told_and_where_it_comes_from(
    page: Page, db: Session, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/settings")
    assert "From an invented season" in page.text
    cells = [cell.get_text(" ", strip=True) for cell in page.soup.select("td.number")]
    assert cells == ["81", "92", "94", "93", "90"]
    assert len(page.soup.select("svg.plot rect")) == len(cells)
    db.get_one(Programme, 1).notice_price = {
        "rows": [[7, 71], [None, 60]], "parties": 80, "slots": 41, "computed_on": "2027-01-03",
    }  # fmt: skip
    db.flush()
    page.visit("/programme/settings")
    assert "Your own past year" in page.text
    assert "80 files and 41 dates" in page.text


def test_the_notice_of_the_programme_is_set_on_a_page_of_its_own(
    page: Page, db: Session, coordinator: User
) -> None:
    page.sign_in(coordinator).visit("/programme/settings")
    page.submit({"notice_days": "200"}, button="Save")
    assert "Enter 0 to 180 days" in page.text
    page.submit({"notice_days": "14"}, button="Save")
    assert db.get_one(Programme, 1).notice_days == 14
