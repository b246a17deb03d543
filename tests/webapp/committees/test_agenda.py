"""An agenda makes itself: each rule finds its lines, with the facts as they are that day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_programme,
    a_round,
    a_slot,
    a_visit,
    an_incident,
    an_organisation,
)
from tests.page import Page
from tests.webapp.committees.builders import a_committee, a_line, that_meets
from tests.webapp.workshops.builders import an_absence
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Committee,
    CommitteeLine,
    CommitteeState,
    FarmState,
    IncidentReader,
    LineKind,
    MatchingRound,
    Party,
    RoundState,
    VisitState,
)
from webapp.services.committees import agenda, keeping
from webapp.services.engine.ids import party_id
from webapp.services.farms.board import SOON

LONG_AGO = timedelta(days=90)


@pytest.fixture(autouse=True)
def programme(db: Session) -> None:
    a_programme(db)


def lines(db: Session, kind: LineKind) -> list[CommitteeLine]:
    db.flush()
    return [each for each in agenda.lines(db) if each.kind is kind]


def about(db: Session, kind: LineKind) -> list[int | None]:
    return [each.subject_id for each in lines(db, kind)]


def a_ready_party(db: Session, **given: Any) -> Party:
    return a_party(db, waiting_since=today() - LONG_AGO, **given)


def a_sent_round(db: Session, *parties: Party, days_ago: int) -> MatchingRound:
    inside = {"parties": [{"id": party_id(each.id)} for each in parties]}
    sent = now() - timedelta(days=days_ago)
    return a_round(db, state=RoundState.CLOSED, problem=inside, published_at=sent)


def test_a_round_is_to_be_opened_where_people_wait_and_none_is_under_way(db: Session) -> None:
    one, other = an_organisation(db), an_organisation(db)
    a_ready_party(db, organisation=one)
    a_visit(db, a_ready_party(db, organisation=other))
    [line] = lines(db, LineKind.ROUND_TO_OPEN)
    assert line.subject_id == one.id
    assert line.facts == {"people": 1, "since": (today() - LONG_AGO).isoformat()}
    over = a_round(db, one, state=RoundState.CANCELLED)
    assert about(db, LineKind.ROUND_TO_OPEN) == [one.id]
    over.state = RoundState.DRAFT
    assert about(db, LineKind.ROUND_TO_OPEN) == [one.id]
    over.state = RoundState.SOLVED
    assert about(db, LineKind.ROUND_TO_OPEN) == []


def test_a_round_over_all_associations_serves_each_of_them(db: Session) -> None:
    a_ready_party(db)
    a_round(db, None, state=RoundState.SOLVED)
    assert about(db, LineKind.ROUND_TO_OPEN) == []


def test_a_round_that_is_solved_is_to_be_approved(db: Session) -> None:
    read, _draft = a_round(db, state=RoundState.SOLVED), a_round(db)
    assert about(db, LineKind.ROUND_TO_APPROVE) == [read.id]


def test_an_absence_is_on_the_agenda_by_its_code_until_it_is_settled(db: Session) -> None:
    review = an_absence(db)
    [line] = lines(db, LineKind.ABSENCE)
    assert (line.subject_id, line.facts["code"]) == (review.id, review.party.code)
    assert "reason" not in line.facts
    review.talk(a_caseworker(db), today(), "ar", "transport")
    review.mend("transport")
    assert about(db, LineKind.ABSENCE) == []


@pytest.mark.parametrize("paper", agenda.PAPERS)
def test_a_farm_is_on_the_agenda_while_one_of_its_papers_ends_soon(db: Session, paper: str) -> None:
    later = today() + timedelta(days=300)
    papers: dict[str, Any] = dict.fromkeys(agenda.PAPERS, later)
    farm = a_farm(db, **papers)
    assert about(db, LineKind.FARM_ENDS) == []
    setattr(farm, paper, today() + SOON)
    [line] = lines(db, LineKind.FARM_ENDS)
    assert line.facts == {"papers": {paper: getattr(farm, paper).isoformat()}}
    farm.state = FarmState.SUSPENDED
    assert about(db, LineKind.FARM_ENDS) == []


def test_people_who_had_no_place_in_two_rounds_that_were_sent_are_on_the_agenda(
    db: Session,
) -> None:
    party, other = a_ready_party(db), a_ready_party(db)
    a_sent_round(db, party, other, days_ago=60)
    assert about(db, LineKind.WAITING) == []
    last = a_sent_round(db, party, days_ago=30)
    [line] = lines(db, LineKind.WAITING)
    assert (line.subject_id, line.facts["code"]) == (party.id, party.code)
    assert (line.facts["rounds"], line.facts["round"]) == (2, last.id)


def test_a_round_that_brought_a_visit_is_none_in_vain(db: Session) -> None:
    party = a_ready_party(db)
    a_sent_round(db, party, days_ago=60)
    given = a_sent_round(db, party, days_ago=30)
    a_visit(db, party, round_id=given.id, state=VisitState.DECLINED, ended_at=now())
    assert about(db, LineKind.WAITING) == []


@pytest.mark.parametrize("state", [VisitState.COMPLETED, VisitState.ENDED_EARLY])
def test_rounds_are_counted_since_the_last_visit_that_took_place(
    db: Session, state: VisitState
) -> None:
    party = a_ready_party(db)
    for days in (90, 80, 20):
        a_sent_round(db, party, days_ago=days)
    slot = a_slot(db, arrival=today() - timedelta(days=50))
    a_visit(db, party, slot, state=state)
    assert about(db, LineKind.WAITING) == []
    a_sent_round(db, party, days_ago=10)
    assert about(db, LineKind.WAITING) == [party.id]


def test_lines_lead_to_the_association_and_to_the_round_that_gave_no_place(
    db: Session, page: Page
) -> None:
    party = a_ready_party(db)
    for days in (60, 30):
        last = a_sent_round(db, party, days_ago=days)
    committee = a_committee(db)
    page.sign_in(a_coordinator(db, language="en", last_seen_at=now()))
    page.visit(f"/programme/committees/{committee.id}")
    links = {str(each["href"]) for each in page.soup.select("main li a")}
    assert f"/programme/associations/{party.organisation_id}" in links
    assert f"/programme/rounds/{last.id}" in links
    for address in links:
        page.visit(address)


def test_an_incident_is_seen_by_its_readers_alone(db: Session) -> None:
    reader, other = a_coordinator(db), a_coordinator(db, last_seen_at=now())
    incident = an_incident(db)
    incident.readers.append(IncidentReader(user=reader))
    reader.last_seen_at = now()
    committee = a_committee(db)
    for begun in (False, True):
        if begun:
            keeping.begin(db, committee)
        kinds = {
            who: {line.kind for line in keeping.shown(db, committee, who)}
            for who in (reader, other)
        }
        assert LineKind.INCIDENT in kinds[reader]
        assert LineKind.INCIDENT not in kinds[other]


def test_the_page_says_nothing_of_an_incident_to_whoever_may_not_read_it(
    db: Session, page: Page
) -> None:
    reader, other = (a_coordinator(db, language="en", last_seen_at=now()) for _two in range(2))
    incident = an_incident(db)
    incident.readers.append(IncidentReader(user=reader))
    committee = that_meets(db)
    facts = {"severity": "serious", "opened": today().isoformat()}
    line = a_line(db, committee, kind=LineKind.INCIDENT, subject_id=incident.id, facts=facts)
    address = f"/programme/committees/{committee.id}"
    assert "Serious" in page.sign_in(reader).visit(address).text
    said = page.sign_in(other).visit(address).text
    assert "ncident" not in said
    assert "Serious" not in said
    for who in (reader, other):
        page.sign_in(who).visit(f"{address}/lines/{line.id}/decision", status=404)


def test_no_decision_is_written_on_the_line_of_an_incident(db: Session) -> None:
    facts = {"severity": "minor", "opened": today().isoformat()}
    line = a_line(db, kind=LineKind.INCIDENT, subject_id=an_incident(db).id, facts=facts)
    with pytest.raises(RuleBroken, match="decided-with-the-incident"):
        keeping.decide(db, line, "We write.")


def test_the_lines_stand_as_they_were_when_the_committee_began(db: Session, page: Page) -> None:
    farm = a_farm(db, insured_until=today() + timedelta(days=3), approved_until=None)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/rounds")
    page.follow("Committees").follow("Prepare a committee")
    page.submit({"day": today().isoformat()}, button="Prepare")
    page.follow("Put something on the agenda").submit({"title": "The van"}, button="Put it on")
    assert farm.name in page.text
    page.submit(button="Begin")
    farm.insured_until = today() + timedelta(days=400)
    db.flush()
    [committee] = keeping.listed(db)
    page.visit(f"/programme/committees/{committee.id}")
    assert farm.name in page.text
    assert "insurance until" in page.text
    decided = {line.kind: line for line in committee.lines}
    assert [*decided] == [LineKind.ADDED, LineKind.FARM_ENDS]
    line = decided[LineKind.FARM_ENDS]
    page.visit(f"/programme/committees/{committee.id}/lines/{line.id}/decision")
    page.submit({"decision": "Théo calls them."}, button="Save")
    assert "Théo calls them." in page.text


def test_a_committee_begins_on_its_day_and_once(db: Session) -> None:
    committee = a_committee(db, day=today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="committee-to-come"):
        keeping.begin(db, committee)
    committee.day = today()
    db.flush()
    keeping.begin(db, committee)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        keeping.begin(db, committee)
    with pytest.raises(RuleBroken, match="committee-has-begun"):
        keeping.remove(db, committee)


def test_nothing_is_decided_before_a_committee_has_begun(db: Session) -> None:
    line = a_line(db, a_committee(db))
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        keeping.decide(db, line, "Now.")


def test_there_is_one_committee_a_day_and_the_next_is_suggested_a_month_later(
    db: Session, page: Page
) -> None:
    known = a_committee(db)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/committees/new")
    page.submit({"day": known.day.isoformat()}, button="Prepare")
    assert "There is a committee on this day already" in page.text
    assert keeping.next_day(db) == known.day + keeping.A_MONTH
    assert known.state is CommitteeState.PREPARED


def test_committees_are_read_by_coordinators_alone(db: Session) -> None:
    line = a_line(db)
    for scope, seen in {
        EVERYONE: [line.id],
        NOBODY: [],
        Scope("organisation", a_caseworker(db).organisation_id): [],
        Scope("farm", a_farm(db).id): [],
    }.items():
        set_scope(db, scope)
        assert [each.id for each in db.query(CommitteeLine)] == seen
        assert db.query(Committee).count() == len(seen)
