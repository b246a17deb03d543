"""The mailbox that letters are sent from, read by POP3: what came back, and what people answer.

Only these are taken out of it. What else people write stays there for whoever reads it.
"""

import poplib
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from webapp.channels.answered import Answered, what_was_answered
from webapp.channels.bounces import what_came_back
from webapp.channels.delivery import readers_of
from webapp.channels.receipts import take_receipt
from webapp.ground import logs
from webapp.ground.errors import RuleBroken
from webapp.models import Message, MessageState, PartyState, Side
from webapp.services.records.tokens import proves_answer, read_numbered
from webapp.services.visits import farm_notes, replies, thread_answers

SECONDS = 20
MOST = 200
"""Mails that are looked at in one go, the newest first."""
LARGEST = 512 * 1024
LINES = 2000
"""What is looked at of a mail that is larger, by its files: the words come first."""
LONGEST_LINE = 64 * 1024
"""Bytes of a line that are looked at."""


class _Patient:
    """What the library lacks: with a line above 2,048 bytes it gives up, on every mail at once.

    Anybody may write to this mailbox, and some programs write a page of HTML as one line.
    """

    file: BinaryIO

    def _getline(self) -> tuple[bytes, int]:
        line = more = self.file.readline(LONGEST_LINE)
        while more and not more.endswith(b"\n"):
            more = self.file.readline(LONGEST_LINE)
        if not more:
            raise poplib.error_proto("-ERR EOF")
        return line.rstrip(b"\r\n"), len(line)


class _Box(_Patient, poplib.POP3):
    """A mailbox of this machine."""


class _SafeBox(_Patient, poplib.POP3_SSL):
    """One of another."""


def read_mailbox(session: Session, url: str) -> int:
    """Keep which letters came back and what was answered, and take it out; return how many.

    The caller's transaction is committed before the mailbox is closed, which removes: what is read
    twice says nothing new.

    Parameters
    ----------
    url
        `pop3s://name:password@host`, or `pop3://` for a server on this machine.
    """
    box = _open(url)
    try:
        _, listed, _ = box.list()
        sizes = [tuple(map(int, each.split()[:2])) for each in listed]
        ours = [
            number for number, size in sizes[-MOST:] if _keep(session, _read(box, number, size))
        ]
        session.commit()
        for number in ours:
            box.dele(number)
        box.quit()
    finally:
        box.close()
    return len(ours)


def _open(url: str) -> poplib.POP3:
    parts = urlsplit(url)
    host, encrypted = parts.hostname or "localhost", parts.scheme == "pop3s"
    kind = _SafeBox if encrypted else _Box
    box = kind(host, parts.port or (995 if encrypted else 110), timeout=SECONDS)
    box.user(unquote(parts.username or ""))
    box.pass_(unquote(parts.password or ""))
    return box


def _read(box: poplib.POP3, number: int, size: int) -> bytes:
    whole = box.retr(number) if size <= LARGEST else box.top(number, LINES)
    return b"\r\n".join(whole[1])


def _keep(session: Session, mail: bytes) -> bool:
    """Keep what a mail says; one that cannot be read, whatever it is, keeps no other from it."""
    try:
        with session.begin_nested():
            told, answered = what_came_back(mail), what_was_answered(mail)
            if told is not None:
                return take_receipt(session, told[0], MessageState.FAILED, told[1])
            return answered is not None and take_answer(session, answered)
    except RuleBroken:
        return False  # they have written much that waits: it stays until that is read
    except SQLAlchemyError:
        raise
    except Exception as error:
        logs.log.error("mail-broke", **logs.describe(error))
        return False


def take_answer(session: Session, answered: Answered) -> bool:
    """Put what was answered before the association; return whether it was to a letter of ours.

    What answers the news of a thread stands in it. All else that guests write is read beside their
    visit or file, as their text messages are; what a farm writes about a visit, among its notes.
    The other side reads neither.
    """
    letter = _answered_letter(session, answered)
    if letter is None:
        return False
    guests, visit = letter.guests, letter.visit
    if guests is not None and guests.state is PartyState.LEFT:
        return False
    if thread_answers.write(session, letter, answered.words):
        return True
    if guests is not None:
        replies.keep(session, guests, answered.words, answered.number, visit)
        return True
    if visit is None or letter.side is not Side.FARM or not visit.is_open_to_farm:
        return False
    farm_notes.write(session, visit, answered.words[: replies.LONGEST])
    return True


def _answered_letter(session: Session, answered: Answered) -> Message | None:
    """Return the letter that somebody answers who has it, from the mailbox that it went to."""
    for name in answered.names:
        number = read_numbered(name)
        message = session.get(Message, number) if number is not None else None
        if message is not None and proves_answer(name, message):
            known = {address.casefold() for address in readers_of(message)}
            return message if answered.sender in known else None
    return None
