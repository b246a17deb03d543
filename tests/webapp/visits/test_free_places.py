"""A place given back is offered at once to those who could come."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_party,
    a_person,
    a_programme,
    a_round,
    a_slot,
    a_visit,
)
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Availability,
    Companions,
    Party,
    PlannedMatch,
    Room,
    Side,
    Slot,
    User,
    Visit,
    VisitState,
)
from webapp.services.rounds import backfill


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def freed(db: Session, caseworker: User) -> Slot:
    gone = a_party(db, caseworker.organisation)
    slot = a_slot(db, rooms=[2])
    ended = {"state": VisitState.DECLINED, "ended_by": Side.PARTY, "ended_at": now()}
    a_visit(db, gone, slot, **ended)
    return slot


def could_come(db: Session, slot: Slot, caseworker: User) -> list[list[str]]:
    possible = backfill.could_come(db, slot, caseworker.organisation_id or 0)
    return [[party.code for party in group] for group in possible.groups]


def test_those_who_could_come_are_named_best_first(
    db: Session, freed: Slot, caseworker: User
) -> None:
    home = caseworker.organisation
    late = a_party(db, home, wishes=["bees"], waiting_since=today())
    keen = a_party(db, home, wishes=["sheep-goats"], waiting_since=today() - timedelta(days=300))
    a_party(db, home, reach_km=1, latitude=43.3, longitude=5.4)
    a_party(db)
    assert could_come(db, freed, caseworker) == [[keen.code], [late.code]]


def test_companions_come_together_or_not_at_all(db: Session, freed: Slot, caseworker: User) -> None:
    friends = Companions(organisation_id=caseworker.organisation_id)
    pair = [a_party(db, caseworker.organisation, companions=friends) for _ in range(2)]
    assert could_come(db, freed, caseworker) == [[party.code for party in pair]]
    made = backfill.propose(db, freed, pair[1])
    assert {visit.party_id for visit in made} == {party.id for party in pair}


def test_those_are_read_who_said_they_are_free_when_it_begins_and_when_it_ends(
    db: Session, freed: Slot, caseworker: User
) -> None:
    home, day = caseworker.organisation, timedelta(days=1)
    begins, ends = freed.arrival, freed.departure
    said = {
        "in two": [(begins - day, begins + day), (begins + 2 * day, ends)],
        "with a gap": [(begins, begins + day), (begins + 3 * day, ends)],
        "late": [(begins + day, ends + day)],
        "short": [(begins - day, ends - day)],
        "never": [],
    }
    parties = {name: a_party(db, home, availabilities=_days(some)) for name, some in said.items()}
    db.flush()
    assert could_come(db, freed, caseworker) == [[parties["in two"].code]]
    read = db.scalars(backfill.who_may_come(freed, [])).all()
    asked = {name for name, party in parties.items() if party.id in read}
    assert asked == {"in two", "with a gap"}


def _days(some: list[tuple[date, date]]) -> list[Availability]:
    return [Availability(first_day=first, last_day=last) for first, last in some]


def test_somebody_planned_elsewhere_comes_first_where_another_can_follow_there(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    home = caseworker.organisation
    assert home is not None
    freed.visits[0].party.pause()
    later = a_slot(db, arrival=freed.departure + timedelta(days=20), rooms=[1])
    mover = a_party(db, home, waiting_since=today())
    follower = a_party(db, home, persons=[a_person()])
    follower.availabilities[0].first_day = later.arrival
    planned = PlannedMatch(party=mover, slot=later, due_on=today(), round=a_round(db, home))
    db.add(planned)
    db.flush()
    assert could_come(db, freed, caseworker) == [[mover.code]]
    possible = backfill.could_come(db, freed, home.id)
    assert possible.followers[mover.id].group == [follower]
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    assert f"{follower.code} · {follower.first_names}, who has no place yet" in page.text
    waits = a_party(db, home, waiting_since=today() - timedelta(days=900))
    waits.availabilities[0].last_day = freed.departure
    db.flush()
    assert could_come(db, freed, caseworker) == [[waits.code], [mover.code]]


def test_a_visit_that_came_to_nothing_leads_to_those_who_could_have_its_place(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    [gone] = freed.visits
    page.sign_in(caseworker).visit(f"/casework/visits/{gone.id}").follow("Who could come instead")
    assert page.path == f"/casework/free-places/{freed.id}"
    a_visit(db, a_party(db, persons=[a_person(), a_person()]), freed)
    page.visit(f"/casework/visits/{gone.id}")
    assert "Their place is free again." not in page.text


def test_a_place_is_proposed_in_one_click(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    page.sign_in(caseworker).visit("/casework/").follow(freed.farm.name)
    assert "would be a first visit" in page.text
    page.submit(button="Propose this place")
    assert "1 visit is proposed. 1 message leaves " in page.text
    visit = db.scalars(select(Visit).where(Visit.party_id == party.id)).one()
    assert (visit.state, visit.slot_id) == (VisitState.PROPOSED, freed.id)
    assert page.path == f"/casework/visits/{visit.id}"


def test_a_place_that_someone_else_took_is_said_kindly(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    a_party(db, caseworker.organisation)
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    a_visit(db, a_party(db, persons=[a_person(sex="woman")]), freed)
    page.submit(button="Propose this place")
    assert "leave no place for these people" in page.text


def test_a_second_tab_on_a_place_just_taken_says_that_somebody_was_faster(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    a_party(db, caseworker.organisation, persons=[a_person(), a_person()])
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    a_visit(db, a_party(db), freed)
    page.submit(button="Propose this place")
    assert "Somebody was faster" in page.text


def test_a_place_that_is_no_longer_free_leads_back_to_the_board(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    a_visit(db, a_party(db, persons=[a_person(), a_person()]), freed)
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    assert page.path == "/casework/"
    assert "This place is no longer free" in page.text


def test_whoever_has_a_visit_elsewhere_is_not_named_for_a_free_place(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    expected = a_party(db, caseworker.organisation)
    a_visit(db, expected, a_slot(db, arrival=freed.departure + timedelta(days=20)))
    assert could_come(db, freed, caseworker) == []
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    assert "one visit at a time" in page.text
    with pytest.raises(RuleBroken, match="party-has-a-visit"):
        backfill.propose(db, freed, expected)


def test_a_place_that_suits_nobody_says_so(page: Page, freed: Slot, caseworker: User) -> None:
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    assert "Nobody could come" in page.text


def test_a_place_that_no_visit_of_the_association_gave_back_is_not_found(
    page: Page, db: Session, caseworker: User
) -> None:
    page.sign_in(caseworker).visit(f"/casework/free-places/{a_slot(db).id}", status=404)


def test_nobody_is_proposed_who_could_not_come(db: Session, freed: Slot, caseworker: User) -> None:
    far = a_party(db, caseworker.organisation, reach_km=1)
    with pytest.raises(RuleBroken, match="group-does-not-fit"):
        backfill.propose(db, freed, far)


REASON = "Her sister lives next door and will be there."


@pytest.fixture
def alone(db: Session, freed: Slot) -> Slot:
    """The same place, whose host has come to live alone."""
    freed.farm.adults = 1
    db.flush()
    return freed


@pytest.fixture
def woman(db: Session, caseworker: User) -> Party:
    return a_party(db, caseworker.organisation, persons=[a_person(sex="woman")])


def test_a_woman_alone_is_kept_apart_from_a_place_where_the_host_lives_alone(
    db: Session, alone: Slot, caseworker: User, woman: Party
) -> None:
    man = a_party(db, caseworker.organisation)
    possible = backfill.could_come(db, alone, caseworker.organisation_id or 0)
    assert (possible.groups, possible.apart) == ([[man]], [[woman]])


@pytest.mark.parametrize(
    ("lift", "code"),
    [(None, "lift-needed"), ("", "reason-too-short"), (" ok ", "reason-too-short")],
)
def test_a_place_is_not_proposed_to_her_without_a_reason_that_says_something(
    db: Session, alone: Slot, woman: Party, lift: str | None, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        backfill.propose(db, alone, woman, lift)
    assert woman.visits == []


def test_a_caseworker_proposes_it_to_her_with_a_written_reason(
    page: Page, db: Session, alone: Slot, caseworker: User, woman: Party
) -> None:
    page.sign_in(caseworker).visit(f"/casework/free-places/{alone.id}")
    assert "Propose this place" not in page.text
    page.follow("Propose it with a written reason")
    page.submit({"reason": "ok"}, button="Propose this place")
    assert "Write a whole sentence" in page.text
    page.submit({"reason": REASON}, button="Propose this place")
    [visit] = woman.visits
    assert (visit.state, visit.lift_reason) == (VisitState.PROPOSED, REASON)
    assert page.path == f"/casework/visits/{visit.id}"
    assert REASON in page.text


def test_the_reason_is_kept_with_the_visits_that_need_it_only(
    db: Session, alone: Slot, caseworker: User
) -> None:
    friends = Companions(organisation_id=caseworker.organisation_id)
    alone.farm.rooms.append(Room(name="Petite chambre", beds=1))
    db.flush()
    alone.open_rooms({room.id: 1 for room in alone.farm.rooms})
    woman, man = (
        a_party(db, caseworker.organisation, persons=[a_person(sex=sex)], companions=friends)
        for sex in ("woman", "man")
    )
    made = backfill.propose(db, alone, woman, REASON)
    assert {visit.party_id: visit.lift_reason for visit in made} == {
        woman.id: REASON,
        man.id: None,
    }


def test_a_reason_opens_no_place_that_another_rule_closes(
    page: Page, db: Session, alone: Slot, caseworker: User
) -> None:
    far = a_party(db, caseworker.organisation, persons=[a_person(sex="woman")], reach_km=1)
    page.sign_in(caseworker).visit(f"/casework/free-places/{alone.id}/parties/{far.id}/lift")
    assert page.path == f"/casework/free-places/{alone.id}"
    assert "leave no place for these people" in page.text
    with pytest.raises(RuleBroken, match="group-does-not-fit"):
        backfill.propose(db, alone, far, REASON)
