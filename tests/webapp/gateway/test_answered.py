"""What guests and farms answer to our letters is read by their association, and by nobody else."""

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.message import Message as Mail
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_visit
from tests.ports import free_ports
from tests.webapp.gateway.test_bounces import Box
from tests.webapp.visits.test_messages import Post, a_message, mail_url, post, send
from webapp.channels.answered import what_was_answered
from webapp.channels.email import Mail as Carrier
from webapp.channels.mailbox import read_mailbox
from webapp.channels.mails import LONGEST_HEADER, read_mail
from webapp.ground.config import Config
from webapp.models import Answer, FarmNote, FarmState, PartyState, Reply, Side, Visit
from webapp.services.visits import replies
from webapp.wording import compose

__all__ = ["mail_url", "post"]
OURS, THEIRS = "bonjour@sillon.example", "tesfay@post.example"
QUOTED = "> Sillon : une ferme vous attend, répondez : https://sillon.example/v/p1-secret\n"


@pytest.fixture
def visit(db: Session) -> Visit:
    visit = a_visit(db, a_party(db, channel="email", email=THEIRS))
    a_farmer(db, visit.farm, email="A@farm.example")
    return visit


def letter_to(app: Flask, db: Session, visit: Visit, side: Side, post: Post, url: str) -> Mail:
    """Send a proposal through a mail server, and return it as its reader has it."""
    send(app, db, a_message(db, visit, side), Carrier(url))
    return post.taken[-1]


def an_answer(letter: Mail, words: str, sender: str = THEIRS, **headers: str) -> EmailMessage:
    """Write what a reader's program makes of an answer."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Tesfay <{sender}>", OURS, "Re: Un message"
    mail["Message-ID"] = "<answer-1@post.example>"
    mail["In-Reply-To"] = str(letter["Message-ID"])
    mail["References"] = f"{letter.get('References', '')} {letter['Message-ID']}"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(f"{words}\n\nLe 3 mars 2027 à 10:02, <{OURS}> a écrit :\n{QUOTED}")
    return mail


class Renumbering:
    """A provider on the way that calls each letter as it likes, as Amazon SES does."""

    def __init__(self, onward: str) -> None:
        self._onward = urlsplit(onward).port or 0

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: SmtpSession, envelope: Envelope
    ) -> str:
        letter = message_from_bytes(envelope.original_content or b"")
        letter.replace_header("Message-ID", "<0102018f2a-000000@eu-west-3.provider.example>")
        with smtplib.SMTP("127.0.0.1", self._onward) as server:
            server.sendmail(str(envelope.mail_from), envelope.rcpt_tos, letter.as_bytes())
        return "250 Taken"


@pytest.fixture
def renumbering_url(mail_url: str) -> Iterator[str]:
    [port] = free_ports(1)
    controller = Controller(Renumbering(mail_url), hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}?from={OURS}&tls=none"
    controller.stop()


@contextmanager
def mailbox(*mails: bytes) -> Iterator[tuple[Box, str]]:
    with Box([*mails]) as box:
        thread = threading.Thread(target=box.serve_forever, args=[0.02])
        thread.start()
        yield box, f"pop3://name:password@127.0.0.1:{box.server_address[1]}"
        box.shutdown()
        thread.join()


def test_an_answer_of_guests_goes_from_server_to_server_and_says_yes_once(
    app: Flask, db: Session, visit: Visit, mail_url: str, post: Post
) -> None:
    answer = an_answer(letter_to(app, db, visit, Side.PARTY, post, mail_url), "Oui !")
    with smtplib.SMTP("127.0.0.1", urlsplit(mail_url).port or 0) as server:
        server.send_message(answer)
    arrived = post.taken[-1].as_bytes()
    with mailbox(arrived, arrived) as (box, url):
        assert read_mailbox(db, url) == 2
        assert box.mails == [None, None]
    [reply] = db.scalars(select(Reply))
    assert (reply.words, reply.visit) == ("Oui !", visit)
    replies.act_on(db, reply)
    assert (reply.meaning, visit.party_answer) == ("yes", Answer.YES)


def test_an_answer_finds_its_letter_though_a_provider_called_it_otherwise(
    app: Flask, db: Session, visit: Visit, renumbering_url: str, post: Post
) -> None:
    letter = letter_to(app, db, visit, Side.PARTY, post, renumbering_url)
    assert "provider.example" in letter["Message-ID"]
    without = an_answer(letter, "Oui")
    del without["References"]
    somebody_else = an_answer(letter, "Oui", "somebody@else.example")
    mails = [each.as_bytes() for each in (an_answer(letter, "Oui"), without, somebody_else)]
    with mailbox(*mails) as (box, url):
        assert read_mailbox(db, url) == 1
        assert [mail is None for mail in box.mails] == [True, False, False]
    [reply] = db.scalars(select(Reply))
    assert (reply.words, reply.visit) == ("Oui", visit)


def test_what_a_farm_answers_stands_among_its_notes(
    app: Flask, db: Session, visit: Visit, mail_url: str, post: Post
) -> None:
    letter = letter_to(app, db, visit, Side.FARM, post, mail_url)
    answer = an_answer(letter, "Le 12, je ne suis pas là.", "a@farm.example")
    with mailbox(answer.as_bytes()) as (_box, url):
        assert read_mailbox(db, url) == 1
    [note] = db.scalars(select(FarmNote))
    assert (note.words, note.visit) == ("Le 12, je ne suis pas là.", visit)


def test_what_answers_no_letter_of_theirs_stays_in_the_mailbox(
    app: Flask, db: Session, visit: Visit, mail_url: str, post: Post
) -> None:
    letter = letter_to(app, db, visit, Side.PARTY, post, mail_url)
    of_farm = letter_to(app, db, visit, Side.FARM, post, mail_url)
    guessed = Mail()
    guessed["Message-ID"] = f"<{'1-' + 'A' * 22}@sillon.example>"
    broken = an_answer(letter, "Oui").as_bytes().replace(b"utf-8", b"no-such-letters")
    mails = [
        an_answer(letter, "Oui", "somebody@else.example"),
        an_answer(guessed, "Oui"),
        an_answer(letter, "Je suis absent.", Auto_Submitted="auto-replied"),
        an_answer(of_farm, "Bonjour", "a@farm.example"),
    ]
    visit.farm.state = FarmState.REMOVED
    with mailbox(*(mail.as_bytes() for mail in mails), broken) as (box, url):
        assert read_mailbox(db, url) == 1, "The last alone: letters that nobody knows are read too"
        assert [mail is not None for mail in box.mails] == [True, True, True, True, False]
    visit.party.state = PartyState.LEFT
    with mailbox(an_answer(letter, "Merci").as_bytes()) as (_box, url):
        assert read_mailbox(db, url) == 0


def test_of_a_mail_with_a_large_photo_the_words_are_read_and_no_file_is_kept(
    app: Flask, db: Session, visit: Visit, mail_url: str, post: Post
) -> None:
    mail = an_answer(letter_to(app, db, visit, Side.PARTY, post, mail_url), "Voici mon titre")
    mail.add_attachment(bytes(900_000), maintype="image", subtype="jpeg", filename="titre.jpg")
    with mailbox(mail.as_bytes()) as (_box, url):
        assert read_mailbox(db, url) == 1
    [reply] = db.scalars(select(Reply))
    assert reply.words == "Voici mon titre\n[📎 1]"


def test_a_line_of_any_length_keeps_no_other_mail_from_being_read(
    app: Flask, db: Session, visit: Visit, mail_url: str, post: Post
) -> None:
    letter = letter_to(app, db, visit, Side.PARTY, post, mail_url)
    lines = [b"From: a@b.example\r\n\r\n" + b"a" * length for length in (2049, 1_200_000)]
    answer = an_answer(letter, "Oui\0").as_bytes()
    with mailbox(*lines, answer) as (box, url):
        assert read_mailbox(db, url) == 1
        assert [mail is None for mail in box.mails] == [False, False, True]
    assert [reply.words for reply in db.scalars(select(Reply))] == ["Oui"]


GMAIL_HTML = (
    '<div dir="rtl">نعم، لكن <b>الاثنين</b> لا<br>شكرا</div><br>'
    f'<div class="gmail_quote">On Wed, 3 Mar 2027 {OURS} wrote:'
    "<blockquote>Sillon</blockquote></div>"
)
OUTLOOK_HTML = (
    "<style>p {color: red}</style><p>Oui, avec plaisir.</p><p>&nbsp;</p>"
    '<div id="divRplyFwdMsg"><b>De :</b> Sillon</div><div>Une ferme vous attend</div>'
)


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        ("plain", f"Oui\n\nLe mar. 3 mars 2027 à 10:02, <{OURS}> a écrit :\n\n{QUOTED}", "Oui"),
        ("plain", f"Так\n\nср, 3 бер. 2027 р. о 10:02 Sillon\n<{OURS}> пише:\n{QUOTED}", "Так"),
        ("plain", f"Oui\n\n________________________________\nDe : Sillon <{OURS}>\n", "Oui"),
        ("plain", "Oui\n\n-----Message d'origine-----\nUne ferme", "Oui"),
        ("plain", "Merci\nà bientôt\n-- \nTesfay, 06 39 98 00 17\n", "Merci\nà bientôt"),
        ("plain", f"{QUOTED}\nNon, le 12 je travaille", "Non, le 12 je travaille"),
        ("plain", "👍", "👍"),
        ("html", GMAIL_HTML, "نعم، لكن الاثنين لا\nشكرا"),
        ("html", OUTLOOK_HTML, "Oui, avec plaisir."),
    ],
)
def test_own_words_alone_are_kept_of_what_programs_write(
    kind: str, written: str, words: str
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["In-Reply-To"] = THEIRS, OURS, "<1-a@sillon.example>"
    mail.set_content(written, subtype=kind)
    answered = what_was_answered(mail.as_bytes())
    assert answered is not None
    assert (answered.words, answered.names, answered.sender) == (words, ("1-a",), THEIRS)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Type: text/plain" + "; a=b" * 50_000, "Oui"),
        ("Content-Type: text/html", "Oui" + "<div>" * 50_000),
        ("To: " + "a@b.example, " * 30_000, "Oui\n" + "\n" * 100_000),
    ],
)
def test_a_mail_that_is_made_to_keep_a_worker_busy_is_read_as_far_as_people_write(
    head: str, body: str
) -> None:
    start = f"From: {THEIRS}\nReferences: <1-A@sillon.example>\n{head}\n\n"
    mail = read_mail((start + body).encode())
    assert mail is not None
    assert max(map(len, mail.values())) <= LONGEST_HEADER
    answered = what_was_answered((start + body).encode())
    assert answered is not None
    assert answered.words.startswith("Oui")


def test_a_mail_of_more_parts_than_people_send_is_none() -> None:
    parts = (f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(500))
    assert read_mail("".join(parts).encode()) is None
    assert read_mail(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 2000) is None


@pytest.mark.parametrize("side", Side)
def test_a_letter_says_whether_an_answer_to_it_is_read(
    app: Flask, db: Session, visit: Visit, monkeypatch: pytest.MonkeyPatch, side: Side
) -> None:
    message, says = a_message(db, visit, side), []
    for is_read in (False, True):
        monkeypatch.setattr(Config, "takes_answers", is_read)
        with app.test_request_context():
            says.append(compose(message).body.strip().splitlines()[-1].split("\u202f")[0])
    assert says == [
        "Ne répondez pas à cet e-mail\xa0: il se peut que personne ne lise la réponse.",
        "Vous pouvez répondre à cet e-mail\xa0: l’association lit votre réponse. "
        "Les fichiers joints ne sont pas gardés.",
    ]
