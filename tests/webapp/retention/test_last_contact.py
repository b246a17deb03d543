"""Whatever guests themselves say of a visit shows that they are there, and keeps their file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_help_call, a_party, a_programme, a_visit
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.ground.clock import now, today
from webapp.models import (
    PRESENT,
    Attendance,
    Feedback,
    FollowUp,
    Party,
    Presence,
    Relationship,
    RelationshipState,
    Reply,
    ReviewState,
    SeatSide,
    SeatState,
    Side,
    Visit,
    VisitState,
)
from webapp.services.retention import due

ENROLLED = datetime(2027, 3, 1, 9, 30, 15, tzinfo=UTC)
TEN_DAYS = timedelta(days=10)


def calls_for_help(db: Session, visit: Visit, side: Side) -> None:
    a_help_call(db, visit, side=side, asked_at=now())


def tells_how_it_went(db: Session, visit: Visit, side: Side) -> None:
    db.add(Feedback(visit_id=visit.id, side=side, grid=PRESENT[side], answers={}))


def tells_what_became_of_it(db: Session, visit: Visit, side: Side) -> None:
    asked = FollowUp(visit_id=visit.id, side=side, months=1, due_on=today())
    db.add(asked)
    asked.reach("unknown", "link", today())


def wishes_to_stay_in_contact(db: Session, visit: Visit, side: Side) -> None:
    related = Relationship.of(visit, side, state=RelationshipState.PROPOSED)
    db.add(related)
    related.say_yes(side, [])


def ends_a_contact(db: Session, visit: Visit, side: Side) -> None:
    closed = {"state": RelationshipState.CLOSED, "closed_at": now(), "closed_by": side}
    db.add(Relationship.of(visit, Side.FARM, **closed))


@pytest.mark.parametrize(
    "heard_of",
    [
        calls_for_help,
        tells_how_it_went,
        tells_what_became_of_it,
        wishes_to_stay_in_contact,
        ends_a_contact,
    ],
)
def test_what_guests_say_of_a_visit_is_a_contact_and_what_farms_say_is_none(
    db: Session, heard_of: Callable[[Session, Visit, Side], None]
) -> None:
    a_programme(db)
    with time_machine.travel(ENROLLED, tick=False) as clock:
        visit = a_visit(db, a_party(db), state=VisitState.CANCELLED, ended_at=ENROLLED)
        clock.shift(TEN_DAYS)
        for side, last in ((Side.FARM, ENROLLED), (Side.PARTY, ENROLLED + TEN_DAYS)):
            with db.begin_nested() as only_this:
                heard_of(db, visit, side)
                db.flush()
                [ending] = due.ending_parties(db, ENROLLED + timedelta(days=4000))
                assert timedelta() <= ending.last_contact - last < timedelta(days=1)
                only_this.rollback()


def signs_up(db: Session, party: Party) -> None:
    seat = a_seat(db, a_series(db, days=-1), person=party.persons[0], state=SeatState.WISHED)
    seat.asked_by = SeatSide.GUEST


def gives_a_seat_back(db: Session, party: Party) -> None:
    seat = a_seat(db, person=party.persons[0])
    seat.cancel(SeatSide.GUEST, None)


def was_there(db: Session, party: Party) -> None:
    series = a_series(db, days=0)
    seat = a_seat(db, series, person=party.persons[0], state=SeatState.ATTENDED)
    noted = {"sitting_id": series.sittings[0].id, "presence": Presence.PRESENT}
    db.add(Attendance(seat_id=seat.id, **noted))


def is_expected(db: Session, party: Party) -> None:
    a_seat(db, a_series(db, days=0), person=party.persons[0])


def talks_about_an_absence(db: Session, party: Party) -> None:
    said = {"state": ReviewState.TALKED, "talked_on": today(), "reason": "other"}
    an_absence(db, party.persons[0], **said)


def writes(db: Session, party: Party) -> None:
    db.add(Reply(party_id=party.id, digest="d", words="My name is wrong"))


def is_signed_up_for_what_is_over(db: Session, party: Party) -> None:
    a_seat(db, a_series(db, days=-11), person=party.persons[0], state=SeatState.UNKNOWN)


@pytest.mark.parametrize(
    ("heard_of", "is_a_contact"),
    [
        (signs_up, True),
        (gives_a_seat_back, True),
        (was_there, True),
        (is_expected, True),
        (talks_about_an_absence, True),
        (writes, True),
        (is_signed_up_for_what_is_over, False),
    ],
)
def test_people_are_heard_of_at_workshops_before_any_visit(
    db: Session, heard_of: Callable[[Session, Party], None], is_a_contact: bool
) -> None:
    a_programme(db)
    with time_machine.travel(ENROLLED, tick=False) as clock:
        party = a_party(db)
        clock.shift(TEN_DAYS)
        heard_of(db, party)
        db.flush()
        [ending] = due.ending_parties(db, ENROLLED + timedelta(days=4000))
        last = ENROLLED + TEN_DAYS if is_a_contact else ENROLLED
        assert timedelta() <= ending.last_contact - last < timedelta(days=1)
