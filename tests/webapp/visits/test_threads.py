"""Guests, farm and association write to each other about a visit, without anybody's number."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party
from tests.page import Page
from tests.webapp.visits.test_visit_page import a_settled_visit, address, the_code
from webapp.channels.truth import is_true
from webapp.ground.clock import now
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    FarmState,
    Message,
    Side,
    ThreadLine,
    User,
    UserSession,
    Visit,
    VisitState,
    Writer,
)
from webapp.services.visits import threads
from webapp.wording import compose

WORDS = "The bus is late."


@pytest.fixture
def caseworker(db: Session) -> User:
    return a_caseworker(db, language="en")


def a_visit_with_a_farmer(db: Session, caseworker: User) -> Visit:
    visit = a_settled_visit(db, party=a_party(db, caseworker.organisation, language="en"))
    a_farmer(db, visit.farm, language="en")
    db.refresh(visit.farm)
    return visit


@pytest.fixture
def visit(db: Session, caseworker: User) -> Visit:
    return a_visit_with_a_farmer(db, caseworker)


def write(db: Session, visit: Visit, writer: Writer = Writer.PARTY, **given: Any) -> None:
    threads.write(db, visit, writer, **{"words": WORDS, "language": "en", **given})


def give_code(page: Page, db: Session, visit: Visit) -> None:
    page.visit(address(visit)).submit({}, button="Send me the code")
    page.submit({"code": the_code(db, visit)}, button="Show my page")


def news(db: Session, side: Side) -> list[Message]:
    query = select(Message).where(Message.kind == threads.NEWS, Message.side == side)
    return list(db.scalars(query.order_by(Message.id)))


def test_guests_read_nothing_before_they_have_given_the_code(
    page: Page, db: Session, visit: Visit
) -> None:
    write(db, visit, Writer.FARM)
    page.visit(f"{address(visit)}/thread")
    assert WORDS not in page.text
    assert "ask for the code first. It leads you there." in page.text
    page.submit({}, button="Send me the code")
    page.submit({"code": the_code(db, visit)}, button="Show my page")
    assert page.path == f"{address(visit)}/thread"
    assert WORDS in page.visit(f"{address(visit)}/thread").text


def test_what_guests_write_reaches_the_farm_word_for_word_and_no_number_does(
    page: Page, app: Flask, db: Session, visit: Visit
) -> None:
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread").submit({"words": WORDS}, button="Send")
    assert "It is sent." in page.text
    farm = Page(app, db).sign_in(visit.farm.users[0])
    farm.visit(f"/farm/visits/{visit.id}").follow("New message of your guests")
    assert WORDS in farm.text
    assert not threads.has_news(db, visit, Side.FARM)


def test_a_ready_sentence_is_read_in_ones_own_language_beside_its_original(
    page: Page, db: Session, visit: Visit
) -> None:
    write(db, visit, Writer.FARM, words="", card="fetch", language="fr")
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread")
    assert "I come to fetch you." in page.text
    assert "Je viens vous chercher." in page.text


def test_the_others_are_told_once_until_they_have_read(db: Session, visit: Visit) -> None:
    write(db, visit)
    write(db, visit, words="We are seven minutes late.")
    assert len(news(db, Side.FARM)) == 1
    threads.read(db, visit, Side.FARM)
    write(db, visit, words="We are there.")
    assert len(news(db, Side.FARM)) == 2
    assert news(db, Side.PARTY) == []


def test_a_message_tells_of_news_only_while_they_are_unread_and_may_be_read(
    db: Session, app: Flask, visit: Visit
) -> None:
    write(db, visit, Writer.FARM)
    [message] = news(db, Side.PARTY)
    assert is_true(message)
    with app.test_request_context():
        assert WORDS not in compose(message).body
    threads.read(db, visit, Side.PARTY)
    assert not is_true(message)


@pytest.mark.parametrize("ends", ["over", "farm stopped", "closed"])
def test_nobody_writes_once_the_visit_is_over_the_farm_is_stopped_or_the_thread_closed(
    db: Session, visit: Visit, ends: str
) -> None:
    write(db, visit)
    if ends == "over":
        visit.state = VisitState.COMPLETED
    elif ends == "farm stopped":
        visit.farm.state = FarmState.SUSPENDED
    else:
        threads.close(db, visit, closed=True)
    db.flush()
    with pytest.raises(RuleBroken, match="thread-closed"):
        write(db, visit, words="Again.")
    assert threads.may_be_read(db, visit, Side.PARTY) == (ends == "closed")


def test_after_the_visit_the_link_shows_nothing_of_the_thread(
    page: Page, db: Session, visit: Visit
) -> None:
    write(db, visit, Writer.FARM)
    give_code(page, db, visit)
    visit.state = VisitState.COMPLETED
    assert WORDS not in page.visit(f"{address(visit)}/thread").text


@pytest.mark.parametrize(
    "given", [{"words": " "}, {"card": "late"}, {"words": "", "card": "unheard-of"}]
)
def test_a_message_is_words_or_a_ready_sentence(
    db: Session, visit: Visit, given: dict[str, Any]
) -> None:
    with pytest.raises(RuleBroken, match="thread-empty"):
        write(db, visit, **given)


def test_the_same_words_twice_are_one_message_and_five_wait_at_most(
    db: Session, visit: Visit
) -> None:
    write(db, visit)
    write(db, visit)
    assert len(threads.of_visit(db, visit)) == 1
    for number in range(threads.MOST_UNREAD - 1):
        write(db, visit, words=f"Message {number}")
    with pytest.raises(RuleBroken, match="thread-waits"):
        write(db, visit, words="One more")


def test_what_is_reported_is_read_by_the_association_alone_and_stands_on_its_board(
    page: Page, app: Flask, db: Session, visit: Visit, caseworker: User
) -> None:
    write(db, visit, Writer.FARM)
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread").submit({}, button="This is not all right")
    assert "Nobody else reads it any more" in page.text
    assert WORDS not in page.visit(f"{address(visit)}/thread").text
    farm = Page(app, db).sign_in(visit.farm.users[0])
    assert WORDS not in farm.visit(f"/farm/visits/{visit.id}/thread").text
    desk = Page(app, db).sign_in(caseworker)
    assert WORDS in desk.visit("/casework/").text
    desk.visit(f"/casework/visits/{visit.id}/thread").submit({}, button="Seen to")
    assert WORDS not in desk.visit("/casework/").text


def test_nobody_reports_words_of_their_own(db: Session, visit: Visit) -> None:
    write(db, visit)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        threads.report(db, threads.of_visit(db, visit)[0], Side.PARTY)


def test_another_visit_s_link_and_another_farm_see_nothing_in_the_database(
    db: Session, visit: Visit
) -> None:
    write(db, visit)
    other = a_settled_visit(db)
    seen = []
    for scope in (
        Scope("visit", visit.id),
        Scope("visit", other.id),
        Scope("farm", visit.farm_id),
        Scope("farm", other.farm_id),
    ):
        set_scope(db, scope)
        db.expire_all()
        seen.append(len(db.scalars(select(ThreadLine.id)).all()))
    assert seen == [1, 0, 1, 0]


def test_after_a_no_guests_may_write_a_private_word_that_the_board_shows(
    page: Page, app: Flask, db: Session, visit: Visit, caseworker: User
) -> None:
    visit.state, visit.ended_by, visit.ended_at = VisitState.DECLINED, Side.PARTY, now()
    visit.end_reason = "dates"
    page.visit(address(visit)).follow("A word to the association")
    page.submit({"words": "It is too far."}, button="Send")
    assert "Your association reads it. Nobody else does." in page.text
    assert "It is too far." in Page(app, db).sign_in(caseworker).visit("/casework/").text


def test_a_farm_reads_and_writes_nothing_without_a_proof_of_this_week(
    page: Page, db: Session, visit: Visit
) -> None:
    write(db, visit)
    farmer = visit.farm.users[0]
    page.sign_in(farmer)
    assert WORDS in page.visit(f"/farm/visits/{visit.id}/thread").text
    [opened] = db.scalars(select(UserSession).where(UserSession.user_id == farmer.id))
    opened.created_at = now() - timedelta(days=8)
    db.commit()
    assert WORDS not in page.visit(f"/farm/visits/{visit.id}/thread").text
    assert page.path == f"/farm/visits/{visit.id}"


def test_nobody_hides_what_the_association_writes(db: Session, visit: Visit) -> None:
    write(db, visit, Writer.ASSOCIATION)
    [line] = threads.of_visit(db, visit)
    for side in Side:
        with pytest.raises(RuleBroken, match="changed-meanwhile"):
            threads.report(db, line, side)
    assert line.is_shown


def test_the_same_words_on_another_day_are_another_message(db: Session, visit: Visit) -> None:
    for _press in range(2):
        write(db, visit)
    [first] = threads.of_visit(db, visit)
    first.at = now() - timedelta(days=1)
    write(db, visit)
    assert len(threads.of_visit(db, visit)) == 2


def test_nobody_writes_to_a_farm_that_has_no_account(db: Session, caseworker: User) -> None:
    visit = a_settled_visit(db, party=a_party(db, caseworker.organisation))
    assert not visit.farm.users
    assert not threads.is_open(db, visit)
