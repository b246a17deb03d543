"""The same questions before and after: when, of whom, and what is told of the answers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party, a_programme, a_slot, a_visit
from tests.page import Page
from tests.webapp.paths.builders import two_people
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Assessment, Party, Person, Phase, VisitState
from webapp.models.assessments import ASSESSED, phase_on
from webapp.services.parties import assessments, merging
from webapp.services.records.tokens import household_token

FIRST, LAST = date(2027, 3, 10), date(2027, 3, 13)
NO = {"trades": "no", "live-there": "rather-yes", "daily-french": "yes", "people-there": "no"}
YES = {
    "trades": "yes",
    "live-there": "rather-yes",
    "daily-french": "no",
    "people-there": "not-said",
}

SEND = "Send my answers"


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (FIRST - timedelta(days=1), Phase.BEFORE), (FIRST, None), (LAST, None),
        (LAST + timedelta(days=1), Phase.AFTER), (LAST + timedelta(days=60), Phase.AFTER),
        (LAST + timedelta(days=61), Phase.MONTH_3), (LAST + timedelta(days=135), Phase.MONTH_3),
        (LAST + timedelta(days=136), Phase.MONTH_6), (LAST + timedelta(days=271), Phase.MONTH_12),
        (LAST + timedelta(days=999), Phase.MONTH_12),
    ],
)  # fmt: skip
def test_the_day_says_in_which_phase_somebody_is(day: date, phase: Phase | None) -> None:
    assert phase_on(day, FIRST, LAST) is phase
    assert phase_on(day, None, None) is Phase.BEFORE


def who_was_away(db: Session, ago: int = 20) -> Person:
    """Somebody whose first visit ended so many days ago."""
    party = a_party(db, language="en")
    last = today() - timedelta(days=ago)
    slot = a_slot(db, arrival=last - timedelta(days=3), departure=last)
    a_visit(db, party, slot, state=VisitState.COMPLETED)
    return party.persons[0]


def told(db: Session, person: Person, phase: Phase, answers: dict[str, str], **given: str) -> None:
    of = {"party_id": person.party_id, "person_id": person.id, "grid": "person-1"}
    made = Assessment(**{**of, **given}, phase=phase, answers=answers, answered_on=today())
    made.by_link = False
    db.add(made)
    db.flush()


def test_before_is_asked_until_the_first_visit_and_after_it_once_it_is_over(db: Session) -> None:
    person, back = a_party(db).persons[0], who_was_away(db)
    assert assessments.answer(db, person, NO, by_link=True).phase is Phase.BEFORE
    assert assessments.answer(db, back, NO, by_link=True).phase is Phase.AFTER
    assert not assessments.is_asked(db, person)


def test_on_the_first_visit_nothing_is_asked(db: Session) -> None:
    party = a_party(db)
    a_visit(db, party, a_slot(db, arrival=today()), state=VisitState.UNDER_WAY)
    assert not assessments.is_asked(db, party.persons[0])
    with pytest.raises(RuleBroken, match="asked-once-back"):
        assessments.answer(db, party.persons[0], NO, by_link=False)


def test_answered_anew_in_a_phase_it_is_put_right_and_nothing_at_all_is_no_answer(
    db: Session,
) -> None:
    person = a_party(db).persons[0]
    with pytest.raises(RuleBroken, match="answer-missing"):
        assessments.answer(db, person, {"trades": "perhaps"}, by_link=False)
    assessments.answer(db, person, NO, by_link=False)
    assessments.answer(db, person, YES, by_link=True)
    [made] = db.scalars(select(Assessment)).all()
    assert (made.answers["trades"], made.by_link) == ("yes", True)


def test_only_whoever_answered_both_on_the_same_grid_is_compared_and_the_rest_is_missing(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, once, other, never = (who_was_away(db) for _each in range(4))
    monkeypatch.setitem(ASSESSED, "person-0", ("trades",))
    for person in (both, other):
        told(db, person, Phase.AFTER, YES)
    told(db, both, Phase.BEFORE, NO)
    told(db, other, Phase.BEFORE, NO, grid="person-0")
    told(db, once, Phase.BEFORE, NO)
    found = assessments.compare(db, Phase.AFTER)
    assert (found.pairs, found.missing) == ({both.id}, {once.id, other.id, never.id})
    assert found.changes["trades"]["more"] == {both.id}
    assert found.changes["live-there"]["same"] == {both.id}
    assert found.changes["daily-french"]["less"] == {both.id}
    for question in ("people-there", "what-comes"):
        assert found.changes[question]["no-word"] == {both.id}


def test_whoever_was_on_a_visit_too_lately_is_not_missing_yet(db: Session) -> None:
    lately, long_ago = who_was_away(db, 20), who_was_away(db, 80)
    assert assessments.compare(db, Phase.MONTH_3).missing == {long_ago.id}
    assert assessments.compare(db, Phase.AFTER).missing == {lately.id, long_ago.id}


def test_figures_are_told_by_lot_with_who_is_missing_and_that_nobody_was_left_alone_to_compare(
    page: Page, db: Session
) -> None:
    a_programme(db)
    for _each in range(7):
        person = who_was_away(db)
        told(db, person, Phase.BEFORE, NO)
        told(db, person, Phase.AFTER, YES)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/before-and-after")
    assert "There is no control group." in page.text
    figures = [int(each.get_text()) for each in page.soup.select("td.number, .stat bdi")]
    assert figures
    assert all(each % 5 == 0 for each in figures)


def test_answers_are_read_by_the_association_and_behind_their_link_alone(db: Session) -> None:
    visit = a_visit(db)
    told(db, visit.party.persons[0], Phase.BEFORE, NO)
    for scope, seen in {
        Scope("organisation", visit.organisation_id): 1,
        Scope("organisation", a_party(db).organisation_id): 0,
        Scope("party", visit.party_id): 1,
        Scope("visit", visit.id): 0,
        Scope("farm", visit.farm_id): 0,
        NOBODY: 0,
        EVERYONE: 1,
    }.items():
        set_scope(db, scope)
        assert len(db.scalars(select(Assessment.id)).all()) == seen, scope


def test_answers_go_with_their_person_into_the_file_that_is_kept(db: Session) -> None:
    kept = a_party(db)
    one = kept.persons[0]
    names = {"first_name": one.first_name, "last_name": one.last_name}
    twin = Person(**names, sex=one.sex, birth_year=one.birth_year)
    other = a_party(db, kept.organisation, persons=[twin])
    told(db, one, Phase.BEFORE, NO)
    told(db, twin, Phase.BEFORE, YES)
    merging.merge(db, kept, other, {}, a_caseworker(db, kept.organisation))
    assert assessments.answered(db, one)[Phase.BEFORE].answers == YES


def test_somebody_answers_in_their_language_behind_their_link_and_nobody_where_several_read_it(
    page: Page, db: Session
) -> None:
    party: Party = a_party(db, language="tr")
    token = household_token(party)
    page.visit(f"/v/path/{token}").follow("Birkaç soru")
    page.submit({}, button="Yanıtlarımı gönder")
    assert page.soup.select(".summary")
    page.submit({"trades": "rather-yes"}, button="Yanıtlarımı gönder")
    assert page.path == f"/v/path/{token}"
    [made] = db.scalars(select(Assessment)).all()
    assert (made.answers, made.by_link) == ({"trades": "rather-yes"}, True)
    pair = a_party(db, persons=two_people())
    page.visit(f"/v/questions/{household_token(pair)}", status=404)


def test_behind_their_link_it_is_asked_and_kept_after_the_visit_and_before_stays_as_it_was(
    page: Page, db: Session
) -> None:
    person = who_was_away(db)
    told(db, person, Phase.BEFORE, NO)
    db.commit()
    address = f"/v/questions/{household_token(person.party)}"
    page.visit(address)
    assert not page.soup.select("input[checked]")
    page.submit({"trades": "yes"}, button=SEND)
    page.visit(address)
    page.submit({"trades": "rather-yes"}, button=SEND)
    set_scope(db, EVERYONE)
    kept = assessments.answered(db, person)
    assert {phase: each.answers for phase, each in kept.items()} == {
        Phase.BEFORE: NO,
        Phase.AFTER: {"trades": "rather-yes"},
    }
    page.visit(address.replace("questions", "path"))
    assert not page.soup.select('a[href*="/v/questions/"]')


def test_behind_their_link_nothing_is_asked_or_kept_while_they_are_on_their_first_visit(
    page: Page, db: Session
) -> None:
    party = a_party(db, language="en")
    a_visit(db, party, a_slot(db, arrival=today()), state=VisitState.UNDER_WAY)
    db.commit()
    token = household_token(party)
    page.visit(f"/v/path/{token}")
    assert not page.soup.select('a[href*="/v/questions/"]')
    page.visit(f"/v/questions/{token}")
    page.submit({"trades": "yes"}, button=SEND)
    assert "These questions are asked once you are back." in page.text
    set_scope(db, EVERYONE)
    assert db.scalars(select(Assessment)).all() == []
