"""After two people approved a farm: looking again, prolonging, shortening, a no taken back."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.visits.test_undoing import leaves
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Farm, FarmAct, FarmState, Message, User
from webapp.services.farms import board, changes, stopping, telling, vetting
from webapp.wording import compose

YEAR = timedelta(days=365)


@pytest.fixture
def two(db: Session) -> tuple[User, User]:
    one = a_coordinator(db, name="Camille Moreau", language="en")
    return one, a_coordinator(db, name="Dominique Roy", language="en")


@pytest.fixture
def farm(db: Session, two: tuple[User, User]) -> Farm:
    """Approved by both until a year from now, and changed since."""
    made = a_farm(db, state=FarmState.MET, approved_until=None)
    for each in two:
        vetting.approve(db, made, each, today() + YEAR)
    telling.tell(db, made, "household", adults=1)
    return made


def test_each_of_two_people_looks_at_a_change_and_the_approval_keeps_its_day(
    page: Page, db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    for who, left in zip(two, ({"adults"}, set()), strict=True):
        page.sign_in(who).visit("/programme/").follow(farm.name)
        page.follow("I have looked at it")
        assert "number of adults" in page.text
        page.submit({"reason": f"Called by {who.name}."}, button="The approval stands")
        assert changes.changed_since_approval(db, farm) == left
    assert farm.approved_until == today() + YEAR
    assert [each.act for each in farm.decisions[2:]] == [FarmAct.REVIEWED] * 2
    assert "Called by Camille Moreau." in page.text
    assert "Called by Dominique Roy." in page.text


def test_whoever_has_looked_waits_for_the_other_and_is_not_asked_again(
    page: Page, db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    vetting.review(db, farm, two[0], "Seen on the spot.")
    assert board.todo(db, two[0]).changed == {}
    assert board.todo(db, two[1]).changed == {farm: {"adults"}}
    page.sign_in(two[0]).visit(f"/programme/farms/{farm.id}")
    assert "You have looked at it. A second person must too." in page.text
    with pytest.raises(RuleBroken, match="nothing-to-review"):
        vetting.review(db, farm, two[0], "Seen once more.")
    telling.tell(db, farm, "place", address="3 rue Neuve")
    assert board.todo(db, two[0]).changed == {farm: {"address"}}


def test_a_farm_that_is_stopped_offers_no_look_that_would_lead_nowhere(
    page: Page, db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    stopping.suspend(db, farm, two[0], "A word")
    page.sign_in(two[1]).visit(f"/programme/farms/{farm.id}")
    assert "number of adults" in page.text
    assert "I have looked at it" not in page.text


def test_a_farm_that_lacks_something_does_not_stand_as_it_is(
    db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    farm.rooms.clear()
    db.flush()
    with pytest.raises(RuleBroken, match="farm-not-ready"):
        vetting.review(db, farm, two[0], "Seen on the spot.")


def test_an_approval_is_prolonged_when_two_people_say_so_and_the_farm_is_told(
    page: Page, db: Session, app: Flask, farm: Farm, two: tuple[User, User]
) -> None:
    a_farmer(db, farm, language="en")
    one, other = two
    later, latest = today() + timedelta(days=500), today() + timedelta(days=600)
    page.sign_in(one).visit(f"/programme/farms/{farm.id}").follow("Prolong")
    page.submit({"until": later.isoformat(), "reason": "Seen again."}, button="Prolong")
    assert "A second person must prolong" in page.text
    assert farm.approved_until == today() + YEAR
    assert board.todo(db, one).to_approve == []
    assert board.todo(db, other).to_approve == [farm]
    page.sign_in(other).visit("/programme/")
    assert "Longer approval" in page.text
    page.follow(farm.name).follow("Prolong")
    assert "Camille Moreau has prolonged it until" in page.text
    page.submit({"until": latest.isoformat(), "reason": "Agreed."}, button="Prolong")
    assert farm.approved_until == later
    [message] = db.scalars(select(Message)).all()
    with app.app_context():
        assert str(later.year) in compose(message).body


@pytest.mark.parametrize("days", [364, 365])
def test_prolonging_asks_for_a_day_later_than_ones_own(
    db: Session, farm: Farm, two: tuple[User, User], days: int
) -> None:
    with pytest.raises(RuleBroken, match="approval-not-later"):
        vetting.prolong(db, farm, two[0], today() + timedelta(days=days), "A word")


def test_one_person_shortens_an_approval_at_once_and_the_farm_is_told(
    page: Page, db: Session, app: Flask, farm: Farm, two: tuple[User, User]
) -> None:
    a_farmer(db, farm, language="en")
    end = today() + timedelta(days=90)
    page.sign_in(two[0]).visit(f"/programme/farms/{farm.id}").follow("Shorten")
    page.submit({"until": end.isoformat(), "reason": "A year too far."}, button="Shorten")
    assert farm.approved_until == end
    [message] = db.scalars(select(Message)).all()
    with app.app_context():
        assert "now ends on" in compose(message).body
    vetting.prolong(db, farm, two[0], today() + YEAR, "It was right after all.")
    assert farm.approved_until == end


def test_an_approval_of_too_many_years_can_be_shortened_to_a_plausible_day(
    db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    farm.approved_until = date(2126, 1, 1)
    vetting.shorten(db, farm, two[1], today() + YEAR, "A slip of the hand.")
    assert farm.approved_until == today() + YEAR


def test_an_insurance_of_too_many_years_is_replaced_in_the_checklist(
    page: Page, db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    farm.insured_until = date(2126, 1, 1)
    page.sign_in(two[0]).visit(f"/programme/farms/{farm.id}/checklist")
    page.submit({"insured_until": (today() + YEAR).isoformat()}, button="Save")
    assert farm.insured_until == today() + YEAR


@pytest.mark.parametrize("days", [-1, 365, 366])
def test_shortening_asks_for_a_day_from_today_on_and_before_the_end(
    db: Session, farm: Farm, two: tuple[User, User], days: int
) -> None:
    with pytest.raises(RuleBroken, match=r"approval-not-earlier|approval-already-over"):
        vetting.shorten(db, farm, two[0], today() + timedelta(days=days), "A word")


def test_visits_beyond_a_shorter_approval_are_shown_before_it_is_kept(
    page: Page, db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    farm.adults = 2
    visit = a_visit(db, slot=a_slot(db, an_offer(db, farm)))
    end = (visit.departure - timedelta(days=1)).isoformat()
    page.sign_in(two[0]).visit(f"/programme/farms/{farm.id}/approval/shorten")
    page.submit({"until": end, "reason": "They move."}, button="Shorten")
    assert "the farm may not receive until the end of the stay" in page.text
    assert farm.approved_until == today() + YEAR


def test_a_no_is_told_and_can_be_taken_back_and_two_people_vet_the_farm_anew(
    page: Page, db: Session, app: Flask, two: tuple[User, User]
) -> None:
    farm = a_farm(db, state=FarmState.MET, approved_until=None)
    a_farmer(db, farm, language="en")
    vetting.approve(db, farm, two[0], today() + YEAR)
    page.sign_in(two[1]).visit(f"/programme/farms/{farm.id}/decline")
    page.submit({"reason": "Too far from any station."}, button="Decline")
    page.follow("Look at it again")
    page.submit({"reason": "A neighbour drives."}, button="Look at it again")
    assert (farm.state, farm.yeses) == (FarmState.MET, {})
    told = db.scalars(select(Message).order_by(Message.id)).all()
    assert [each.kind for each in told] == ["farm-declined", "farm-reconsidered"]
    with app.app_context():
        assert not any("station" in compose(each).body for each in told)
    vetting.approve(db, farm, two[1], today() + YEAR)
    assert farm.state is FarmState.MET
    vetting.approve(db, farm, two[0], today() + YEAR)
    assert farm.is_approved


def test_a_farm_that_was_never_met_goes_back_to_where_it_was(
    db: Session, two: tuple[User, User]
) -> None:
    farm = Farm(name="Ferme du Gué")
    db.add(farm)
    db.flush()
    vetting.decline(db, farm, two[0], "No answer to three calls.")
    vetting.reconsider(db, farm, two[0], "They called back.")
    assert farm.state is FarmState.APPLIED


def test_the_audit_tells_who_decided_what_and_no_reason(
    db: Session, farm: Farm, two: tuple[User, User]
) -> None:
    vetting.review(db, farm, two[0], "Luc lives alone since spring.")
    vetting.shorten(db, farm, two[0], today() + timedelta(days=9), "Luc moves out.")
    acts = ("farm.reviewed", "farm.shortened")
    facts = db.scalars(select(Event.facts).where(Event.act.in_(acts)).order_by(Event.id)).all()
    assert facts == [{}, {"until": (today() + timedelta(days=9)).isoformat()}]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([4, 3], ["farm-approved"]),
        ([4], ["farm-approved"]),
        ([1], ["farm-approval-shortened"]),
    ],
)
def test_what_changes_within_a_minute_is_told_once_as_it_then_stands(
    app: Flask, db: Session, farm: Farm, two: tuple[User, User], days: list[int], told: list[str]
) -> None:
    a_farmer(db, farm)
    telling.tell(db, farm, "household", adults=2)
    farm.approved_until = today() + 2 * YEAR
    for until in days:
        day = today() + until * YEAR
        if day > farm.approved_until:
            for each in two:
                vetting.prolong(db, farm, each, day, "They go on.")
        else:
            vetting.shorten(db, farm, two[0], day, "The insurance ends.")
    assert leaves(app, db) == told
