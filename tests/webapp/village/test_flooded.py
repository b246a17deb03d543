"""Whoever floods a gathering with answers speaks for nobody: telephones can be left out."""

from datetime import datetime, time

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.page import Page
from tests.webapp.village.builders import a_gathering, one_asked_by_telephone, some_voices
from webapp.ground.clock import PARIS, today
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Gathering, User
from webapp.services.village import gatherings, voices

FLOOD, CAME = 30, 12
NOT_TO_BE_TRUSTED = "More people have answered than came"
LEAVE_OUT, COUNT = "Leave out what telephones said", "Count telephones again"


@pytest.fixture(autouse=True)
def programme(db: Session) -> None:
    a_programme(db)


@pytest.fixture
def coordinator(db: Session) -> User:
    return a_coordinator(db, language="en")


@pytest.fixture
def flooded(db: Session) -> Gathering:
    """A gathering to which fewer came than telephones answered; sheets were handed in as well."""
    made = one_asked_by_telephone(db, FLOOD, came=CAME)
    some_voices(db, made, sheets=6)
    return made


def test_more_voices_than_people_are_said_not_to_be_trusted(
    db: Session, page: Page, coordinator: User, flooded: Gathering
) -> None:
    page.sign_in(coordinator).visit(f"/programme/village/{flooded.id}")
    assert NOT_TO_BE_TRUSTED in page.text
    assert "nothing is known" not in page.text
    page.visit(f"/programme/village/communes/{flooded.commune}")
    assert NOT_TO_BE_TRUSTED in page.text
    flooded.came = FLOOD + 6
    db.flush()
    page.visit(f"/programme/village/{flooded.id}")
    assert NOT_TO_BE_TRUSTED not in page.text


def test_a_flood_at_one_gathering_is_not_hidden_by_the_people_of_another(
    db: Session, flooded: Gathering
) -> None:
    full = some_voices(db, a_gathering(db, days=-8, came=100)).gathering
    told = voices.told_of(db, [flooded, full])
    assert told.is_flooded
    assert told.silent is None


def test_what_telephones_said_is_left_out_of_every_figure_and_counted_again(
    db: Session, page: Page, coordinator: User, flooded: Gathering
) -> None:
    page.sign_in(coordinator).visit(f"/programme/village/{flooded.id}")
    page.submit(button=LEAVE_OUT)
    assert "6 voices: 0 by telephone, 6 on paper." in page.text
    assert "30 answers by telephone are left out." in page.text
    assert NOT_TO_BE_TRUSTED not in page.text
    page.visit(f"/programme/village/communes/{flooded.commune}")
    assert "6 voices: 0 by telephone, 6 on paper." in page.text
    page.visit(f"/programme/village/{flooded.id}").submit(button=COUNT)
    assert "36 voices: 30 by telephone, 6 on paper." in page.text
    assert "left out" not in page.text.replace(LEAVE_OUT, "")


def test_both_acts_are_kept_with_how_many_said_something_and_once_each(
    db: Session, flooded: Gathering
) -> None:
    for out in (True, True, False, False):
        voices.leave_telephones_out(db, flooded, out=out)
    told = Event.act.startswith("gathering.telephones")
    events = db.scalars(select(Event).where(told).order_by(Event.id)).all()
    assert [(each.act, each.facts["voices"]) for each in events] == [
        ("gathering.telephones-left-out", FLOOD),
        ("gathering.telephones-counted", FLOOD),
    ]


def test_nobody_is_asked_or_thanked_where_telephones_are_left_out(
    db: Session, page: Page, flooded: Gathering
) -> None:
    page.visit(f"/village/{flooded.id}?lang=en")
    page.submit({"again": "yes"}, button="Send my answers")
    assert "Your answers are counted" in page.text
    voices.leave_telephones_out(db, flooded, out=True)
    db.flush()
    page.visit(f"/village/{flooded.id}?lang=en")
    assert "Your answers are counted" not in page.text
    assert "Send my answers" not in page.text
    with pytest.raises(RuleBroken, match="gathering-asks-no-more"):
        voices.hear(db, flooded, {"again": "no"})


def test_a_gathering_that_was_flooded_before_anybody_came_may_still_be_cancelled(
    db: Session,
) -> None:
    with time_machine.travel(datetime.combine(today(), time(19), PARIS), tick=False):
        flooded = one_asked_by_telephone(db, FLOOD, days=0)
        with pytest.raises(RuleBroken, match="gathering-has-voices"):
            gatherings.cancel(db, flooded)
        voices.leave_telephones_out(db, flooded, out=True)
        gatherings.cancel(db, flooded)
    assert not flooded.took_place


def test_there_is_nothing_to_leave_out_where_no_telephone_answered(
    db: Session, page: Page, coordinator: User
) -> None:
    gathering = some_voices(db).gathering
    page.sign_in(coordinator).visit(f"/programme/village/{gathering.id}")
    assert LEAVE_OUT not in page.text
    to_come = a_gathering(db)
    with pytest.raises(RuleBroken, match="gathering-to-come"):
        voices.leave_telephones_out(db, to_come, out=True)
