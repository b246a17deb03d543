"""A board that is given again: never once anything was changed, whoever changed it and wherever."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_help_call, an_organisation
from tests.page import SITE
from tests.webapp.unchanged.reading import (
    BOARD,
    MORNING,
    TOKENS,
    desk_in,
    is_given_again,
    is_read,
)
from webapp.ground.database import EVERYONE, make_sessions, set_scope
from webapp.models import Party, User, Visit
from webapp.services.records import last_changes
from webapp.web import unchanged


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def test_a_board_is_given_again_word_for_word_with_tokens_of_its_own(
    processes: list[Flask], db: Session, user: User
) -> None:
    desk = desk_in(processes[0], db, user)
    first = desk.visit(BOARD).response.get_data(as_text=True)
    assert is_given_again(desk)
    second = desk.response.get_data(as_text=True)
    assert TOKENS.sub("", first) == TOKENS.sub("", second)
    of_forms = set(re.findall(r'name="once" value="([^"]*)"', first + second))
    assert len(of_forms) == 2
    assert "\0" not in second


def test_what_another_process_has_kept_is_on_the_board_at_once_and_not_before(
    processes: list[Flask], db: Session, visit: Visit, user: User
) -> None:
    desks = [desk_in(each, db, user) for each in processes]
    for desk in desks:
        is_read(desk)
    with make_sessions(processes[0].extensions["sessions"].kw["bind"])() as other:
        set_scope(other, EVERYONE)
        a_help_call(other, other.get_one(Visit, visit.id))
        other.flush()
        for desk in desks:
            assert is_given_again(desk)
            assert "Help was asked for" not in desk.text
        other.commit()
    for desk in desks:
        assert "Help was asked for" in desk.visit(BOARD).text
        assert is_given_again(desk)


def test_a_change_that_began_before_the_board_was_read_and_is_kept_after_it_is_seen(
    engine: Engine, processes: list[Flask], db: Session, visit: Visit, user: User
) -> None:
    desk = desk_in(processes[0], db, user)
    with make_sessions(engine)() as slow, make_sessions(engine)() as quick:
        for session in (slow, quick):
            set_scope(session, EVERYONE)
        a_help_call(slow, slow.get_one(Visit, visit.id))
        slow.flush()
        quick.get_one(Party, visit.party_id).code = "P-777"
        quick.commit()
        is_read(desk)
        assert "P-777" in desk.text
        slow.commit()
    assert "Help was asked for" in desk.visit(BOARD).text


def test_what_was_undone_is_no_change_and_what_stays_beside_it_is(
    engine: Engine, processes: list[Flask], db: Session, visit: Visit, user: User
) -> None:
    desk = desk_in(processes[0], db, user)
    is_read(desk)
    with make_sessions(engine)() as other:
        set_scope(other, EVERYONE)
        party = other.get_one(Party, visit.party_id)
        party.code = "P-778"
        other.flush()
        other.rollback()
        assert is_given_again(desk)
        part = other.begin_nested()
        other.get_one(Party, visit.party_id).code = "P-779"
        other.flush()
        part.rollback()
        other.get_one(Party, visit.party_id).code = "P-780"
        other.commit()
    assert "P-780" in desk.visit(BOARD).text


def test_each_reader_language_and_part_has_a_page_of_its_own(
    processes: list[Flask], db: Session, visit: Visit, user: User
) -> None:
    colleague = a_caseworker(db, visit.party.organisation, language="en")
    stranger = a_caseworker(db)
    db.commit()
    code = visit.party.code
    assert code in desk_in(processes[0], db, user).visit(BOARD).text
    assert colleague.name in desk_in(processes[0], db, colleague).visit(BOARD).text
    assert code not in desk_in(processes[0], db, stranger).visit(BOARD).text
    desk = desk_in(processes[0], db, user)
    is_read(desk)
    assert "À faire" in desk.visit("/casework/?lang=fr").text
    assert "À faire" in desk.visit(BOARD).text
    assert "Nothing of this waits" not in desk.visit("/casework/?lang=en&only=soon").text


def test_whoever_is_shut_out_or_moved_reads_nothing_that_was_made_for_them_before(
    processes: list[Flask], db: Session, visit: Visit, user: User
) -> None:
    desk = desk_in(processes[0], db, user)
    is_read(desk)
    a_caseworker(db, visit.party.organisation)
    db.commit()
    user.organisation_id = an_organisation(db).id
    db.commit()
    assert visit.party.code not in desk.visit(BOARD).text
    user.suspended_at = MORNING
    db.commit()
    assert desk.visit(BOARD).path != BOARD


def test_what_is_told_once_is_told_once(processes: list[Flask], db: Session, user: User) -> None:
    desk = desk_in(processes[0], db, user)
    is_read(desk)
    with desk.client.session_transaction(base_url=SITE) as cookie:
        cookie["_flashes"] = [("success", "Said this once.")]
    assert "Said this once." in desk.visit(BOARD).text
    assert "Said this once." not in desk.visit(BOARD).text


def test_a_page_is_made_anew_on_another_day_and_after_a_while(
    processes: list[Flask], db: Session, user: User, morning: time_machine.Traveller
) -> None:
    desk = desk_in(processes[0], db, user)
    is_read(desk)
    morning.shift(unchanged.A_WHILE - timedelta(seconds=1))
    assert is_given_again(desk)
    morning.shift(timedelta(seconds=1))
    assert not is_given_again(desk)
    assert "in 5 days" in desk.text
    morning.move_to(datetime(2027, 3, 2, 22, 58, tzinfo=UTC))
    is_read(desk_in(processes[0], db, user))
    morning.move_to(datetime(2027, 3, 2, 23, 0, tzinfo=UTC))
    assert "in 4 days" in desk_in(processes[0], db, user).visit(BOARD).text


def test_a_page_that_looked_where_no_change_is_noted_is_made_anew(
    processes: list[Flask], db: Session, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "looks_elsewhere", lambda statement: "help_calls" in statement)
    desk = desk_in(processes[0], db, user)
    desk.visit(BOARD)
    assert not is_given_again(desk)


@pytest.mark.parametrize(
    ("statement", "elsewhere"),
    [
        ("SELECT parties.code FROM parties", False),
        ("SELECT count(procrastinate_jobs.id) FROM procrastinate_jobs", True),
        ("SELECT events.id FROM events", True),
        ("SELECT farm_changes.at FROM events AS farm_changes", False),
        ("SELECT farm_changes.at FROM events AS farm_changes, events", True),
        ("SELECT users.id FROM users WHERE users.last_seen_at IS NOT NULL", False),
        ("SELECT users.last_seen_at FROM users", True),
        ("SELECT procrastinate_defer_job(1)", True),
        ("SELECT visits.id FROM visits WHERE visits.at < now()", True),
        ("UPDATE parties SET code = 1", True),
    ],
)
def test_a_statement_says_whether_it_looks_where_no_change_is_noted(
    statement: str, elsewhere: bool
) -> None:
    assert unchanged.looks_elsewhere(statement) == elsewhere


def test_a_process_keeps_so_much_and_forgets_what_was_least_read() -> None:
    seen = last_changes.Seen("1:1:", "", is_changed=False, only_reads=True)
    kept, a_quarter = unchanged.Kept(), bytes(unchanged.BYTES // 4)
    for page in ("first", "second", "third", "fourth", "first", "fifth", "fifth"):
        kept.put(page, unchanged.Made(a_quarter, seen, MORNING, MORNING))
    assert kept.find("second") is None
    assert all(kept.find(page) for page in ("third", "fourth", "first", "fifth"))
    kept.put("too long", unchanged.Made(bytes(unchanged.BYTES + 1), seen, MORNING, MORNING))
    assert kept.find("too long") is None


def test_that_somebody_has_come_is_a_change_and_that_they_read_again_is_none(
    processes: list[Flask], db: Session, user: User, visit: Visit
) -> None:
    desk = desk_in(processes[0], db, user)
    colleague = a_caseworker(db, visit.party.organisation, last_seen_at=None)
    db.commit()
    for at, is_a_change in ((MORNING, True), (MORNING + timedelta(hours=1), False), (None, True)):
        is_read(desk)
        db.execute(update(User).where(User.id == colleague.id).values(last_seen_at=at))
        db.commit()
        assert is_given_again(desk) != is_a_change
