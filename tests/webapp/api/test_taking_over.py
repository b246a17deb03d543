"""Software whose coordinator was shut out: a worry, until another takes it over as it is."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme, a_visit
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Delivery, DeliveryState, Event, User, VisitState, Webhook
from webapp.services.accounts import users
from webapp.services.records import api_keys, audit, operations, taking_over, webhooks


@pytest.fixture
def maker(db: Session) -> User:
    a_programme(db)
    return a_coordinator(db)


@pytest.fixture
def hook(db: Session, maker: User) -> Webhook:
    """An address of a month and a half ago, told of confirmed visits."""
    made, _ = webhooks.make(db, maker, "Observatory", "https://a.example/", ["visit.confirmed"])
    made.made_at = now() - timedelta(days=45)
    db.flush()
    return made


def happened(db: Session, **ago: float) -> Event:
    """Let a visit have been confirmed so long ago."""
    visit = a_visit(db, state=VisitState.CONFIRMED)
    with time_machine.travel(now() - timedelta(**ago), tick=False):
        audit.record(db, "visit.confirmed", visit)
    db.flush()
    return db.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


def waiting(db: Session) -> list[int]:
    of_it = select(Delivery.event_id).where(Delivery.state == DeliveryState.WAITING)
    return list(db.scalars(of_it.order_by(Delivery.event_id)))


def test_another_coordinator_takes_it_over_with_the_same_secret_and_it_is_told_what_it_missed(
    page: Page, db: Session, maker: User, hook: Webhook
) -> None:
    secret, other = hook.secret, a_coordinator(db, language="en")
    happened(db, days=12)
    maker.suspended_at = now() - timedelta(days=5)
    missed = [happened(db, days=4).id, happened(db, hours=1).id]
    happened(db, seconds=30)
    page.sign_in(other).visit("/programme/settings/webhooks").follow("Observatory")
    assert "2 things happened meanwhile" in page.text
    page.submit(button="Take it over")
    assert "You answer for Observatory now, with the same secret." in page.text
    assert "2 things that happened meanwhile are told now" in page.text
    assert (hook.made_by, hook.secret, hook.is_live) == (other, secret, True)
    assert waiting(db) == missed
    with pytest.raises(RuleBroken, match="nothing-to-take-over"):
        taking_over.take_over_address(db, hook, a_coordinator(db))


def test_what_was_to_leave_when_its_maker_was_shut_out_is_told_after_all(
    db: Session, maker: User, hook: Webhook
) -> None:
    event = happened(db, minutes=5)
    webhooks.tell_all(db)
    maker.suspended_at = now()
    delivery = db.scalars(select(Delivery)).one()
    assert not webhooks.is_so(db, delivery)
    delivery.close()
    assert taking_over.take_over_address(db, hook, a_coordinator(db)) == 1
    assert (waiting(db), webhooks.is_so(db, delivery)) == ([event.id], True)


def test_whoever_is_let_in_again_has_their_software_told_of_the_time_between(
    db: Session, maker: User, hook: Webhook
) -> None:
    users.suspend(db, maker, by=a_coordinator(db))
    maker.suspended_at = now() - timedelta(days=40)
    happened(db, days=35)
    missed = happened(db, days=29).id
    assert webhooks.tell_all(db) == 0
    users.restore(db, maker)
    assert hook.is_live
    assert waiting(db) == [missed]


def test_a_key_is_taken_over_and_opens_again_and_one_that_is_over_waits_for_nobody(
    page: Page, db: Session, maker: User
) -> None:
    key, text = api_keys.make(db, maker, "Region", ["visits"], today())
    over, _ = api_keys.make(db, maker, "Old", ["visits"], today() - timedelta(days=1))
    maker.suspended_at = now()
    assert taking_over.left(db) == 1
    assert api_keys.prove(db, text) is None
    with pytest.raises(RuleBroken, match="nothing-to-take-over"):
        taking_over.take_over_key(db, over, a_coordinator(db))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/settings/keys")
    page.submit(button="Take it over")
    assert "its key works again" in page.text
    assert "Take it over" not in page.text
    assert api_keys.prove(db, text) is key
    assert taking_over.left(db) == 0


def test_whoever_shuts_somebody_out_reads_first_what_software_stops(
    page: Page, db: Session, maker: User, hook: Webhook
) -> None:
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/people/{maker.id}")
    assert "Software stops, until another coordinator takes it over: Observatory." in page.text
    page.submit(button="Suspend the account")
    page.visit(f"/programme/people/{maker.id}")
    assert "Software stopped, until another coordinator takes it over: Observatory." in page.text
    assert operations.look(db).left == 1
    webhooks.end(db, hook)
    page.visit(f"/programme/people/{maker.id}")
    assert "Software stopped" not in page.text
