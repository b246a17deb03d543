"""A wish to have something corrected ends when who asked is told what was done, not when read."""

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_reply, a_visit
from tests.page import Page
from webapp.channels.truth import is_true
from webapp.ground.errors import RuleBroken
from webapp.ground.languages import PUBLIC
from webapp.ground.vocabulary import CORRECTION_ANSWERS
from webapp.models import Correction, Message, Party, Reply, Side
from webapp.services.records.tokens import household_token, visit_token
from webapp.services.visits import corrections, replies
from webapp.wording import compose, label

WRONG = "My name is Nour, with one o."


def links_of(db: Session, behind: str) -> tuple[Party, str]:
    """A household, and where one of its links lets it ask for a correction."""
    if behind == "visit":
        visit = a_visit(db)
        return visit.party, f"/v/{visit_token(visit, Side.PARTY)}"
    party = a_party(db)
    return party, f"/v/workshops/{household_token(party)}"


@pytest.mark.parametrize("behind", ["visit", "household"])
def test_who_asked_reads_behind_their_link_what_was_done(
    app: Flask, page: Page, db: Session, behind: str
) -> None:
    party, link = links_of(db, behind)
    page.visit(f"{link}?lang=en").follow("Correct what is kept about me")
    page.submit({"words": WRONG}, button="Send what I wrote")
    assert "you are told what was done" in page.text
    assert "Your association has not answered yet" in page.text
    assert WRONG not in page.text
    [asked] = db.scalars(select(Reply))
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit("/casework/")
    assert "Messages to read" not in page.text
    page.follow("Answer").submit(
        {"outcome": "corrected", "words": "C’est fait."}, button="Tell them"
    )
    assert "A message leads them to what you wrote" in page.text
    assert "Corrections asked for" not in page.visit("/casework/").text
    [message] = db.scalars(select(Message).where(Message.kind == corrections.KIND))
    assert is_true(message)
    with app.test_request_context():
        told = compose(message).body
    assert WRONG not in told
    read = page.visit("/" + told.split("/", 3)[-1] + "?lang=en").text
    assert "is done." in read
    assert "C’est fait." in read
    assert asked.read_by is not None


def test_a_wish_is_not_ended_by_having_been_read(page: Page, db: Session) -> None:
    asked = a_reply(db, a_party(db), WRONG, asks_correction=True)
    reader = a_caseworker(db, asked.party.organisation, language="en")
    assert (replies.waiting(db), corrections.waiting(db)) == ([], [asked])
    page.sign_in(reader).visit("/casework/")
    assert "I have read it" not in page.text
    with pytest.raises(RuleBroken, match="reason-too-short"):
        corrections.answer(db, asked, reader, Correction.NOT_POSSIBLE, " … ")
    why = "The law asks us to keep the day of your stay."
    assert corrections.answer(db, asked, reader, Correction.NOT_POSSIBLE, why)
    with pytest.raises(RuleBroken, match="correction-answered"):
        corrections.answer(db, asked, reader, Correction.CORRECTED, "")
    assert corrections.waiting(db) == []


def test_who_reads_no_text_message_is_to_be_called(page: Page, db: Session) -> None:
    asked = a_reply(db, a_party(db, channel="phone-call"), WRONG, asks_correction=True)
    page.sign_in(a_caseworker(db, asked.party.organisation, language="en"))
    page.visit(f"/casework/corrections/{asked.id}").submit(
        {"outcome": "corrected"}, button="Tell them"
    )
    assert "No message reaches them: call them." in page.text
    assert db.scalars(select(Message)).all() == []


def test_whoever_answers_a_wish_reads_in_which_language_its_people_read(
    page: Page, db: Session
) -> None:
    asked = a_reply(db, a_party(db, language="prs"), WRONG, asks_correction=True)
    page.sign_in(a_caseworker(db, asked.party.organisation, language="en"))
    assert (
        "the language of their pages: Dari" in page.visit(f"/casework/corrections/{asked.id}").text
    )


def test_a_ready_sentence_is_read_in_the_language_of_who_asked(page: Page, db: Session) -> None:
    party, link = links_of(db, "household")
    party.language = "ar"
    asked = a_reply(db, party, WRONG, asks_correction=True)
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit(f"/casework/corrections/{asked.id}")
    page.submit({"outcome": "not-possible", "ready": "bring-paper"}, button="Tell them")
    assert (asked.ready, asked.answered) == ("bring-paper", None)
    page.visit(f"/casework/corrections/{asked.id}")
    assert "Show us a paper that says how it should be" in page.text
    page.visit(f"{link}/correction?lang=ar")
    assert "أرِنا ورقة" in page.text
    assert page.soup.select("[lang=fr].prose") == []


@pytest.mark.parametrize(
    ("outcome", "ready", "fits"),
    [
        (outcome, ready, ready not in unfit)
        for outcome, unfit in corrections.UNFIT.items()
        for ready in CORRECTION_ANSWERS
    ],
)
def test_a_ready_sentence_says_what_was_done_and_no_other_thing(
    db: Session, outcome: Correction, ready: str, fits: bool
) -> None:
    asked = a_reply(db, a_party(db), WRONG, asks_correction=True)
    by = a_caseworker(db, asked.party.organisation)
    if fits:
        corrections.answer(db, asked, by, outcome, "", ready)
        assert (asked.outcome, asked.ready) == (outcome, ready)
    else:
        with pytest.raises(RuleBroken, match="answer-does-not-fit"):
            corrections.answer(db, asked, by, outcome, "Because of the law.", ready)


def test_every_ready_sentence_is_there_in_every_language_of_guests(app: Flask) -> None:
    said: dict[str, set[str]] = {code: set() for code in CORRECTION_ANSWERS}
    for language in PUBLIC:
        with app.test_request_context(), force_locale(language.locale):
            for code in CORRECTION_ANSWERS:
                said[code].add(str(label("correction-answer", code)))
    assert {len(each) for each in said.values()} == {len(PUBLIC)}
