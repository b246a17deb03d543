"""What is told while guests are at a farm: somebody is rung for, and nobody lets a hold slip."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_programme,
    a_slot,
    a_visit,
)
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import HelpCall, Message, Severity, Side, StepKind, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import help_calls, incident_acts, incidents

SERIOUS, MODERATE = incidents.Told("hurt", "He hit me."), incidents.Told("behaviour")


@pytest.fixture
def visit(db: Session) -> Visit:
    """A visit under way, its association with somebody who is there."""
    a_programme(db, on_duty_phone="+33699000000")
    visit = a_visit(db, slot=a_slot(db, arrival=today()), state=VisitState.UNDER_WAY)
    a_caseworker(db, visit.party.organisation, last_seen_at=now())
    return visit


def is_held(visit: Visit) -> bool:
    return visit.farm.on_hold_since is not None


def calls(db: Session) -> list[HelpCall]:
    return list(db.scalars(select(HelpCall)))


def test_what_is_serious_and_told_from_the_house_rings_and_climbs_as_a_call_for_help(
    page: Page, db: Session, visit: Visit
) -> None:
    link = f"/v/{visit_token(visit, Side.PARTY)}"
    page.visit(f"{link}/incident?lang=en").submit({"kind": "hurt", "words": "He hit me."})
    [call] = calls(db)
    assert (call.visit_id, call.side, call.waits) == (visit.id, Side.PARTY, True)
    asked = db.scalars(select(Message.user_id).where(Message.kind == "help-asked")).all()
    assert asked
    for hours in (1, 2):
        with time_machine.travel(now() + timedelta(hours=hours), tick=False):
            help_calls.climb_due(db, timedelta(minutes=10))
    assert call.on_duty_at is not None
    incidents.report(db, SERIOUS, visit=visit, side=Side.PARTY)
    assert len(calls(db)) == 1, "Told twice, one call waits"


@pytest.mark.parametrize("case", ["moderate", "to come", "by the staff"])
def test_nobody_is_rung_for_where_nobody_in_the_house_is_in_need(
    db: Session, visit: Visit, case: str
) -> None:
    if case == "to come":
        visit = a_visit(db, state=VisitState.CONFIRMED)
    told = MODERATE if case == "moderate" else SERIOUS
    incidents.report(db, told, visit=visit, side=None if case == "by the staff" else Side.PARTY)
    assert calls(db) == []


@pytest.mark.parametrize("other", [True, False])
def test_a_farm_is_not_let_go_of_without_a_written_reason(
    db: Session, visit: Visit, *, other: bool
) -> None:
    by, incident = a_coordinator(db), incidents.report(db, SERIOUS, visit=visit)
    to = a_farm(db) if other else None
    for reason in ("", "no"):
        found = incident_acts.Judgement("hurt", Severity.SERIOUS, None, 1, 0, reason)
        with pytest.raises(RuleBroken, match="reason-too-short"):
            incident_acts.judge(db, incident, by, found, to)
    assert is_held(visit)
    why = "It happened on the road, far from the farm."
    found = incident_acts.Judgement("hurt", Severity.SERIOUS, None, 1, 0, why)
    incident_acts.judge(db, incident, by, found, to)
    assert not is_held(visit)
    assert [(each.kind, each.words) for each in incident.steps] == [(StepKind.JUDGED, why)]
