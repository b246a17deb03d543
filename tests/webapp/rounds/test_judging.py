"""By what a round is judged is said before it is run, and counted of all who could be."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, a_round, a_visit
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import FollowUp, FollowUpState, MatchingRound, Party, Side, VisitState
from webapp.services.rounds.judging import COUNTS, Mark, marks


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
    }  # fmt: skip
    of_round.judged_by = ["agreed"]
    assert marks(db, of_round) == [Mark("agreed", 2, 3)]


def test_a_stay_that_ended_early_took_place_and_is_not_followed(db: Session) -> None:
    of_round = a_round_with_visits(db)
    given: dict[str, Any] = {"round_id": of_round.id, "ended_at": now()}
    a_visit(db, state=VisitState.ENDED_EARLY, **given)
    counted = {each.criterion: (each.counted, each.among) for each in marks(db, of_round)}
    assert (counted["took-place"], counted["heard-from"]) == ((2, 4), (1, 1))


def test_what_is_ticked_after_it_was_run_in_another_window_is_refused_and_comes_back(
    db: Session, page: Page
) -> None:
    a_programme(db)
    by = a_caseworker(db, language="en")
    of_round = a_round(db, by.organisation, judged_by=["agreed"])
    page.sign_in(by).visit(f"/casework/rounds/{of_round.id}/settings")
    of_round.queued_at = now()
    db.flush()
    page.submit({"judged_by": ["agreed", "took-place"], "name": "Avril"}, button="Save")
    assert "This round was run meanwhile" in page.text
    assert (of_round.name, of_round.judged_by) == ("Printemps", ["agreed"])
    ticked = page.soup.find_all("input", {"name": "judged_by", "checked": True})
    assert [each["value"] for each in ticked] == ["agreed", "took-place"]
    page.submit({"judged_by": None}, button="Save")  # nothing is ticked: another choice as well
    assert of_round.judged_by == ["agreed"]
    page.submit({"judged_by": ["agreed"]}, button="Save")
    assert (of_round.name, of_round.judged_by) == ("Avril", ["agreed"])


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
    page.submit({"judged_by": ["asked", "asked", "agreed"]}, button="Save")
    assert of_round.judged_by == ["agreed", "asked"]


def test_nothing_is_counted_where_nothing_was_said(db: Session) -> None:
    of_round = a_round_with_visits(db)
    of_round.judged_by = []
    assert marks(db, of_round) == []


def test_by_what_it_is_judged_is_fixed_by_the_first_run(db: Session) -> None:
    a_programme(db)
    of_round = a_round(db)
    of_round.be_judged_by(["asked"])
    of_round.queue({}, [])
    of_round.be_judged_by(["asked"])
    with pytest.raises(RuleBroken, match="judged-by-is-fixed"):
        of_round.be_judged_by(["agreed"])


def test_the_settings_of_a_round_that_was_run_say_it_and_ask_no_more(
    db: Session, page: Page
) -> None:
    a_programme(db)
    by = a_caseworker(db, language="en")
    of_round = a_round(db, by.organisation, judged_by=["agreed"])
    page.sign_in(by).visit(f"/casework/rounds/{of_round.id}/settings")
    assert page.soup.find("input", {"name": "judged_by"})
    of_round.queued_at = now()
    db.flush()
    page.visit(f"/casework/rounds/{of_round.id}/settings")
    assert not page.soup.find("input", {"name": "judged_by"})
    page.submit({"name": "Avril"}, button="Save")
    assert of_round.name == "Avril"
    assert of_round.judged_by == ["agreed"]
