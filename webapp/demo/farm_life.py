"""What the invented farms ask for themselves: weeks of rest, and how many guests a month."""

from datetime import timedelta

from webapp.ground.clock import today
from webapp.models import Farm, FarmState, Rest

REST_AFTER = timedelta(days=130)
"""Beyond every date that is open."""
REST = timedelta(days=13)
GUESTS_A_MONTH = 12
"""More than anybody's dates would bring: seen on the pages, and in nobody's way."""


def keep_a_pace(farms: list[Farm]) -> None:
    """Let the first farm that receives rest for two weeks and limit its guests."""
    farm = next((farm for farm in farms if farm.state is FarmState.APPROVED), None)
    if farm is not None:
        first_day = today() + REST_AFTER
        farm.rests.append(Rest(first_day=first_day, last_day=first_day + REST))
        farm.month_limit = GUESTS_A_MONTH
