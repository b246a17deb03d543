"""Attestations: withdrawn where somebody was not there, valid again, and opened by a code."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.webapp.forms.feedback import over
from tests.webapp.forms.places import audited, written
from tests.webapp.forms.row import Reading, Row, World, typed
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.models import Attestation, PhoneCode, Presence, Visit
from webapp.portals.visit_desk.forms import NameForm
from webapp.services.records.tokens import household_token, phone_digits
from webapp.services.workshops import attendance, proving


def attested(db: Session) -> World:
    visit = over(db)
    reader = a_caseworker(db, visit.party.organisation, language="en")
    return World(visit=visit, attestation=visit.attestations[0], reader=reader)


def withdrawn(db: Session) -> World:
    world = attested(db)
    world.attestation.withdraw()
    return world


def is_withdrawn(reading: Reading) -> bool:
    [made] = reading.fresh.get_one(Visit, reading.world.visit.id).attestations
    return made.withdrawn_at is not None


def name_of_the_valid_one(reading: Reading) -> str:
    found = reading.fresh.get_one(Visit, reading.world.visit.id).attestations
    return next(each.name for each in found if each.stands)


def a_workshop_attested(db: Session) -> World:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation, language="en")
    series = a_series(db, days=-1)
    seat = a_seat(db, series, person=party.persons[0])
    attendance.note(db, series.sittings[0], {seat.id: Presence.PRESENT})
    db.flush()
    return World(party=party, seat=seat, attestation=seat.attestations[0], reader=reader)


def attested_behind_a_link(db: Session) -> World:
    world = a_workshop_attested(db)
    world.reader, world.token = None, household_token(world.party)
    return world


def a_code_was_sent(db: Session) -> World:
    world = attested_behind_a_link(db)
    proving.send_code(db, world.party)
    db.flush()
    world.code = db.scalars(select(PhoneCode)).one()
    return world


def name_of_the_one_of_the_workshop(reading: Reading) -> str:
    found = reading.fresh.query(Attestation).filter_by(seat_id=reading.world.seat.id)
    return next(each.name for each in found if each.stands)


def is_used(reading: Reading) -> bool:
    return reading.fresh.get_one(PhoneCode, reading.world.code.id).used_at is not None


ROWS = [
    Row(
        "caseworker.correct_workshop_attestation",
        a_workshop_attested,
        form=NameForm,
        fields={"name": typed("Nour Haddad", at=name_of_the_one_of_the_workshop)},
    ),
    Row(
        "visit_page.send_household_code",
        attested_behind_a_link,
        page="visit_page.show_workshop_attestation",
        then={written(proving.CODE): 1, audited("party.code-sent"): True},
    ),
    Row(
        "visit_page.give_household_code",
        a_code_was_sent,
        page="visit_page.show_workshop_attestation",
        fields={"code": typed(lambda world: phone_digits(world.code), becomes=True, at=is_used)},
    ),
    Row(
        "caseworker.correct_attestation",
        attested,
        form=NameForm,
        fields={"name": typed("Nour Haddad", at=name_of_the_valid_one)},
    ),
    Row(
        "caseworker.withdraw_attestation",
        attested,
        page="caseworker.show_attestations",
        then={is_withdrawn: True, audited("visit.attestation-withdrawn"): True},
    ),
    Row(
        "caseworker.restore_attestation",
        withdrawn,
        page="caseworker.show_attestations",
        then={is_withdrawn: False},
    ),
]
