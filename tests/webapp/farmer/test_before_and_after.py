"""The same questions to farms before their first guests and after; counts of villages beside."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_programme, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.village.builders import a_gathering
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmAssessment, FarmState, Phase, VisitState, VoiceWay
from webapp.models.assessments import ASSESSED
from webapp.services.farms import assessments
from webapp.services.village import voices

NO = {"at-ease": "rather-no", "without-words": "yes", "what-is-allowed": "no"}
YES = {"at-ease": "yes", "without-words": "yes", "what-is-allowed": "not-said"}


def a_farm_with_guests(
    db: Session, ago: int = 20, state: VisitState = VisitState.COMPLETED
) -> Farm:
    """A farm whose first guests left so many days ago."""
    last = today() - timedelta(days=ago)
    slot = a_slot(db, an_offer(db), arrival=last - timedelta(days=3), departure=last)
    return a_visit(db, slot=slot, state=state).farm


def told(db: Session, farm: Farm, phase: Phase, answers: dict[str, str], **given: str) -> None:
    of = {"farm_id": farm.id, "grid": "farm-1", "by_id": a_coordinator(db).id}
    made = FarmAssessment(**{**of, **given}, phase=phase, answers=answers, answered_on=today())
    db.add(made)
    db.flush()


def test_a_farm_answers_before_its_first_guests_and_is_asked_again_after_them(
    page: Page, db: Session
) -> None:
    farm = a_farm(db)
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/").follow("Answer the questions")
    page.submit({}, button="Send")
    assert db.scalars(select(FarmAssessment)).all() == []
    page.submit({"at-ease": "rather-yes"}, button="Send")
    assert "Answer the questions" not in page.text
    [made] = db.scalars(select(FarmAssessment))
    assert (made.phase, made.answers) == (Phase.BEFORE, {"at-ease": "rather-yes"})
    back = a_farm_with_guests(db)
    page.sign_in(a_farmer(db, back, language="en")).visit("/farm/")
    page.follow("Answer the questions").submit({"trade-open": "yes"}, button="Send")
    assert assessments.answered(db, back)[Phase.AFTER].answers == {"trade-open": "yes"}


def test_answered_anew_in_a_phase_it_is_put_right(db: Session) -> None:
    farm, by = a_farm(db), a_coordinator(db)
    for answers in (NO, YES):
        assessments.answer(db, farm, answers, by)
    [made] = db.scalars(select(FarmAssessment))
    assert made.answers == YES
    with pytest.raises(RuleBroken, match="answer-missing"):
        assessments.answer(db, farm, {"at-ease": "perhaps"}, by)


def test_while_its_first_guests_are_there_a_farm_is_asked_nothing(page: Page, db: Session) -> None:
    farm = a_farm_with_guests(db, -1, VisitState.UNDER_WAY)
    assert not assessments.is_asked(db, farm)
    with pytest.raises(RuleBroken, match="asked-once-alone"):
        assessments.answer(db, farm, YES, a_coordinator(db))
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}/questions")
    assert "Read them to the farm" not in page.text
    assert "ask once they have left" in page.text
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/questions")
    assert "you are asked once they have left" in page.text


def test_an_answer_that_was_given_meanwhile_is_told_with_one_sign_after_what_was_asked(
    page: Page, db: Session
) -> None:
    farm = a_farm(db)
    a_programme(db)
    db.commit()
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/questions")
    assessments.answer(db, farm, {"at-ease": "yes"}, a_coordinator(db))
    db.commit()
    page.submit({"at-ease": "no"}, button="Send")
    assert "“Yes” is stored now" in page.text
    assert ".:" not in page.text


@pytest.mark.parametrize("state", [each for each in FarmState if each is not FarmState.APPROVED])
def test_only_a_farm_that_may_receive_is_asked(db: Session, state: FarmState) -> None:
    farm = a_farm(db)
    assert assessments.is_asked(db, farm)
    farm.state = state
    assert not assessments.is_asked(db, farm)


def test_only_farms_that_answered_both_on_the_same_grid_are_compared(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, once, other, never = (a_farm_with_guests(db) for _each in range(4))
    lately = a_farm(db)
    monkeypatch.setitem(ASSESSED, "farm-0", ("at-ease",))
    for farm in (both, other):
        told(db, farm, Phase.AFTER, YES)
    told(db, both, Phase.BEFORE, NO)
    told(db, other, Phase.BEFORE, NO, grid="farm-0")
    told(db, once, Phase.BEFORE, NO)
    told(db, lately, Phase.BEFORE, NO)
    found = assessments.compare(db, Phase.AFTER)
    assert (found.pairs, found.missing) == ({both.id}, {once.id, other.id, never.id})
    assert found.changes["at-ease"]["more"] == {both.id}
    assert found.changes["without-words"]["same"] == {both.id}
    for question in ("what-is-allowed", "village-looks"):
        assert found.changes[question]["no-word"] == {both.id}
    assert assessments.compare(db, Phase.MONTH_3).missing == set()


def test_gatherings_are_before_or_after_the_first_guests_of_their_commune(db: Session) -> None:
    farm = a_farm_with_guests(db, 20)
    kept = {
        phase: a_gathering(db, -ago, commune=farm.commune)
        for phase, ago in ((Phase.BEFORE, 30), (Phase.AFTER, 10))
    }
    during = a_gathering(db, -21, commune=farm.commune)
    elsewhere = a_gathering(db, -10, commune="14118")
    a_gathering(db, 5, commune=farm.commune)
    found = voices.by_phase(db)
    assert found[Phase.BEFORE] == [kept[Phase.BEFORE], elsewhere]
    assert found[Phase.AFTER] == [during, kept[Phase.AFTER]]


def test_one_page_shows_people_farms_and_villages_each_in_told_figures(
    page: Page, db: Session
) -> None:
    a_programme(db)
    for _each in range(20):  # of seven the lot tells now and then that there are none
        farm = a_farm_with_guests(db)
        told(db, farm, Phase.BEFORE, NO)
        told(db, farm, Phase.AFTER, YES)
    for days in (-30, -10):
        met = a_gathering(db, days, commune=farm.commune)
        voices.type_in(db, met, 12, {"again": {"yes": 7}})
        assert met.voices[0].way is VoiceWay.SHEETS
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/before-and-after")
    for words in ("We are at ease with receiving people", "12", "There is no control group.",
                  "had guests long enough ago"):  # fmt: skip
        assert words in page.text
    figures = [int(each.get_text()) for each in page.soup.select("td.number")]
    assert figures
    assert all(each % 5 == 0 for each in figures)


def test_answers_are_read_by_coordinators_and_their_farm_and_end_with_it(db: Session) -> None:
    farm = a_farm(db)
    told(db, farm, Phase.BEFORE, NO)
    for scope, seen in {
        Scope("farm", farm.id): 1,
        Scope("farm", farm.id + 1): 0,
        Scope("organisation", 1): 0,
        NOBODY: 0,
        EVERYONE: 1,
    }.items():
        set_scope(db, scope)
        assert len(db.scalars(select(FarmAssessment.id)).all()) == seen, scope
    with pytest.raises(IntegrityError):
        told(db, farm, Phase.BEFORE, YES)
