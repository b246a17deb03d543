"""A question that is made once is asked with the values of its moment, and never remembers."""

from datetime import date, timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_slot
from webapp.ground.at_once import Question, at, given
from webapp.ground.clock import today
from webapp.models import Slot

DAY = date(2027, 5, 3)


def test_a_question_is_asked_of_the_day_and_of_whom_it_is_given(db: Session) -> None:
    slot = a_slot(db, arrival=DAY)
    ahead = select(Slot).where(Slot.arrival > at(today))
    question = Question(
        {"ahead": ahead}, {"here": select(Slot.id).where(Slot.farm_id == given("farm"))}
    )
    with time_machine.travel(DAY - timedelta(days=1), tick=False):
        asked = question.ask(db, farm=slot.farm_id)
        assert (asked.ahead, asked.here) == (True, slot.id)
    with time_machine.travel(DAY, tick=False):
        assert not question.ask(db, farm=slot.farm_id).ahead
    assert question.ask(db, farm=0).here is None
