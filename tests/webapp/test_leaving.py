"""When what waits its minute leaves is said as it is, whatever the hour at which it is pressed."""

from datetime import datetime

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from webapp.ground.clock import PARIS
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
