"""What was done to many files at once is put back, where nobody has changed it since."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import Availability, PartyState, User


@pytest.fixture
def reader(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


def looked_over(page: Page, act: str, *numbers: int) -> Page:
    files = "&".join(f"party={each}" for each in numbers)
    return page.visit(f"/casework/parties/many?act={act}&{files}")


def test_all_files_of_somebody_go_back_to_them_and_pairs_are_pairs_again(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    leaves, comes = (a_caseworker(db, home, name=each) for each in ("Lea", "Cora"))
    alone = a_party(db, home, referent_id=leaves.id)
    pair = a_party(db, home, referent_id=reader.id, second_referent_id=leaves.id)
    page.sign_in(reader).visit("/casework/parties/hand-over")
    page.submit({"before": str(leaves.id), "to": str(comes.id)}, button="Hand over")
    db.expire_all()
    assert (alone.referent_id, pair.second_referent_id) == (comes.id, comes.id)
    page.follow("Undo").submit(button="Give back to whom they were with")
    assert "2 files changed." in page.text
    db.expire_all()
    stands = [(each.referent_id, each.second_referent_id) for each in (alone, pair)]
    assert stands == [(leaves.id, None), (reader.id, leaves.id)]


def test_days_and_courses_are_taken_out_again_and_who_lacks_days_then_is_paused(
    page: Page, db: Session, reader: User
) -> None:
    first, last = today() + timedelta(days=10), today() + timedelta(days=40)
    new = a_party(db, reader.organisation, state=PartyState.ENROLLED, availabilities=[])
    old = a_party(db, reader.organisation)
    had = [(each.first_day, each.last_day) for each in old.availabilities]
    looked_over(page.sign_in(reader), "days", new.id, old.id)
    typed = {"first_day": first.isoformat(), "last_day": last.isoformat(), "ready": True}
    page.submit(typed, button="Add days they can be away")
    db.expire_all()
    assert new.state is PartyState.READY
    page.follow("Undo").submit(button="Take the days out again")
    db.expire_all()
    assert (new.availabilities, new.state) == ([], PartyState.PAUSED)
    assert [(each.first_day, each.last_day) for each in old.availabilities] == had
    assert old.state is PartyState.READY
    looked_over(page, "course", old.id)
    of_course = {"kind": "course", "first_day": first.isoformat(), "last_day": last.isoformat()}
    page.submit({**of_course, "weekdays": ["2"]}, button="Add a course or an appointment")
    before = len(old.engagements)
    page.follow("Undo").submit(button="Take the course or the appointment out again")
    db.expire_all()
    assert len(old.engagements) == before - 1


def test_what_was_changed_since_or_an_hour_ago_or_by_others_is_left(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    comes = a_caseworker(db, home, name="Cora", language="en")
    kept, changed = a_party(db, home), a_party(db, home)
    looked_over(page.sign_in(reader), "days", kept.id, changed.id)
    first = today() + timedelta(days=300)
    page.submit(
        {"first_day": first.isoformat(), "last_day": first.isoformat()},
        button="Add days they can be away",
    )
    changed.availabilities.append(
        Availability(first_day=first + timedelta(days=9), last_day=first + timedelta(days=12))
    )
    db.commit()
    looked_over(page, "days-back", kept.id, changed.id)
    assert "1 file is concerned." in page.text
    assert "It was changed once more since" in page.text
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        looked_over(page.sign_in(reader), "days-back", kept.id)
        assert "You have changed nothing of it in the last hour" in page.text
    looked_over(page.sign_in(comes), "days-back", kept.id)
    assert "You have changed nothing of it in the last hour" in page.text
