"""When something was changed that pages tell of, so that one made before can be known as of now."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import real_now
from webapp.ground.database import Base


class LastChange(Base):
    """The last transaction in which a connection to the database changed what pages tell.

    A trigger of each table writes it (`sillon_note_change`), in the transaction itself: it is seen
    by others exactly when what was changed is. Each connection has a row of its own, so that none
    waits for another.
    """

    __tablename__ = "last_changes"

    connection: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The number of the server's process."""
    transaction: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(default=real_now)
