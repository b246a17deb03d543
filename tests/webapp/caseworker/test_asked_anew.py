"""What failed and is asked for once more leaves, and what waits for tomorrow is told as such."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_farmer, a_visit
from tests.page import Page
from tests.webapp.caseworker.waiting import by_day, who_hosts, who_waits, written
from webapp.ground.clock import now
from webapp.models import Message, MessageState, Party, Programme, Side, User
from webapp.services.farms import requesting as farms_requesting
from webapp.services.parties import interest, requesting
from webapp.services.visits import nudging

__all__ = ["by_day"]  # the day of these tests as well

JOBS = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'send_message'")


@pytest.fixture
def reader(db: Session) -> User:
    return a_caseworker(db, language="en")


def look_over(page: Page, *parties: Party, act: str) -> Page:
    numbers = "&".join(f"party={each.id}" for each in parties)
    return page.visit(f"/casework/parties/many?act={act}&{numbers}")


def failed(message: Message, db: Session, *, came_back: bool = False) -> None:
    message.state, message.failure = MessageState.FAILED, "refused"
    message.sent_at = now() if came_back else None
    db.commit()


@pytest.mark.parametrize("came_back", [False, True])
def test_what_failed_today_and_is_asked_for_again_leaves_as_it_is_said(
    page: Page, db: Session, reader: User, *, came_back: bool
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    visit = a_visit(db, who_waits(db, organisation=reader.organisation))
    page.sign_in(reader)
    for act, kind, who, button in (
        ("ask-to-call", requesting.CALL, party, "Write: please call us"),
        ("remind", requesting.REMINDER, visit.party, "Write: a visit awaits your answer"),
    ):
        look_over(page, who, act=act).submit(button=button)
        [message] = written(db, kind)
        failed(message, db, came_back=came_back)
        look_over(page, who, act=act).submit(button=button)
        assert "1 message leaves in a minute." in page.text
        db.expire_all()
        [again] = written(db, kind)
        assert (again.state, again.sent_at) == (MessageState.QUEUED, None)
    assert db.scalar(JOBS) == 2, "one for each, not one for each try"


def test_what_failed_is_tried_again_by_itself_until_it_is_taken_back(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    page.sign_in(reader)
    look_over(page, party, act="ask-to-call").submit(button="Write: please call us")
    [message] = written(db, requesting.CALL)
    failed(message, db)
    look_over(page, party, act="ask-to-call-back").submit(button="Take “please call us” back")
    assert "1 message is taken back" in page.text
    db.refresh(message)
    assert message.state is MessageState.NOT_NEEDED


def test_whose_question_failed_is_not_left_time_to_answer_but_asked_anew(
    page: Page, db: Session, reader: User
) -> None:
    party = who_waits(db, organisation=reader.organisation)
    page.sign_in(reader)
    for _twice in range(2):
        look_over(page, party, act="interest").submit(button="Ask whether they are still")
        assert "1 message leaves in a minute." in page.text
        db.expire_all()
        [message] = written(db, interest.OF_PARTY)
        assert (message.state, party.owes_interest) == (MessageState.QUEUED, True)
        assert "leave them time to answer" in look_over(page, party, act="interest").text
        failed(message, db, came_back=True)
    look_over(page, party, act="interest").submit(button="Ask whether they are still")
    look_over(page, party, act="interest-back").submit(button="Take the question back")
    db.expire_all()
    assert not party.owes_interest, "nobody has read any of them"


def test_a_reminder_that_failed_today_is_sent_by_the_board_as_it_says(
    db: Session, reader: User
) -> None:
    visit = a_visit(db, who_waits(db, organisation=reader.organisation))
    for _twice in range(2):
        assert len(nudging.ask_again(db, [visit])) == len(Side)
        messages = written(db, "visit-reminder")
        assert [each.state for each in messages] == [MessageState.QUEUED] * len(Side)
        for message in messages:
            failed(message, db)


def test_a_letter_that_failed_today_leaves_again_to_a_farm(page: Page, db: Session) -> None:
    farm = who_hosts(db, name="Ferme")
    a_farmer(db, farm)
    page.sign_in(a_coordinator(db, language="en"))
    for _twice in range(2):
        page.visit(f"/programme/farms/many?act=ask-to-call&farm={farm.id}")
        page.submit(button="Write: please call us")
        assert "1 message leaves in a minute." in page.text
        db.expire_all()
        [message] = written(db, farms_requesting.CALL)
        assert message.state is MessageState.QUEUED
        failed(message, db)


def test_what_one_account_of_a_farm_has_read_is_taken_back_from_the_other_and_said_so(
    page: Page, db: Session
) -> None:
    farm = who_hosts(db, name="Ferme")
    anne, _luc = a_farmer(db, farm, name="Anne"), a_farmer(db, farm)
    page.sign_in(a_coordinator(db, language="en"))
    page.visit(f"/programme/farms/many?act=ask-to-call&farm={farm.id}")
    page.submit(button="Write: please call us")
    messages = {each.user: each for each in written(db, farms_requesting.CALL)}
    messages[anne].send()
    db.commit()
    page.follow("Undo")
    assert "It has left already to: Anne (Ferme)." in page.text
    page.submit(button="Take “please call us” back")
    assert "1 message is taken back: it does not leave" in page.text
    assert "It has left already to: Anne (Ferme)." in page.text
    db.expire_all()
    assert sorted(each.state for each in messages.values()) == ["not-needed", "sent"]
    page.visit(f"/programme/farms/many?act=ask-to-call-back&farm={farm.id}")
    assert "too late to take back" in page.text


def test_what_the_limit_of_the_day_keeps_until_tomorrow_is_not_said_to_leave_in_a_minute(
    page: Page, db: Session, reader: User
) -> None:
    db.get_one(Programme, 1).texts_a_day = 2
    by_text = [who_waits(db, organisation=reader.organisation) for _ in range(3)]
    by_mail = who_waits(db, organisation=reader.organisation)
    by_mail.channel, by_mail.email = "email", "somebody@example.org"
    db.flush()
    page.sign_in(reader)
    look_over(page, *by_text, by_mail, act="ask-to-call").submit(button="Write: please call us")
    told = "1 text message leaves tomorrow morning: today’s limit is reached."
    assert f"3 messages leave in a minute. {told}" in page.text
    for message in written(db, requesting.CALL)[:2]:
        message.send()
    db.commit()
    last = who_waits(db, organisation=reader.organisation)
    look_over(page, last, act="ask-to-call").submit(button="Write: please call us")
    assert told in page.text
    assert "in a minute" not in page.text
