"""The demonstration's year is of all things: each happened over it, in the states it can be in."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.models import (
    TIES,
    Agreement,
    AgreementState,
    CaseMeeting,
    CaseState,
    Centre,
    Party,
    Phase,
    Seat,
    SeatState,
    Tie,
    Transfer,
    TransferState,
    User,
    WorkshopKind,
)
from webapp.services.farms import assessments as of_farms
from webapp.services.parties import assessments
from webapp.services.village import voices

pytestmark = pytest.mark.xdist_group("pilot")

A_YEAR = timedelta(days=365)


def months(days: list[date]) -> int:
    """In how many months of the last year something happened."""
    return len({(day.year, day.month) for day in days if today() - A_YEAR <= day < today()})


def test_immersions_began_over_the_year_and_some_came_to_nothing(pilot: Session) -> None:
    days = defaultdict(list)
    for each in pilot.scalars(select(Agreement)):
        days[each.state].append(each.first_day)
        signed = [one.at.astimezone(PARIS).date() for one in each.signatures if one.at]
        assert all(each.made_at.astimezone(PARIS).date() <= day for day in signed)
        if each.state is AgreementState.ACCEPTED:
            assert max(signed) <= (each.decided_on or today()) < each.first_day
    assert set(days) == set(AgreementState) - {AgreementState.READY_TO_SIGN}
    assert months(days[AgreementState.ACCEPTED]) >= 5
    assert min(days[AgreementState.SENT_BACK]) > today()


def test_case_meetings_over_the_year_were_decided_and_signed_by_several(pilot: Session) -> None:
    """Where an association has two; where it has one, that one signs."""
    signed = defaultdict(list)
    for each in pilot.scalars(select(CaseMeeting).where(CaseMeeting.state == CaseState.SIGNED)):
        colleagues = select(User.id).where(User.organisation_id == each.organisation_id)
        assert {one.user_id for one in each.signatures} == set(pilot.scalars(colleagues))
        assert {one.at.astimezone(PARIS).date() for one in each.signatures if one.at} == {each.day}
        signed[len(each.signatures)].append(each.day)
        assert all(made.party.created_at < each.made_at for made in each.decisions)
    assert months(signed[2]) >= 6
    awaited = pilot.scalars(select(CaseMeeting).where(CaseMeeting.state == CaseState.SIGNING))
    assert [[one.at is None for one in each.signatures] for each in awaited] == [[False, True]]


def test_of_a_contact_came_whatever_can_come_of_one(pilot: Session) -> None:
    assert set(pilot.scalars(select(Tie.kind))) == set(TIES)


def test_people_farms_and_villages_answered_before_and_at_each_time_after(pilot: Session) -> None:
    held = voices.by_phase(pilot)
    for phase in Phase:
        assert voices.told_of(pilot, held[phase]).figures, phase
        if phase is not Phase.BEFORE:
            for compared in (assessments.compare(pilot, phase), of_farms.compare(pilot, phase)):
                assert len(compared.pairs) >= 5, phase
                assert compared.missing, phase


def test_workshops_of_each_kind_took_place_more_than_once_with_who_was_there(
    pilot: Session,
) -> None:
    days = defaultdict(list)
    for seat in pilot.scalars(select(Seat).where(Seat.state == SeatState.ATTENDED)):
        days[seat.series.workshop.kind].append(seat.series.sittings[0].day)
    assert set(days) == set(WorkshopKind) - {WorkshopKind.VILLAGE}  # of these heads are counted
    assert min(months(each) for each in days.values()) >= 2


def test_a_desk_finds_centres_civic_days_children_and_files_that_change_hands(
    pilot: Session,
) -> None:
    parties = pilot.scalars(select(Party)).all()
    housed = {each.centre_id for each in parties if each.centre_id is not None}
    assert housed == set(pilot.scalars(select(Centre.id)))
    assert any(len(each.civic_days) == 4 for each in parties)
    assert {"not-solved", "relative"} < {each.childcare for each in parties}
    assert set(pilot.scalars(select(Transfer.state))) == {
        TransferState.ASKED, TransferState.AGREED, TransferState.ACCEPTED,
    }  # fmt: skip
