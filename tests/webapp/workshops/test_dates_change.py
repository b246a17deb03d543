"""Dates that change, and people who take part no more: who is told, and whose seat becomes free."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_party, a_person
from tests.webapp.workshops.builders import a_seat, a_series, a_sitting
from tests.webapp.workshops.test_seats import SIGNED_UP, WAITING, signed_up
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, Message, Party, Seat, SeatSide, SeatState
from webapp.services.accounts import users
from webapp.services.farms import stopping, vetting
from webapp.services.parties import leaving, members, merge_people
from webapp.services.retention.anonymising import anonymise_parties
from webapp.services.workshops import absences, bulk, passing, planning, seats
from webapp.wording.labels import LABELS


@pytest.mark.parametrize(("days", "rings"), [(1, True), (2, False)])
def test_what_changes_for_tomorrow_is_told_at_any_hour(
    db: Session, spring: datetime, days: int, *, rings: bool
) -> None:
    series = a_series(db, days=days)
    a_sitting(db, series, 40)
    signed_up(db, series)
    planning.cancel_sitting(db, series.sittings[0])
    [message] = db.scalars(select(Message).where(Message.kind == "workshop-cancelled"))
    assert may_ring_at_night(message) is rings


def test_one_date_of_several_is_cancelled_and_the_seat_stays(db: Session) -> None:
    series = a_series(db)
    a_sitting(db, series, 40)
    seat = signed_up(db, series)
    planning.cancel_sitting(db, series.sittings[0])
    assert (seat.state, len(series.standing)) == (SIGNED_UP, 1)
    with pytest.raises(RuleBroken, match="sitting-cancelled"):
        planning.cancel_sitting(db, series.sittings[0])


def test_no_date_is_added_once_the_last_one_has_begun(db: Session, spring: datetime) -> None:
    series = a_series(db, days=0)
    facts = {"day": today() + timedelta(days=9), "starts": time(14), "ends": time(17), "place": "x"}
    planning.add_sitting(db, series, facts)
    with time_machine.travel(spring + timedelta(days=9, hours=5)):
        assert not series.is_over
        facts["day"] = today() + timedelta(days=9)
        with pytest.raises(RuleBroken, match="workshop-begun"):
            planning.add_sitting(db, series, facts)


def test_a_seat_is_kept_no_longer_than_before_a_first_date_that_was_moved(db: Session) -> None:
    series = a_series(db)
    kept = a_seat(db, series, kept_until=now() + timedelta(days=20))
    sitting = series.sittings[0]
    facts = {name: getattr(sitting, name) for name in planning.WHEN}
    planning.change_sitting(db, sitting, {**facts, "day": today() + timedelta(days=2)})
    assert series.begins is not None
    assert kept.kept_until == series.begins - seats.NO_LATER


@pytest.mark.parametrize(
    "goes",
    [
        lambda db, party: leaving.leave(db, party, "unknown"),
        lambda db, party: anonymise_parties(db, [party]),
        lambda db, party: members.remove_person(db, party, party.persons[0]),
    ],
    ids=["left", "erased", "taken out"],
)
def test_whoever_takes_part_no_more_leaves_their_seat_to_the_next(
    db: Session, goes: Callable[[Session, Party], None]
) -> None:
    party, series = a_party(db, persons=[a_person(), a_person()]), a_series(db, seats=1)
    a_seat(db, series, person=party.persons[0])
    waits = a_seat(db, series, state=WAITING)
    goes(db, party)
    db.refresh(waits)
    assert waits.is_offered
    assert db.query(Message).filter(Message.kind == "seat-returned").count() == 0


def _suspended(db: Session) -> tuple[Seat, Callable[[], object]]:
    farm, by = a_farm(db, state=FarmState.APPROVED), a_coordinator(db)
    seat = a_seat(db, a_series(db, "farmers", seats=1), farm=farm, name="Anne")
    return seat, lambda: stopping.suspend(db, farm, by, "Nobody was there to receive.")


def _declined(db: Session) -> tuple[Seat, Callable[[], object]]:
    farm, by = a_farm(db, state=FarmState.APPLIED), a_coordinator(db)
    seat = a_seat(db, a_series(db, "farmers", seats=1), farm=farm, name="Anne")
    return seat, lambda: vetting.decline(db, farm, by, "It is no farm.")


def _shut_out(db: Session) -> tuple[Seat, Callable[[], object]]:
    user, by = a_caseworker(db), a_coordinator(db)
    seat = a_seat(db, a_series(db, "staff", seats=1), user=user)
    return seat, lambda: users.suspend(db, user, by=by)


@pytest.mark.parametrize("case", [_suspended, _declined, _shut_out])
def test_a_farm_or_an_account_that_is_shut_out_leaves_its_seat_and_reads_nothing_more(
    db: Session, case: Callable[[Session], tuple[Seat, Callable[[], object]]]
) -> None:
    seat, goes = case(db)
    others = {"farm": a_farm(db), "name": "Luc"} if seat.farm else {"user": a_coordinator(db)}
    waits = a_seat(db, seat.series, state=WAITING, **others)
    planning.cancel_sitting(db, a_sitting(db, seat.series, 40))
    written = db.scalars(select(Message).where(Message.seat_id == seat.id)).all()
    assert [is_true(each) for each in written] == [True]
    goes()
    db.refresh(waits)
    assert (seat.state, waits.is_offered) == (SeatState.CANCELLED, True)
    assert [is_true(each) for each in written] == [False]


def test_a_farm_that_is_stopped_signs_nobody_up(db: Session) -> None:
    farm = a_farm(db, state=FarmState.SUSPENDED)
    comer = seats.Comer(farm=farm, name="Anne")
    with pytest.raises(RuleBroken, match="farm-is-stopped"):
        seats.sign_up(db, a_series(db, "farmers"), comer, SeatSide.FARM)


def test_nobody_goes_past_the_line_to_a_seat_that_became_free_unseen(db: Session) -> None:
    series, party = a_series(db, seats=1), a_party(db)
    waits = a_seat(db, series, state=WAITING)
    assert bulk.preview(db, series, [party]).seated == []
    assert signed_up(db, series, party.persons[0]).state is WAITING
    assert waits.is_offered


@pytest.mark.parametrize(
    "reason",
    [seats.LEFT, passing.OVER, planning.CANCELLED, absences.GIVEN_ON, merge_people.TWICE],
)
def test_why_a_seat_ended_without_its_owner_is_said_in_words(reason: str) -> None:
    assert reason in LABELS["absence-reason"]
