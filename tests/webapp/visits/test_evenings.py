"""On the first evening both sides are asked whether all is well; silence climbs as a call does."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_programme, a_slot, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.clock import PARIS, now
from webapp.models import Answer, HelpCall, Message, Rung, Side, User, Visit, VisitState
from webapp.services.records.tokens import visit_token
from webapp.services.visits import evenings, help_calls

FIRST = date(2027, 3, 3)


def at(hour: int, day: date = FIRST) -> time_machine.travel:
    return time_machine.travel(
        datetime(day.year, day.month, day.day, hour, tzinfo=PARIS), tick=False
    )


@pytest.fixture
def visit(db: Session) -> Iterator[Visit]:
    """A visit whose guests are expected today, with a caseworker who reads the board."""
    with at(12):
        a_programme(db)
        made = a_visit(db, slot=a_slot(db, arrival=FIRST), state=VisitState.UNDER_WAY)
        made.party_answer = made.farm_answer = Answer.YES
        a_caseworker(db, made.party.organisation, last_seen_at=now())
        yield made


def calls(db: Session) -> list[HelpCall]:
    return list(db.scalars(select(HelpCall).order_by(HelpCall.id)))


def test_both_sides_are_asked_in_the_evening_once_and_no_more_once_they_have_said_it(
    db: Session, visit: Visit
) -> None:
    for hour in (12, 18):
        with at(hour):
            assert evenings.ask_due(db) == 0
    with at(19):
        evenings.ask_due(db)
        evenings.ask_due(db)
        asked = db.scalars(select(Message).where(Message.kind == "visit-evening")).all()
        assert {each.side for each in asked} == set(Side)
        assert len(asked) == len(Side)
        assert all(map(is_true, asked))
        evenings.say_well(db, visit, Side.PARTY)
        assert [is_true(each) for each in asked if each.side is Side.PARTY] == [False]
        assert visit.arrived_at


def test_silence_stands_before_somebody_and_climbs_until_they_say_that_all_is_well(
    db: Session, visit: Visit
) -> None:
    with at(20):
        evenings.say_well(db, visit, Side.FARM)
        assert evenings.call_due(db) == 0
    with at(21):
        assert (evenings.call_due(db), evenings.call_due(db)) == (1, 0)
        [silence] = calls(db)
        assert (silence.side, silence.silent, silence.waits) == (Side.PARTY, True, True)
        assert silence in help_calls.to_settle(db)
        assert help_calls.latest(db, visit, Side.PARTY) is None
    with at(22):
        assert help_calls.climb_due(db, timedelta(minutes=30)) == 1
        evenings.say_well(db, visit, Side.PARTY)
        assert help_calls.to_settle(db) == []
        assert help_calls.climb_due(db, timedelta()) == 0
    with at(9, FIRST + timedelta(days=1)):
        assert evenings.call_due(db) == 0


def test_a_call_after_a_silence_is_put_anew_before_all_that_the_silence_stood_before(
    db: Session, visit: Visit
) -> None:
    with at(21):
        a_coordinator(db)
        evenings.call_due(db)
        help_calls.climb_due(db, timedelta())
        help_calls.climb_due(db, timedelta())
    with at(23):
        called = help_calls.call(db, visit, Side.PARTY)
        assert (called.silent, called.waits, called.asked_at) == (False, True, now())
        assert set(called.reached.values()) == {now()}
        assert list(called.reached) == list(Rung)
        kinds = [
            m.kind for m in db.scalars(select(Message)) if f"-{called.id}-" in m.idempotency_key
        ]
        assert kinds == ["help-asked", "help-asked"]
        [silence] = [each for each in calls(db) if each.silent and each.side is Side.PARTY]
        assert not silence.is_open
        assert help_calls.call(db, visit, Side.PARTY) is called
        evenings.say_well(db, visit, Side.PARTY)
        assert called in help_calls.to_settle(db)
        assert evenings.call_due(db) == 0


def test_a_silence_is_told_of_as_such_and_a_call_as_a_call(db: Session, visit: Visit) -> None:
    with at(21):
        evenings.call_due(db)
        [told, *_others] = db.scalars(select(Message).where(Message.kind == "silence-asked"))
        assert is_true(told)
        help_calls.call(db, visit, Side.PARTY)
        help_calls.call(db, visit, Side.FARM)
        db.flush()
        assert not is_true(told)


def test_a_call_that_was_settled_before_the_evening_says_nothing_of_the_evening(
    db: Session, visit: Visit
) -> None:
    [me] = db.scalars(select(User))
    for hour in (10, 17, 20):
        with at(hour):
            call = help_calls.call(db, visit, Side.PARTY)
            help_calls.settle(db, call, me, "The bus was late: they sit in it.")
        with at(21):
            db.expire(visit)
            silent = set(evenings._silent_and_uncalled(visit))
            assert (Side.PARTY in silent) is (hour < evenings.ASKED_FROM)


def test_a_worker_that_was_down_that_evening_looks_back_a_day_and_no_further(
    db: Session, visit: Visit
) -> None:
    with at(8, FIRST + timedelta(days=2)):
        assert evenings.call_due(db) == 0
    with at(8, FIRST + timedelta(days=1)):
        assert evenings.call_due(db) == len(Side)


def test_guests_say_in_one_tap_and_in_their_language_that_all_is_well(
    page: Page, db: Session, visit: Visit
) -> None:
    with at(20):
        visit.arrived_at = now()
        page.visit(f"/v/{visit_token(visit, Side.PARTY)}?lang=ar").submit(
            button="كل شيء على ما يرام"
        )
        assert visit.party_well_at == now()


def test_a_farm_says_behind_its_link_that_all_is_well_without_a_code(
    page: Page, db: Session, visit: Visit
) -> None:
    with at(20):
        page.visit(f"/v/{visit_token(visit, Side.FARM)}")
        assert "La visite a commencé" in page.text
        page.submit(button="Tout va bien")
        assert visit.farm_well_at == now()


def test_a_farm_says_behind_its_link_that_they_are_here_or_are_not(
    page: Page, db: Session, visit: Visit
) -> None:
    db.commit()
    page.visit(f"/v/{visit_token(visit, Side.FARM)}").submit(button="Ils ne sont pas là")
    assert help_calls.latest(db, visit, Side.FARM) is not None
    page.visit(f"/v/{visit_token(visit, Side.FARM)}").submit(button="Ils sont là")
    assert "Ce que vous avez dit est noté" in page.text
    db.expire_all()
    assert visit.arrived_at is not None
    assert "Ils ne sont pas là" not in page.visit(f"/v/{visit_token(visit, Side.FARM)}").text
