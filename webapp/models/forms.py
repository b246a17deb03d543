"""What is remembered of forms for a while."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted
from webapp.models.users import UserSession


class SentForm(Base):
    """A form that did what it is for: sent once more, as by a double click, it does nothing."""

    __tablename__ = "sent_forms"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """Of the form's own token and all that was sent with it."""
    way_on: Mapped[str | None] = mapped_column(Encrypted("sent_forms.way_on"))
    """Where whoever sent it was led."""
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_sessions.id", ondelete="CASCADE"), index=True
    )
    """The session that it opened, if any: a browser may have missed the answer with its cookie."""
    at: Mapped[datetime] = mapped_column(default=now)

    session: Mapped[UserSession | None] = relationship()


class KeptForm(Base):
    """What somebody had typed when their session had ended, or keeps for later: theirs alone.

    What they have removed lies here as well, to be put back (`services.records.put_back`).
    """

    __tablename__ = "kept_forms"
    __table_args__ = (UniqueConstraint("user_id", "address"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    address: Mapped[str]
    """Of the page on which the form stands; of what was removed, its table and number."""
    typed: Mapped[str] = mapped_column(Encrypted("kept_forms.typed", "user_id"))
    """JSON: names and values, as they were sent; of what was removed, all that its row held."""
    at: Mapped[datetime] = mapped_column(default=now)
    for_later: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether they mean to go on another day: it is kept for days, not for an hour."""
