"""Many are asked for something by one message: to whom, why not, taken back, and what they see."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_person, a_visit
from tests.page import Page
from tests.webapp.caseworker.waiting import NOON, by_day, who_waits, written
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import PARIS, now
from webapp.models import Message, MessageState, Party, PartyState, User
from webapp.services.parties import requesting
from webapp.services.records import outbox
from webapp.services.records.tokens import household_token
from webapp.services.visits.proposing import TAKEN_BACK_FOR

__all__ = ["by_day"]  # the day of these tests as well

CALL, DAYS, REMIND = "ask-to-call", "ask-for-days", "remind"


@pytest.fixture
def reader(db: Session) -> User:
    return a_caseworker(db, language="en")


def look_over(page: Page, reader: User, *parties: Party, act: str = CALL) -> Page:
    numbers = "&".join(f"party={each.id}" for each in parties)
    return page.sign_in(reader).visit(f"/casework/parties/many?act={act}&{numbers}")


def left(message: Message, db: Session) -> None:
    message.state, message.sent_at = MessageState.SENT, now()
    db.commit()


def test_one_message_of_the_list_leaves_to_many_each_in_their_language_and_by_their_way(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    parties = [who_waits(db, organisation=home, language=code) for code in ("fr", "ar", "fr")]
    parties[2].channel, parties[2].email = "email", "somebody@example.org"
    db.flush()
    page.sign_in(reader).visit("/casework/parties").submit(
        {"act": CALL, "all": True}, button="Look over"
    )
    shown = [each.text for each in page.soup.select("ul.rows li") if each.select(".words")]
    assert len(shown) == 3, "One text for each language and way"
    assert "French · By SMS · 1 household" in shown[2]
    assert "votre association souhaite vous parler" in shown[1]
    assert "http" not in "".join(shown)
    page.submit(button="Write: please call us")
    assert "3 messages leave in a minute." in page.text
    assert [each.party_id for each in written(db, requesting.CALL)] == [p.id for p in parties]
    page.visit(f"/casework/parties/{parties[0].id}")
    assert "Asked for something by message" in page.text
    page.visit(f"/casework/parties/{parties[0].id}/contacts")
    assert "Please call us By SMS" in page.text


def test_what_was_taken_back_leaves_by_the_way_and_in_the_language_of_the_file_now(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation, language="fr")
    look_over(page, reader, party).submit(button="Write: please call us")
    look_over(page, reader, party, act=f"{CALL}-back").submit(button="Take “please call us” back")
    party.channel, party.email = "email", "somebody@example.org"
    party.language = "ar"
    db.commit()
    look_over(page, reader, party).submit(button="Write: please call us")
    [message] = written(db, requesting.CALL)
    assert message.state is MessageState.QUEUED
    assert (message.channel, message.language) == ("email", "ar")


def test_what_was_taken_back_and_is_sent_again_waits_its_whole_minute_once_more(
    page: Page, db: Session, reader: User
) -> None:
    jobs = text("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'send_message'")
    party = who_waits(db, organisation=reader.organisation)
    other = who_waits(db, organisation=reader.organisation)
    look_over(page, reader, party, other).submit(button="Write: please call us")
    first = db.scalars(jobs).all()
    look_over(page, reader, party, act=f"{CALL}-back").submit(button="Take “please call us” back")
    with time_machine.travel(now() + timedelta(seconds=40), tick=False):
        again = now()
        look_over(page, reader, party).submit(button="Write: please call us")
    of_other, of_party = sorted(db.scalars(jobs))
    assert len(first) == 2
    assert of_other in first
    assert of_party == again + TAKEN_BACK_FOR


def test_what_leaves_by_whatsapp_is_not_shown_as_a_text_message(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation, language="fr")
    party.channel = "whatsapp"
    db.flush()
    look_over(page, reader, party)
    assert "French · By WhatsApp · 1 household" in page.text


def test_whoever_gets_none_is_named_with_the_reason(page: Page, db: Session, reader: User) -> None:
    home = reader.organisation
    stopped, called, unreached, lately, gone = (who_waits(db, organisation=home) for _ in range(5))
    stopped.stop_texts()
    called.channel = "phone-call"
    unreached.set_phone(None)
    gone.state = PartyState.LEFT
    outbox.write_to_household(db, lately, "workshops-link", key="a")
    everybody = (stopped, called, unreached, lately, gone)
    db.flush()
    look_over(page, reader, *everybody)
    rows = {each.b.text: each.text for each in page.soup.select("ul.rows li") if each.b}
    for party, why in zip(everybody, (
        "They wrote STOP", "They wish to be called", "No message reaches them",
        "Written to less than a day ago", "take part",
    ), strict=True):  # fmt: skip
        assert why in rows[party.code], rows[party.code]
    assert "None of the files chosen is concerned." in page.text


def test_the_same_is_not_asked_twice_in_a_week_and_something_else_is_the_day_after(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    look_over(page, reader, party).submit(button="Write: please call us")
    left(written(db, requesting.CALL)[0], db)
    assert "less than a week ago" in look_over(page, reader, party).text
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert "less than a week ago" in look_over(page, reader, party).text
        look_over(page, reader, party, act=DAYS).submit(button="Write: tell us your days")
        assert len(written(db, requesting.DATES)) == 1
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        assert "1 file is concerned" in look_over(page, reader, party).text


def test_what_still_waits_the_day_after_is_not_asked_for_again(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    look_over(page, reader, party).submit(button="Write: please call us")
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert "less than a week ago" in look_over(page, reader, party).text


def test_what_has_not_left_is_taken_back_and_what_has_is_not(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    look_over(page, reader, party).submit(button="Write: please call us")
    assert "The messages can be taken back until they leave" in page.text
    page.follow("Undo").submit(button="Take “please call us” back")
    assert "1 message is taken back: it does not leave" in page.text
    db.expire_all()
    assert [each.state for each in written(db, requesting.CALL)] == [MessageState.NOT_NEEDED]
    look_over(page, reader, party).submit(button="Write: please call us")
    db.expire_all()
    [message] = written(db, requesting.CALL)
    assert message.state is MessageState.QUEUED
    left(message, db)
    assert "too late to take back" in look_over(page, reader, party, act=f"{CALL}-back").text


def test_what_left_while_it_was_looked_over_is_neither_taken_back_nor_said_again(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    look_over(page, reader, party).submit(button="Write: please call us")
    [message] = written(db, requesting.CALL)
    look_over(page, reader, party, act=f"{CALL}-back")
    left(message, db)
    page.submit(button="Take “please call us” back")
    assert "Nothing is taken back: the messages have left" in page.text
    message.state = MessageState.NOT_NEEDED
    db.commit()
    look_over(page, reader, party)
    message.state = MessageState.SENT
    db.commit()
    page.submit(button="Write: please call us")
    assert "No message leaves: the reason stands beside each file" in page.text
    assert "Asked for it less than a week ago" in page.text


def test_whoever_owes_an_answer_to_a_visit_is_reminded_once_in_two_days(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    owes, waits = who_waits(db, organisation=home), who_waits(db, organisation=home)
    visit = a_visit(db, owes)
    look_over(page, reader, owes, waits, act=REMIND)
    assert "1 file is concerned" in page.text
    assert "No answer of theirs is awaited" in page.text
    [text] = [each.text for each in page.soup.select(".words")]
    assert "http" not in text
    page.submit(button="Write: a visit awaits your answer")
    [reminder] = written(db, "visit-reminder")
    assert (reminder.visit_id, is_true(reminder)) == (visit.id, True)
    page.follow("Undo").submit(button="Take the reminder back")
    db.expire_all()
    assert reminder.state is MessageState.NOT_NEEDED
    look_over(page, reader, owes, act=REMIND).submit(button="Write: a visit awaits your answer")
    left(reminder, db)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        look_over(page, reader, owes, waits, act=REMIND)
        assert "Asked or reminded less than two days ago" in page.text
        assert page.text.count("No answer of theirs is awaited.") == 1


@pytest.mark.parametrize(
    ("hour", "told"),
    [
        (15, "1 message leaves in a minute."),
        (22, "1 message leaves tomorrow morning."),
        (2, "1 message leaves this morning."),
    ],
)
def test_it_is_said_when_it_leaves_by_day_at_night_and_after_midnight(
    page: Page, db: Session, reader: User, hour: int, told: str
) -> None:
    with time_machine.travel(NOON.astimezone(PARIS).replace(hour=hour), tick=False):
        party = who_waits(db, organisation=reader.organisation)
        look_over(page, reader, party).submit(button="Write: please call us")
        assert told in page.text


def test_it_waits_for_the_day_and_is_not_said_to_whoever_left_meanwhile(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    look_over(page, reader, party).submit(button="Write: please call us")
    [message] = written(db, requesting.CALL)
    with time_machine.travel(datetime(2027, 3, 2, 23, tzinfo=PARIS), tick=False):
        assert not may_ring_at_night(message)
    party.state = PartyState.LEFT
    db.flush()
    assert not is_true(message)


@pytest.mark.parametrize(
    ("act", "button", "title"),
    [
        (CALL, "Write: please call us", "Votre association souhaite vous parler"),
        (DAYS, "Write: tell us your days", "Quand pourriez-vous aller dans une ferme ?"),
    ],
)
def test_behind_the_link_stands_what_is_asked_for_and_the_number_for_a_month(
    page: Page, db: Session, reader: User, act: str, button: str, title: str
) -> None:
    party = who_waits(db, organisation=reader.organisation, language="fr")
    look_over(page, reader, party, act=act).submit(button=button)
    [message] = written(db, requesting.KIND_OF[act])
    address = f"/v/asked/{household_token(party)}"
    assert "ne vous demande rien" in page.visit(address).text, "It has not left yet"
    left(message, db)
    page.visit(address)
    assert page.soup.h1 is not None
    assert page.soup.h1.text.replace("\u202f", " ").replace("\xa0", " ") == title
    assert page.soup.select(f"a[href='tel:{party.organisation.phone}']")
    assert (
        "What they were asked for" in page.visit(f"/casework/parties/{party.id}/their-pages").text
    )
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        assert "ne vous demande rien" in page.visit(address).text


def test_whose_telephone_others_read_is_told_only_that_there_is_a_message(
    page: Page, db: Session, reader: User
) -> None:
    home = reader.organisation
    person = a_person(birth_year=1990)
    own = who_waits(db, organisation=home, language="fr", agreed_word="boat")
    other = who_waits(db, organisation=home, language="fr", phone_shared=True, persons=[person])
    look_over(page, reader, own, other)
    shown = [each.text for each in page.soup.select("ul.rows li") if each.select(".words")]
    assert [("others read it too" in each) for each in shown] == [False, True]
    assert "votre association souhaite vous parler" in shown[0]
    assert "bateau" not in shown[0], "It is of one household alone"
    assert "association" not in shown[1]
    page.submit(button="Write: please call us")
    message = next(each for each in written(db, requesting.CALL) if each.party_id == other.id)
    left(message, db)
    page.visit(f"/v/asked/{household_token(other)}")
    assert "Votre association souhaite vous parler" not in page.text
    page.submit({"year": "1990"}, button="Afficher ma page")
    assert page.path.startswith("/v/asked/")
    assert "Votre association souhaite vous parler" in page.text
