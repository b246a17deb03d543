"""Workshops, their dates and groups, as coordinators plan them."""

from dataclasses import replace
from datetime import date, time

from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.webapp.forms.coordinator import a_coordinator_of_a_programme
from tests.webapp.forms.places import At, audited, newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from tests.webapp.reports.builders import a_funder
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.models import SeatState, Series, Sitting, Workshop
from webapp.portals.coordinator.workshop_forms import (
    FirstDateForm,
    SeriesForm,
    SittingForm,
    WorkshopForm,
)
from webapp.portals.coordinator.workshops import CancelSittingForm


def a_programme_that_somebody_pays(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.funder = a_funder(db)
    return world


def payers(reading: Reading) -> list[str]:
    workshop = reading.fresh.query(Workshop).order_by(Workshop.id.desc()).first()
    return [each.name for each in workshop.funders] if workshop else []


def a_workshop(db: Session) -> World:
    world = a_programme_that_somebody_pays(db)
    world.series = a_series(db)
    world.workshop, world.sitting = world.series.workshop, world.series.sittings[0]
    return world


def a_workshop_with_somebody(db: Session) -> World:
    world = a_workshop(db)
    world.seat = a_seat(db, world.series, person=a_party(db).persons[0])
    return world


ABOUT = {
    "kind": typed("farmers"),
    "title": typed("Parler simplement"),
    "aims": typed("Short words.\nPictures."),
    "counts": typed(value=False),
    "materials": typed("A table.\nBread."),
    "payers": typed(
        lambda world: [str(world.funder.id)], lambda world: [world.funder.name], at=payers
    ),
}
WHEN = {
    "day": typed("2027-05-04", date(2027, 5, 4)),
    "starts": typed("09:30", time(9, 30)),
    "ends": typed("12:00", time(12, 0)),
    "place": typed("Mairie de Flers"),
    "link": typed("https://video.example/1"),
}
GROUP = {
    "seats": typed("12", 12),
    "knows_people": typed("Nadia F."),
    "knows_trade": typed("Jean B."),
    "spoken": typed(["fr", "ar"]),
    "interpreted": typed(["ps"]),
}


def in_its_series(name: str) -> At:
    """Return what reads an attribute of the series that the form has made."""
    find = newest(Series)
    return lambda reading: getattr(find(reading), name, None)


IN_ITS_SERIES = {name: replace(cell, at=in_its_series(name)) for name, cell in GROUP.items()}


ROWS = [
    Row(
        "coordinator.add_workshop",
        a_programme_that_somebody_pays,
        form=WorkshopForm,
        subject=newest(Workshop),
        fields=ABOUT,
        then={audited("workshop.added", "kind"): "farmers"},
    ),
    Row(
        "coordinator.edit_workshop",
        a_workshop,
        form=WorkshopForm,
        subject="workshop",
        edits=True,
        fields=ABOUT,
        then={audited("workshop.changed"): True},
    ),
    Row(
        "coordinator.open_series",
        a_workshop,
        form=FirstDateForm,
        subject=newest(Sitting),
        fields={**WHEN, **IN_ITS_SERIES},
        then={audited("sitting.added"): True},
    ),
    Row(
        "coordinator.edit_series",
        a_workshop,
        form=SeriesForm,
        subject="series",
        edits=True,
        fields=GROUP,
        then={audited("series.changed", "seats"): 12},
    ),
    Row(
        "coordinator.add_sitting",
        a_workshop,
        form=SittingForm,
        subject=newest(Sitting),
        fields=WHEN,
        then={"series_id": lambda world: world.series.id},
    ),
    Row(
        "coordinator.edit_sitting",
        a_workshop,
        form=SittingForm,
        subject="sitting",
        edits=True,
        fields=WHEN,
        then={audited("sitting.changed"): True},
    ),
    Row(
        "coordinator.cancel_sitting",
        a_workshop_with_somebody,
        form=CancelSittingForm,
        then={
            of("sitting", "stands"): False,
            of("seat", "state"): SeatState.CANCELLED,
            audited("sitting.cancelled"): True,
        },
    ),
]
