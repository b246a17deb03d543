"""Phrases that speakers say behind a link, and whoever hears each before guests do."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from webapp import voices
from webapp.ground.clock import now, today
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Recording, SpeakerLink, SpokenPhrase, User
from webapp.services.records import audit, recordings, tokens

KEPT_FOR = timedelta(days=30)
"""So long after its link's last day, what nobody has taken is forgotten."""


def make(session: Session, by: User, language: str, last_day: date) -> SpeakerLink:
    """Make a link for a speaker of a language."""
    link = SpeakerLink(language=language, last_day=last_day, made_by_id=by.id)
    session.add(link)
    session.flush()
    audit.record(session, "speaker-link.made", link, language=language)
    return link


def end(session: Session, link: SpeakerLink) -> None:
    """Let a link open nothing any more; what was said behind it can still be taken."""
    if link.ended_at is None:
        link.ended_at = now()
        audit.record(session, "speaker-link.ended", link, language=link.language)


def find(session: Session, token: str) -> SpeakerLink | None:
    """Return the link that a token proves while it opens, with the session's scope set to it."""
    number = tokens.read_numbered(token)
    if number is None:
        return None
    set_scope(session, Scope("speaker", number))
    link = session.get(SpeakerLink, number)
    opens = link is not None and tokens.proves_speaker(token, link) and link.opens
    if opens:
        audit.set_actor(session, audit.Actor("speaker"))
    return link if opens else None


def send(session: Session, link: SpeakerLink, phrase: str, sent: bytes) -> SpokenPhrase:
    """Keep how a speaker says a phrase, in place of how they said it before."""
    sound = voices.take(sent)
    take_back(session, link, phrase)
    spoken = SpokenPhrase(link_id=link.id, phrase=phrase, sound=sound)
    session.add(spoken)
    session.flush()
    audit.record(session, "speaker-link.spoken", link, language=link.language)
    return spoken


def take_back(session: Session, link: SpeakerLink, phrase: str) -> None:
    """Forget what a speaker sent of a phrase, which nobody has taken yet."""
    of_it = SpokenPhrase.link_id == link.id, SpokenPhrase.phrase == phrase
    session.execute(delete(SpokenPhrase).where(*of_it))


def sent_by(session: Session, link: SpeakerLink) -> dict[str, SpokenPhrase]:
    """Return what was said behind a link and is not taken yet, by its words."""
    query = select(SpokenPhrase).where(SpokenPhrase.link_id == link.id)
    return {each.phrase: each for each in session.scalars(query)}


def take(session: Session, by: User, spoken: SpokenPhrase) -> Recording:
    """Let guests hear a phrase as a speaker said it, in place of how it was recorded before."""
    _still_there(session, spoken)
    kept = recordings.replace(session, by, spoken.link.language, spoken.phrase, spoken.sound)
    session.delete(spoken)
    session.flush()
    return kept


def refuse(session: Session, spoken: SpokenPhrase) -> None:
    """Ask the speaker to say a phrase again."""
    _still_there(session, spoken)
    spoken.refused_at = now()
    audit.record(session, "speaker-link.asked-again", spoken.link, language=spoken.link.language)


def _still_there(session: Session, spoken: SpokenPhrase) -> None:
    if spoken.refused_at is not None:
        raise RuleBroken("changed-meanwhile")


def waiting(session: Session, language: str) -> Sequence[SpokenPhrase]:
    """Return what somebody is to hear in a language, the oldest first."""
    query = select(SpokenPhrase).join(SpokenPhrase.link).where(SpokenPhrase.refused_at.is_(None))
    whole = query.where(SpeakerLink.language == language).options(joinedload(SpokenPhrase.link))
    return session.scalars(whole.order_by(SpokenPhrase.id)).all()


def links(session: Session, language: str) -> Sequence[SpeakerLink]:
    """Return the links of a language that still open, the newest first."""
    opens = SpeakerLink.ended_at.is_(None), SpeakerLink.last_day >= today()
    query = select(SpeakerLink).where(SpeakerLink.language == language, *opens)
    return session.scalars(query.order_by(SpeakerLink.id.desc())).all()


def how_many_wait(session: Session) -> dict[str, int]:
    """Return how many phrases wait to be heard, by language."""
    query = select(SpeakerLink.language, func.count()).join(SpeakerLink.spoken)
    found = query.where(SpokenPhrase.refused_at.is_(None)).group_by(SpeakerLink.language)
    return dict(session.execute(found).all())


def forget(session: Session) -> None:
    """Forget what nobody has taken, once its link is over for long."""
    over = select(SpeakerLink.id).where(SpeakerLink.last_day < today() - KEPT_FOR)
    session.execute(delete(SpokenPhrase).where(SpokenPhrase.link_id.in_(over)))
