"""Phrases said by people, in place of a voice that a computer makes."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.models.users import User


class Recording(Base):
    """One phrase of a language, as somebody said it; written anew from its points alone."""

    __tablename__ = "recordings"
    __table_args__ = (UniqueConstraint("language", "phrase", name="uq_recordings_phrase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    phrase: Mapped[str]
    """The words that are said, without signs around them."""
    sound: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """As MP3."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Who kept it; whoever speaks is named nowhere."""
    made_at: Mapped[datetime] = mapped_column(default=now)


class VoiceJudgement(Base):
    """What somebody who grew up with a language says of one of its voices."""

    __tablename__ = "voice_judgements"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(index=True)
    recorded: Mapped[bool]
    """Of the recorded phrases; else of the computer's voice."""
    is_clear: Mapped[bool]
    """Whether they understand it well."""
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    noted_at: Mapped[datetime] = mapped_column(default=now)

    noted_by: Mapped[User] = relationship()
