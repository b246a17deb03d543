"""The hour of arrival: the farm proposes, the guests say yes or ask for another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_slot, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, FarmState, Message, Side, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import arrival_hours, proposing

ASKED, AGREED = "visit-hour-asked", "visit-hour-agreed"


def a_settled_visit(db: Session, days: int = 30) -> Visit:
    slot = a_slot(db, arrival=today() + timedelta(days=days))
    yes = Answer.YES
    return a_visit(db, slot=slot, state=VisitState.CONFIRMED, party_answer=yes, farm_answer=yes)


def say(db: Session, visit: Visit, said: str) -> None:
    """Do what `said` tells, such as "farm 14", "guests 16" or "guests yes", to what is shown."""
    who, hour = said.split()
    shown = arrival_hours.of_visit(visit).version
    if who == "farm":
        arrival_hours.propose(db, visit, int(hour), shown)
    elif hour == "yes":
        arrival_hours.accept(db, visit, shown)
    else:
        arrival_hours.wish(db, visit, int(hour), shown)


@pytest.mark.parametrize(
    ("said", "hour", "wished", "agreed", "true"),
    [
        ("farm 14", 14, None, False, {(Side.PARTY, ASKED)}),
        ("farm 14, guests yes", 14, None, True, {(Side.FARM, AGREED)}),
        ("farm 14, guests 16", 14, 16, False, {(Side.FARM, ASKED)}),
        ("farm 14, guests 16, farm 16", 16, None, True, {(Side.PARTY, AGREED)}),
        ("farm 14, guests 16, farm 15", 15, None, False, {(Side.PARTY, ASKED)}),
        ("farm 14, guests 16, farm 14", 14, None, False, {(Side.PARTY, ASKED)}),
        ("farm 14, guests 16, guests yes", 14, None, True, {(Side.FARM, AGREED)}),
        ("farm 14, guests yes, farm 18", 18, None, False, {(Side.PARTY, ASKED)}),
        ("farm 14, guests yes, guests 12", 14, 12, False, {(Side.FARM, ASKED)}),
    ],
)
def test_an_hour_is_agreed_once_both_have_said_it_and_asked_again_when_it_changes(
    db: Session, said: str, hour: int, wished: int | None, agreed: bool, true: set[object]
) -> None:
    visit = a_settled_visit(db)
    for each in said.split(", "):
        say(db, visit, each)
    assert (visit.arrival_hour, visit.hour_wished, visit.hour_agreed) == (hour, wished, agreed)
    last = list(db.scalars(select(Message).order_by(Message.id)))[-1]
    assert {(last.side, last.kind)} == true
    assert is_true(last)
    for side in Side:
        asked = (side, ASKED) in true
        assert arrival_hours.awaits(visit, side) is asked


def test_what_is_said_to_an_hour_that_was_not_shown_is_not_kept(db: Session) -> None:
    visit = a_settled_visit(db)
    say(db, visit, "farm 14")
    before = arrival_hours.of_visit(visit).version
    say(db, visit, "farm 18")
    acts: list[Callable[[], None]] = [
        lambda: arrival_hours.accept(db, visit, before),
        lambda: arrival_hours.wish(db, visit, 16, before),
        lambda: arrival_hours.propose(db, visit, 16, before),
    ]
    for act in acts:
        with pytest.raises(RuleBroken, match="hour-is-another"):
            act()
    assert (visit.arrival_hour, visit.hour_wished, visit.hour_agreed) == (18, None, False)


@pytest.mark.parametrize("hour", [None, 3, 7, 22, 18])
def test_only_hours_that_are_offered_can_be_said(db: Session, hour: int | None) -> None:
    visit = a_settled_visit(db)
    if hour != 18:
        with pytest.raises(RuleBroken, match="hour-missing"):
            arrival_hours.propose(db, visit, hour, "")
    say(db, visit, "farm 14")
    with pytest.raises(RuleBroken, match="hour-missing"):
        arrival_hours.wish(db, visit, hour, arrival_hours.of_visit(visit).version)


def test_nothing_is_said_of_an_hour_before_both_said_yes_nor_after_an_arrival(db: Session) -> None:
    visit = a_settled_visit(db, days=0)
    say(db, visit, "farm 14")
    message = db.scalars(select(Message)).one()
    assert is_true(message)
    for change in (
        {"arrived_at": now()},
        {"state": VisitState.CANCELLED},
        {"state": VisitState.PROPOSED, "farm_answer": Answer.AWAITED},
    ):
        with db.begin_nested() as undone:
            for name, value in change.items():
                setattr(visit, name, value)
            db.flush()
            assert not is_true(message)
            with pytest.raises(RuleBroken, match="hour-closed"):
                say(db, visit, "guests yes")
            undone.rollback()
        db.refresh(visit)
    visit.farm.state = FarmState.SUSPENDED
    assert not is_true(message)


def test_nobody_is_told_of_an_hour_before_the_minute_is_over(db: Session) -> None:
    visit = a_settled_visit(db)
    say(db, visit, "farm 14")
    query = "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'send_message'"
    [leaves] = db.execute(text(query)).scalars().all()
    assert visit.hour_said_at
    assert leaves >= visit.hour_said_at + proposing.TAKEN_BACK_FOR


def test_guests_agree_on_their_page_in_their_language_without_a_code(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    farm, guests = (f"/v/{visit_token(visit, side)}" for side in (Side.FARM, Side.PARTY))
    assert "Aucune heure" in page.visit(f"{farm}?lang=fr").text
    page.submit({"hour": "14"}, button="Proposer cette heure")
    assert "Vous avez proposé 14 h" in page.text
    page.visit(f"{guests}?lang=ar").submit(button="نعم")
    assert "14:00" in page.text
    assert "متفق" in page.text
    assert "convenue avec" in page.visit(f"{farm}?lang=fr").text
