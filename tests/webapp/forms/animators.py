"""Who holds a sitting: the code, who is there, and another link."""

from datetime import time

from sqlalchemy.orm import Session

from tests.builders import a_party, a_programme
from tests.page import Page
from tests.webapp.forms.coordinator import a_coordinator_of_a_programme
from tests.webapp.forms.places import audited, of
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.models import Presence, SeatState
from webapp.portals.public.rolls import RollCodeForm
from webapp.portals.seats.roll_form import RollForm
from webapp.services.records import tokens


def a_sitting_of_yesterday(db: Session) -> World:
    a_programme(db)
    world = World(series=a_series(db, days=-1))
    world.sitting = world.series.sittings[0]
    world.sitting.starts, world.sitting.ends = time(0), time(23, 59)
    world.seat = a_seat(db, world.series, person=a_party(db).persons[0])
    db.flush()
    world.token = tokens.roll_token(world.sitting)
    return world


def a_sitting_and_a_coordinator(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.sitting = a_series(db).sittings[0]
    return world


def give_the_code(page: Page, world: World) -> None:
    page.visit(f"/roll/{world.token}?lang=en")
    page.submit({"code": tokens.roll_digits(world.sitting)}, button="See who comes")


def presence(reading: Reading) -> Presence | None:
    noted = reading.again(reading.world.seat).attendances
    return noted[0].presence if noted else None


ROWS = [
    Row(
        "public.show_roll",
        a_sitting_of_yesterday,
        form=RollCodeForm,
        fields={
            "code": typed(
                lambda world: tokens.roll_digits(world.sitting),
                becomes=True,
                at=audited("sitting.roll-opened"),
            )
        },
    ),
    Row(
        "public.note_roll",
        a_sitting_of_yesterday,
        page="public.show_roll",
        approach=give_the_code,
        form=RollForm,
        fields={
            "seat_{seat}": typed("present", Presence.PRESENT, at=presence),
            "why_{seat}": carried(None, at=of("seat", "reason")),
        },
        then={of("seat", "state"): SeatState.ATTENDED},
    ),
    Row(
        "public.note_roll",
        a_sitting_of_yesterday,
        case="excused, and why",
        page="public.show_roll",
        approach=give_the_code,
        form=RollForm,
        fields={
            "seat_{seat}": typed("excused", Presence.EXCUSED, at=presence),
            "why_{seat}": typed("course", at=of("seat", "reason")),
        },
        then={of("seat", "state"): SeatState.EXCUSED},
    ),
    Row(
        "coordinator.renew_roll_link",
        a_sitting_and_a_coordinator,
        page="coordinator.show_roll_link",
        then={of("sitting", "roll_version"): 2},
    ),
]
