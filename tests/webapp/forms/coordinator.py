"""The programme, calls for help, associations, and the people with an account."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_duty,
    a_help_call,
    a_party,
    a_programme,
    a_user,
    a_visit,
    an_organisation,
)
from tests.page import Page
from tests.webapp.forms.places import audited, id_of, is_there, live_sessions, newest, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import Duty, Organisation, Role, StandIn, User
from webapp.portals.coordinator.programme_forms import DutyForm, ProgrammeForm
from webapp.portals.coordinator.user_forms import (
    CaseworkerForm,
    FarmerForm,
    InvitationForm,
    OrganisationForm,
    SuspensionForm,
)
from webapp.portals.help_calls.forms import SettleForm, TakeForm
from webapp.services.accounts import second_factor
from webapp.services.records import sessions

REASON = "The lodging is not as it was shown."


def add_in_an_ambiguous_commune(page: Page, world: World) -> None:
    typed_first = {"name": "Bocage", "phone": "02 31 00 11 22", "commune": "Saint-Aubin"}
    page.visit("/programme/associations/new").submit(typed_first, button="Add")


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


def the_last_of_an_association(db: Session) -> World:
    """A caseworker whose association has a visit ahead, and nobody else."""
    world = someone_signed_in(db)
    a_visit(db, a_party(db, world.user.organisation))
    return world


def who_took_over(reading: Reading) -> int | None:
    row = reading.fresh.get(StandIn, reading.world.user.organisation_id)
    return row.user_id if row else None


def farm_of_the_invited(reading: Reading) -> str | None:
    """Return the name of the farm that was made for the invited farmer."""
    user = newest(User)(reading)
    return user.farm.name if user and user.farm else None


INVITED = {
    "name": typed("Léa Le Goff"),
    "email": typed("lea@association.example"),
    "language": typed("en"),
}
SENT = {written("invitation"): 1}


def a_coordinator_of_a_programme(db: Session) -> World:
    return World(reader=a_coordinator(db, language="en"), programme=a_programme(db))


def somebody_on_duty(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.duty = a_duty(db)
    return world


def how_many_duties(reading: Reading) -> int | None:
    return reading.fresh.scalar(select(func.count()).select_from(Duty))


ON_DUTY = {
    "name": typed("Paul Marie"),
    "phone": typed("06 39 98 00 02", "+33639980002"),
    "first_day": typed("2027-05-03", date(2027, 5, 3)),
    "last_day": typed("2027-05-16", date(2027, 5, 16)),
}


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
        fields={
            "name": typed("Sillon du Cotentin"),
            "window_days": typed("90", 90),
            "notice_days": typed("28", 28),
            "answer_days": typed("4", 4),
            "reminder_days": typed("2", 2),
            "announcement_days": typed("3", 3),
            "on_duty_phone": typed("06 39 98 00 01", "+33639980001"),
        },
        then={audited("programme.changed"): True},
    ),
    Row(
        "coordinator.add_duty",
        a_coordinator_of_a_programme,
        form=DutyForm,
        subject=newest(Duty),
        fields=ON_DUTY,
        then={audited("duty.added"): True},
    ),
    Row(
        "coordinator.edit_duty",
        somebody_on_duty,
        form=DutyForm,
        subject="duty",
        edits=True,
        fields=ON_DUTY,
        then={audited("duty.changed"): True},
    ),
    Row(
        "coordinator.repeat_duty",
        somebody_on_duty,
        page="coordinator.list_duties",
        then={how_many_duties: 2},
    ),
    Row(
        "coordinator.remove_duty",
        somebody_on_duty,
        page="coordinator.list_duties",
        then={is_there("duty"): False},
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
        the_last_of_an_association,
        case="the last of an association",
        form=SuspensionForm,
        page="coordinator.show_user",
        fields={
            "stand_in": typed(
                lambda world: str(world.reader.id), lambda world: world.reader.id, at=who_took_over
            )
        },
        then={is_suspended: True},
    ),
    Row(
        "coordinator.suspend_user",
        someone_signed_in,
        form=SuspensionForm,
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
