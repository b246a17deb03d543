"""The one rule of who receives, asked of a row and asked of the database."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_slot
from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, OfferState, Slot, SlotState
from webapp.services.visits.receiving import check_receives, receiving

DAY = timedelta(days=1)
Change = Callable[[Slot], None]


def _slot(name: str, value: object) -> Change:
    return lambda slot: setattr(slot, name, value)


def _farm(name: str, value: object) -> Change:
    return lambda slot: setattr(slot.farm, name, value)


def _offer(state: OfferState, until: Callable[[Slot], date | None] = lambda _slot: None) -> Change:
    def change(slot: Slot) -> None:
        slot.offer.state, slot.offer.paused_until = state, until(slot)

    return change


def _paper(name: str, days: int) -> Change:
    return lambda slot: setattr(slot.farm, name, slot.departure + days * DAY)


def _begun(slot: Slot) -> None:
    slot.arrival = today()


CHANGES: dict[str, Change] = {
    **{f"slot {state}": _slot("state", state) for state in SlotState if state != SlotState.FILLED},
    **{f"farm {state}": _farm("state", state) for state in FarmState},
    **{f"offer {state}": _offer(state) for state in OfferState if state != OfferState.PAUSED},
    "paused until before": _offer(OfferState.PAUSED, lambda slot: slot.arrival - DAY),
    "paused until the arrival": _offer(OfferState.PAUSED, lambda slot: slot.arrival),
    "approved to the departure": _paper("approved_until", 0),
    "approved too short": _paper("approved_until", -1),
    "insured too short": _paper("insured_until", -1),
    "never insured": _farm("insured_until", None),
    "on hold": _farm("on_hold_since", now()),
    "in doubt": _slot("in_doubt_since", now()),
    "begun": _begun,
}


@pytest.mark.parametrize("first", CHANGES)
def test_a_row_and_a_query_agree_on_what_receives_whatever_changes(db: Session, first: str) -> None:
    pairs = [pair for pair in combinations(CHANGES, 2) if pair[0] == first] or [(first, first)]
    for changes in pairs:
        with db.begin_nested() as point:
            slot = a_slot(db)
            for each in changes:
                CHANGES[each](slot)
            db.flush()
            query = select(Slot).join(Slot.offer).join(Slot.farm).where(*receiving())
            assert (slot in db.scalars(query).all()) is _receives(slot), changes
            point.rollback()


def _receives(slot: Slot) -> bool:
    try:
        check_receives(slot)
    except RuleBroken:
        return False
    return True
