"""When what waits its minute leaves is said as it is, whatever the hour at which it is pressed."""

from datetime import datetime

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale

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
        assert leaving.proposed(2) == f"2 visits are proposed. Both sides are asked {when}."
        assert leaving.messages_leave(1) == f"1 message leaves {when}."
