"""Who of a file is asked the questions before and after: adults, by the visits they were on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_slot, a_visit
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Assessment, Party, Person, Phase, VisitState
from webapp.services.parties import assessments, paths

CHILDREN = "They are under age: these questions are asked of adults."


def went(db: Session, party: Party, ago: int) -> None:
    """Let a visit of theirs have ended so many days ago."""
    last = today() - timedelta(days=ago)
    slot = a_slot(db, arrival=last - timedelta(days=3), departure=last)
    a_visit(db, party, slot, state=VisitState.COMPLETED)
    db.flush()


def add(page: Page, db: Session, party: Party, born: int = 1990) -> Person:
    """Let a caseworker add somebody to a file today."""
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit(f"/casework/parties/{party.id}/people/new")
    typed = {"first_name": "Aminata", "last_name": "Sow", "sex": "woman", "birth_year": str(born)}
    page.submit({**typed, "languages": ["fr"], "french": "A2"}, button="Add")
    db.expire_all()
    [found] = [each for each in party.persons if each.first_name == "Aminata"]
    return found


def test_who_came_to_the_file_after_its_visit_is_asked_by_their_own_and_missing_in_nothing(
    page: Page, db: Session
) -> None:
    party = a_party(db)
    went(db, party, ago=80)
    was_there, late = party.persons[0], add(page, db, party)
    assert assessments.phase_of(db, was_there) is Phase.MONTH_3
    assert assessments.phase_of(db, late) is Phase.BEFORE
    for phase in (Phase.AFTER, Phase.MONTH_3):
        assert assessments.compare(db, phase).missing == {was_there.id}
    page.visit(f"/casework/parties/{party.id}/people/{late.id}/path")
    assert "Ask now: Before the first visit" in page.text


def test_who_is_changed_after_a_visit_was_on_it_all_the_same(page: Page, db: Session) -> None:
    party = a_party(db)
    went(db, party, ago=10)
    [person] = party.persons
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit(f"/casework/parties/{party.id}/people/{person.id}")
    page.submit({"first_name": "Ombredane"}, button="Save")
    db.expire_all()
    assert person.first_name == "Ombredane"
    assert assessments.phase_of(db, person) is Phase.AFTER
    assert assessments.compare(db, Phase.AFTER).missing == {person.id}


def test_who_is_under_age_is_asked_nothing_and_the_desk_reads_why(page: Page, db: Session) -> None:
    party = a_party(db, persons=[a_person(), a_person(birth_year=today().year - 6)])
    went(db, party, ago=80)
    adult, child = party.persons
    assert assessments.phase_of(db, child) is None
    with pytest.raises(RuleBroken, match="asked-of-adults"):
        assessments.answer(db, child, {"trades": "yes"}, by_link=False)
    with pytest.raises(RuleBroken, match="path-of-a-child"):
        paths.send_link(db, child)
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit(f"/casework/parties/{party.id}/people/{child.id}/path")
    assert CHILDREN in page.text
    assert "They are under age: their path is not shown on a telephone." in page.text
    for other in ("Several adults", "Ask now", "They are on their first visit"):
        assert other not in page.text
    page.visit(f"/casework/parties/{party.id}/people/{child.id}/path/questions")
    assert CHILDREN in page.text
    page.visit(f"/casework/parties/{party.id}/people/{adult.id}/path")
    assert "Ask now" in page.text
    assert db.scalars(select(Assessment)).all() == []
