"""What people write back is done where it is sure, and shown to a caseworker otherwise."""

import itertools
from base64 import b64encode
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, a_visit
from tests.page import Page
from tests.webapp.gateway.test_gateways import KEY, told
from tests.webapp.visits.test_messages import Recorder, send
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.ground.languages import ALL
from webapp.ground.short_answers import WORDS, understood
from webapp.models import Answer, Message, Party, Reply, Side, Visit, VisitState
from webapp.services.records import outbox
from webapp.services.visits import answers, proposing, replies
from webapp.wording import compose

NUMBER = "+33639980017"
_names = itertools.count()


@pytest.fixture
def party(db: Session) -> Party:
    a_programme(db)
    return a_party(db, number=NUMBER, language="ti")


def asked(app: Flask, db: Session, party: Party) -> Visit:
    """Propose a visit to a party by a text message that has left."""
    visit = a_visit(db, party)
    proposing.tell(db, visit, Side.PARTY, "visit-proposed")
    [message] = db.scalars(select(Message).where(Message.visit_id == visit.id))
    send(app, db, message, Recorder())
    return visit


def write(db: Session, words: str, number: str = NUMBER) -> Reply | None:
    """Let somebody write, and the job do what it can."""
    replies.take(db, number, words, f"text {next(_names)}")
    reply = db.scalar(select(Reply).order_by(Reply.id.desc()).limit(1))
    if reply is not None:
        replies.act_on(db, reply)
    return reply


@pytest.mark.parametrize(
    ("language", "words", "meaning"),
    [
        ("fr", " Oui\u00a0! ", "yes"), ("fr", "NON.", "no"), ("en", "Yes", "yes"),
        ("fr", "ARRÊT", "stop"),
        ("ar", "Na3am!", "yes"), ("ar", "أيوه", "yes"), ("ar", "la", "no"), ("fr", "la", None),
        ("prs", "بلي", "yes"), ("prs", "بــلی", "yes"), ("prs", "Na", "no"), ("ti", "Ewe", "yes"),
        ("ti", "አይፋልን", "no"), ("bn", "হাঁ", "yes"), ("bn", "নে", None), ("bn", "হে", None),
        ("ar", "نَعَم", "yes"), ("ar", "لا", "no"), ("ar", "إيقاف", "stop"), ("ar", "١", "yes"),
        ("prs", "بله", "yes"), ("prs", "نخیر", "no"), ("prs", "۲", "no"), ("ps", "هو", "yes"),
        ("ps", "ودرېږه", "stop"), ("ti", "እወ", "yes"), ("ti", "ኣይፋልን።", "no"), ("uk", "Так", "yes"),
        ("uk", "Ні", "no"), ("ru", "ДА", "yes"), ("ru", "Стоп!", "stop"), ("bn", "হ্যাঁ", "yes"),
        ("bn", "না", "no"), ("bn", "২", "no"), ("so", "HAA", "yes"), ("so", "Maya", "no"),
        ("tr", "Evet", "yes"), ("tr", "HAYIR", "no"), ("tr", "hayır", "no"), ("so", "oui", "yes"),
        ("ar", "هو", None),  # "he" there
        ("fr", "oui mais pas le lundi", None), ("fr", "je ne dis pas non", None),
        ("fr", "12", None), ("fr", "", None), ("fr", "👍", None), ("uk", "да", None),
        ("fr", "stop ou encore", None),
    ],
)  # fmt: skip
def test_a_whole_word_of_ones_own_language_is_understood_and_nothing_else(
    language: str, words: str, meaning: str | None
) -> None:
    assert understood(words, language) == meaning


def test_every_language_has_its_words() -> None:
    assert WORDS.keys() == {language.code for language in ALL}
    for language in WORDS:
        said = {understood(word, language) for word in WORDS[language]}
        assert said == set(WORDS[language].values())


@pytest.mark.parametrize(("words", "answer"), [("እወ", Answer.YES), ("2", Answer.NO)])
def test_an_answer_is_given_by_the_service_of_the_page(
    app: Flask, db: Session, party: Party, words: str, answer: Answer
) -> None:
    visit = asked(app, db, party)
    reply = write(db, words)
    assert reply
    assert (visit.party_answer, reply.visit, reply.waits) == (answer, visit, False)
    assert answer is Answer.YES or visit.state is VisitState.DECLINED


def test_nobody_agrees_by_a_word_to_what_only_the_page_says(
    app: Flask, db: Session, party: Party
) -> None:
    visit = asked(app, db, party)
    visit.parted_at = now()
    db.flush()
    reply = write(db, "1")
    assert reply
    assert (visit.party_answer, reply.visit, reply.waits) == (Answer.AWAITED, visit, True)
    write(db, "2")
    assert visit.state is VisitState.DECLINED


def test_what_is_not_sure_changes_nothing_and_waits_beside_the_visit(
    app: Flask, db: Session, party: Party
) -> None:
    visit = asked(app, db, party)
    for words in ("oui mais pas le lundi", "?"):
        reply = write(db, words)
        assert reply
        assert (visit.party_answer, reply.visit, reply.waits) == (Answer.AWAITED, visit, True)
    same_telephone = a_party(db, party.organisation, number=NUMBER)
    asked(app, db, same_telephone)
    write(db, "oui")  # of which of the two?
    assert visit.party_answer is Answer.AWAITED
    assert {each.words for each in replies.waiting(db)} == {"oui mais pas le lundi", "?", "oui"}


def test_a_yes_to_what_was_never_asked_or_is_over_waits(
    app: Flask, db: Session, party: Party
) -> None:
    visit = a_visit(db, party)
    first = write(db, "oui")
    proposing.tell(db, visit, Side.PARTY, "visit-proposed")
    [message] = db.scalars(select(Message))
    send(app, db, message, Recorder())
    visit.farm.approved_until = None  # the page refuses a yes, and so does this
    second = write(db, "oui")
    answers.answer(db, visit, Side.PARTY, Answer.NO)
    third = write(db, "oui")
    assert all(each and each.waits for each in (first, second, third))


@pytest.mark.parametrize("end", ["expired", "a no", "cancelled"])
def test_a_word_after_the_deadline_or_a_no_is_read_beside_the_visit_that_it_is_of(
    app: Flask, db: Session, party: Party, end: str
) -> None:
    visit = asked(app, db, party)
    if end == "a no":
        answers.answer(db, visit, Side.PARTY, Answer.NO)
    elif end == "expired":
        visit.expire()
    else:
        visit.state, visit.ended_at, visit.ended_by = VisitState.CANCELLED, now(), None
    reply = write(db, "1")
    assert reply
    assert (reply.waits, reply.visit) == (True, None if end == "cancelled" else visit)


def test_of_a_number_that_nobody_has_nothing_is_kept(db: Session, party: Party) -> None:
    assert write(db, "oui", "+33639980018") is None
    assert write(db, "oui", "Orange") is None


def test_stop_is_obeyed_by_every_text_until_they_agree_again(
    app: Flask, db: Session, party: Party
) -> None:
    visit = asked(app, db, party)
    write(db, "STOP")
    assert (party.channel, visit.party_answer) == ("phone-call", Answer.AWAITED)
    for kind in ("visit-reminder", "visit-link"):
        message = outbox.write_to_party(db, visit, kind, key=kind)
        sender = Recorder()
        send(app, db, message, sender)
        assert (sender.letters, message.failure) == ([], "texts-stopped")
    party.channel = "sms"
    message.retry()
    send(app, db, message, sender)
    assert len(sender.letters) == 1


def test_caseworkers_read_what_was_written_where_they_work(
    app: Flask, db: Session, party: Party, page: Page
) -> None:
    visit = asked(app, db, party)
    write(db, "<b>Je viens avec ma sœur</b>")
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    for address in ("/casework/", f"/casework/visits/{visit.id}", f"/casework/parties/{party.id}"):
        page.visit(address)
        assert "<b>Je viens avec ma sœur</b>" in page.text
    page.visit("/casework/").submit(button="I have read it")
    assert "Messages to read" not in page.visit("/casework/").text
    write(db, "stop")
    assert "They wrote STOP on" in page.visit(f"/casework/parties/{party.id}").text


def test_of_two_texts_within_a_second_the_first_is_done_and_the_other_is_read(
    app: Flask, db: Session, party: Party
) -> None:
    visit = asked(app, db, party)
    for words in ("oui", "non"):
        assert replies.take(db, NUMBER, words, f"{words} at the same second")
    jobs = text("SELECT lock FROM procrastinate_jobs WHERE task_name = 'take_reply' ORDER BY id")
    assert db.scalars(jobs).all() == [f"replies-{party.id}"] * 2, "no two workers take both at once"
    yes, no = db.scalars(select(Reply).order_by(Reply.id))
    for each in (yes, no):
        replies.act_on(db, each)
    assert (visit.party_answer, yes.waits) == (Answer.YES, False)
    assert (no.waits, no.visit) == (True, visit)


@pytest.fixture
def with_key(app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "config", replace(config, gateway_key=KEY))


@pytest.mark.usefixtures("with_key")
def test_a_text_that_is_brought_twice_is_one_and_only_the_gateway_brings_any(
    app: Flask, db: Session, party: Party
) -> None:
    def brought(name: str, words: bytes, letters: str, key: str = KEY) -> int:
        proof = b64encode(f"gateway:{key}".encode()).decode()
        headers = {"Authorization": f"Basic {proof}", "X-Kannel-From": NUMBER.lstrip("+"),
                   "Content-Type": f"text/plain; charset={letters}"}  # fmt: skip
        client = app.test_client()
        return client.post(f"/gateway/texts?id={name}", data=words, headers=headers).status_code

    assert brought("a", b"oui", "UTF-8", "another") == brought("a", b"oui", "UTF-8", "") == 404
    for _ in range(3):
        assert brought("a", "እወ".encode("utf-16-be"), "UTF-16BE") == 200
    assert brought("b", b"d\xe9j\xe0", "nonsense") == 200
    event = {"event": "sms:received", "payload": {"messageId": "x", "phoneNumber": NUMBER,
             "message": "oui", "receivedAt": "2027-03-01T10:00:00+01:00"}}  # fmt: skip
    assert told(app, event) == told(app, event) == 200
    assert brought("c", b"non", "undefined") == 200
    odd = {"event": "sms:received", "payload": {"phoneNumber": NUMBER, "message": "\ud83d ici"}}
    assert told(app, odd) == told(app, {"event": [], "payload": {}}) == 200
    kept = db.scalars(select(Reply.words).order_by(Reply.id)).all()
    assert kept == ["እወ", "d\ufffdj\ufffd", "oui", "non", "? ici"]


def written(app: Flask, db: Session, visit: Visit, *, gateway: bool = True) -> str:
    """Return the text by which the guests of a visit are asked, as it leaves."""
    config: Config = app.extensions["config"]
    url = "kannel://me:secret@localhost:13013" if gateway else ""
    app.extensions["config"] = replace(config, gateway_key=KEY, sms_url=url)
    proposing.tell(db, visit, Side.PARTY, "visit-proposed")
    message = db.scalars(select(Message).where(Message.visit_id == visit.id)).one()
    try:
        with app.test_request_context():
            return compose(message).body
    finally:
        app.extensions["config"] = config


def test_the_question_says_how_to_answer_where_an_answer_comes_in(
    app: Flask, db: Session, party: Party
) -> None:
    visit = a_visit(db, party)
    assert written(app, db, visit).endswith("\nወይ መልሱ፦ 1 = እወ፣ 2 = ኣይፋል")


@pytest.mark.parametrize("why", ["no gateway", "parted", "another asked"])
def test_and_says_nothing_of_it_where_a_word_would_not_do(
    app: Flask, db: Session, party: Party, why: str
) -> None:
    visit = a_visit(db, party)
    if why == "parted":
        visit.parted_at = now()
    if why == "another asked":
        a_visit(db, a_party(db, number=NUMBER))
    assert "1 =" not in written(app, db, visit, gateway=why != "no gateway")
