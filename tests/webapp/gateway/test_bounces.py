"""Letters that come back are known, and what people write stays in the mailbox."""

import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_visit
from tests.webapp.visits.test_messages import Recorder, a_message, send
from webapp.channels import Letter
from webapp.channels.bounces import what_came_back
from webapp.channels.email import written
from webapp.channels.mailbox import read_mailbox
from webapp.models import Fate, Message

SENDER = "bonjour@sillon.example"


def came_back(letter: Letter, status: str, *, action: str = "failed", whole: bool = True) -> bytes:
    """Write what a mail server sends back of a letter."""
    original = written(letter, SENDER)
    head = original.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    third = b"message/rfc822\r\n\r\n" + original if whole else b"text/rfc822-headers\r\n\r\n" + head
    return b"\r\n".join(
        (
            b"From: MAILER-DAEMON@mx.example", b"To: " + SENDER.encode(), b"Subject: Undelivered",
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', b"",
            b"--b", b"Content-Type: text/plain", b"", b"I am sorry.", b"",
            b"--b", b"Content-Type: message/delivery-status", b"",
            b"Reporting-MTA: dns; mx.example", b"", b"Final-Recipient: rfc822; a@farm.example",
            f"Action: {action}".encode(), f"Status: {status}".encode(), b"",
            b"--b", b"Content-Type: " + third, b"--b--", b"",
        )
    )  # fmt: skip


def from_a_person() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@farm.example", SENDER, "Une question"
    mail.set_content("Bonjour, à quelle heure ?")
    return mail.as_bytes()


class Box(socketserver.ThreadingTCPServer):
    """A mailbox on this machine, by POP3."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, mails: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[bytes | None] = [*mails]


class Talk(socketserver.StreamRequestHandler):
    server: Box

    def handle(self) -> None:
        self.wfile.write(b"+OK\r\n")
        gone: list[int] = []
        for line in self.rfile:
            word, _, said = line.decode().strip().partition(" ")
            answer = self.listed() if word == "LIST" else b""
            answer = self.whole(said) if word == "RETR" else answer
            answer = self.top(said) if word == "TOP" else answer
            if word == "DELE":
                gone.append(int(said) - 1)
            for number in gone if word == "QUIT" else ():
                self.server.mails[number] = None
            self.wfile.write(b"+OK\r\n" + answer)
            if word == "QUIT":
                break

    def listed(self) -> bytes:
        sizes = enumerate(self.server.mails, 1)
        lines = [b"%d %d\r\n" % (number, len(mail)) for number, mail in sizes if mail]
        return b"".join(lines) + b".\r\n"

    def top(self, said: str) -> bytes:
        number, _, lines = said.partition(" ")
        head, _, body = self.whole(number).removesuffix(b".\r\n").partition(b"\r\n\r\n")
        return b"\r\n".join([head, b"", *body.splitlines()[: int(lines)], b".", b""])

    def whole(self, said: str) -> bytes:
        mail = self.server.mails[int(said) - 1] or b""
        return mail.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n"


@pytest.fixture
def message(app: Flask, db: Session) -> Message:
    visit = a_visit(db)
    a_farmer(db, visit.farm, email="a@farm.example")
    return a_message(db, visit)


@pytest.fixture
def letter(app: Flask, db: Session, message: Message) -> Letter:
    sender = Recorder()
    send(app, db, message, sender)
    db.commit()
    return sender.letters[0]


@pytest.fixture
def box(letter: Letter) -> Iterator[Box]:
    mails = [
        from_a_person(),
        came_back(letter, "5.1.1"),
        came_back(letter, "4.4.1", action="delayed"),
    ]
    with Box(mails) as box:
        thread = threading.Thread(target=box.serve_forever, args=[0.02])
        thread.start()
        yield box
        box.shutdown()
        thread.join()


def test_a_letter_that_came_back_is_known_and_everything_else_stays_in_the_mailbox(
    db: Session, message: Message, box: Box
) -> None:
    url = f"pop3://name:password@127.0.0.1:{box.server_address[1]}"
    assert read_mailbox(db, url) == 1
    db.refresh(message)
    assert (message.fate, message.failure) == (Fate.RETURNED, "address-unknown")
    assert [mail is not None for mail in box.mails] == [True, False, True]
    assert read_mailbox(db, url) == 0


@pytest.mark.parametrize(
    ("status", "why"),
    [("5.1.1", "address-unknown"), ("5.1.10", "address-unknown"), ("5.2.2", "mailbox-full"),
     ("4.2.2", "mailbox-full"), ("5.7.1", "mail-returned"), ("", "mail-returned")],
)  # fmt: skip
@pytest.mark.parametrize("whole", [True, False])
def test_why_it_came_back_is_read_from_its_report(
    letter: Letter, status: str, why: str, *, whole: bool
) -> None:
    assert what_came_back(came_back(letter, status, whole=whole)) == (letter.receipt, why)


def test_what_is_only_late_or_no_report_says_nothing(letter: Letter) -> None:
    assert what_came_back(came_back(letter, "4.4.1", action="delayed")) is None
    assert what_came_back(from_a_person()) is None
    assert what_came_back(written(letter, SENDER)) is None
