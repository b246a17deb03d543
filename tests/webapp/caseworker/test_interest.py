"""Whether who waits is still interested: who is asked, what a tap does, who is called."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_slot,
    a_visit,
)
from tests.page import Page
from tests.webapp.caseworker.waiting import LONG, NOON, by_day, who_waits, written
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Party, PartyState, VisitState
from webapp.services.parties import board, interest
from webapp.services.records import outbox
from webapp.services.records.tokens import household_token
from webapp.services.retention import due
from webapp.wording import compose

__all__ = ["by_day"]  # the day of these tests as well
FIXED = "+33231000000"


def test_who_waits_is_asked_once_in_ninety_days(db: Session) -> None:
    party = who_waits(db)
    assert [interest.ask_due(db) for _twice in range(2)] == [1, 0]
    [message] = written(db, interest.OF_PARTY)
    assert (message.party_id, party.owes_interest, is_true(message)) == (party.id, True, True)
    interest.say(db, party, interested=True)
    with time_machine.travel(NOON + interest.EVERY, tick=False):
        assert interest.ask_due(db) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"waiting_since": NOON.date() - timedelta(days=89)},
        {"state": PartyState.PAUSED}, {"state": PartyState.LEFT}, {"state": PartyState.ENROLLED},
        {"interest_said_on": NOON.date() - timedelta(days=30), "interested": True},
    ],
)  # fmt: skip
def test_nobody_is_asked_who_does_not_wait_or_has_said_so_lately(
    db: Session, given: dict[str, Any]
) -> None:
    who_waits(db, **given)
    assert interest.ask_due(db) == 0


def test_nobody_is_asked_who_has_a_visit_or_had_one_lately(db: Session) -> None:
    a_visit(db, who_waits(db))
    over = {"state": VisitState.COMPLETED}
    a_visit(db, who_waits(db), a_slot(db, arrival=today() - timedelta(days=60)), **over)
    parties = select(Party).where(Party.interest_asked_on.is_not(None))
    interest.ask_due(db)
    assert db.scalars(parties).all() == []


def test_nobody_is_asked_two_things_at_once_nor_by_night(db: Session) -> None:
    party = who_waits(db)
    outbox.write_to_household(db, party, "workshops-link", key="a")
    assert interest.ask_due(db) == 0
    with time_machine.travel(NOON.replace(hour=23), tick=False):
        assert interest.ask_due(db) == 0


def test_the_question_does_not_leave_once_it_is_answered_or_a_visit_has_come(db: Session) -> None:
    told, placed = who_waits(db), who_waits(db)
    interest.ask_due(db)
    interest.say(db, told, interested=True)
    a_visit(db, placed)
    assert [is_true(each) for each in written(db, interest.OF_PARTY)] == [False, False]


def test_the_question_is_in_the_language_of_its_reader_and_names_nobody(
    db: Session, page: Page, app: Flask
) -> None:
    party = who_waits(db, language="ar")
    interest.ask_due(db)
    [message] = written(db, interest.OF_PARTY)
    with app.test_request_context():
        words = compose(message).body
    assert household_token(party) in words
    assert "مزرعة" in words
    page.visit(f"/v/interest/{household_token(party)}")
    assert page.title == "هل ما زلتم مهتمين بإقامة في مزرعة؟"


def test_a_mail_scanner_that_opens_the_link_says_nothing(db: Session, page: Page) -> None:
    party = who_waits(db)
    interest.ask_due(db)
    page.visit(f"/v/interest/{household_token(party)}")
    db.refresh(party)
    assert (party.owes_interest, party.interested) == (True, None)


def test_a_no_pauses_and_a_yes_after_it_puts_back(db: Session, page: Page) -> None:
    party = who_waits(db, language="fr")
    token = household_token(party)
    states = []
    for words in ("Plus maintenant", "Oui, toujours"):
        page.visit(f"/v/interest/{token}").submit(button=words)
        db.expire_all()
        states.append((party.state, party.interested))
    assert states == [(PartyState.PAUSED, False), (PartyState.READY, True)]
    assert "Vous avez dit oui" in page.text


def test_a_yes_of_guests_does_not_undo_the_pause_of_their_caseworker(db: Session) -> None:
    party = who_waits(db)
    interest.say(db, party, interested=False)
    party.make_ready(today())
    party.pause()
    db.flush()
    interest.say(db, party, interested=True)
    assert party.state is PartyState.PAUSED


def test_a_no_is_not_taken_while_a_visit_stands(db: Session) -> None:
    party = who_waits(db)
    a_visit(db, party)
    with pytest.raises(RuleBroken, match="interest-with-a-visit"):
        interest.say(db, party, interested=False)
    assert party.state is PartyState.READY


def test_behind_their_link_guests_say_no_more_only_where_no_visit_stands(
    db: Session, page: Page
) -> None:
    party = who_waits(db, language="en")
    a_visit(db, party, state=VisitState.CONFIRMED)
    page.visit(f"/v/interest/{household_token(party)}").submit(button="Not any more")
    assert "A visit is proposed or agreed: answer that first" in page.text
    db.refresh(party)
    assert (party.state, party.interested) == (PartyState.READY, None)


def test_a_caseworker_is_led_to_the_visit_first(db: Session, page: Page) -> None:
    reader = a_caseworker(db, language="en")
    party = who_waits(db, organisation=reader.organisation)
    a_visit(db, party)
    page.sign_in(reader).visit(f"/casework/parties/{party.id}")
    page.submit(button="Not any more, they say")
    assert "note first, on its page, what becomes of it" in page.text


def test_who_is_silent_is_called_and_not_asked_anew(db: Session) -> None:
    home = a_caseworker(db).organisation
    assert home is not None
    silent = who_waits(db, organisation=home)
    interest.ask_due(db)
    with time_machine.travel(NOON + LONG, tick=False):
        assert interest.ask_due(db) == 0
        assert board.todo(db, board.Desk(home.id)).interest.shown == [silent]


def test_the_history_says_which_answer_was_given(db: Session, page: Page) -> None:
    reader = a_caseworker(db, language="en")
    party = who_waits(db, organisation=reader.organisation)
    for said in (False, True):
        interest.say(db, party, interested=said)
    page.sign_in(reader).visit(f"/casework/parties/{party.id}")
    for word in ("not any more", "yes"):
        assert any(
            each.startswith(word)
            for each in (
                item.get_text() for item in page.soup.select(".timeline span, .timeline p")
            )
        ), word


def test_two_taps_of_guests_leave_the_pause_of_their_caseworker_and_somebody_calls(
    db: Session, page: Page
) -> None:
    reader = a_caseworker(db, language="en")
    party = who_waits(db, organisation=reader.organisation, state=PartyState.PAUSED)
    for said in (False, True):
        interest.say(db, party, interested=said)
        assert party.state is PartyState.PAUSED
    desk = board.Desk(reader.organisation_id or 0)
    assert board.todo(db, desk).interest.shown == [party]
    page.sign_in(reader).visit("/casework/")
    assert "still interested, they said on Tue, March 2; their file is paused" in page.text
    page.follow(f"{party.code} · {party.first_names}").submit(button="I have talked with them")
    assert "Talked with them on March 2, 2027." in page.text
    assert board.todo(db, desk).interest.shown == []
    interest.say(db, party, interested=False)
    assert board.todo(db, desk).interest.shown == [party], "They have said something new"


def test_silence_and_a_no_come_to_the_board_and_exclude_nobody(db: Session) -> None:
    home = a_caseworker(db).organisation
    assert home is not None
    silent, no, called = (
        who_waits(db, organisation=home, **given) for given in ({}, {}, {"channel": "phone-call"})
    )
    interest.ask_due(db)
    assert [each.party for each in written(db, interest.OF_PARTY)] == [silent, no]
    interest.say(db, no, interested=False)
    desk = board.Desk(home.id)
    assert board.todo(db, desk).interest.shown == [no, called]
    with time_machine.travel(NOON + interest.SILENT_AFTER, tick=False):
        assert board.todo(db, desk).interest.shown == [silent, no, called]
        assert silent.state is PartyState.READY
        interest.say(db, silent, interested=True)
        assert board.todo(db, desk).interest.shown == [no, called]


def test_who_is_known_by_a_number_that_takes_no_texts_is_called_and_not_written_to(
    db: Session,
) -> None:
    home = a_caseworker(db).organisation
    assert home is not None
    fixed, unboxed = (who_waits(db, organisation=home) for _twice in range(2))
    fixed.phone, fixed.phone_fingerprint = FIXED, "of that number"  # as older files have it
    unboxed.channel = "email"
    interest.ask_due(db)
    assert written(db, interest.OF_PARTY) == []
    assert board.todo(db, board.Desk(home.id)).interest.shown == [fixed, unboxed]


def test_a_caseworker_sees_on_the_file_what_was_said_last(db: Session, page: Page) -> None:
    reader = a_caseworker(db, language="en")
    party = who_waits(db, organisation=reader.organisation)
    page.sign_in(reader).visit(f"/casework/parties/{party.id}")
    assert "Nothing said yet." in page.text
    page.submit(button="Still interested, they say")
    assert "Still interested, said last on March 2, 2027." in page.text


def test_what_they_say_keeps_their_file_as_any_contact_does(db: Session) -> None:
    party = who_waits(db, created_at=now() - timedelta(days=900))
    interest.say(db, party, interested=True)
    heard = db.scalar(select(due.last_contact()).where(Party.id == party.id))
    assert heard is not None
    assert heard > now() - timedelta(days=1)


def test_what_they_said_leaves_the_board_after_a_while_in_a_process_that_runs_for_days(
    db: Session,
) -> None:
    reader = a_caseworker(db)
    party = who_waits(db, organisation=reader.organisation, state=PartyState.PAUSED)
    desk = board.Desk(reader.organisation_id or 0)
    interest.say(db, party, interested=True)
    assert board.todo(db, desk).interest.shown == [party]
    with time_machine.travel(now() + interest.TOLD_FOR + timedelta(days=2), tick=False):
        assert board.todo(db, desk).interest.shown == []
