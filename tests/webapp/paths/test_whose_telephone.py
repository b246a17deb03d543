"""On whose telephone a path is shown: on that of one adult alone, over all files."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from tests.webapp.paths.builders import a_goal
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Message, Organisation, Party, PartyState, Person
from webapp.services.parties import merging, paths
from webapp.services.records.tokens import household_token

NUMBER = "+33639983952"


def somebody(db: Session) -> Person:
    """Somebody with a path, on a telephone of this number."""
    person = a_party(db, number=NUMBER, language="en").persons[0]
    a_goal(db, person)
    return person


def another(
    db: Session, organisation: Organisation | None = None, *, born: int = 1995, **given: Any
) -> Party:
    """A file of somebody else of the same number."""
    jawad = a_person(first_name="Jawad", last_name="Sediqi", birth_year=born)
    return a_party(db, organisation, **{"number": NUMBER, **given}, persons=[jawad])


def is_shown(page: Page, person: Person) -> bool:
    """Whether the path is shown, the questions asked, and a way there, behind their link."""
    token = household_token(person.party)
    page.visit(f"/v/workshops/{token}")
    leads_there = bool(page.soup.select('a[href*="/v/path/"]'))
    for part in ("path", "questions"):
        page.visit(f"/v/{part}/{token}", status=200 if leads_there else 404)
    return leads_there


@pytest.mark.parametrize("elsewhere", [False, True])
def test_where_an_adult_of_another_file_has_the_number_no_path_is_shown_or_sent(
    page: Page, db: Session, elsewhere: bool
) -> None:
    person = somebody(db)
    another(db, None if elsewhere else person.party.organisation)
    db.commit()
    assert not is_shown(page, person)
    set_scope(db, EVERYONE)
    with pytest.raises(RuleBroken, match="telephone-of-several"):
        paths.send_link(db, person)


def test_a_child_who_left_or_another_number_takes_no_path_away(page: Page, db: Session) -> None:
    person = somebody(db)
    another(db, born=today().year - 8)
    another(db, state=PartyState.LEFT)
    another(db, number="+33639983953")
    db.commit()
    assert is_shown(page, person)
    set_scope(db, EVERYONE)
    paths.send_link(db, person)


def test_their_own_second_file_takes_no_path_away_once_the_two_are_one(db: Session) -> None:
    person = somebody(db)
    twin = Person(
        first_name=person.first_name,
        last_name=person.last_name,
        sex=person.sex,
        birth_year=person.birth_year,
    )
    party = person.party
    other = a_party(db, party.organisation, number=NUMBER, persons=[twin])
    assert paths.whose_telephone(db, party) is None
    merging.merge(db, party, other, {}, a_caseworker(db, party.organisation))
    assert paths.whose_telephone(db, party) is person


def test_a_path_that_waits_to_be_sent_stays_here_once_another_file_has_the_number(
    db: Session,
) -> None:
    person = somebody(db)
    paths.send_link(db, person)
    [message] = db.scalars(select(Message).where(Message.kind == paths.LINK))
    assert is_true(message)
    another(db)
    assert not is_true(message)


def test_the_desk_reads_why_and_has_no_button_to_send_it(page: Page, db: Session) -> None:
    person = somebody(db)
    another(db)
    page.sign_in(a_caseworker(db, person.party.organisation, language="en"))
    page.visit(f"/casework/parties/{person.party_id}/people/{person.id}/path")
    assert "Several adults share this telephone: no path is shown there." in page.text
    assert "Send it to their telephone" not in page.text
