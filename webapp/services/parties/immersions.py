"""Immersions that are about to begin, or have begun, and that the State has not accepted."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.models import Agreement, Party
from webapp.models.agreements import OVER

SOON: Final = timedelta(days=10)
"""So long before its first day an agreement should be accepted."""


def that_wait() -> Select[Agreement]:
    """Ask for the agreements without which somebody may not go."""
    is_due = Agreement.state.not_in(OVER), Agreement.first_day <= at(lambda: today() + SOON)
    return select(Agreement).where(*is_due)


def unaccepted(session: Session, *files: ColumnElement[bool]) -> list[Agreement]:
    """Return the agreements of these files without which nobody may go, the first to begin first.

    One whose days are over stays until it is cancelled, or what the State said is noted.
    """
    query = that_wait().join(Agreement.party).where(*files, Party.anonymous_since.is_(None))
    query = query.options(
        contains_eager(Agreement.party), joinedload(Agreement.person), joinedload(Agreement.farm)
    )
    return list(session.scalars(query.order_by(Agreement.first_day, Agreement.id)))
