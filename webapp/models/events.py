"""What was done, by whom and when: the audit."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, column
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.vocabulary import WEBHOOK_ACTS


class Event(Base):
    """Who did or read what, when: written in the transaction it tells of, never changed.

    The application's role may add and read rows of this table, not change or delete them.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "subject", "subject_id", "id"),
        Index("ix_events_told", "at", postgresql_where=column("act").in_(WEBHOOK_ACTS)),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str]
    """`user`, `party`, `farm` (behind a link), `job` or `nobody`."""
    actor_id: Mapped[int | None]
    act: Mapped[str]
    """What was done, as `<subject>.<verb>`: `visit.answered`, `party.read`."""
    subject: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Codes, counts and days; never a name, a number or an address."""


class EventLink(Base):
    """One link of the chain over events: changing a past row breaks every digest after it."""

    __tablename__ = "event_chain"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str]
    key: Mapped[str | None]
    """The number of the key that made it; none: made before keys had numbers."""
