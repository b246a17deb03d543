"""Immersions that are about to begin, or have begun, and that the State has not accepted."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.models import Agreement, Farm, Party, Person
from webapp.models.agreements import OVER

SOON: Final = timedelta(days=10)
"""So long before its first day an agreement should be accepted."""


def that_wait() -> Select[Agreement]:
    """Ask for the agreements without which somebody may not go."""
    is_due = Agreement.state.not_in(OVER), Agreement.first_day <= at(lambda: today() + SOON)
    return select(Agreement).where(*is_due)


def unaccepted(*files: ColumnElement[bool]) -> Select[Agreement]:
    """Ask for the agreements of these files without which nobody may go, the first to begin first.

    One whose days are over stays until it is cancelled, or what the State said is noted.
    """
    query = that_wait().join(Agreement.party).where(*files, Party.anonymous_since.is_(None))
    days = Agreement.first_day, Agreement.last_day, Agreement.called_off_on
    query = query.options(
        load_only(Agreement.state, Agreement.party_id, *days),
        contains_eager(Agreement.party).load_only(Party.code),
        joinedload(Agreement.person).load_only(Person.first_name),
        joinedload(Agreement.farm).load_only(Farm.name),
    )
    return query.order_by(Agreement.first_day, Agreement.id)
