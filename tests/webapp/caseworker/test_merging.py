"""Two files of the same people become one by hand, and both are whole again when it is undone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Availability,
    Engagement,
    Merge,
    Offer,
    Party,
    PartyState,
    Person,
    Refusal,
    Side,
    Slot,
    User,
    Visit,
    VisitState,
)
from webapp.portals.caseworker.merging import about
from webapp.services.parties import (
    companions,
    duplicates,
    file_history,
    merge_facts,
    merging,
)
from webapp.services.parties.merge_facts import Question
from webapp.services.records import contacts
from webapp.services.visits import past_answers

LEFT_ALONE = {
    Party: "id organisation_id code state outcome waiting_since companions_id created_at import_id"
    " merged_into_id end_told_at interest_asked_on interest_asked_before"
    " interest_said_on interested"
    " interest_talked_on paused_by_no"
    " anonymous_since texts_stopped_at link_version left_alone",
    Person: "id party_id identity is_another",
}
"""Columns that a merge does not ask about: what the file is, and what follows by itself."""


def fatima(**given: object) -> Person:
    names = {"first_name": "Fatima", "last_name": "Zahra Bennani", "sex": "woman"}
    later = today() + timedelta(days=900)
    days = {"title_until": later, "fundable_until": later}
    said = {"birth_year": 1990, "french": "A2", "is_another": False}
    return a_person(**{**names, **days, **said, **given})


@pytest.fixture
def twice(db: Session, caseworker: User) -> tuple[Party, Party]:
    """One woman, recorded in March and again in May by a colleague who spelt her otherwise."""
    home = caseworker.organisation
    kept = a_party(db, home, code="P-9001", persons=[fatima()], number="+33639980001")
    again = fatima(first_name="Fatema", last_name="Bennani Zahra", birth_year=1991, french="B1")
    day = today()
    other = a_party(
        db,
        home,
        code="P-9002",
        persons=[again],
        number="+33639980002",
        needs=["no-dogs"],
        availabilities=[Availability(first_day=day, last_day=day + timedelta(days=200))],
        engagements=[
            Engagement(
                kind="course", first_day=day, last_day=day, weekdays=[1], hours=3, missable=9
            )
        ],
        waiting_since=day - timedelta(days=300),
    )
    a_visit(db, kept, where_no_dog_is(db, 60))
    a_visit(db, other, where_no_dog_is(db, 30))
    other.refusals.append(Refusal(farm_id=a_farm(db).id, side=Side.PARTY))
    contacts.log(db, other, caseworker, kind="call", on=day, words="Would like goats.")
    db.flush()
    return kept, other


def where_no_dog_is(db: Session, days: int) -> Slot:
    farm = a_farm(db, features=["no-dogs"])
    return a_slot(db, an_offer(db, farm), arrival=today() + timedelta(days=days))


def belongs_to(db: Session, party: Party) -> dict[str, object]:
    """Everything that a file says and has, but for the numbers of its periods."""
    db.expire_all()
    visits = db.scalars(select(Visit.id).where(Visit.party_id == party.id).order_by(Visit.id))
    logged = [each.id for each in contacts.of(db, party)]
    kept = {name: getattr(party, name) for name in ("state", "outcome", "merged_into_id")}
    facts = file_history.facts_of(party)
    return {**kept, "facts": facts, "visits": visits.all(), "contacts": logged}


def test_two_files_are_made_one_and_parted_again_whole(
    desk: Page, db: Session, twice: tuple[Party, Party]
) -> None:
    kept, other = twice
    before = [belongs_to(db, party) for party in twice]
    desk.visit("/casework/parties")
    desk.submit({"party": [str(other.id), str(kept.id)], "act": "merge"}, button="Look over")
    assert desk.title == "P-9001 and P-9002: one file"
    of_her = f"person_{kept.persons[0].id}_"
    chosen = {"phone": "other", "needs": "other", "availability": "both", "engagements": "other"}
    desk.submit({**chosen, f"{of_her}french": "other"}, button="Make the two files one")
    assert "P-9002 is now one with P-9001." in desk.text
    assert "Would like goats." in desk.text
    assert (kept.phone, kept.needs, kept.persons[0].french) == ("+33639980002", ["no-dogs"], "B1")
    assert (kept.persons[0].name, kept.persons[0].birth_year) == ("Fatima Zahra Bennani", 1990)
    assert [each.last_day for each in kept.availabilities] == [today() + timedelta(days=200)]
    assert (kept.waiting_since, len(kept.visits)) == (today() - timedelta(days=300), 2)
    assert [len(each) for each in (kept.persons, kept.refusals, kept.engagements)] == [1, 1, 1]
    assert (other.state, other.outcome, other.visits) == (PartyState.LEFT, "by-mistake", [])
    assert len(desk.soup.select("dl.changes div")) > len(chosen), "its history says what it was"
    desk.visit(f"/casework/parties/{other.id}")
    assert "it is one with P-9001" in desk.text
    desk.submit(button="Part the two files again")
    assert "P-9002 is a file of its own again." in desk.text
    assert [belongs_to(db, party) for party in twice] == before


def test_two_visits_that_share_days_forbid_it_with_a_sentence(
    desk: Page, db: Session, twice: tuple[Party, Party]
) -> None:
    kept, other = twice
    farm = a_farm(db, name="Ferme du Lin")
    first = a_slot(db, an_offer(db, farm), arrival=today() - timedelta(days=40))
    second = a_slot(db, arrival=first.departure)
    a_visit(db, kept, first, state=VisitState.COMPLETED)
    past = a_visit(db, other, second, state=VisitState.EVALUATED)
    desk.visit(f"/casework/parties/{kept.id}/merging/{other.id}")
    assert "share days, and nobody is in two places: Ferme du Lin," in desk.text
    assert not desk.soup.select("main form")
    with pytest.raises(RuleBroken, match="merge-visits-overlap"):
        merging.merge(db, kept, other, {}, a_caseworker(db, kept.organisation))
    past.state = VisitState.CANCELLED
    db.flush()
    merging.check(kept, other)


def test_who_travels_stays_as_farms_expect_and_those_of_one_file_only_join(
    db: Session, caseworker: User
) -> None:
    home = caseworker.organisation
    sister = a_person(first_name="Hind", last_name="Bennani", sex="woman", birth_year=2001)
    kept = a_party(db, home, persons=[fatima()])
    other = a_party(db, home, persons=[fatima(), sister])
    visit = a_visit(db, kept, a_slot(db, an_offer_of_two(db)))
    with pytest.raises(RuleBroken, match="merge-others-expected"):
        merging.merge(db, kept, other, {}, caseworker)
    visit.state = VisitState.COMPLETED
    db.flush()
    done = merging.merge(db, kept, other, {}, caseworker)
    assert [person.first_name for person in kept.persons] == ["Fatima", "Hind"]
    merging.undo(db, done)
    assert [len(party.persons) for party in (kept, other)] == [1, 2]


def an_offer_of_two(db: Session) -> Offer:
    return an_offer(db, a_farm(db, rooms=(2, 2)))


def test_what_was_changed_since_is_not_overwritten_by_parting(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    kept, other = twice
    bond = a_party(db, caseworker.organisation)
    companions.join(db, other, bond)
    done = merging.merge(db, kept, other, {"reach_km": "other"}, caseworker)
    assert bond.companions is not None
    assert set(bond.companions.parties) == {bond, kept}
    kept.reach_km = 40
    db.flush()
    with pytest.raises(RuleBroken, match="merge-changed-since"):
        merging.undo(db, done)
    kept.reach_km = 250
    merging.undo(db, done)
    assert set(bond.companions.parties) == {bond, other}
    with pytest.raises(RuleBroken, match="merge-undone"):
        merging.undo(db, done)


def test_links_on_the_number_that_was_not_kept_open_nothing_any_more(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    kept, other = twice
    [of_kept], [of_other] = kept.visits, other.visits
    merging.merge(db, kept, other, {}, caseworker)
    assert (of_kept.link_version, of_other.link_version) == (1, 2)


def test_a_no_to_the_other_file_is_heard_and_it_is_not_asked_about_again(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    kept, other = twice
    [no] = other.visits
    no.state, no.ended_by, no.end_reason = VisitState.DECLINED, Side.PARTY, "animals"
    db.flush()
    merging.merge(db, kept, other, {}, caseworker)
    assert past_answers.past_answers(db, Visit.party_id == kept.id).against(kept, no.slot)
    like = duplicates.recorded_already(db, kept.organisation_id, ("Fatima", "Zahra Bennani"), 1990)
    assert like == [kept]
    for wrong in (other, kept):
        with pytest.raises(RuleBroken, match=r"merged-already|merge-with-itself"):
            merging.check(kept, wrong)


def test_a_merge_is_of_its_association_alone(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    merging.merge(db, *twice, {}, caseworker)
    db.flush()
    home = caseworker.organisation_id
    for scope, seen in ((Scope("organisation", home), 1), (Scope("farm", 1), 0), (NOBODY, 0)):
        set_scope(db, scope)
        assert db.scalar(select(func.count()).select_from(Merge)) == seen
    set_scope(db, EVERYONE)


@pytest.mark.parametrize("kind", [Party, Person])
def test_each_column_of_a_file_is_merged_or_left_alone_by_name(kind: type[Party | Person]) -> None:
    asked = {Party: merge_facts.OF_THE_PARTY, Person: merge_facts.OF_A_PERSON}[kind]
    known = {*LEFT_ALONE[kind].split(), *(name for names in asked.values() for name in names)}
    columns = set(kind.__table__.c.keys())
    assert columns == known, "Say in merge_facts, or in LEFT_ALONE, what becomes of it"


def test_of_files_put_into_one_another_the_last_is_parted_first(
    db: Session, caseworker: User, twice: tuple[Party, Party]
) -> None:
    kept, other = twice
    first = merging.merge(db, kept, other, {}, caseworker)
    third = a_party(db, kept.organisation, persons=[fatima()])
    db.flush()
    last = merging.merge(db, third, kept, {}, caseworker)
    db.flush()
    with pytest.raises(RuleBroken, match="merged-already"):
        merging.undo(db, first)
    merging.undo(db, last)
    merging.undo(db, first)
    db.flush()
    assert [each.merged_into_id for each in (kept, other, third)] == [None, None, None]


def test_what_is_asked_about_is_named_as_it_stands_in_a_list() -> None:
    """The list of alike files names it alone: nothing follows a word such as “until”."""
    asked = [*merge_facts.OF_THE_PARTY, *merge_facts.OF_A_PERSON, *merge_facts.PERIODS]
    names = [about(Question(each, None, None)) for each in asked]
    assert [each for each in names if each.split()[-1] in {"until", "from", "of"}] == []
