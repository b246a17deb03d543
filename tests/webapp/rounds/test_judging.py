"""By what a round is judged is said when it is opened, and counted of all who could be."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_programme, a_round, a_visit
from tests.page import Page
from tests.webapp.committees.builders import minutes_of
from tests.webapp.pdf.reading import bare, text_of
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Assessment,
    FarmAssessment,
    FollowUp,
    FollowUpState,
    MatchingRound,
    Party,
    Phase,
    Side,
    Visit,
    VisitState,
)
from webapp.services.committees import keeping
from webapp.services.rounds.judging import COUNTS, Mark, grids, marks


def a_round_with_visits(db: Session) -> MatchingRound:
    """Three visits proposed: one agreed to, one that took place and was heard from, one refused."""
    a_programme(db)
    of_round = a_round(db, judged_by=[*COUNTS])
    for state in (VisitState.CONFIRMED, VisitState.COMPLETED, VisitState.DECLINED):
        given: dict[str, Any] = {"round_id": of_round.id, "state": state}
        if state is not VisitState.DECLINED:
            given["confirmed_at"] = now()
        visit = a_visit(db, **given)
        if state is VisitState.COMPLETED:
            heard = {"months": 1, "due_on": today(), "state": FollowUpState.REACHED}
            db.add(FollowUp(visit=visit, side=Side.PARTY, outcome="unknown", **heard))
    db.flush()
    return of_round


def test_a_round_is_marked_by_what_was_chosen_of_all_who_could_be(db: Session) -> None:
    of_round = a_round_with_visits(db)
    counted = {each.criterion: (each.counted, each.among) for each in marks(db, of_round)}
    assert counted == {
        "asked": (3, 3), "agreed": (2, 3), "took-place": (1, 3), "heard-from": (1, 1),
        "person-1": (0, 1), "farm-1": (0, 1),
    }  # fmt: skip
    of_round.judged_by = ["agreed"]
    assert marks(db, of_round) == [Mark("agreed", 2, 3)]


def test_a_round_is_judged_by_the_version_of_the_questions_that_was_fixed_as_it_was_opened(
    db: Session,
) -> None:
    of_round = a_round_with_visits(db)
    [went] = db.scalars(select(Visit).where(Visit.state == VisitState.COMPLETED))
    whose = {"party_id": went.party_id, "person_id": went.party.persons[0].id, "by_link": True}
    by = a_coordinator(db).id
    of_round.judged_by = ["person-1", "farm-1"]

    def answer(phase: Phase, *, of_people: str, of_farms: str) -> None:
        said: dict[str, Any] = {"phase": phase, "answers": {}, "answered_on": today()}
        db.add(Assessment(grid=of_people, **whose, **said))
        db.add(FarmAssessment(grid=of_farms, farm_id=went.farm_id, by_id=by, **said))
        db.flush()

    answer(Phase.BEFORE, of_people="person-1", of_farms="farm-1")
    answer(Phase.AFTER, of_people="person-2", of_farms="farm-2")
    assert [each.counted for each in marks(db, of_round)] == [0, 0]
    answer(Phase.MONTH_3, of_people="person-1", of_farms="farm-1")
    of_round.organisation_id = went.organisation_id
    db.flush()
    for scope in (EVERYONE, Scope("organisation", went.organisation_id)):
        set_scope(db, scope)
        assert marks(db, of_round) == [Mark("person-1", 1, 1), Mark("farm-1", 1, 1)]
    set_scope(db, EVERYONE)


def test_a_stay_that_ended_early_took_place_and_is_not_followed(db: Session) -> None:
    of_round = a_round_with_visits(db)
    given: dict[str, Any] = {"round_id": of_round.id, "ended_at": now()}
    a_visit(db, state=VisitState.ENDED_EARLY, **given)
    counted = {each.criterion: (each.counted, each.among) for each in marks(db, of_round)}
    assert (counted["took-place"], counted["heard-from"]) == ((2, 4), (1, 1))


def test_another_grid_is_refused_without_a_reason_and_both_are_shown_with_one(
    db: Session, page: Page
) -> None:
    of_round = a_round_with_visits(db)
    of_round.judged_by = ["agreed"]
    of_round.published_at = now()
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/rounds/{of_round.id}/settings")
    page.submit({"judged_by": ["agreed", "took-place"], "name": "Avril"}, button="Save")
    assert "Write below why it is judged by something else now." in page.text
    assert "Until now this is said: Visits to which both sides said yes" in page.text
    assert (of_round.name, of_round.judged_by) == ("Printemps", ["agreed"])
    ticked = page.soup.find_all("input", {"name": "judged_by", "checked": True})
    assert [each["value"] for each in ticked] == ["agreed", "took-place"]
    page.submit({"why": "The committee wishes it so."}, button="Save")
    assert of_round.judged_by == ["agreed", "took-place"]
    [before] = of_round.judged_before
    assert (before["by"], before["why"]) == (["agreed"], "The committee wishes it so.")
    present, earlier = grids(db, of_round)
    assert [each.criterion for each in present.marks] == ["agreed", "took-place"]
    assert earlier.marks == [Mark("agreed", 2, 3)]
    page.visit(f"/programme/rounds/{of_round.id}/visits")
    assert "The committee wishes it so." in page.text
    committee = keeping.call(db, today())
    assert "The committee wishes it so." in page.visit(f"/programme/committees/{committee.id}").text
    page.submit(button="Begin").follow("Close, and have it signed")
    page.submit(button="Freeze the minutes")
    for said in (page.text, text_of(minutes_of(page, committee))):
        words = bare(said)
        for told in (f"Session n° {of_round.id}", "The committee wishes it so.", "2 3", "1 3"):
            assert bare(told) in words
        assert bare("Avril") not in words


def test_a_reason_for_the_same_grid_is_not_lost(db: Session, page: Page) -> None:
    of_round = a_round_with_visits(db)
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/rounds/{of_round.id}/settings")
    page.submit({"why": "Somebody asked."}, button="Save")
    assert "Tick what it is judged by now: it is the same as until now." in page.text
    assert "Somebody asked." in page.text
    assert of_round.judged_before == []


def test_a_round_is_not_opened_without_saying_by_what_it_is_judged(db: Session, page: Page) -> None:
    a_programme(db)
    page.sign_in(a_caseworker(db, language="en")).visit("/casework/rounds/new")
    page.submit({"judged_by": None}, button="Open the round")
    assert "Choose by what it will be judged" in page.text
    assert db.scalars(select(MatchingRound)).all() == []


def test_people_who_were_asked_twice_are_counted_once_and_of_all_who_waited(
    db: Session, a_result: MatchingRound, party: Party
) -> None:
    """The last run, of two who waited, knew nothing of the third: their visit stood already."""
    a_result.judged_by = ["asked"]
    for state in (VisitState.DECLINED, VisitState.PROPOSED):
        a_visit(db, party, round_id=a_result.id, state=state)
    assert marks(db, a_result) == [Mark("asked", 1, 2)]
    a_visit(db, a_party(db), round_id=a_result.id)
    assert marks(db, a_result) == [Mark("asked", 2, 3)]


def test_what_is_ticked_twice_is_kept_once(db: Session, page: Page) -> None:
    a_programme(db)
    by = a_caseworker(db, language="en")
    of_round = a_round(db, by.organisation, judged_by=["agreed"])
    page.sign_in(by).visit(f"/casework/rounds/{of_round.id}/settings")
    page.submit({"judged_by": ["asked", "asked", "agreed"], "why": "So."}, button="Save")
    assert of_round.judged_by == ["agreed", "asked"]


def test_nothing_is_counted_where_nothing_was_said(db: Session) -> None:
    of_round = a_round_with_visits(db)
    of_round.judged_by = []
    assert marks(db, of_round) == []


def test_one_that_was_run_without_a_grid_is_given_one_with_a_reason_alone(db: Session) -> None:
    a_programme(db)
    of_round = a_round(db)
    of_round.be_judged_by(["asked"])
    of_round.be_judged_by(["asked"])
    assert of_round.judged_before == []
    of_round.judged_by = []
    of_round.queue({}, [])
    with pytest.raises(RuleBroken, match="judged-by-is-fixed"):
        of_round.be_judged_by(["agreed"])
    of_round.be_judged_by(["agreed"], "It was forgotten.")
    assert [each["by"] for each in of_round.judged_before] == [[]]
