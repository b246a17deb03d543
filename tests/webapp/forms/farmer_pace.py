"""My pace: weeks of rest, and guests a month."""

from datetime import date

from sqlalchemy.orm import Session

from tests.webapp.forms.farmer_offers import an_offer_of_mine
from tests.webapp.forms.places import newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Rest, SlotState
from webapp.portals.farmer.slot_forms import GuestsAMonthForm, RestForm


def a_rest_of_mine(db: Session) -> World:
    world = an_offer_of_mine(db)
    world.rest = Rest(first_day=date(2027, 8, 1), last_day=date(2027, 8, 15))
    world.farm.rests.append(world.rest)
    db.flush()
    return world


def rests_kept(reading: Reading) -> int:
    return len(reading.again(reading.world.farm).rests)


ROWS = [
    Row(
        "farmer.edit_pace",
        an_offer_of_mine,
        form=GuestsAMonthForm,
        subject="farm",
        edits=True,
        fields={"month_limit": typed("3", 3)},
    ),
    Row(
        "farmer.add_rest",
        an_offer_of_mine,
        form=RestForm,
        subject=newest(Rest),
        fields={
            "first_day": typed("2027-05-06", date(2027, 5, 6)),
            "last_day": typed("2027-05-20", date(2027, 5, 20)),
        },
        then={of("slot", "state"): SlotState.WITHDRAWN},
    ),
    Row(
        "farmer.end_rest",
        a_rest_of_mine,
        page="farmer.edit_pace",
        then={rests_kept: 0},
    ),
    Row(
        "farmer.renew_calendar",
        an_offer_of_mine,
        subject="farm",
        page="farmer.show_calendar",
        then={"calendar_version": 2},
    ),
]
