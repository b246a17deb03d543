"""Phrases that somebody recorded in place of a computer's voice, and what speakers say of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from webapp import voices
from webapp.ground.at_once import given
from webapp.models import Recording, User, VoiceJudgement
from webapp.services.records import audit


@dataclass(frozen=True)
class Judged:
    """What was said last of a voice.

    Parameters
    ----------
    by_whom
        Who noted it.
    is_outdated
        Whether phrases were recorded since.
    """

    note: VoiceJudgement
    by_whom: str
    is_outdated: bool


def keep(session: Session, by: User, language: str, phrase: str, sent: bytes) -> Recording:
    """Keep how somebody says a phrase, in place of how it was recorded before."""
    return replace(session, by, language, phrase, voices.take(sent))


def replace(session: Session, by: User, language: str, phrase: str, sound: bytes) -> Recording:
    """Keep a sound that was written anew already, in place of how a phrase was recorded before."""
    session.execute(
        delete(Recording).where(Recording.language == language, Recording.phrase == phrase)
    )
    kept = Recording(language=language, phrase=phrase, sound=sound, made_by_id=by.id)
    session.add(kept)
    session.flush()
    audit.record(session, "recording.kept", kept, language=language)
    return kept


def remove(session: Session, recording: Recording) -> None:
    """Take a recording away: a computer's voice says the phrase again, or nobody does."""
    audit.record(session, "recording.removed", recording, language=recording.language)
    session.delete(recording)
    session.flush()


def judge(session: Session, by: User, language: str, *, recorded: bool, is_clear: bool) -> None:
    """Note what somebody who grew up with the language says of one of its voices."""
    note = VoiceJudgement(
        language=language, recorded=recorded, is_clear=is_clear, noted_by_id=by.id
    )
    session.add(note)
    session.flush()
    audit.record(session, "voice.judged", note, language=language, clear=is_clear)


def judgements(session: Session, language: str) -> dict[bool, Judged]:
    """Return what was said last of the recorded phrases (True), and of the computer's voice."""
    query = select(VoiceJudgement).where(VoiceJudgement.language == language)
    newest = _newest(session, language)
    return {
        note.recorded: Judged(note, note.noted_by.name, is_outdated=_is_outdated(note, newest))
        for note in session.scalars(query.order_by(VoiceJudgement.id))
    }


def _newest(session: Session, language: str) -> datetime | None:
    """Return when a phrase was recorded last."""
    when = select(Recording.made_at).where(Recording.language == language)
    return session.scalar(when.order_by(Recording.made_at.desc()).limit(1))


def _is_outdated(note: VoiceJudgement, newest: datetime | None) -> bool:
    return note.recorded and newest is not None and newest > note.noted_at


def recorded_in(session: Session, language: str) -> dict[str, int]:
    """Return the number of each phrase's recording in a language."""
    query = select(Recording.phrase, Recording.id).where(Recording.language == language)
    return dict(session.execute(query).all())


def sounds(session: Session, language: str, phrases: Iterable[str]) -> dict[str, bytes]:
    """Return the recorded sounds of some phrases."""
    query = select(Recording.phrase, Recording.sound)
    query = query.where(Recording.language == language, Recording.phrase.in_([*phrases]))
    return dict(session.execute(query).all())


def is_clear(session: Session, language: str, *, recorded: bool) -> bool:
    """Whether whoever judged a voice last understands it well, as it is heard now.

    Guests ask it as well, who see no account: who judged it is not read.
    """
    note = session.execute(_last_judged(), {"language": language, "recorded": recorded}).first()
    if note is None or not note.is_clear:
        return False
    newest = _newest(session, language) if recorded else None
    return newest is None or newest <= note.noted_at


@cache
def _last_judged() -> Select[bool, datetime]:
    query = select(VoiceJudgement.is_clear, VoiceJudgement.noted_at).where(
        VoiceJudgement.language == given("language", ""),
        VoiceJudgement.recorded == given("recorded", example=False),
    )
    return query.order_by(VoiceJudgement.id.desc()).limit(1)
