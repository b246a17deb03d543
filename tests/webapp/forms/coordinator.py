"""Farms to vet, associations, and the people with an account."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_help_call,
    a_programme,
    a_user,
    an_organisation,
)
from tests.page import Page
from tests.webapp.forms.places import audited, id_of, is_there, live_sessions, newest, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import FarmAct, FarmDecision, FarmState, Organisation, Role, User
from webapp.portals.coordinator.farm_forms import (
    ApprovalChangeForm,
    ApprovalForm,
    ChecklistForm,
    DecisionForm,
)
from webapp.portals.coordinator.programme_forms import ProgrammeForm
from webapp.portals.coordinator.user_forms import (
    CaseworkerForm,
    FarmerForm,
    InvitationForm,
    OrganisationForm,
)
from webapp.portals.help_calls.forms import SettleForm, TakeForm
from webapp.services.accounts import second_factor
from webapp.services.farms import changes, telling, vetting
from webapp.services.records import sessions

REASON = "The lodging is not as it was shown."


def add_in_an_ambiguous_commune(page: Page, world: World) -> None:
    typed_first = {"name": "Bocage", "phone": "02 31 00 11 22", "commune": "Saint-Aubin"}
    page.visit("/programme/associations/new").submit(typed_first, button="Add")


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


def the_coordinator(db: Session) -> World:
    """A coordinator, and an association to which a caseworker may be invited."""
    an_organisation(db, name="Accueil de l’Orne")
    last = an_organisation(db, name="Entraide")
    return World(reader=a_coordinator(db, language="en"), organisation=last)


def an_invited_person(db: Session) -> World:
    """Someone who was invited and never came in."""
    invited = a_user(db, Role.COORDINATOR, name="Inès Morel")
    return World(reader=a_coordinator(db, language="en"), user=invited)


def someone_signed_in(db: Session) -> World:
    """A caseworker with a telephone, signed in somewhere."""
    user = a_caseworker(db, last_seen_at=now())
    second_factor.ensure_secret(user)
    sessions.open_session(db, user)
    return World(reader=a_coordinator(db, language="en"), user=user)


def someone_suspended(db: Session) -> World:
    world = someone_signed_in(db)
    world.user.suspended_at = now()
    db.flush()
    return world


def is_suspended(reading: Reading) -> bool:
    return reading.again(reading.world.user).suspended_at is not None


def farm_of_the_invited(reading: Reading) -> str | None:
    """Return the name of the farm that was made for the invited farmer."""
    user = newest(User)(reading)
    return user.farm.name if user and user.farm else None


def my_approval(reading: Reading) -> date | None:
    """Return until when the coordinator has approved the farm."""
    farm = reading.again(reading.world.farm)
    until: date | None = farm.yeses.get(reading.world.reader.id)
    return until


def last_reason(reading: Reading) -> str | None:
    """Return why the farm's last decision was taken."""
    decisions = reading.again(reading.world.farm).decisions
    return decisions[-1].reason if decisions else None


INVITED = {
    "name": typed("Léa Le Goff"),
    "email": typed("lea@association.example"),
    "language": typed("en"),
}
SENT = {written("invitation"): 1}


def a_coordinator_of_a_programme(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), programme=a_programme(db))


def a_call_that_nobody_took(db: Session) -> World:
    """A call for help that has climbed to the coordinators."""
    call = a_help_call(db, coordinators_at=now())
    return World(reader=a_coordinator(db, language="en"), call=call)


ROWS = [
    Row(
        "coordinator.edit_programme",
        a_coordinator_of_a_programme,
        form=ProgrammeForm,
        subject="programme",
        edits=True,
        fields={"notice_days": typed("28", 28), "answer_days": typed("4", 4)},
        then={audited("programme.changed"): True},
    ),
    Row(
        "coordinator.take_help_call",
        a_call_that_nobody_took,
        form=TakeForm,
        subject="call",
        fields={"note": typed("I call the farm.", at="taken_note")},
    ),
    Row(
        "coordinator.settle_help_call",
        a_call_that_nobody_took,
        form=SettleForm,
        subject="call",
        fields={"note": typed("The door is mended.", at="settled_note")},
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
    Row(
        "coordinator.add_organisation",
        the_coordinator,
        form=OrganisationForm,
        subject=newest(Organisation),
        fields={
            "name": typed("Bocage solidaire"),
            "phone": typed("02 31 00 11 22", "+33231001122"),
            "commune": typed("Bayeux", "14047"),
        },
    ),
    Row(
        "coordinator.add_organisation",
        the_coordinator,
        case="in one of several communes",
        form=OrganisationForm,
        subject=newest(Organisation),
        approach=add_in_an_ambiguous_commune,
        fields={"commune_code": typed("59529", at="commune")},
    ),
    Row(
        "coordinator.invite_coordinator",
        the_coordinator,
        form=InvitationForm,
        subject=newest(User),
        fields=INVITED,
        then={"role": Role.COORDINATOR, **SENT},
    ),
    Row(
        "coordinator.invite_caseworker",
        the_coordinator,
        form=CaseworkerForm,
        subject=newest(User),
        fields={
            **INVITED,
            "organisation": typed(
                id_of("organisation"),
                lambda world: world.organisation.id,
                at="organisation_id",
            ),
        },
        then={"role": Role.CASEWORKER, **SENT},
    ),
    Row(
        "coordinator.invite_farmer",
        the_coordinator,
        form=FarmerForm,
        subject=newest(User),
        fields={**INVITED, "farm": typed("Ferme du Bocage", at=farm_of_the_invited)},
        then={"role": Role.FARMER, **SENT},
    ),
    Row(
        "coordinator.resend_invitation",
        an_invited_person,
        page="coordinator.show_user",
        then=SENT,
    ),
    Row(
        "coordinator.revoke_invitation",
        an_invited_person,
        page="coordinator.show_user",
        then={is_there("user"): False},
    ),
    Row(
        "coordinator.suspend_user",
        someone_signed_in,
        page="coordinator.show_user",
        then={is_suspended: True, live_sessions("user"): 0},
    ),
    Row(
        "coordinator.restore_user",
        someone_suspended,
        page="coordinator.show_user",
        then={is_suspended: False},
    ),
    Row(
        "coordinator.reset_second_factor",
        someone_signed_in,
        subject="user",
        page="coordinator.show_user",
        then={"code_confirmed_at": None, "code_secret": None, live_sessions("user"): 0},
    ),
]
