"""The tickets of a visit: who buys them, whether they are bought, how guests get them, the fare."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import now
from webapp.ground.encryption import Encrypted
from webapp.ground.vocabulary import TICKETS_BOUGHT


class Ticketed:
    """What is noted of the tickets there and back; nothing as long as nobody has said."""

    ticket_from: Mapped[str | None]
    """Who sees to them: one of `vocabulary.TICKETS_FROM`."""
    tickets_bought_at: Mapped[datetime | None]
    ticket_given: Mapped[str | None]
    """How guests get them: one of `vocabulary.TICKETS_GIVEN`."""
    ticket_code: Mapped[str | None] = mapped_column(Encrypted("visits.ticket_code"))
    """What is said at the counter to get them."""
    fare_cents: Mapped[int | None]
    """What they cost in all, there and back, if somebody knows it."""

    @property
    def lacks_tickets(self) -> bool:
        """Whether somebody is to buy tickets, and has not yet."""
        return self.ticket_from in TICKETS_BOUGHT and self.tickets_bought_at is None

    @property
    def lacks_a_fare(self) -> bool:
        """Whether tickets may still be bought, and nobody has noted what they cost."""
        undecided = self.ticket_from is None and self.tickets_bought_at is None
        return (undecided or self.lacks_tickets) and self.fare_cents is None

    def note_tickets(
        self,
        ticket_from: str | None,
        *,
        bought: bool,
        given: str | None,
        code: str | None,
        fare_cents: int | None,
    ) -> None:
        """Keep what is known of the tickets; where nobody buys any, nothing is handed over."""
        to_buy = ticket_from in TICKETS_BOUGHT
        self.ticket_from = ticket_from
        self.tickets_bought_at = (self.tickets_bought_at or now()) if bought and to_buy else None
        self.ticket_given = given if to_buy else None
        self.ticket_code = code if to_buy else None
        self.fare_cents = fare_cents if to_buy else None
