"""The facts of reports are read from the rows of the work itself."""

from datetime import UTC, date, datetime
from typing import Any

import time_machine
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_person, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.reports.test_indicators import LAST
from tests.webapp.village.builders import a_gathering
from webapp.models import (
    AbsenceReview,
    Assessment,
    FarmAssessment,
    Feedback,
    FollowUp,
    FollowUpState,
    MissedWord,
    Phase,
    Relationship,
    RelationshipState,
    Side,
    VillageVoice,
    VisitState,
    VoiceWay,
)
from webapp.services.reports import loading
from webapp.services.reports.said import MissedFact


def test_what_is_said_of_an_absence_is_read_but_for_what_was_said_of_an_earlier_one(
    db: Session,
) -> None:
    at = datetime(2027, 3, 20, 9, tzinfo=UTC)
    visit = a_visit(db, state=VisitState.NO_SHOW, ended_by=Side.PARTY, ended_at=at)
    whose = {"visit_id": visit.id, "party_id": visit.party_id}
    db.add_all([
        MissedWord(**whose, side=Side.FARM, cause="farm", said_at=at.replace(day=19)),
        MissedWord(**whose, side=Side.PARTY, cause="guest", said_at=at, contested_at=at),
        AbsenceReview(visit_id=visit.id, party_id=visit.party_id, talked_on=date(2027, 3, 22)),
    ])  # fmt: skip
    db.flush()
    [found] = loading.load(db).visits
    day = date(2027, 3, 20)
    assert found.missed == MissedFact({Side.PARTY: (day, "guest")}, day, date(2027, 3, 22))


@time_machine.travel(datetime(2027, 5, 1, 9, tzinfo=UTC), tick=False)
def test_facts_are_read_from_the_rows_of_the_work_itself(db: Session, page: Page) -> None:
    a_programme(db)
    slot = a_slot(db, arrival=date(2027, 3, 1))
    party = a_party(db, persons=[a_person(birth_year=1990)], code="P-9001")
    stay = Range(date(2027, 3, 1), LAST.replace(year=2027), bounds="[]")
    visit = a_visit(db, party, slot, stay=stay, state=VisitState.EVALUATED)
    at = datetime(2027, 3, 20, 9, tzinfo=UTC)
    yes = {"party_said_at": at, "farm_said_at": at.replace(day=21)}
    db.add_all([
        Feedback(visit_id=visit.id, side=Side.PARTY, grid="party-1", answers={"again": "yes"},
                 begun_at=at, given_at=at),
        Feedback(visit_id=visit.id, side=Side.FARM, grid="farm-1", answers={}, begun_at=at),
        FollowUp(visit_id=visit.id, side=Side.PARTY, months=1, due_on=date(2027, 4, 5),
                 state=FollowUpState.REACHED, outcome="moved", reached_on=date(2027, 4, 6)),
        Relationship.of(visit, Side.FARM, state=RelationshipState.CLOSED, closed_at=at,
                     **yes),
    ])  # fmt: skip
    whose = {"party_id": party.id, "person_id": party.persons[0].id, "by_link": False}
    for phase, grid, on in ((Phase.BEFORE, "person-1", 3), (Phase.AFTER, "person-1", 9),
                            (Phase.MONTH_3, "person-0", 20)):  # fmt: skip
        said = {"trades": "no" if phase is Phase.BEFORE else "yes"}
        asked = {"grid": grid, "phase": phase, "answers": said, "answered_on": date(2027, 3, on)}
        db.add(Assessment(**whose, **asked))
    db.flush()
    read = loading.load(db)
    [person], [found] = read.people, read.visits
    assert person.back_on == date(2027, 3, 5)
    [(asked_in, (day, changed))] = person.changed.items()  # of one version of the questions alone
    assert (asked_in, day, changed["trades"]) == (Phase.AFTER, date(2027, 3, 9), "more")
    assert (person.enrolled_on, person.visited_on) == (date(2027, 5, 1), date(2027, 3, 5))
    assert (found.last, found.people, found.took_place) == (date(2027, 3, 5), (person,), True)
    assert found.again == {Side.PARTY: (date(2027, 3, 20), "yes")}
    assert found.outcomes == {1: (date(2027, 4, 6), "moved")}
    assert found.in_contact_on == date(2027, 3, 21)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/visits")
    shown = page.follow("Reports").follow("Indicators").text
    assert "People whose file was opened within the period." in shown
    assert "Too few to be divided into parts." in shown


@time_machine.travel(datetime(2027, 5, 1, 9, tzinfo=UTC), tick=False)
def test_farms_and_villages_are_read_from_what_they_answered_and_from_counts(db: Session) -> None:
    slot = a_slot(db, arrival=date(2027, 3, 1))
    stay = Range(date(2027, 3, 1), date(2027, 3, 5), bounds="[]")
    visit = a_visit(db, slot=slot, stay=stay, state=VisitState.COMPLETED)
    farm, by = visit.farm, a_coordinator(db)
    for phase, said, on in ((Phase.BEFORE, "no", 1), (Phase.AFTER, "yes", 9)):
        asked = {"grid": "farm-1", "phase": phase, "answers": {"at-ease": said}}
        day = {"answered_on": date(2027, 3, on), "by_id": by.id}
        db.add(FarmAssessment(farm_id=farm.id, **asked, **day))
    where: dict[str, Any] = {"farm_id": farm.id, "commune": farm.commune}
    evening = a_gathering(db, visit=visit, day=date(2027, 3, 4), came=4, **where)
    answers = {"again": {"yes": 1, "no": 1}, "spoke": {"much": 1}}
    row = {"grid": "village-1", "voices": 2, "answers": answers, "typed_at": None}
    evening.voices.append(VillageVoice(way=VoiceWay.DEVICES, **row))
    db.flush()
    read = loading.load(db)
    [of_farm] = read.farms
    assert (of_farm.id, of_farm.back_on) == (farm.id, date(2027, 3, 5))
    since, changed = of_farm.changed[Phase.AFTER]
    assert (since, changed["at-ease"]) == (date(2027, 3, 9), "more")
    assert [(each.is_before, each.answers) for each in read.voices] == [
        (False, {"again": "yes", "spoke": "much"}), (False, {"again": "no"}),
        (False, None), (False, None),
    ]  # fmt: skip
