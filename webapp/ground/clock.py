"""What time it is. Paris decides days and deadlines; instants are kept in UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in Paris, which decides every day and deadline of Sillon."""
    return now().astimezone(PARIS).date()
