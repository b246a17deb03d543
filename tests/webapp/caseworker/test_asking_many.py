"""Many are asked at once whether they are still interested: who, why not, and taken back."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.caseworker.waiting import NOON, by_day, who_hosts, who_waits, written
from webapp.channels.truth import is_true
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Message, MessageState, Party, PartyState, User
from webapp.services.parties import asking_interest, interest, requesting
from webapp.services.records import outbox

__all__ = ["by_day"]  # the day of these tests as well


@pytest.fixture
def reader(db: Session) -> User:
    return a_caseworker(db, language="en")


def look_over(page: Page, reader: User, *parties: Party, act: str = "interest") -> Page:
    numbers = "&".join(f"party={each.id}" for each in parties)
    return page.sign_in(reader).visit(f"/casework/parties/many?act={act}&{numbers}")


def test_households_are_asked_in_their_language_once_and_their_answers_are_counted(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    parties = [who_waits(db, organisation=home, language=code) for code in ("fr", "ar", "fr")]
    look_over(page, reader, *parties)
    assert len(page.soup.select(".words")) == 2, "One text for each language"
    assert "http" not in "".join(each.text for each in page.soup.select(".words"))
    page.submit(button="Ask whether they are still interested")
    assert "3 messages leave" in page.text
    assert "3 asked, no answer yet" in page.text
    assert [each.party_id for each in written(db, interest.OF_PARTY)] == [p.id for p in parties]
    interest.say(db, parties[0], interested=True)
    db.commit()
    page.visit("/casework/parties?interest=silent")
    assert "1 file said so last" in page.text
    assert "2 asked, no answer yet" in page.text
    assert "Asked on" in look_over(page, reader, *parties).text


def test_who_cannot_be_asked_is_named_with_the_reason(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    stopped = who_waits(db, organisation=home)
    stopped.stop_texts()
    lately = who_waits(db, organisation=home)
    outbox.write_to_household(db, lately, "workshops-link", key="a")
    silent = who_waits(db, organisation=home, interest_asked_on=today() - timedelta(days=40))
    asked = who_waits(db, organisation=home, interest_asked_on=today() - timedelta(days=3))
    said = who_waits(db, organisation=home, interest_said_on=today(), interested=True)
    expected = who_waits(db, organisation=home)
    a_visit(db, expected)
    called = who_waits(db, organisation=home, channel="phone-call")
    unreached = who_waits(db, organisation=home)
    unreached.set_phone(None)
    paused = who_waits(db, organisation=home, state=PartyState.PAUSED)
    everybody = (stopped, lately, silent, asked, said, expected, called, unreached, paused)
    db.flush()
    look_over(page, reader, *everybody)
    rows = {each.b.text: each.text for each in page.soup.select("ul.rows li") if each.b}
    for party, why in zip(everybody, (
        "They wrote STOP", "Written to less than a day ago", "no answer yet: call them",
        "leave them time to answer",
        "less than two weeks ago", "A visit is proposed", "They wish to be called",
        "No message reaches them", "Not ready to take part",
    ), strict=True):  # fmt: skip
        assert why in rows[party.code]
    assert "None of the files chosen is concerned." in page.text


def test_a_question_is_taken_back_until_it_leaves_and_what_stood_before_stands_again(
    page: Page, db: Session, reader: User
) -> None:
    before = today() - timedelta(days=200)
    party = who_waits(
        db, organisation=reader.organisation, interested=True, interest_asked_on=before,
        interest_said_on=before,
    )  # fmt: skip
    look_over(page, reader, party).submit(button="Ask whether they are still interested")
    page.follow("Undo").submit(button="Take the question back")
    assert "taken back: nothing leaves" in page.text
    look_over(page, reader, party, act="interest-back")
    assert "No question to them waits for an answer" in page.text
    db.expire_all()
    [message] = written(db, interest.OF_PARTY)
    assert (message.state, is_true(message)) == (MessageState.NOT_NEEDED, False)
    assert (party.interest_asked_on, party.owes_interest) == (before, False)
    look_over(page, reader, party).submit(button="Ask whether they are still interested")
    db.expire_all()
    assert message.state is MessageState.QUEUED
    message.state, message.sent_at = MessageState.SENT, now()
    db.commit()
    look_over(page, reader, party, act="interest-back")
    assert "the question has left" in page.text


def test_farms_are_asked_at_once_and_those_that_are_not_are_named(page: Page, db: Session) -> None:
    asked, dated, alone = (who_hosts(db, name=each) for each in ("Asked", "Dated", "Alone"))
    for farm in (asked, dated):
        a_farmer(db, farm)
    a_slot(db, an_offer(db, dated))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/farms")
    page.follow("Still interested?")
    rows = {each.a.text: each.text for each in page.soup.select("ul.rows li") if each.a}
    assert "Has dates to come" in rows["Dated"]
    assert "No account of it is open" in rows["Alone"]
    page.submit(button="Ask the farms ticked")
    assert "1 farm is asked. 1 message leaves in a minute." in page.text
    assert "1 asked, no answer yet" in page.text
    assert (asked.owes_interest, alone.owes_interest) == (True, False)
    page.submit(button="Take the question back")
    db.expire_all()
    assert asked.interest_asked_on is None
    with pytest.raises(RuleBroken, match="interest-no-question-waits"):
        asking_interest.unask_farms(db, [asked.id])
    assert [each.state for each in written(db, interest.OF_FARM)] == [MessageState.NOT_NEEDED]
    page.submit(button="Ask the farms ticked")
    db.expire_all()
    [letter] = written(db, interest.OF_FARM)
    letter.state, letter.sent_at = MessageState.SENT, now()
    db.commit()
    page.submit(button="Take the question back")
    assert "the question has left" in page.text
    assert asked.owes_interest


def test_a_question_that_one_account_of_a_farm_has_read_is_taken_back_from_the_others(
    page: Page, db: Session
) -> None:
    farm, other = who_hosts(db, name="Ferme"), who_hosts(db, name="Autre")
    anne = a_farmer(db, farm, name="Anne")
    for each in (farm, other):
        a_farmer(db, each)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/farms/interest")
    page.submit(button="Ask the farms ticked")
    messages = written(db, interest.OF_FARM)
    for message in messages:
        if message.user is anne:
            message.state, message.sent_at = MessageState.SENT, now()
    db.commit()
    page.submit(button="Take the question back")
    assert "The question to 1 farm is taken back: nothing leaves." in page.text
    assert "1 message is taken back: it does not leave." in page.text
    assert "It has left already to: Anne (Ferme)." in page.text
    db.expire_all()
    assert (farm.owes_interest, other.owes_interest) == (True, False)
    assert sorted(each.state for each in messages) == ["not-needed", "not-needed", "sent"]


def test_no_farm_is_asked_where_none_is_ticked(page: Page, db: Session) -> None:
    a_farmer(db, who_hosts(db, name="Asked"))
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/farms/interest")
    page.submit({"farm": []}, button="Ask the farms ticked")
    assert "Tick at least one farm" in page.text
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert written(db, interest.OF_FARM) == []


def test_what_is_asked_in_the_evening_is_taken_back_after_midnight(db: Session) -> None:
    farm, party = who_hosts(db, name="Ferme"), a_visit(db).party
    a_farmer(db, farm)
    with time_machine.travel(NOON + timedelta(hours=10), tick=False):
        asking_interest.ask_farms(db, [farm.id])
        requesting.ask(db, party, requesting.around(db, [party]), "remind")
        db.flush()
    with time_machine.travel(NOON + timedelta(hours=13), tick=False):
        requesting.check_taking_back(party, requesting.around(db, [party]), "remind")
        requesting.take_back(db, party, "remind")
        assert asking_interest.unask_farms(db, [farm.id]).farms == [farm]
    assert {each.state for each in db.scalars(select(Message))} == {MessageState.NOT_NEEDED}
