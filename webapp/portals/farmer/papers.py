"""The end of a farm's papers, said wherever a date is set beyond it."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from webapp.models import Farm
from webapp.wording import day


def beyond_papers(farm: Farm, days: Sequence[date]) -> date | None:
    """Return the last day of approval and insurance, if one of these days lies after it."""
    end = farm.papers_until
    return end if farm.is_approved and end and any(end < each for each in days) else None


def told_of_papers(end: date) -> str:
    """Say what becomes of dates after the end of the papers."""
    told = _("Dates after %(day)s count once your approval and your insurance are renewed.",
             day=day(end))  # fmt: skip
    return str(told)
