"""When a party can be away, and what keeps it at home."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_farm, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.forms.caseworker_files import a_file
from tests.webapp.forms.places import is_there, misfit, newest, said
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Engagement
from webapp.portals.caseworker.party_date_forms import CivicDaysForm, EngagementForm, PeriodForm


def numbered(world: World, thing: str) -> World:
    """Return a world whose address names one of the file's own lines."""
    world.number = getattr(world, thing).id
    return world


def a_file_with_a_visit(db: Session) -> World:
    """A file whose people are expected at a farm in the first week of April."""
    world = a_file(db)
    world.party.needs, world.party.engagements = [], []
    farm = a_farm(db, languages=["ar"])
    world.visit = a_visit(db, world.party, a_slot(db, an_offer(db, farm), date(2027, 4, 3)))
    return world


def have_an_appointment_during_the_visit(page: Page, world: World) -> None:
    days = dict.fromkeys(("first_day", "last_day"), "2027-04-05")
    page.visit(f"/casework/parties/{world.party.id}/engagements").submit(days, button="Add")


def a_file_with_a_civic_day(db: Session) -> World:
    """A file that knows one civic day, beside its course."""
    world = a_file(db)
    world.party.keep_civic_days([date(2027, 5, 3)])
    db.flush()
    world.civic_day = world.party.engagements[-1]
    return world


def periods(reading: Reading) -> list[tuple[str, str]]:
    """Return first and last day of each period of the file."""
    kept = reading.again(reading.world.party).availabilities
    return [(str(each.first_day), str(each.last_day)) for each in kept]


STANDING = [("2027-03-01", "2027-06-29")]
LATER = ("2027-09-01", "2027-09-30")
ROWS = [
    Row(
        "caseworker.edit_availability",
        a_file,
        form=PeriodForm,
        fields={
            "first_day": typed("2027-09-01", [*STANDING, LATER], at=periods),
            "last_day": typed("2027-09-30", [*STANDING, LATER], at=periods),
        },
    ),
    Row(
        "caseworker.edit_availability",
        a_file,
        case="to enter more",
        form=PeriodForm,
        fields={
            "first_day": typed("2027-09-01", [*STANDING, LATER], at=periods),
            "last_day": typed("2027-09-30", [*STANDING, LATER], at=periods),
            "more": typed("yes", becomes=True, at=said("Sep 1, 2027 to Sep 30, 2027 Change")),
        },
    ),
    Row(
        "caseworker.remove_availability",
        lambda db: numbered(a_file(db), "days"),
        page="caseworker.edit_availability",
        then={is_there("days"): False},
    ),
    Row(
        "caseworker.edit_engagements",
        a_file,
        form=EngagementForm,
        subject=newest(Engagement),
        fields={
            "kind": typed("appointment"),
            "first_day": typed("2027-04-05", date(2027, 4, 5)),
            "last_day": typed("2027-04-16", date(2027, 4, 16)),
            "weekdays": typed(["2", "5"], [2, 5]),
            "hours": typed("3", 3),
            "missable": typed("12", 12),
            "more": typed("yes", becomes=True, at=said("Appointment Apr 5, 2027 to Apr 16, 2027")),
        },
    ),
    Row(
        "caseworker.edit_engagements",
        a_file_with_a_visit,
        case="after reading which visits would no longer fit",
        form=EngagementForm,
        subject=newest(Engagement),
        approach=have_an_appointment_during_the_visit,
        fields={
            "kind": typed("appointment"),
            "first_day": typed("2027-04-05", date(2027, 4, 5)),
            "last_day": typed("2027-04-05", date(2027, 4, 5)),
            "weekdays": typed([]),
            "agreement": typed(True, "dates", at=misfit),
        },
    ),
    Row(
        "caseworker.edit_civic_days",
        a_file_with_a_civic_day,
        form=CivicDaysForm,
        subject="party",
        edits=True,
        fields={
            "civic_days": typed(
                "12/04/2027\n2027-04-13, 12/04/2027", [date(2027, 4, 12), date(2027, 4, 13)]
            )
        },
        then={is_there("civic_day"): False},
    ),
    Row(
        "caseworker.remove_engagement",
        lambda db: numbered(a_file(db), "engagement"),
        page="caseworker.edit_engagements",
        then={is_there("engagement"): False},
    ),
    Row(
        "caseworker.change_availability",
        lambda db: numbered(a_file(db), "days"),
        form=PeriodForm,
        subject="days",
        edits=True,
        fields={
            "first_day": typed("2027-03-15", date(2027, 3, 15)),
            "last_day": typed("2027-07-31", date(2027, 7, 31)),
        },
    ),
    Row(
        "caseworker.change_engagement",
        lambda db: numbered(a_file(db), "engagement"),
        form=EngagementForm,
        subject="engagement",
        edits=True,
        fields={
            "kind": typed("work"),
            "first_day": typed("2027-03-09", date(2027, 3, 9)),
            "last_day": typed("2027-06-11", date(2027, 6, 11)),
            "weekdays": typed(["2", "4"], [2, 4]),
            "hours": typed("4", 4),
            "missable": typed("20", 20),
        },
    ),
]
