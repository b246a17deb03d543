"""The first guests of each farm, and of each commune: from them on it is after, no more before."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Farm, Offer, Site, Slot, Visit, VisitState
from webapp.models.states import BEEN_AWAY


def ended(session: Session) -> dict[int, date]:
    """Return on which day the first guests of each farm left, be it early, by its number."""
    last_day = func.min(func.upper(Visit.stay) - 1)
    over = Visit.state.in_(BEEN_AWAY), Visit.state != VisitState.UNDER_WAY
    rows = session.execute(select(Visit.farm_id, last_day).where(*over).group_by(Visit.farm_id))
    return dict(rows.all())


def by_commune(session: Session) -> dict[str, tuple[date, date]]:
    """Return from when until when each commune had its first guests, by its code."""
    where = func.coalesce(Site.commune, Farm.commune)
    days = select(where, func.lower(Visit.stay), func.upper(Visit.stay) - 1)
    there = days.join(Farm, Farm.id == Visit.farm_id).join(Visit.slot).join(Slot.offer)
    went = there.outerjoin(Offer.site).where(Visit.state.in_(BEEN_AWAY))
    first: dict[str, tuple[date, date]] = {}
    for commune, begins, ends in session.execute(went.order_by(Visit.stay)):
        first.setdefault(commune, (begins, ends))
    return first
