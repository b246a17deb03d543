"""Visits that stand are never left without anybody who looks after them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_help_call,
    a_party,
    a_slot,
    a_user,
    a_visit,
    an_organisation,
)
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Event, Organisation, Role, StandIn, User, Visit, VisitState
from webapp.services.accounts import stand_ins, users

Leave = Callable[[Session, User], None]


@pytest.fixture
def home(db: Session) -> Organisation:
    """An association with a visit ahead."""
    made = an_organisation(db, name="Accueil du Bessin")
    a_visit(db, a_party(db, made))
    return made


def shut_out(db: Session, user: User) -> None:
    users.suspend(db, user, by=a_coordinator(db))


def shut_out_by_hand(db: Session, user: User) -> None:
    db.expire(user)
    user.suspended_at = now()
    db.flush()


def move(db: Session, user: User) -> None:
    user.organisation_id = an_organisation(db).id
    db.flush()


def delete(db: Session, user: User) -> None:
    db.delete(user)
    db.flush()


def is_shut_out(user: User) -> bool:
    return user.suspended_at is not None


@pytest.mark.parametrize("leave", [shut_out, shut_out_by_hand, move, delete])
def test_the_last_caseworker_does_not_go_while_visits_stand(
    db: Session, home: Organisation, leave: Leave
) -> None:
    last = a_caseworker(db, home)
    a_user(db, Role.CASEWORKER, organisation=home)  # invited, and never came
    a_caseworker(db, home, suspended_at=now())
    with pytest.raises(RuleBroken, match="left-alone") as refused:
        leave(db, last)
    assert refused.value.facts == {"association": "Accueil du Bessin", "standing": 1}


@pytest.mark.parametrize("leave", [shut_out, shut_out_by_hand, move, delete])
def test_a_caseworker_goes_where_another_stays(
    db: Session, home: Organisation, leave: Leave
) -> None:
    a_caseworker(db, home)
    leave(db, a_caseworker(db, home))


def test_the_last_caseworker_goes_where_no_visit_stands(db: Session) -> None:
    home = an_organisation(db)
    a_visit(db, a_party(db, home), state=VisitState.COMPLETED)
    shut_out(db, a_caseworker(db, home))


def test_an_invitation_that_nobody_took_up_is_no_loss(db: Session, home: Organisation) -> None:
    delete(db, a_user(db, Role.CASEWORKER, organisation=home))


def test_somebody_who_takes_over_lets_the_last_caseworker_go(
    db: Session, home: Organisation
) -> None:
    last, coordinator = a_caseworker(db, home), a_coordinator(db)
    users.suspend(db, last, by=a_coordinator(db), stand_in=coordinator)
    assert [(each.organisation, each.standing, each.stand_in) for each in stand_ins.alone(db)] == [
        (home, 1, coordinator)
    ]


@pytest.mark.parametrize("who", ["a caseworker elsewhere", "a coordinator who is shut out"])
def test_only_a_coordinator_who_can_come_in_takes_over(
    db: Session, home: Organisation, who: str
) -> None:
    shut = who == "a coordinator who is shut out"
    named = a_coordinator(db, suspended_at=now()) if shut else a_caseworker(db)
    with pytest.raises(RuleBroken, match="left-alone"):
        users.suspend(db, a_caseworker(db, home), by=a_coordinator(db), stand_in=named)


def test_whoever_has_taken_over_does_not_go_without_naming_another(
    db: Session, home: Organisation
) -> None:
    first, second = a_coordinator(db), a_coordinator(db)
    users.suspend(db, a_caseworker(db, home), by=second, stand_in=first)
    with pytest.raises(RuleBroken, match="left-alone"):
        users.suspend(db, first, by=second)


def test_a_coordinator_hands_over_what_they_had_taken_over(db: Session, home: Organisation) -> None:
    first, second = a_coordinator(db), a_coordinator(db)
    users.suspend(db, a_caseworker(db, home), by=second, stand_in=first)
    users.suspend(db, first, by=second, stand_in=second)
    assert db.scalars(select(StandIn.user_id)).all() == [second.id]


def test_what_was_taken_over_ends_when_one_of_the_association_comes_back(
    db: Session, home: Organisation
) -> None:
    last = a_caseworker(db, home)
    users.suspend(db, last, by=a_coordinator(db), stand_in=a_coordinator(db))
    users.restore(db, last)
    assert db.scalars(select(StandIn)).all() == []
    with pytest.raises(RuleBroken, match="left-alone"):
        shut_out(db, last)


def test_the_page_asks_who_takes_over_and_shuts_nobody_out_before_it_knows(
    page: Page, db: Session, home: Organisation
) -> None:
    last, other = a_caseworker(db, home), a_coordinator(db, name="Dominique Petit")
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/people/{last.id}")
    assert "Nobody else can come in (Accueil du Bessin)" in page.text
    page.submit(button="Suspend the account")
    assert "Choose who takes over" in page.text
    assert not is_shut_out(last)
    page.submit({"stand_in": str(other.id)}, button="Suspend the account")
    assert is_shut_out(last)
    assert "Dominique Petit looks after it." in page.visit("/programme/").text


def test_an_association_without_anybody_is_on_the_board_of_coordinators(
    page: Page, db: Session, home: Organisation
) -> None:
    page.sign_in(a_coordinator(db, language="en"))
    a_caseworker(db, staffed := an_organisation(db, name="Bienvenue Caen"))
    a_user(db, Role.CASEWORKER, organisation=home)
    page.visit("/programme/")
    assert "Associations without anybody" in page.text
    assert "1 visit ahead or under way" in page.text
    assert "1 invitation waits for its answer" in page.text
    assert staffed.name not in page.text
    page.follow("Accueil du Bessin")
    assert "06 99 00 00 00" in page.text
    page.visit(f"/programme/associations/{staffed.id}/visits", status=404)


def test_whoever_stands_in_records_what_happens_to_a_visit_and_settles_calls_in_their_name(
    page: Page, db: Session, home: Organisation
) -> None:
    me = a_coordinator(db, language="en")
    slot = a_slot(db, arrival=today())
    visit = a_visit(db, a_party(db, home), slot, state=VisitState.CONFIRMED)
    call = a_help_call(db, visit)
    call.coordinators_at = None
    page.sign_in(me).visit("/programme/").follow("Accueil du Bessin")
    page.visit(f"/programme/visits/{visit.id}").submit(button="They have arrived")
    assert visit.arrived_at
    page.follow("It is settled")
    page.submit({"note": "The bus was late: they are there."}, button="It is settled")
    assert call.settled_by is me
    page.follow("See the visit").follow("The stay ended early")
    page.submit({"by": "programme", "reason": "weather"}, button="Record the early end")
    assert visit.state is VisitState.ENDED_EARLY
    acts = db.execute(select(Event.act, Event.actor_id).where(Event.subject == "visits")).all()
    assert {"visit.arrived", "visit.help-settled", "visit.ended-early"} <= {
        act for act, actor in acts if actor == me.id
    }


def test_a_coordinator_acts_on_no_visit_of_an_association_that_has_people(
    page: Page, db: Session, home: Organisation
) -> None:
    a_caseworker(db, home)
    [visit] = db.scalars(select(Visit)).all()
    page.sign_in(a_coordinator(db)).visit(f"/programme/visits/{visit.id}", status=404)
