"""An answer by e-mail to the news of a thread is a message of it, as if it were written there."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground import languages, short_answers
from webapp.ground.errors import RuleBroken
from webapp.models import Message, Side, ThreadLine, Visit, Writer
from webapp.services.visits import threads

LONGEST: Final = 300
"""Letters of a message: a longer answer is read by the association."""
A_FILE: Final = "[📎"
"""How it is said that a file came along, which nobody keeps."""


def goes_there(session: Session, letter: Message) -> bool:
    """Whether an answer to a letter is read by the other side: of its thread, while that is open.

    What comes from a telephone that others read too is read by the association first.
    """
    visit, side = letter.visit, letter.side
    if letter.kind != threads.NEWS or visit is None or side is None:
        return False
    is_theirs = side is Side.FARM or not visit.party.phone_shared
    return is_theirs and threads.is_open(session, visit, side)


def write(session: Session, letter: Message, words: str) -> bool:
    """Put an answer into the thread; return whether it stands there, and nobody else reads it."""
    visit, side = letter.visit, letter.side
    if visit is None or side is None or not _fits(words) or not goes_there(session, letter):
        return False
    writer, language = Writer(side.value), _language(visit, side)
    if _is_written(session, visit, writer, words, letter):
        return True
    try:
        with session.begin_nested():
            threads.write(session, visit, writer, words=words, language=language)
    except RuleBroken:
        return False  # the others have much to read already
    return True


def _fits(words: str) -> bool:
    stop = short_answers.understood(words, languages.DEFAULT.code) == short_answers.STOP
    return len(words) <= LONGEST and A_FILE not in words and not stop


def _language(visit: Visit, side: Side) -> str:
    if side is Side.PARTY:
        return visit.party.reads_in.code
    return visit.farm.users[0].language if visit.farm.users else languages.DEFAULT.code


def _is_written(
    session: Session, visit: Visit, writer: Writer, words: str, letter: Message
) -> bool:
    """Whether the same answer to the same letter stands there: a mail may be read twice."""
    lines = select(ThreadLine).where(
        ThreadLine.visit_id == visit.id,
        ThreadLine.writer == writer,
        ThreadLine.at >= letter.created_at,
    )
    return any(each.words == words for each in session.scalars(lines))
