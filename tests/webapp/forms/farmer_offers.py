"""My offers and their dates."""

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_slot, an_offer
from tests.page import Page
from tests.webapp.farmer.sites import a_site
from tests.webapp.forms.places import audited, newest, of
from tests.webapp.forms.row import Reading, Row, Subject, World, carried, typed
from webapp.models import Offer, OfferState, SlotState
from webapp.portals.farmer.offer_forms import (
    DescriptionForm,
    GuestsForm,
    LodgingForm,
    NewOfferForm,
    PauseForm,
)
from webapp.portals.farmer.slot_forms import (
    CalendarForm,
    DaysForm,
    SlotForm,
    WithdrawalForm,
)


def an_offer_of_mine(db: Session) -> World:
    """An open offer of a farm with two rooms, and a free date of it."""
    farm = a_farm(db, rooms=(2, 2), productions=["sheep-goats", "bees"])
    offer = an_offer(db, farm, rooms=[1], hazards=["dogs"])
    slot = a_slot(db, offer, date(2027, 5, 3))
    room, other_room = farm.rooms
    return World(
        reader=a_farmer(db, farm, language="en"),
        farm=farm,
        room=room,
        other_room=other_room,
        offer=offer,
        slot=slot,
        site=a_site(db, farm),
    )


def stands_at_the_site(reading: Reading) -> str:
    return str(reading.again(reading.world.offer).site_id)


def an_offer_with_two_beds(db: Session) -> World:
    world = an_offer_of_mine(db)
    world.offer.open_rooms({world.room.id: 2})
    db.flush()
    return world


def an_offer_in(state: OfferState) -> Callable[[Session], World]:
    """Return what builds the same offer in another state."""

    def build(db: Session) -> World:
        world = an_offer_of_mine(db)
        world.offer.state = state
        db.flush()
        return world

    return build


def a_withdrawn_date(db: Session) -> World:
    world = an_offer_of_mine(db)
    world.slot.state = SlotState.WITHDRAWN
    db.flush()
    return world


def a_season_before(db: Session) -> World:
    """An offer that had two dates last spring."""
    world = an_offer_of_mine(db)
    for arrival in (date(2026, 4, 6), date(2026, 4, 20)):
        a_slot(db, world.offer, arrival, state=SlotState.PAST)
    return world


def told_of_days_left_out(reading: Reading) -> str:
    """The day that guests stand in the way of is named, and the guests' days with it."""
    told = "1 day is left out: A stay from Wed, May 5 would overlap another one"
    return "1 is left out" if told in reading.page.text else ""


def look_at_june(page: Page, world: World) -> None:
    page.visit(f"/farm/offers/{world.offer.id}/dates?show=2027-06")


def dates_to_come(reading: Reading) -> list[tuple[str, int]]:
    """Return arrival and nights of each open date of the offer."""
    slots = reading.again(reading.world.offer).slots
    return [(str(slot.arrival), slot.nights) for slot in slots if slot.state is SlotState.OPEN]


def days_ticked(reading: Reading) -> list[str]:
    """Return the days that the calendar shows as ticked, in this month or another."""
    named = reading.page.soup.find_all("input", attrs={"name": "days"})
    shown = [each for each in named if each["type"] == "hidden" or each.has_attr("checked")]
    return [str(each["value"]) for each in shown]


def shown(reading: Reading, name: str) -> str:
    """Return what a field of the page shows."""
    [field] = reading.page.soup.select(f'input[name="{name}"]')
    return str(field["value"])


def nights_shown(reading: Reading) -> str:
    return shown(reading, "nights")


def month_shown(reading: Reading) -> str:
    """Return the first month of the calendar on the page."""
    return shown(reading, "month")


def people_in(opening: str, room: str) -> Subject:
    """Return what reads for how many people an offer, or a date, opens a room."""

    def read(reading: Reading) -> int:
        opened = dict(reading.again(getattr(reading.world, opening)).opened)
        return int(opened.get(getattr(reading.world, room).id, 0))

    return read


STANDING = ("2027-05-03", 4)

ROWS = [
    Row(
        "farmer.create_offer",
        an_offer_of_mine,
        form=NewOfferForm,
        subject=newest(Offer),
        fields={
            "title": typed("Les abeilles en mai"),
            "description": typed("Les ruches.\nLe miel."),
            "production": typed("bees"),
            "min_french": typed("A1"),
            "nights": typed("3", 3),
            "opens": typed("yes", OfferState.OPEN, at="state"),
        },
        then={"hazards": []},
    ),
    Row(
        "farmer.edit_description",
        an_offer_of_mine,
        form=DescriptionForm,
        subject="offer",
        edits=True,
        fields={
            "title": typed("Les abeilles en mai"),
            "description": typed("Les ruches.\nLe miel."),
            "production": typed("bees"),
        },
        then={audited("offer.changed", "topic"): "description"},
    ),
    Row(
        "farmer.edit_guests",
        an_offer_with_two_beds,
        form=GuestsForm,
        subject="offer",
        edits=True,
        fields={
            "min_french": typed("A2"),
            "children": typed(True),
            "women_only": typed(True),
            "exclusive": typed(True),
            "min_people": typed("2", 2),
        },
    ),
    Row(
        "farmer.edit_lodging",
        an_offer_of_mine,
        form=LodgingForm,
        subject="offer",
        edits=True,
        fields={
            "site": typed(lambda world: str(world.site.id), at=stands_at_the_site),
            "nights": typed("6", 6),
            "hazards": typed(["cold", "bees"]),
            "room_{room}": typed("2", 2, at=people_in("offer", "room")),
            "room_{other_room}": typed("1", 1, at=people_in("offer", "other_room")),
        },
    ),
    Row(
        "farmer.open_offer",
        an_offer_in(OfferState.DRAFT),
        subject="offer",
        page="farmer.show_offer",
        then={"state": OfferState.OPEN},
    ),
    Row(
        "farmer.pause_offer",
        an_offer_of_mine,
        form=PauseForm,
        subject="offer",
        fields={"until": typed("2027-06-30", date(2027, 6, 30), at="paused_until")},
        then={"state": OfferState.PAUSED},
    ),
    Row(
        "farmer.close_offer",
        an_offer_of_mine,
        subject="offer",
        then={"state": OfferState.CLOSED, of("slot", "state"): SlotState.WITHDRAWN},
    ),
    Row(
        "farmer.copy_offer",
        an_offer_of_mine,
        subject=newest(Offer),
        page="farmer.show_offer",
        then={"title": "Les chèvres au printemps", "state": OfferState.DRAFT},
    ),
    Row(
        "farmer.choose_days",
        an_offer_of_mine,
        form=CalendarForm,
        approach=look_at_june,
        fields={
            "days": typed(["2027-06-07"], [STANDING, ("2027-06-07", 3)], at=dates_to_come),
            "nights": typed("3", [STANDING, ("2027-06-07", 3)], at=dates_to_come),
            "month": carried("2027-06", at=month_shown),
        },
    ),
    Row(
        "farmer.choose_days",
        an_offer_of_mine,
        case="looking at later months",
        form=CalendarForm,
        fields={
            "days": typed(["2027-04-05"], ["2027-04-05"], at=days_ticked),
            "nights": typed("3", "3", at=nights_shown),
            "show": typed("2027-06", "2027-06", at=month_shown),
        },
    ),
    Row(
        "farmer.choose_days",
        an_offer_of_mine,
        case="repeating a day: every third Wednesday from May to June, but where guests stand",
        form=CalendarForm,
        fields={
            "weekday": typed("2", ["2027-05-26", "2027-06-16"], at=days_ticked),
            "weeks": typed("3", ["2027-05-26", "2027-06-16"], at=days_ticked),
            "first_month": typed("2027-05", "2027-05", at=month_shown),
            "last_month": typed("2027-06", ["2027-05-26", "2027-06-16"], at=days_ticked),
            "repeat": typed("1", "1 is left out", at=told_of_days_left_out),
        },
    ),
    Row(
        "farmer.copy_season",
        a_season_before,
        form=DaysForm,
        fields={
            "days": typed(["2027-04-19"], [("2027-04-19", 4), STANDING], at=dates_to_come),
            "nights": carried([("2027-04-19", 4), STANDING], at=dates_to_come),
        },
    ),
    Row(
        "farmer.edit_slot",
        an_offer_of_mine,
        form=SlotForm,
        subject="slot",
        edits=True,
        fields={
            "departure": typed("2027-05-09", date(2027, 5, 9)),
            "room_{room}": typed("2", 2, at=people_in("slot", "room")),
            "room_{other_room}": typed("1", 1, at=people_in("slot", "other_room")),
        },
        then={"beds": 3},
    ),
    Row(
        "farmer.withdraw_slot",
        an_offer_of_mine,
        form=WithdrawalForm,
        subject="slot",
        fields={"reason": typed("season", at=audited("slot.withdrawn", "reason"))},
        then={"state": SlotState.WITHDRAWN},
    ),
    Row(
        "farmer.reopen_slot",
        a_withdrawn_date,
        subject="slot",
        page="farmer.edit_slot",
        then={"state": SlotState.OPEN},
    ),
]
