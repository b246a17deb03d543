"""Several calls on one page: what came of each is kept; who was not called is not touched."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.page import Page
from tests.webapp.after.test_follow_ups import ended
from webapp.ground.clock import today
from webapp.models import Event, FollowUp, FollowUpState, Side, User
from webapp.portals.caseworker import follow_up_calls
from webapp.services.after import follow_ups

ADDRESS = "/casework/follow-ups/calls"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(datetime(2027, 3, 3, 11, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def caseworker(db: Session) -> User:
    return a_caseworker(db, language="en")


def due_of(db: Session, user: User, code: str) -> tuple[FollowUp, FollowUp]:
    """Return the follow-ups of the guests and of the farm of a visit a month ago."""
    visit = ended(db, date(2027, 2, 1), party=a_party(db, user.organisation, code=code))
    follow_ups.make_due(db)
    mine = select(FollowUp).where(FollowUp.visit_id == visit.id).order_by(FollowUp.side)
    farm, party = db.scalars(mine).all()
    return party, farm


def test_what_came_of_each_call_is_kept_and_who_was_not_called_stays(
    db: Session, page: Page, caseworker: User
) -> None:
    first, farm = due_of(db, caseworker, "P-9001")
    second, other_farm = due_of(db, caseworker, "P-9002")
    page.sign_in(caseworker).visit("/casework/follow-ups").follow("Note several calls at once")
    typed = {f"call_{first.id}": "positive-exit", f"call_{farm.id}": "not-reached",
             f"call_{second.id}": "unknown"}  # fmt: skip
    page.submit(typed, button="Save what came of the calls")
    assert "It is noted that 2 were reached." in page.text
    assert "It is noted that 1 was not reached." in page.text
    db.expire_all()
    assert [first.outcome, second.outcome] == ["positive-exit", "unknown"]
    assert (farm.state, farm.attempts[0].by_id) == (FollowUpState.ATTEMPTED, caseworker.id)
    assert other_farm.state is FollowUpState.DUE
    page.visit(ADDRESS)
    left = {each["name"] for each in page.soup.select("section input")}
    assert left == {f"call_{other_farm.id}"}, "whoever was tried today is called another day"


def test_one_call_to_a_farm_tells_of_all_its_guests_but_of_whom_it_tells_apart(
    db: Session, page: Page, caseworker: User
) -> None:
    _party, farm = due_of(db, caseworker, "P-9001")
    visits = [farm.visit, *(due_of(db, caseworker, code)[1].visit for code in ("P-9002", "P-9003"))]
    for each in visits[1:]:
        each.slot_id, each.farm_id = farm.visit.slot_id, farm.visit.farm_id
    db.flush()
    page.sign_in(caseworker).visit(f"{ADDRESS}?side=farm")
    [same] = {each["name"] for each in page.soup.select("input[name^=same_]")}
    asked = db.scalars(select(FollowUp).where(FollowUp.side == Side.FARM).order_by(FollowUp.id))
    first, second, third = asked
    assert same == f"same_{first.id}.{second.id}.{third.id}"
    typed = {same: "farm-contact", f"call_{second.id}": "moved"}
    page.submit(typed, button="Save what came of the calls")
    db.expire_all()
    assert [each.outcome for each in (first, second, third)] == [
        "farm-contact", "moved", "farm-contact",
    ]  # fmt: skip


def test_the_others_whom_the_page_shows_were_not_reached(
    db: Session, page: Page, caseworker: User
) -> None:
    party, farm = due_of(db, caseworker, "P-9001")
    page.sign_in(caseworker).visit(ADDRESS)
    later, _farm = due_of(db, caseworker, "P-9002")
    page.submit({f"call_{party.id}": "moved"}, button="The others were not reached: save")
    assert page.path == ADDRESS, "somebody is left"
    db.expire_all()
    assert (party.outcome, farm.state) == ("moved", FollowUpState.ATTEMPTED)
    assert later.state is FollowUpState.DUE, "who was not on the page is not touched"


def test_only_guests_or_only_farms_may_be_called(db: Session, page: Page, caseworker: User) -> None:
    _party, farm = due_of(db, caseworker, "P-9001")
    page.sign_in(caseworker).visit("/casework/follow-ups?side=farm")
    page.follow("Note several calls at once")
    assert "Words of the call to the farm" in page.text
    assert "Words of the call to guests" not in page.text
    page.submit({f"call_{farm.id}": "not-reached"}, button="Save what came of the calls")
    assert page.path == "/casework/follow-ups"
    assert [each["value"] for each in page.soup.select("#side option[selected]")] == ["farm"]


def test_a_day_before_it_was_due_keeps_nothing_and_all_that_was_ticked_comes_back(
    db: Session, page: Page, caseworker: User
) -> None:
    party, farm = due_of(db, caseworker, "P-9001")
    page.sign_in(caseworker).visit(ADDRESS)
    early = (today() - timedelta(days=10)).isoformat()
    typed = {f"call_{party.id}": "moved", f"call_{farm.id}": "not-reached", "on": early}
    page.submit(typed, button="Save what came of the calls")
    assert "Enter the day on which you tried" in page.text
    ticked = {each["value"] for each in page.soup.select("section input[checked]")}
    assert ticked == {"moved", "not-reached"}
    db.expire_all()
    assert {party.state, farm.state} == {FollowUpState.DUE}


def test_what_they_said_themselves_meanwhile_stays(
    db: Session, page: Page, caseworker: User
) -> None:
    party, _farm = due_of(db, caseworker, "P-9001")
    page.sign_in(caseworker).visit(ADDRESS)
    follow_ups.tell(db, party.visit, Side.PARTY, "1", "durable-job", "link")
    db.flush()
    page.submit({f"call_{party.id}": "moved"}, button="Save what came of the calls")
    told = "P-9001: “Durable job” was noted meanwhile and stays; you had ticked “Moved”."
    assert told in page.text
    db.expire_all()
    assert party.outcome == "durable-job"


def test_nothing_ticked_is_said(db: Session, page: Page, caseworker: User) -> None:
    due_of(db, caseworker, "P-9001")
    page.sign_in(caseworker).visit(ADDRESS)
    page.submit({}, button="Save what came of the calls")
    assert "Tick what came of at least one call." in page.text


def test_another_associations_guests_stand_on_no_page_of_calls(
    db: Session, page: Page, caseworker: User
) -> None:
    due_of(db, caseworker, "P-9001")
    theirs, _farm = due_of(db, a_caseworker(db), "P-9002")
    page.sign_in(caseworker).visit(ADDRESS)
    assert "P-9001" in page.text
    assert "P-9002" not in page.text
    page.client.post(ADDRESS, data={f"call_{theirs.id}": "moved"})
    db.expire_all()
    assert theirs.state is FollowUpState.DUE


def test_who_is_to_be_called_was_read_and_the_rest_follows_on_the_next_page(
    db: Session, page: Page, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_up_calls, "MOST", 1)
    due_of(db, caseworker, "P-9001")
    page.sign_in(caseworker).visit(ADDRESS)
    assert "The first 1 of 2 are here" in page.text
    read = select(Event.subject_id).where(Event.act == "visit.follow-up-read")
    assert len(db.scalars(read).all()) == 1
