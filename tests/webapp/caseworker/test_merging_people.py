"""Two files made one: seats and exemptions follow the people, and nobody has two."""

from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_programme
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.ground.database import Base
from webapp.models import FileChange, Party, SeatState, User, Waiver
from webapp.services.parties import merge_people, merging
from webapp.services.workshops import preparation

ATTENDED, CANCELLED, SIGNED_UP, WAITING, WISHED = (
    SeatState.ATTENDED, SeatState.CANCELLED, SeatState.SIGNED_UP, SeatState.WAITING,
    SeatState.WISHED,
)  # fmt: skip
OF_NOBODY_ELSE = {FileChange.__tablename__}
"""What one file said of a person then: it is read in the one that is kept, as it was written."""


@pytest.fixture
def files(db: Session, caseworker: User) -> tuple[Party, Party]:
    """One woman under two files, in a programme that prepares its guests."""
    a_programme(db).prepares = ["guests"]
    named = {"first_name": "Fatima", "last_name": "Bennani"}
    kept, other = (
        a_party(db, caseworker.organisation, persons=[a_person(**named)]) for _ in range(2)
    )
    return kept, other


def test_whoever_was_prepared_under_one_file_is_so_under_the_other_until_they_are_parted(
    db: Session, caseworker: User, files: tuple[Party, Party]
) -> None:
    kept, other = files
    person, twin = kept.persons[0], other.persons[0]
    theirs: list[Any] = [
        a_seat(db, a_series(db, days=-1), person=twin, state=ATTENDED),
        Waiver(party_id=other.id, person_id=twin.id, by_id=caseworker.id, reason="He was there."),
    ]
    db.add_all(theirs)
    db.flush()
    assert preparation.unprepared(db, [kept])
    done = merging.merge(db, kept, other, {}, caseworker)
    assert not preparation.unprepared(db, [kept])
    assert {each.person_id for each in theirs} == {person.id}
    merging.undo(db, done)
    assert {each.person_id for each in theirs} == {twin.id}


@pytest.mark.parametrize(
    ("here", "there", "after"),
    [
        (SIGNED_UP, SIGNED_UP, (SIGNED_UP, CANCELLED)),
        (WAITING, SIGNED_UP, (CANCELLED, SIGNED_UP)),
        (WISHED, WAITING, (CANCELLED, WAITING)),
        (CANCELLED, SIGNED_UP, (CANCELLED, SIGNED_UP)),
    ],
)
def test_whoever_had_two_seats_to_come_keeps_the_better_and_the_other_goes_on(
    db: Session, caseworker: User, files: tuple[Party, Party], here: SeatState, there: SeatState,
    after: tuple[SeatState, SeatState],
) -> None:  # fmt: skip
    series, (kept, other) = a_series(db, seats=2), files
    mine = a_seat(db, series, person=kept.persons[0], state=here)
    hers = a_seat(db, series, person=other.persons[0], state=there)
    if (here, there) != (SIGNED_UP, SIGNED_UP):
        a_seat(db, series)
    if SIGNED_UP not in {here, there}:
        a_seat(db, series)
    waits = a_seat(db, series, state=WAITING)
    merging.merge(db, kept, other, {}, caseworker)
    db.refresh(waits)
    assert (mine.state, hers.state) == after
    assert {mine.person_id, hers.person_id} == {kept.persons[0].id}
    assert waits.is_offered is ((here, there) == (SIGNED_UP, SIGNED_UP))


def test_two_seats_of_what_is_over_stay_each_where_they_were_noted(
    db: Session, caseworker: User, files: tuple[Party, Party]
) -> None:
    series, (kept, other) = a_series(db, days=-1), files
    two = [a_seat(db, series, person=each.persons[0], state=ATTENDED) for each in files]
    merging.merge(db, kept, other, {}, caseworker)
    assert [each.party_id for each in two] == [kept.id, other.id]


def test_whatever_belongs_to_a_person_follows_them_to_the_file_that_is_kept() -> None:
    tables = {
        mapper.local_table.name  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if "person_id" in inspect(mapper.class_).columns
    }
    known = {kind.__tablename__ for kind in merge_people.THEIRS.values()}
    assert tables == known | OF_NOBODY_ELSE
