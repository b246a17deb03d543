"""Whether a slot can receive anyone now: one rule, asked of one row or of all of them.

`check_receives` names what stands in the way, for whoever acts; `receiving` is the same rule for a
query. A test compares them over every state of slot, offer and farm.
"""

from sqlalchemy import ColumnElement, or_, true

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import SHUT_OUT, Farm, FarmState, Offer, OfferState, Side, Slot, SlotState, Visit


def check_receives(slot: Slot, but: Visit | None = None) -> None:
    """Raise what keeps a slot from receiving anyone; a full one is told by who does not fit.

    A farm that takes the guests of a visit again (`but`), to whom it had said no, takes the date.
    """
    if slot.state not in {SlotState.OPEN, SlotState.FILLED} or slot.arrival <= today():
        raise RuleBroken("slot-not-open")
    if not slot.offer.is_open_on(slot.arrival):
        raise RuleBroken("offer-not-open")
    if slot.farm.state in SHUT_OUT:
        raise RuleBroken("farm-is-stopped")
    if not slot.farm.is_approved_on(slot.departure):
        raise RuleBroken("farm-not-receiving")
    if slot.farm.on_hold_since:
        raise RuleBroken("farm-on-hold")
    if slot.in_doubt_since and not (but and but.ended_by is Side.FARM):
        raise RuleBroken("slot-in-doubt")


def receiving(*, full: bool = False, held: bool = False) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which slots receive; the query joins their offers and farms.

    Parameters
    ----------
    full
        Whether slots of which every bed is taken count too, for those who swap.
    held
        Whether a farm on hold counts too, as it reads of itself while it must not notice.
    """
    states = (SlotState.OPEN, SlotState.FILLED) if full else (SlotState.OPEN,)
    return (
        Slot.state.in_(states),
        Slot.arrival > at(today),
        Slot.in_doubt_since.is_(None),
        or_(
            Offer.state == OfferState.OPEN,
            (Offer.state == OfferState.PAUSED) & (Offer.paused_until < Slot.arrival),
        ),
        Farm.state == FarmState.APPROVED,
        Farm.approved_until >= Slot.departure,
        Farm.insured_until >= Slot.departure,
        or_(Farm.hosts_until.is_(None), Farm.hosts_until >= Slot.departure),
        true() if held else Farm.on_hold_since.is_(None),
    )
