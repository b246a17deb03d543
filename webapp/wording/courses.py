"""What visits take of a course, in the words of staff."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.services.engine.courses import Missed


def hours(number: int) -> str:
    """Return a number of hours."""
    return str(ngettext("%(num)d hour", "%(num)d hours", number))


def budget_of(of_a_day: int, missable: int) -> str:
    """Return how long a course lasts on a day, and what of it visits may take."""
    told = _("%(hours)s a day, visits may take %(missable)s", hours=hours(of_a_day),
             missable=hours(missable))  # fmt: skip
    return str(told)


def taken_of(missable: int, taken: int) -> str:
    """Return how much of a course visits take, of what they may."""
    told = _("visits take %(taken)s of the %(missable)s that they may", taken=hours(taken),
             missable=hours(missable))  # fmt: skip
    return str(told)


def missed_sentences(found: Iterable[Missed]) -> str:
    """Return what a stay takes of courses as sentences, or nothing."""
    return " ".join(_sentence(each) for each in found)


def _sentence(each: Missed) -> str:
    facts = {"hours": hours(each.hours), "left": hours(max(0, each.left))}
    told = _("This stay takes %(hours)s of a course, of which visits may still take %(left)s.",
             **facts)  # fmt: skip
    return str(told)
