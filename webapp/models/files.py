"""What is kept beside the facts of a file: each change, and each contact; with farms as well."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.users import User


class FileChange(Base):
    """What one fact of a file was before an act, and after it; it goes when its file goes.

    Who changed it, and when, its event says; what it was is sealed, whatever the fact.
    """

    __tablename__ = "file_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.id"), index=True)
    person_id: Mapped[int | None]
    """Of which member it was a fact, who may have left the party since; none: of all of it."""
    fact: Mapped[str]
    """Which one, as `services.parties.file_history` names it."""
    before: Mapped[str | None] = mapped_column(Encrypted("file_changes.before"))
    """As JSON; none when there was nothing."""
    after: Mapped[str | None] = mapped_column(Encrypted("file_changes.after"))


class Contact(Base):
    """A call, a message, a meeting or a note about a party, in a caseworker's words."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """One of `vocabulary.CONTACT_KINDS`."""
    on: Mapped[date]
    words: Mapped[str] = mapped_column(Encrypted("contacts.words"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)

    by: Mapped["User"] = relationship()


class FarmContact(Base):
    """The same about a farm, in a coordinator's words; coordinators alone read it."""

    __tablename__ = "farm_contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    """One of `vocabulary.CONTACT_KINDS`."""
    on: Mapped[date]
    words: Mapped[str] = mapped_column(Encrypted("farm_contacts.words"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)

    by: Mapped["User"] = relationship()
