"""Searches that somebody at the desk has given a name to."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted


class SavedSearch(Base):
    """What a user looks for again and again, in whichever list.

    What was typed may be somebody's name, so it is sealed.
    """

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Encrypted("saved_searches.name"))
    asked: Mapped[str] = mapped_column(Encrypted("saved_searches.asked"))
    """As the address of the list says it: `state=ready&sort=waiting` of files, of another list with
    its name in front: `list_visits?state=proposed`."""
