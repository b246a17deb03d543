"""When what waits its minute leaves is said as it is, whatever the hour at which it is pressed."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer, an_organisation
from webapp.ground.clock import PARIS, now
from webapp.ground.database import Scope, set_scope
from webapp.models import Channel, Message, Programme
from webapp.services.records import outbox, texts_a_day
from webapp.wording import leaving


@pytest.mark.parametrize(
    ("pressed", "when"),
    [
        ("00:00:00", "this morning"),
        ("08:58:59", "this morning"),
        ("08:59:00", "in a minute"),
        ("12:00:00", "in a minute"),
        ("19:58:59", "in a minute"),
        ("19:59:00", "tomorrow morning"),
        ("23:59:30", "tomorrow morning"),
    ],
)
def test_the_minute_in_which_it_can_be_taken_back_counts_for_when_it_leaves(
    app: Flask, pressed: str, when: str
) -> None:
    at = datetime.fromisoformat(f"2027-03-02T{pressed}").replace(tzinfo=PARIS)
    with time_machine.travel(at, tick=False), app.test_request_context(), force_locale("en"):
        assert leaving.proposed([]) == f"0 visits are proposed. Both sides are asked {when}."
        assert leaving.messages_leave(1) == f"1 message leaves {when}."


def test_who_reads_no_messages_is_said_to_be_called_not_to_be_asked(
    app: Flask, db: Session
) -> None:
    farms = [a_farm(db, name=name) for name in ("With an account", "Without")]
    a_farmer(db, farms[0])
    slots = [a_slot(db, an_offer(db, farm)) for farm in farms]
    reads, silent, both = (
        a_visit(db, slot=slots[0]),
        a_visit(db, slot=slots[0], party=a_party(db, number="+33231000000")),
        a_visit(db, slot=slots[1], party=a_party(db, number="+33231000000")),
    )
    for farm in farms:
        db.refresh(farm)
    noon = datetime(2027, 3, 2, 12, tzinfo=PARIS)
    with time_machine.travel(noon, tick=False), app.test_request_context(), force_locale("en"):
        assert leaving.both_sides_asked([reads]) == "Both sides are asked in a minute."
        assert leaving.both_sides_asked([reads, silent]) == (
            "3 messages leave in a minute. 1 household or farm reads no messages: call it."
        )
        assert leaving.both_sides_asked([both]) == (
            "2 households or farms read no messages: call them."
        )
        users = farms[0].users
        users[0].suspended_at = noon
        assert leaving.both_sides_asked([reads]) == (
            "1 message leaves in a minute. 1 household or farm reads no messages: call it."
        )


def test_before_an_act_it_is_said_when_what_it_sends_leaves(app: Flask, db: Session) -> None:
    visit = a_visit(db)
    message = Message(kind="visit-reminder", channel=Channel.SMS)
    said = {}
    for before, hour in ((9, 12), (9, 23), (8, 3), (1, 23), (0, 12)):
        at = datetime.combine(visit.arrival - timedelta(days=before), time(hour), PARIS)
        with time_machine.travel(at, tick=False), app.test_request_context(), force_locale("en"):
            said[before, hour] = (
                leaving.it_leaves().partition(":")[0].removeprefix("What you send leaves "),
                leaving.when_an_end_is_told(visit),
                leaving.strangers_share_a_room([visit]).partition("asked ")[2].partition(" whe")[0],
                leaving.leaves_again(message, at_any_hour=False).partition(":")[0],
            )
    again = "The message leaves again"
    assert said == {
        (9, 12): ("in a minute", "in a minute", "in 5 minutes", f"{again}."),
        (9, 23): (*["tomorrow morning"] * 3, f"{again} tomorrow morning"),
        (8, 3): (*["this morning"] * 3, f"{again} this morning"),
        (1, 23): ("tomorrow morning", "in a minute", "in 5 minutes", f"{again} tomorrow morning"),
        (0, 12): ("in a minute", "at once", "in 5 minutes", f"{again}."),
    }


def test_who_reads_no_message_or_is_there_is_to_be_asked_about_a_shared_room(
    app: Flask, db: Session
) -> None:
    slot = a_slot(db)
    visits = [a_visit(db, slot=slot), a_visit(db, a_party(db, number="+33231000000"), slot)]
    with app.test_request_context(), force_locale("en"):
        told = leaving.strangers_share_a_room(visits)
        assert told.count("1 party comes to share a room") == 2
        assert told.endswith("and no message asks them: speak with them.")
        visits[0].arrived_at = now()
        assert leaving.strangers_share_a_room(visits).startswith("2 parties come to share")


def test_it_is_said_that_no_text_message_leaves_today_any_more(app: Flask, db: Session) -> None:
    visit = a_visit(db)
    told = "Today’s limit of text messages is reached: they leave tomorrow morning."
    db.get_one(Programme, 1).texts_a_day = 1
    message = outbox.write_to_party(db, visit, "visit-reminder", key="a")
    noon = datetime.combine(visit.arrival - timedelta(days=9), time(12), PARIS)
    with time_machine.travel(noon, tick=False), app.test_request_context(), force_locale("en"):
        assert told not in leaving.it_leaves(db)
        assert leaving.when_texts_leave(db) == "in a minute"
        message.send()
        db.flush()
        assert leaving.it_leaves(db).endswith(told)
        assert leaving.when_texts_leave(db) == "tomorrow morning"
        assert leaving.leaves_again(message, at_any_hour=False) == told
        assert leaving.leaves_again(message, at_any_hour=True) == "The message leaves again."
        assert leaving.limit_of_ends(db, [visit]) == told
    eve = datetime.combine(visit.arrival - timedelta(days=1), time(12), PARIS)
    with time_machine.travel(eve, tick=False):
        assert leaving.limit_of_ends(db, [visit]) == ""


def test_what_other_associations_send_counts_for_the_limit_of_a_day(db: Session) -> None:
    theirs, other = a_visit(db), an_organisation(db)
    db.get_one(Programme, 1).texts_a_day = 1
    noon = datetime(2027, 3, 2, 12, tzinfo=PARIS)
    with time_machine.travel(noon, tick=False):
        outbox.write_to_party(db, theirs, "visit-reminder", key="a").send()
        outbox.write_to_party(db, theirs, "visit-reminder", key="b")
        db.flush()
        set_scope(db, Scope("organisation", other.id))
        assert db.scalar(select(func.count(Message.id))) == 0
        assert texts_a_day.is_spent(db)
        assert texts_a_day.held(db, 3) == 1
