"""An answer by e-mail to the news of a thread is read in it, or else by the association."""

from email.message import Message as Mail

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party
from tests.webapp.gateway.test_answered import THEIRS, an_answer, mailbox
from tests.webapp.visits.test_messages import Post, mail_url, post, send
from tests.webapp.visits.test_visit_page import a_settled_visit
from webapp.channels.email import Mail as Carrier
from webapp.channels.mailbox import read_mailbox
from webapp.ground.config import Config
from webapp.models import FarmNote, Message, Reply, Side, Visit, Writer
from webapp.services.visits import threads
from webapp.wording import compose

__all__ = ["mail_url", "post"]


@pytest.fixture
def settled(db: Session) -> Visit:
    """A visit that is certain, whose guests and farm read letters and may write to each other."""
    visit = a_settled_visit(db, party=a_party(db, channel="email", email=THEIRS, language="tr"))
    a_farmer(db, visit.farm, email="a@farm.example")
    return visit


def news(app: Flask, db: Session, visit: Visit, side: Side, post: Post, url: str) -> Mail:
    """Let the other side write, and return the letter that tells of it."""
    writer = Writer.FARM if side is Side.PARTY else Writer.PARTY
    threads.write(db, visit, writer, words="À quelle heure ?", language="fr")
    [message] = db.scalars(select(Message).where(Message.kind == threads.NEWS))
    send(app, db, message, Carrier(url))
    return post.taken[-1]


@pytest.mark.parametrize("side", Side)
def test_an_answer_to_the_news_of_a_thread_stands_in_it_once(
    app: Flask, db: Session, settled: Visit, mail_url: str, post: Post, side: Side
) -> None:
    letter = news(app, db, settled, side, post, mail_url)
    sender = THEIRS if side is Side.PARTY else "a@farm.example"
    mail = an_answer(letter, "15h00'te", sender).as_bytes()
    with mailbox(mail, mail) as (_box, url):
        assert read_mailbox(db, url) == 2
    line = threads.of_visit(db, settled)[-1]
    assert (line.words, line.writer.value) == ("15h00'te", side.value)
    assert line.language == ("tr" if side is Side.PARTY else "fr")
    assert len(threads.of_visit(db, settled)) == 2
    assert db.scalars(select(Reply)).all() == []
    assert db.scalars(select(FarmNote)).all() == []
    told = db.scalars(select(Message).where(Message.kind == threads.NEWS)).all()
    assert {each.side for each in told} == set(Side)


@pytest.mark.parametrize("why", ["closed", "long", "a file", "stop", "others read"])
def test_what_the_thread_does_not_take_is_read_by_the_association(
    app: Flask, db: Session, settled: Visit, mail_url: str, post: Post, why: str
) -> None:
    letter = news(app, db, settled, Side.PARTY, post, mail_url)
    words = {"long": "mot " * 80, "stop": "STOP"}.get(why, "Oui")
    mail = an_answer(letter, words)
    if why == "a file":
        mail.add_attachment(b"x", maintype="image", subtype="jpeg", filename="titre.jpg")
    if why == "closed":
        threads.close(db, settled, closed=True)
    settled.party.phone_shared = why == "others read"
    with mailbox(mail.as_bytes()) as (_box, url):
        assert read_mailbox(db, url) == 1
    assert len(threads.of_visit(db, settled)) == 1
    [reply] = db.scalars(select(Reply))
    assert reply.words.startswith(words.strip()[:5])


@pytest.mark.parametrize("side", Side)
def test_a_letter_of_a_thread_says_who_reads_an_answer_to_it(
    app: Flask, db: Session, settled: Visit, monkeypatch: pytest.MonkeyPatch, side: Side
) -> None:
    monkeypatch.setattr(Config, "takes_answers", True)
    settled.party.language = "fr"
    writer = Writer.FARM if side is Side.PARTY else Writer.PARTY
    threads.write(db, settled, writer, words="Bonjour", language="fr")
    [message] = db.scalars(select(Message).where(Message.kind == threads.NEWS))
    said = []
    for closed in (False, True):
        if closed:
            threads.close(db, settled, closed=True)
        with app.test_request_context():
            said.append(compose(message).body)
    reader = (
        "la ferme lit votre réponse" if side is Side.PARTY else "vos invités lisent votre réponse"
    )
    assert [reader in each for each in said] == [True, False]
