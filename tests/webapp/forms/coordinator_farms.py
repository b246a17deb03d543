"""Farms to vet: the checklist, approvals and decisions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import (
    a_coordinator,
    a_farm,
    a_farmer,
    a_guest_call,
)
from tests.webapp.forms.places import of, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import FarmAct, FarmDecision, FarmState
from webapp.portals.coordinator.farm_forms import (
    ApprovalChangeForm,
    ApprovalForm,
    ChecklistForm,
    DecisionForm,
)
from webapp.services.farms import changes, telling, vetting

REASON = "The lodging is not as it was shown."


def a_farm_in(state: FarmState) -> Callable[[Session], World]:
    """Return what builds a farm in a state, for a coordinator."""

    def build(db: Session) -> World:
        return World(reader=a_coordinator(db, language="en"), farm=a_farm(db, state=state))

    return build


def a_farm_to_meet(db: Session) -> World:
    """A farm that has applied, and of which nothing was seen yet."""
    days = ("met_on", "charter_signed_on", "insured_until", "host_trained_on")
    unseen: dict[str, Any] = dict.fromkeys(days)
    unseen |= dict.fromkeys(("lodging_seen", "references_seen", "record_seen"), False)
    farm = a_farm(db, state=FarmState.APPLIED, approved_until=None, **unseen)
    return World(reader=a_coordinator(db, language="en"), farm=farm)


def a_farm_met(db: Session) -> World:
    return World(
        reader=a_coordinator(db, language="en"),
        farm=a_farm(db, state=FarmState.MET, approved_until=None),
    )


def a_farm_approved_by_another(db: Session) -> World:
    """A farm that one person has approved, until a day that the second is shown."""
    world = a_farm_met(db)
    world.farm.decisions.append(
        FarmDecision(user_id=a_coordinator(db).id, act=FarmAct.APPROVED, until=date(2027, 12, 31))
    )
    a_farmer(db, world.farm)
    db.flush()
    return world


def a_farm_prolonged_by_another(db: Session) -> World:
    farm = a_farm(db)
    a_farmer(db, farm)
    vetting.prolong(db, farm, a_coordinator(db), date(2029, 5, 31), "Seen again.")
    return World(reader=a_coordinator(db, language="en"), farm=farm, change="prolong")


def a_farm_approved_too_long(db: Session) -> World:
    world = a_farm_prolonged_by_another(db)
    world.change = "shorten"
    return world


def a_farm_that_changed(db: Session) -> World:
    """A farm that moved after two people approved it, one of whom has looked again."""
    farm, other = a_farm(db, state=FarmState.MET), a_coordinator(db)
    reader = a_coordinator(db, language="en")
    for each in (other, reader):
        vetting.approve(db, farm, each, date(2028, 1, 15))
    telling.tell(db, farm, "place", address="3 rue du Pont")
    vetting.review(db, farm, other, "Seen from the road.")
    return World(reader=reader, farm=farm, decision="review")


def is_changed(reading: Reading) -> bool:
    """Whether the farm has changed since two people vouched for it."""
    farm = reading.again(reading.world.farm)
    return bool(changes.changed_since_approval(reading.fresh, farm))


def a_decision(decision: str, before: FarmState, after: FarmState) -> Row:
    """Return the row of a decision on a farm."""

    def build(db: Session) -> World:
        world = a_farm_in(before)(db)
        world.decision = decision
        return world

    return Row(
        "coordinator.decide_farm",
        build,
        case=decision,
        form=DecisionForm,
        subject="farm",
        fields={"reason": typed(REASON, at=last_reason)},
        then={"state": after},
    )


def my_approval(reading: Reading) -> date | None:
    """Return until when the coordinator has approved the farm."""
    farm = reading.again(reading.world.farm)
    until: date | None = farm.yeses.get(reading.world.reader.id)
    return until


def last_reason(reading: Reading) -> str | None:
    """Return why the farm's last decision was taken."""
    decisions = reading.again(reading.world.farm).decisions
    return decisions[-1].reason if decisions else None


def a_call_to_make(db: Session) -> World:
    """Guests of a farm that was stopped, whom nobody has called."""
    return World(reader=a_coordinator(db, language="en"), guest_call=a_guest_call(db))


ROWS = [
    Row(
        "coordinator.make_guest_call",
        a_call_to_make,
        page="coordinator.show_todo",
        then={of("guest_call", "made_by_id"): lambda world: world.reader.id},
    ),
    Row(
        "coordinator.edit_checklist",
        a_farm_to_meet,
        form=ChecklistForm,
        subject="farm",
        edits=True,
        fields={
            "met_on": typed("2027-02-01", date(2027, 2, 1)),
            "charter_signed_on": typed("2027-02-02", date(2027, 2, 2)),
            "insured_until": typed("2028-02-03", date(2028, 2, 3)),
            "host_trained_on": typed("2027-02-04", date(2027, 2, 4)),
            "lodging_seen": typed(True),
            "references_seen": typed(True),
            "record_seen": typed(True),
            "season_limit": typed("4", 4),
        },
        then={"state": FarmState.MET},
    ),
    Row(
        "coordinator.edit_checklist",
        a_farm_to_meet,
        case="all on one day",
        form=ChecklistForm,
        subject="farm",
        fields={
            "met_on": typed("2027-02-01", date(2027, 2, 1)),
            "same_day": typed(True, date(2027, 2, 1), at="host_trained_on"),
        },
    ),
    Row(
        "coordinator.approve_farm",
        a_farm_met,
        form=ApprovalForm,
        subject="farm",
        fields={"until": typed("2028-01-15", date(2028, 1, 15), at=my_approval)},
    ),
    Row(
        "coordinator.approve_farm",
        a_farm_approved_by_another,
        case="as the second person",
        form=ApprovalForm,
        subject="farm",
        fields={"until": typed("2028-01-15", date(2028, 1, 15), at=my_approval)},
        then={
            "state": FarmState.APPROVED,
            "approved_until": date(2027, 12, 31),
            written("farm-approved"): 1,
        },
    ),
    Row(
        "coordinator.change_approval",
        a_farm_prolonged_by_another,
        case="prolong",
        form=ApprovalChangeForm,
        subject="farm",
        fields={
            "until": typed("2029-06-30", date(2029, 6, 30), at=my_approval),
            "reason": typed(REASON, at=last_reason),
        },
        then={"approved_until": date(2029, 5, 31), written("farm-approved"): 1},
    ),
    Row(
        "coordinator.change_approval",
        a_farm_approved_too_long,
        case="shorten",
        form=ApprovalChangeForm,
        subject="farm",
        fields={
            "until": typed("2027-06-30", date(2027, 6, 30), at="approved_until"),
            "reason": typed(REASON, at=last_reason),
        },
        then={written("farm-approval-shortened"): 1},
    ),
    Row(
        "coordinator.decide_farm",
        a_farm_that_changed,
        case="review",
        form=DecisionForm,
        subject="farm",
        fields={"reason": typed(REASON, at=last_reason)},
        then={is_changed: False},
    ),
    a_decision("decline", FarmState.MET, FarmState.DECLINED),
    a_decision("reconsider", FarmState.DECLINED, FarmState.MET),
    a_decision("suspend", FarmState.APPROVED, FarmState.SUSPENDED),
    a_decision("resume", FarmState.SUSPENDED, FarmState.APPROVED),
    a_decision("remove", FarmState.APPROVED, FarmState.REMOVED),
]
