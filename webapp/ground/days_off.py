"""Days on which nobody in France is written to without need: Sundays and public holidays."""

from datetime import date, timedelta

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday: so many days after Easter Sunday."""
SUNDAY = 6


def is_day_off(day: date) -> bool:
    """Whether a day is a Sunday or a public holiday of the mainland."""
    moving = {easter(day.year) + timedelta(days=days) for days in AFTER_EASTER}
    return day.weekday() == SUNDAY or (day.month, day.day) in FIXED or day in moving


def next_working_day(day: date) -> date:
    """Return the day itself, or the first after it on which people work."""
    return next(
        each for each in (day + timedelta(days=days) for days in range(7)) if not is_day_off(each)
    )


def easter(year: int) -> date:
    """Return Easter Sunday, by the rule of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
