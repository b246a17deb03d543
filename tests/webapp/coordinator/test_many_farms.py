"""Many farms are written one message of a list: which, why not, taken back, and what they read."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farmer, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.caseworker.waiting import NOON, by_day, who_hosts, written
from webapp.channels.truth import is_true, may_ring_at_night
from webapp.ground.clock import PARIS, now, today
from webapp.models import (
    EmailLink,
    EmailLinkPurpose,
    Farm,
    FarmState,
    Message,
    MessageState,
    OfferState,
    Rest,
    User,
)
from webapp.services.farms import requesting
from webapp.services.records import outbox
from webapp.wording import compose

__all__ = ["by_day"]  # the day of these tests as well

CALL, DATES, PAPERS = requesting.ACTS


@pytest.fixture
def reader(db: Session) -> User:
    return a_coordinator(db, language="en")


def with_an_account(db: Session, name: str, language: str = "fr", **given: object) -> Farm:
    farm = who_hosts(db, name=name, **given)
    a_farmer(db, farm, language=language)
    return farm


def look_over(page: Page, reader: User, *farms: Farm, act: str = CALL) -> Page:
    numbers = "&".join(f"farm={each.id}" for each in farms)
    return page.sign_in(reader).visit(f"/programme/farms/many?act={act}&{numbers}")


def why_not(page: Page) -> dict[str, str]:
    """Return why each farm that is named with a link reads nothing."""
    return {each.a.text: each.text for each in page.soup.select("ul.rows li") if each.a}


def left(message: Message, db: Session) -> None:
    message.state, message.sent_at = MessageState.SENT, now()
    db.commit()


def test_every_account_of_the_farms_found_is_written_to_in_its_language(
    page: Page, db: Session, reader: User
) -> None:
    first = with_an_account(db, "Ferme Une")
    a_farmer(db, first, language="en")
    with_an_account(db, "Ferme Deux")
    page.sign_in(reader).visit("/programme/farms?state=approved")
    page.submit({"act": CALL, "all": True}, button="Look over")
    assert "2 farms are concerned" in page.text
    shown = [each.text for each in page.soup.select("ul.rows li") if each.select(".words")]
    assert ["English · By e-mail · 1 letter" in shown[0], "2 letters" in shown[1]] == [True, True]
    assert "La coordination du programme souhaite vous parler" in shown[1]
    assert "http" not in "".join(shown)
    page.submit(button="Write: please call us")
    assert "3 messages leave in a minute." in page.text
    assert len(written(db, requesting.CALL)) == 3
    assert "Asked for something by message" in page.visit("/programme/audit").text


def test_a_farm_that_is_shut_out_or_has_no_account_or_was_written_to_reads_nothing(
    page: Page, db: Session, reader: User
) -> None:
    gone = with_an_account(db, "Gone", state=FarmState.DECLINED)
    alone = who_hosts(db, name="Alone")
    suspended = with_an_account(db, "Suspended account")
    suspended.users[0].suspended_at = now()
    lately = with_an_account(db, "Lately")
    outbox.write_to_user(db, lately.users[0], "farm-approved", key="a")
    visited = with_an_account(db, "Visited")
    visit = a_visit(db, slot=a_slot(db, an_offer(db, visited)))
    outbox.write_to_farm(db, visit, "visit-proposed", key="b")
    asked = with_an_account(db, "Asked")
    db.flush()
    look_over(page, reader, asked).submit(button="Write: please call us")
    left(written(db, requesting.CALL)[0], db)
    look_over(page, reader, gone, alone, suspended, lately, visited, asked)
    rows = why_not(page)
    assert "no part in the programme" in rows["Gone"]
    assert "No account of it is open" in rows["Alone"]
    assert "No account of it is open" in rows["Suspended account"]
    assert "less than a day ago" in rows["Lately"]
    assert "less than a day ago" in rows["Visited"]
    assert "Asked for it less than a week ago" in rows["Asked"]


def test_a_code_or_a_link_that_a_farm_asked_for_keeps_nobody_from_writing(
    page: Page, db: Session, reader: User
) -> None:
    farm = with_an_account(db, "Ferme")
    link = EmailLink(user=farm.users[0], purpose=EmailLinkPurpose.SIGN_IN, expires_at=now())
    db.add(link)
    db.flush()
    outbox.write_to_user(db, farm.users[0], "sign-in-link", key="a", link=link)
    assert "1 farm is concerned" in look_over(page, reader, farm).text


def test_the_same_is_asked_once_a_week_and_something_else_the_day_after(
    page: Page, db: Session, reader: User
) -> None:
    farm = with_an_account(db, "Ferme")
    look_over(page, reader, farm).submit(button="Write: please call us")
    left(written(db, requesting.CALL)[0], db)
    assert "less than a day ago" in look_over(page, reader, farm, act=DATES).text
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert "less than a week ago" in look_over(page, reader, farm).text
        look_over(page, reader, farm, act=DATES).submit(button="Write: tell us your dates")
        assert len(written(db, requesting.DATES)) == 1
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        assert "1 farm is concerned" in look_over(page, reader, farm).text


def test_dates_are_asked_of_a_farm_without_any_and_are_not_once_it_has_one(
    page: Page, db: Session, reader: User
) -> None:
    names = ("Without", "Dated", "Resting", "On hold", "Ended")
    without, dated, resting, held, ended = (with_an_account(db, each) for each in names)
    a_slot(db, an_offer(db, dated))
    resting.rests.append(Rest(first_day=today(), last_day=today() + timedelta(days=9)))
    held.on_hold_since = now()
    ended.insured_until = today() - timedelta(days=1)
    db.flush()
    look_over(page, reader, without, dated, resting, held, ended, act=DATES)
    assert "1 farm is concerned" in page.text
    rows = why_not(page)
    assert "Has dates to come" in rows["Dated"]
    assert "Rests for now" in rows["Resting"]
    assert "May not receive" in rows["On hold"]
    assert "May not receive" in rows["Ended"]
    page.submit(button="Write: tell us your dates")
    [message] = written(db, requesting.DATES)
    assert is_true(message)
    a_slot(db, an_offer(db, without))
    assert not is_true(message)


def test_of_a_paper_that_ends_is_told_only_where_one_does_and_which(
    page: Page, db: Session, reader: User
) -> None:
    ends, over, fine = (with_an_account(db, each, "en") for each in ("Ends", "Over", "Fine"))
    ends.insured_until = today() + timedelta(days=10)
    over.approved_until = today() - timedelta(days=3)
    for farm in (over, fine):
        farm.insured_until = today() + timedelta(days=400)
    for farm in (ends, fine):
        farm.approved_until = today() + timedelta(days=400)
    db.flush()
    look_over(page, reader, ends, over, fine, act=PAPERS)
    assert "2 farms are concerned" in page.text
    assert "No paper of theirs ends soon" in why_not(page)["Fine"]
    words = [each.text for each in page.soup.select(".words")]
    assert len(words) == 2, "One for each paper and day"
    assert (
        sum("Your insurance is noted until Friday, March 12, 2027" in each for each in words) == 1
    )
    assert (
        sum("Your farm is approved until Saturday, February 27, 2027" in each for each in words)
        == 1
    )
    page.submit(button="Write: a paper of yours ends")
    first, second = written(db, requesting.PAPERS)
    assert (is_true(first), is_true(second)) == (True, True)
    ends.insured_until = today() + timedelta(days=400)
    db.flush()
    assert [is_true(each) for each in (first, second)].count(True) == 1


def test_what_has_not_left_is_taken_back(page: Page, db: Session, reader: User) -> None:
    farm = with_an_account(db, "Ferme")
    a_farmer(db, farm)
    look_over(page, reader, farm).submit(button="Write: please call us")
    assert "The messages can be taken back until they leave" in page.text
    page.follow("Undo").submit(button="Take “please call us” back")
    assert "2 messages are taken back: they do not leave" in page.text
    db.expire_all()
    assert {each.state for each in written(db, requesting.CALL)} == {MessageState.NOT_NEEDED}


def test_no_letter_leaves_at_night_or_to_a_farm_that_is_shut_out_meanwhile(
    page: Page, db: Session, reader: User
) -> None:
    farm = with_an_account(db, "Ferme")
    with time_machine.travel(datetime(2027, 3, 2, 23, tzinfo=PARIS), tick=False):
        look_over(page, reader, farm).submit(button="Write: please call us")
        assert "1 message leaves tomorrow morning." in page.text
        [message] = written(db, requesting.CALL)
        assert not may_ring_at_night(message)
    assert is_true(message)
    farm.state = FarmState.SUSPENDED
    db.flush()
    assert not is_true(message)


def test_the_letters_say_whom_to_call_and_lead_to_the_page(
    db: Session, reader: User, app: Flask
) -> None:
    farm = with_an_account(db, "Ferme", "en")
    farm.insured_until = today() + timedelta(days=10)
    said = {CALL: "\n02 31 00 00 00\n", DATES: "/farm/offers\n", PAPERS: "/farm/my-farm\n"}
    with app.test_request_context():
        for act, words in said.items():
            kind = requesting.KIND_OF[act]
            message = outbox.write_to_user(db, farm.users[0], kind, key=kind)
            assert words in compose(message).body.replace("\xa0", " ")


def test_nothing_is_written_where_no_farm_is_ticked_or_no_message_chosen_and_both_stay(
    page: Page, reader: User, db: Session
) -> None:
    farm = with_an_account(db, "Ferme")
    page.sign_in(reader).visit("/programme/farms?state=approved")
    page.submit({"act": CALL}, button="Look over")
    assert "Tick the farms" in page.text
    page.submit({"act": "", "farm": str(farm.id)}, button="Look over")
    assert "Tick the farms" in page.text
    assert page.soup.select_one(f'input[name=farm][value="{farm.id}"][checked]')
    page.submit({"act": CALL}, button="Look over")
    assert "1 farm is concerned" in page.text
    page.visit("/programme/farms/many?act=nothing", status=404)


def test_letters_taken_back_are_counted_as_they_waited_not_as_accounts_are_now(
    page: Page, db: Session, reader: User
) -> None:
    farm = with_an_account(db, "Ferme")
    look_over(page, reader, farm).submit(button="Write: please call us")
    page.follow("Undo")
    a_farmer(db, farm)
    farm.users[0].suspended_at = now()
    db.flush()
    page.submit(button="Take “please call us” back")
    assert "1 message is taken back: it does not leave" in page.text


def test_what_still_waits_the_day_after_is_not_asked_for_again(
    page: Page, db: Session, reader: User
) -> None:
    farm = with_an_account(db, "Ferme")
    look_over(page, reader, farm).submit(button="Write: please call us")
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert "less than a week ago" in why_not(look_over(page, reader, farm))["Ferme"]


def test_a_second_coordinator_reads_why_no_letter_leaves(
    page: Page, db: Session, reader: User
) -> None:
    farm = with_an_account(db, "Ferme")
    look_over(page, reader, farm)
    requesting.do(db, CALL, [farm])
    db.commit()
    page.submit(button="Write: please call us")
    assert "No letter leaves: the reason stands beside each farm." in page.text
    assert "less than a day ago" in why_not(page)["Ferme"]


def test_a_farm_without_an_offer_is_told_to_write_one_before_it_ticks_days(
    page: Page, db: Session, reader: User
) -> None:
    none, closed, open_ = (with_an_account(db, name, "en") for name in ("None", "Closed", "Open"))
    an_offer(db, closed, state=OfferState.CLOSED)
    an_offer(db, open_)
    db.flush()
    look_over(page, reader, none, closed, open_, act=DATES)
    first, second = sorted(each.text for each in page.soup.select("ul.rows li:has(.words)"))
    assert ["1 letter" in first, "2 letters" in second] == [True, True]
    assert "Tick the days that suit you on your page" in first
    assert "Say on your page what they would see and share" in second
