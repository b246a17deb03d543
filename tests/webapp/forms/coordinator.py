"""The programme, who is on duty, calls for help, and associations."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import (
    a_coordinator,
    a_duty,
    a_help_call,
    a_programme,
    an_organisation,
)
from tests.page import Page
from tests.webapp.forms.places import audited, is_there, newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import Duty, Organisation
from webapp.portals.coordinator.programme_forms import DutyForm, ProgrammeForm
from webapp.portals.coordinator.user_forms import (
    OrganisationForm,
)
from webapp.portals.help_calls.forms import SettleForm, TakeForm

REASON = "The lodging is not as it was shown."


def add_in_an_ambiguous_commune(page: Page, world: World) -> None:
    typed_first = {"name": "Bocage", "phone": "02 31 00 11 22", "commune": "Saint-Aubin"}
    page.visit("/programme/associations/new").submit(typed_first, button="Add")


def the_coordinator(db: Session) -> World:
    """A coordinator, and an association to which a caseworker may be invited."""
    an_organisation(db, name="Accueil de l’Orne")
    last = an_organisation(db, name="Entraide")
    return World(reader=a_coordinator(db, language="en"), organisation=last)


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
            "retention_days": typed("400", 400),
            "reminder_days": typed("2", 2),
            "announcement_days": typed("3", 3),
            "calls_a_week": typed("6", 6),
            "departures_a_week": typed("4", 4),
            "asks_after": typed("3, 6", [3, 6]),
            "announces_before": typed("10", [10]),
            "texts_a_day": typed("500", 500),
            "interpreter_phone": typed("01 02 03 04 05", "+33102030405"),
            "interpreter_languages": typed(["ps", "ti"]),
            "interpreter_hours": typed(" 8:00-20:00 ", "8:00-20:00"),
            "texts_from": typed(" 36 101 ", "36 101"),
            "has_workshops": typed(value=False),
            "left_out": typed(["committees", "village"]),
            "prepares": typed(["guests", "farmers"]),
            "prepared_days": typed("730", 730),
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
        "coordinator.edit_organisation",
        the_coordinator,
        form=OrganisationForm,
        subject="organisation",
        edits=True,
        fields={
            "name": typed("Entraide du Bocage"),
            "phone": typed("02 31 00 11 22", "+33231001122"),
            "commune": typed("Bayeux", "14047"),
        },
        then={audited("organisation.changed"): True},
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
]
