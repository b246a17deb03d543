"""Preparation as a gate: asked only where the programme asks, and spared in writing."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farm, a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, Party, PartyState, Programme, SeatState
from webapp.services.farms import vetting
from webapp.services.parties import many_files
from webapp.services.visits import safeguarding
from webapp.services.workshops import preparation

A_YEAR = timedelta(days=365)


@pytest.fixture
def programme(db: Session) -> Programme:
    made = a_programme(db)
    made.prepares = ["guests", "farmers"]
    return made


def an_enrolled_pair(db: Session) -> Party:
    """Two adults and a child, whose file lacks nothing else."""
    persons = [a_person(), a_person(), a_person(birth_year=2020)]
    return a_party(db, persons=persons, state=PartyState.ENROLLED)


def ready(db: Session, party: Party) -> None:
    preparation.check(db, party)
    party.make_ready(today())


def test_a_programme_that_asks_for_no_workshop_goes_on_as_before(db: Session) -> None:
    a_programme(db)
    ready(db, an_enrolled_pair(db))
    vetting.approve(db, a_farm(db, state=FarmState.MET), a_coordinator(db), today() + A_YEAR)


def test_every_adult_was_there_before_a_file_is_ready(db: Session, programme: Programme) -> None:
    party, series = an_enrolled_pair(db), a_series(db, days=-1)
    adults = party.persons[:2]
    assert preparation.unprepared(db, [party]) == {party.id: adults}
    a_seat(db, series, person=adults[0], state=SeatState.ATTENDED)
    with pytest.raises(RuleBroken, match="party-not-prepared"):
        ready(db, party)
    a_seat(db, series, person=adults[1], state=SeatState.ATTENDED)
    ready(db, party)
    assert party.state is PartyState.READY


@pytest.mark.parametrize("state", sorted(set(SeatState) - {SeatState.ATTENDED}))
def test_only_having_been_there_prepares(
    db: Session, programme: Programme, state: SeatState
) -> None:
    party = a_party(db, persons=[a_person()], state=PartyState.ENROLLED)
    a_seat(db, a_series(db, days=-1), person=party.persons[0], state=state)
    assert party.id in preparation.unprepared(db, [party])


@pytest.mark.parametrize(
    ("kind", "counts", "days", "prepares"),
    [
        ("guests", True, -99, True), ("guests", True, -101, False), ("guests", False, -9, False),
        ("staff", True, -9, False),
    ],
)  # fmt: skip
def test_a_workshop_that_counts_prepares_for_as_long_as_the_programme_says(
    db: Session, programme: Programme, *, kind: str, counts: bool, days: int, prepares: bool
) -> None:
    programme.prepared_days = 100
    party, series = a_party(db, persons=[a_person()]), a_series(db, kind, days=days)
    series.workshop.counts = counts
    a_seat(db, series, person=party.persons[0], state=SeatState.ATTENDED)
    assert (party.id not in preparation.unprepared(db, [party])) is prepares


def test_a_written_word_spares_a_file_and_a_farm(db: Session, programme: Programme) -> None:
    party, by = an_enrolled_pair(db), a_caseworker(db)
    for unseen in ("\u202e" * 12, "\u2060\u200b" * 9, "." * 12):
        with pytest.raises(RuleBroken, match="reason-too-short"):
            safeguarding.written(unseen)
        with pytest.raises(RuleBroken, match="reason-too-short"):
            preparation.waive(db, party, by, unseen)
    with pytest.raises(RuleBroken, match="reason-too-short"):
        preparation.waive(db, party, by, "fine")
    assert preparation.waive(db, party, by, "Both grew up on a farm.") == 2
    ready(db, party)
    farm = a_farm(db, state=FarmState.MET)
    with pytest.raises(RuleBroken, match="farm-not-prepared"):
        vetting.approve(db, farm, a_coordinator(db), today() + A_YEAR)
    preparation.waive_farm(db, farm, "They have received guests for years.")
    vetting.approve(db, farm, a_coordinator(db), today() + A_YEAR)


def test_one_adult_of_a_farm_at_a_workshop_is_enough(db: Session, programme: Programme) -> None:
    farm = a_farm(db, state=FarmState.MET)
    series = a_series(db, "farmers", days=-1)
    a_seat(db, series, farm=farm, name="Anne", state=SeatState.ABSENT)
    assert not preparation.is_prepared(db, farm)
    a_seat(db, series, farm=farm, name="Luc", state=SeatState.ATTENDED)
    assert preparation.is_prepared(db, farm)


def test_many_files_at_once_leave_those_that_are_not_prepared(
    db: Session, programme: Programme
) -> None:
    not_yet, spared = an_enrolled_pair(db), an_enrolled_pair(db)
    preparation.waive(db, spared, a_caseworker(db), "Both grew up on a farm.")
    touched = many_files.do(db, "ready", [not_yet, spared], many_files.Given())
    assert touched == [spared]
    looked = many_files.preview("ready", [not_yet], many_files.Given())
    assert [rule.code for _party, rule in looked.left] == ["party-not-prepared"]


def test_a_file_says_who_lacks_a_workshop_and_where_to_go(
    page: Page, db: Session, programme: Programme
) -> None:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation, persons=[a_person(first_name="Nour")],
                    state=PartyState.ENROLLED)  # fmt: skip
    page.sign_in(reader).visit(f"/casework/parties/{party.id}")
    assert "Before they can take part, a workshop is asked for: Nour" in page.text
    assert "Choose a workshop" in page.text
    assert "Ready to take part" not in page.text
    preparation.waive(db, party, reader, "Grew up on a farm.")
    db.commit()
    page.visit(f"/casework/parties/{party.id}").submit(button="Ready to take part")
    db.refresh(party)
    assert party.state is PartyState.READY
