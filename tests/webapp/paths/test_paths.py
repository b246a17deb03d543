"""The path of a person: their words, what stands in the way, steps, and who sees it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_visit
from tests.page import Page
from tests.webapp.paths.builders import a_goal, a_step, an_obstacle, two_people
from tests.webapp.pdf.reading import text_of
from tests.webapp.visits.nearby import a_local_referent
from webapp.channels.truth import is_true
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Goal, Message, Obstacle, Party, PartyState, PathState, Person, Step
from webapp.services.parties import assessments, board, merging, paths
from webapp.services.records.tokens import household_token
from webapp.services.retention import anonymising
from webapp.services.retention.export import everything_kept
from webapp.wording import compose, path_print

A_DAY = timedelta(days=1)
ALL = (Goal, Obstacle, Step)


def somebody(db: Session, **given: Any) -> Person:
    return a_party(db, **given).persons[0]


def rows(db: Session, person: Person) -> list[int]:
    return [
        len(db.scalars(select(kind.id).where(kind.person_id == person.id)).all()) for kind in ALL
    ]


def a_path(db: Session, person: Person) -> None:
    a_goal(db, person)
    an_obstacle(db, person)
    a_step(db, person)


def test_a_level_that_is_noted_anew_leaves_what_was_noted_before(db: Session) -> None:
    person = somebody(db)
    by = a_caseworker(db, person.party.organisation)
    an_obstacle(db, person, "childcare", level=3, noted_on=today() - 30 * A_DAY)
    changed = paths.note_obstacles(db, person, by, {"childcare": (1, "Crèche des Tilleuls")})
    noted = paths.obstacles(db, person)
    assert (changed, [each.level for each in noted]) == (1, [1, 3])
    assert paths.standing(noted)["childcare"].says == (1, "Crèche des Tilleuls")


def test_what_has_not_changed_is_not_noted_again(db: Session) -> None:
    person = somebody(db)
    by = a_caseworker(db, person.party.organisation)
    said = {"childcare": (2, " CAF "), "money": (0, "")}
    assert paths.note_obstacles(db, person, by, said) == 1
    assert paths.note_obstacles(db, person, by, said) == 0


def test_steps_stand_by_their_day_and_those_without_one_last(db: Session) -> None:
    person = somebody(db)
    days = [None, today() + 9 * A_DAY, today() - A_DAY]
    made = [a_step(db, person, due_on=day) for day in days]
    done = a_step(db, person, due_on=today())
    paths.end_step(db, person, done, PathState.DONE)
    assert list(paths.steps(db, person)) == [made[2], made[1], made[0], done]


def test_a_step_that_was_dropped_meanwhile_is_not_noted_as_done(db: Session) -> None:
    person = somebody(db)
    step = a_step(db, person)
    paths.end_step(db, person, step, PathState.DROPPED)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        paths.end_step(db, person, step, PathState.DONE)
    paths.end_step(db, person, step, PathState.OPEN)
    assert step.ended_on is None


def test_a_usual_step_is_added_once_and_again_when_it_is_done(db: Session) -> None:
    person = somebody(db)
    by = a_caseworker(db, person.party.organisation)
    step = paths.add_usual_step(db, person, by, "cv")
    assert step is not None
    assert step.due_on == today() + paths.USUAL_TIME
    assert paths.add_usual_step(db, person, by, "cv") is None
    paths.end_step(db, person, step, PathState.DONE)
    assert paths.add_usual_step(db, person, by, "cv") is not None


def test_what_stands_in_the_way_most_suggests_its_steps_first(db: Session) -> None:
    person = somebody(db)
    an_obstacle(db, person, "french", level=1)
    an_obstacle(db, person, "childcare", level=3)
    an_obstacle(db, person, "money", level=0)
    a_step(db, person, kind="french-course")
    stand = paths.standing(paths.obstacles(db, person))
    usual = paths.usual_steps(stand, paths.steps(db, person))
    assert usual == ["childcare-place", "conversation-group"]


def test_a_late_step_stands_on_the_board_until_it_is_done_or_they_leave(db: Session) -> None:
    person = somebody(db)
    desk = board.Desk(person.party.organisation_id)
    late = a_step(db, person, due_on=today() - A_DAY)
    a_step(db, person, due_on=today())
    assert board.todo(db, desk).late_steps.shown == [late]
    person.party.state = PartyState.LEFT
    db.flush()
    assert board.todo(db, desk).late_steps.count == 0
    person.party.state = PartyState.READY
    paths.end_step(db, person, late, PathState.DONE)
    assert board.todo(db, desk).late_steps.count == 0


def test_a_path_is_read_by_its_association_alone_and_no_obstacle_behind_a_link(
    db: Session,
) -> None:
    visit = a_visit(db)
    mine, other = visit.party.persons[0], somebody(db)
    for person in (mine, other):
        a_path(db, person)
    visit.local_referent_id = a_local_referent(db).id
    db.flush()
    for scope, seen in {
        Scope("organisation", visit.organisation_id): [1, 1, 1],
        Scope("organisation", other.party.organisation_id): [0, 0, 0],
        Scope("party", visit.party_id): [1, 0, 1],
        Scope("party", other.party_id): [0, 0, 0],
        Scope("visit", visit.id): [0, 0, 0],
        Scope("farm", visit.farm_id): [0, 0, 0],
        Scope("local-referent", visit.local_referent_id): [0, 0, 0],
        NOBODY: [0, 0, 0],
        EVERYONE: [1, 1, 1],
    }.items():
        set_scope(db, scope)
        assert rows(db, mine) == seen, scope


def test_a_path_goes_with_its_person_into_the_file_that_is_kept_and_back(db: Session) -> None:
    kept = a_party(db)
    twin = kept.persons[0]
    names = {"first_name": twin.first_name, "last_name": twin.last_name}
    other = a_party(db, kept.organisation, persons=[Person(**names, **like(twin))])
    person = other.persons[0]
    a_path(db, person)
    done = merging.merge(db, kept, other, {}, a_caseworker(db, kept.organisation))
    assert (rows(db, twin), rows(db, person)) == ([1, 1, 1], [0, 0, 0])
    with pytest.raises(RuleBroken, match="merged-already"):
        paths.add_step(db, person, a_caseworker(db), kind="cv", who="both")
    merging.undo(db, done)
    assert (rows(db, twin), rows(db, person)) == ([0, 0, 0], [1, 1, 1])


def like(person: Person) -> dict[str, object]:
    return {"sex": person.sex, "birth_year": person.birth_year}


def test_nothing_is_left_of_a_path_once_its_file_is_anonymous(db: Session) -> None:
    person = somebody(db)
    a_path(db, person)
    anonymising.anonymise_parties(db, [person.party])
    assert rows(db, person) == [0, 0, 0]


def test_a_path_is_among_all_that_is_kept(db: Session) -> None:
    person = somebody(db)
    a_goal(db, person, words="Je veux conduire.")
    an_obstacle(db, person, handled_by="OFII")
    a_step(db, person, words="Appeler")
    kept = everything_kept(db, person.party)
    assert kept["goals"][0]["words"] == "Je veux conduire."
    assert (kept["obstacles"][0]["handled_by"], kept["steps"][0]["words"]) == ("OFII", "Appeler")


def test_a_path_is_printed_in_the_language_of_its_person(db: Session, app: Flask) -> None:
    person = somebody(db, language="tr")
    goals = [a_goal(db, person, words="Traktör sürmek", language="tr")]
    steps = [a_step(db, person, kind="cv", words=None, who="person", due_on=today())]
    stand = {"money": an_obstacle(db, person, "money", handled_by="CAF")}
    with app.test_request_context():
        read = text_of(path_print.as_pdf(person, goals, steps, stand))
    for words in ("Yolunuz", "Traktör sürmek", "Özgeçmiş yazmak", "Siz", "Para", "CAF"):
        assert words in read


def address(person: Person, party: Party | None = None) -> str:
    return f"/casework/parties/{(party or person.party).id}/people/{person.id}/path"


def test_what_was_typed_comes_back_when_a_step_says_nothing(page: Page, db: Session) -> None:
    reader = a_caseworker(db, language="en")
    person = somebody(db, organisation=reader.organisation)
    page.sign_in(reader).visit(address(person))
    page.submit({"words": " ", "due_on": "2027-05-02"}, button="Add the step")
    assert "Choose a usual step, or write what is to be done." in page.text
    assert page.soup.select('[name="due_on"]')[0]["value"] == "2027-05-02"
    assert paths.steps(db, person) == []


def test_a_path_of_elsewhere_or_of_another_file_is_not_found(page: Page, db: Session) -> None:
    reader = a_caseworker(db, language="en")
    mine, other = a_party(db, reader.organisation, persons=two_people()), somebody(db)
    page.sign_in(reader)
    page.visit(address(other, mine), status=404)
    page.visit(address(other), status=404)
    page.visit(address(mine.persons[1])).follow("Amina")


def test_somebody_reads_their_path_in_their_language_behind_their_link_and_no_obstacle(
    page: Page, db: Session
) -> None:
    person = somebody(db, language="tr")
    a_goal(db, person, words="Traktör sürmek istiyorum")
    a_step(db, person, kind="cv", words=None, who="person", due_on=today())
    an_obstacle(db, person, "money", handled_by="CAF")
    done = a_step(db, person, words="Ouvrir un compte")
    paths.end_step(db, person, done, PathState.DONE)
    page.visit(f"/v/path/{household_token(person.party)}")
    for words in ("Traktör sürmek istiyorum", "Özgeçmiş yazmak", "Siz", "Ouvrir un compte"):
        assert words in page.text
    assert "CAF" not in page.text
    [in_french] = page.soup.select('[lang="fr"][data-unheard]')
    assert in_french.get_text() == "Ouvrir un compte", "said in French"


def test_a_step_is_said_in_the_language_of_the_page_on_which_it_was_written(db: Session) -> None:
    person = somebody(db, language="ar")
    said = {"who": "both", "language": "en"}
    by = a_caseworker(db, person.party.organisation)
    kept = [
        paths.add_step(db, person, by, words=words, **said).language
        for words in ("Call the town hall", "الاتصال بالبلدية")
    ]
    assert kept == ["en", "ar"], "in letters of their own, in theirs"


def test_where_several_adults_read_one_telephone_no_path_is_shown_on_it(
    page: Page, db: Session
) -> None:
    party = a_party(db, persons=two_people())
    a_goal(db, party.persons[0])
    page.visit(f"/v/path/{household_token(party)}", status=404)
    with pytest.raises(RuleBroken, match="telephone-of-several"):
        paths.send_link(db, party.persons[0])
    page.visit(f"/v/workshops/{household_token(party)}")
    assert not page.soup.select('a[href*="/v/path/"]')


def test_a_path_is_sent_once_a_day_and_only_where_there_is_something_to_read(
    db: Session, app: Flask
) -> None:
    person = somebody(db)
    assessments.answer(db, person, {"trades": "no"}, by_link=False)
    with pytest.raises(RuleBroken, match="path-is-empty"):
        paths.send_link(db, person)
    goal = a_goal(db, person)
    paths.send_link(db, person)
    with pytest.raises(RuleBroken, match="path-sent-today"):
        paths.send_link(db, person)
    [message] = db.scalars(select(Message).where(Message.kind == paths.LINK))
    assert is_true(message)
    with app.test_request_context():
        assert "اريد" not in compose(message).body
    db.delete(goal)
    db.flush()
    assert not is_true(message)


def test_a_path_is_found_from_the_page_of_workshops(page: Page, db: Session) -> None:
    person = somebody(db, language="en")
    a_step(db, person)
    page.visit(f"/v/workshops/{household_token(person.party)}").follow("Your path")
    assert "Appeler la mairie" in page.text
