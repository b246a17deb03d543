"""Files, farms and dates of workshops, as their forms find them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.forms.coordinator import a_coordinator_of_a_programme
from tests.webapp.forms.row import Reading, World
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.ground.clock import now
from webapp.models import MessageState, Seat, SeatState
from webapp.services.records import outbox
from webapp.services.records.tokens import household_token


def files_and_a_date(db: Session, kind: str = "guests") -> World:
    reader = a_caseworker(db, language="en")
    persons = [a_person(first_name="Nour"), a_person(first_name="Ali")]
    party = a_party(db, reader.organisation, code="P-100", persons=persons)
    return World(reader=reader, party=party, series=a_series(db, kind))


def two_files_and_a_date(db: Session) -> World:
    world = files_and_a_date(db)
    a_party(db, world.reader.organisation, code="P-101")
    return world


def somebody_signed_up(db: Session, **given: object) -> World:
    world = files_and_a_date(db)
    world.seat = a_seat(db, world.series, person=world.party.persons[0], **given)
    return world


def somebody_for_whom_a_seat_is_kept(db: Session) -> World:
    return somebody_signed_up(db, kept_until=now() + timedelta(hours=5))


def somebody_who_was_not_told(db: Session) -> World:
    world = somebody_signed_up(db)
    world.message = outbox.write_to_seat(db, world.seat, "seat-given", key="failed")
    world.message.state, world.message.failure = MessageState.FAILED, "sms-refused"
    db.flush()
    return world


def somebody_who_would_come(db: Session) -> World:
    return somebody_signed_up(db, state=SeatState.WISHED)


def a_date_of_staff(db: Session) -> World:
    return files_and_a_date(db, "staff")


def have_ticked_the_file(page: Page, world: World) -> None:
    page.visit(f"/casework/workshops/dates/{world.series.id}/sign-up?party={world.party.id}")


def have_signed_up(page: Page, world: World) -> None:
    have_ticked_the_file(page, world)
    page.submit(button="Sign up")


def seats(reading: Reading) -> int:
    """Return how many seats of the series somebody has."""
    return reading.fresh.query(Seat).filter_by(series_id=reading.world.series.id).count()


def a_date_of_yesterday(db: Session) -> World:
    world = files_and_a_date(db)
    world.series = a_series(db, days=-1)
    world.sitting = world.series.sittings[0]
    world.seat = a_seat(db, world.series, person=world.party.persons[0])
    world.other = a_seat(db, world.series, person=world.party.persons[1])
    return world


def an_evening_of_a_village(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.series = a_series(db, "village", days=-1)
    world.sitting = world.series.sittings[0]
    return world


def a_file_that_is_not_prepared(db: Session) -> World:
    world = files_and_a_date(db)
    a_programme(db).prepares = ["guests"]
    return world


def a_farm_that_is_not_prepared(db: Session) -> World:
    world = a_coordinator_of_a_programme(db)
    world.farm = a_farm(db)
    return world


def a_farm_and_a_date(db: Session) -> World:
    farm = a_farm(db)
    reader = a_farmer(db, farm, language="en", name="Théodora Vasseur")
    return World(reader=reader, farm=farm, series=a_series(db, "farmers"))


def an_adult_signed_up(db: Session, **given: object) -> World:
    world = a_farm_and_a_date(db)
    world.seat = a_seat(db, world.series, farm=world.farm, name="Luc", **given)
    return world


def an_adult_whose_turn_went_by(db: Session) -> World:
    return an_adult_signed_up(db, state=SeatState.WAITING, passed_at=now())


def an_adult_for_whom_a_seat_is_kept(db: Session) -> World:
    return an_adult_signed_up(db, kept_until=now() + timedelta(hours=5))


def a_household_with_a_link(db: Session) -> World:
    world = files_and_a_date(db)
    world.reader = None
    world.token = household_token(world.party)
    return world
