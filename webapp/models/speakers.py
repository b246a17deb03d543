"""Speakers: whoever says phrases of their language behind a link, without an account or a name."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now, today
from webapp.ground.database import Base


class SpeakerLink(Base):
    """A link behind which phrases of one language are said, until a day; it names nobody."""

    __tablename__ = "speaker_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(index=True)
    last_day: Mapped[date]
    """The last day on which it opens."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    """When somebody ended it before its last day."""

    spoken: Mapped[list["SpokenPhrase"]] = relationship(
        back_populates="link", order_by="SpokenPhrase.id", cascade="all, delete-orphan"
    )

    @property
    def opens(self) -> bool:
        """Whether it opens today."""
        return self.ended_at is None and today() <= self.last_day


class SpokenPhrase(Base):
    """A phrase that came by a link: guests hear it once somebody has taken it."""

    __tablename__ = "spoken_phrases"
    __table_args__ = (UniqueConstraint("link_id", "phrase", name="uq_spoken_phrases_phrase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("speaker_links.id", ondelete="CASCADE"))
    phrase: Mapped[str]
    """The words that are said, without signs around them."""
    sound: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """As MP3, written anew."""
    sent_at: Mapped[datetime] = mapped_column(default=now)
    refused_at: Mapped[datetime | None]
    """When somebody heard it and asked for another; whoever said it reads so."""

    link: Mapped[SpeakerLink] = relationship(back_populates="spoken")
