"""A few phrases of the demonstration that stand for what a speaker would record."""

from sqlalchemy.orm import Session

from webapp import voices
from webapp.demo import threads, tickets
from webapp.models import Recording, User, VoiceJudgement

PHRASES = ("Ziyaret", "Dinle", "Evet")
"""In Turkish; here a computer says them, in an installation somebody who grew up with it."""


def record(session: Session, coordinator: User) -> None:
    """Keep some phrases, what speakers say of two voices, what sides wrote, and tickets."""
    threads.write(session)
    tickets.note(session)
    for phrase in PHRASES:
        sound = voices.spoken(((voices.Words("tr", phrase),),))
        session.add(Recording(language="tr", phrase=phrase, sound=sound, made_by_id=coordinator.id))
    for language, is_clear in (("fr", True), ("ti", False)):
        session.add(
            VoiceJudgement(
                language=language,
                recorded=False,
                is_clear=is_clear,
                noted_by_id=coordinator.id,
            )
        )
    session.flush()
