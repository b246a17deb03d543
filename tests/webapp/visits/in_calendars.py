"""What calendar programs do with the files and letters of one visit; not in the suite.

Run by `python -m pytest tests/webapp/visits/in_calendars.py`: `apt-get install calcurse dbus
evolution-data-server gir1.2-ecal-2.0 python3-gi thunderbird`, and `khal` by pip or apt.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_party, a_visit
from tests.calendars.evolution import evolution
from tests.calendars.terminal import calcurse, khal
from tests.calendars.thunderbird import READER, Thunderbird
from webapp.channels.email import addressed
from webapp.models import Answer, Side, VisitState
from webapp.wording.calendar_file import calendar_file, invitation

BEGAN = datetime(2027, 3, 1, 10, tzinfo=UTC)
BEFORE, AFTER = date(2027, 3, 26), date(2027, 4, 2)
"""Two Fridays: in the night of the Sunday between them clocks go forward."""
WRITTEN = {
    "settled": (VisitState.CONFIRMED, BEFORE, None),
    "hour": (VisitState.CONFIRMED, BEFORE, 14),
    "moved": (VisitState.CONFIRMED, AFTER, 15),
    "cancelled": (VisitState.CANCELLED, AFTER, 15),
    "restored": (VisitState.CONFIRMED, AFTER, 15),
}
"""What a visit goes through: its state, its first day, and its hour once it is agreed."""
EACH = [*WRITTEN]
OLD, NEW = {"days": "20270326"}, {"days": "20270402"}
OLD_HOUR, NEW_HOUR = {"hour": "20270326T130000Z"}, {"hour": "20270402T130000Z"}
"""14 hours in winter and 15 in summer, in the world's time."""
Made = dict[str, tuple[bytes, bytes]]
Stands = list[dict[str, str]]


@pytest.fixture
def made(app: Flask, db: Session) -> Made:
    """The file and the letter of each moment."""
    visit = a_visit(
        db, party=a_party(db, channel="email", email=READER), party_answer=Answer.YES,
        farm_answer=Answer.YES, confirmed_at=BEGAN, created_at=BEGAN, state=VisitState.CONFIRMED,
    )  # fmt: skip
    made = {}
    for minute, (name, (state, arrival, hour)) in enumerate(WRITTEN.items(), 1):
        visit.state, visit.stay = state, Range(arrival, arrival + timedelta(days=4))
        visit.arrival_hour, visit.hour_agreed = hour, hour is not None
        moment = BEGAN + timedelta(minutes=minute)
        with time_machine.travel(moment, tick=False), app.test_request_context():
            letter = addressed(invitation(visit, Side.PARTY), "bonjour@sillon.example", (READER,))
            made[name] = calendar_file(visit, Side.PARTY), letter
    return made


def files(made: Made, names: list[str]) -> list[bytes]:
    return [made[name][0] for name in names]


def letters(made: Made, names: list[str]) -> list[bytes]:
    return [made[name][1] for name in names]


def seen(stands: Stands) -> Stands:
    """Call each event by what it is of the visit."""
    of = ({("hour" if "arrival" in uid else "days"): when for uid, when in each.items()}
          for each in stands)  # fmt: skip
    return [*of]


def test_thunderbird_obeys_letters_and_heeds_none_that_comes_late(
    made: Made, tmp_path: Path
) -> None:
    thunderbird = Thunderbird(tmp_path)
    try:
        stands = seen(thunderbird.letters(letters(made, [*EACH[:3], "hour", *EACH[3:]])))
    finally:
        thunderbird.close()
    assert stands == [OLD, OLD, NEW, NEW, {}, NEW]


def test_thunderbird_keeps_what_it_has_where_a_second_file_is_opened(
    made: Made, tmp_path: Path
) -> None:
    thunderbird = Thunderbird(tmp_path)
    try:
        stands = seen(thunderbird.files(files(made, EACH)))
    finally:
        thunderbird.close()
    assert stands == [OLD, *[OLD | OLD_HOUR] * 4]


def test_evolution_obeys_letters_and_files_in_the_order_in_which_they_are_opened(
    made: Made, tmp_path: Path
) -> None:
    for kind, hours in ((letters, ({}, {})), (files, (OLD_HOUR, NEW_HOUR))):
        old, new = OLD | hours[0], NEW | hours[1]
        kept = tmp_path / kind.__name__
        kept.mkdir()
        stands = seen(evolution(kind(made, [*EACH[:3], "hour", *EACH[3:]]), kept))
        assert stands == [OLD, old, new, old, {}, new]


def test_khal_replaces_and_strikes_through(made: Made, tmp_path: Path) -> None:
    old, new = OLD | OLD_HOUR, NEW | NEW_HOUR
    struck = {name: f"{when} cancelled" for name, when in new.items()}
    assert seen(khal(files(made, EACH), tmp_path, BEFORE.year)) == [OLD, old, new, struck, new]


def test_calcurse_adds_whatever_it_is_given(made: Made, tmp_path: Path) -> None:
    assert calcurse(files(made, EACH), tmp_path) == 1 + 2 * 4
