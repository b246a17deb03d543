"""Nothing of the demonstration was done before those whom it is about had said yes."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.models import Agreement, Relationship, ThreadLine, Transfer, Visit

pytestmark = pytest.mark.xdist_group("pilot")


def day_of(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def test_nothing_came_of_a_contact_before_both_had_said_yes(pilot: Session) -> None:
    came = 0
    for each in pilot.scalars(select(Relationship)):
        said = [day_of(one) for one in (each.party_said_at, each.farm_said_at) if one]
        assert min(said) >= each.visit.departure
        for tie in each.ties:
            assert max(said) <= tie.on <= today(), f"{tie.kind} of {each.id}"
            assert len(said) == 2
            came += 1
    assert came


def test_no_visit_began_before_both_had_answered(pilot: Session) -> None:
    begun = [each for each in pilot.scalars(select(Visit)) if each.arrived_at or each.confirmed_at]
    for each in begun:
        for answered in (each.party_answered_at, each.farm_answered_at):
            if answered and each.confirmed_at:
                assert answered <= each.confirmed_at, each.id
            if answered and each.arrived_at:
                assert answered <= each.arrived_at, each.id
    assert begun


def test_no_file_was_handed_over_nor_offered_before_its_people_agreed(pilot: Session) -> None:
    offered = select(Transfer).where(Transfer.offered_at.is_not(None))
    found = pilot.scalars(offered).all()
    for each in found:
        days = each.asked_at, each.said_at or each.asked_at, each.offered_at or each.asked_at
        assert sorted(days) == list(days), each.id
    assert found


def test_no_immersion_began_before_it_was_signed(pilot: Session) -> None:
    decided = [each for each in pilot.scalars(select(Agreement)) if each.decided_on]
    for each in decided:
        for signature in each.signatures:
            if signature.at and each.decided_on:
                assert day_of(each.made_at) <= day_of(signature.at) <= each.decided_on, each.id
    assert decided


def test_nobody_wrote_to_the_other_side_before_the_visit_was_certain(pilot: Session) -> None:
    for line in pilot.scalars(select(ThreadLine)):
        visit = pilot.get_one(Visit, line.visit_id)
        assert visit.confirmed_at is None or visit.confirmed_at <= line.at, line.id
