"""Which slots a round may fill, and which days a farm may open."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer, beds_of
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, OfferState, Slot, SlotState
from webapp.services.farms import offers, resting

DAY = timedelta(days=1)


def matched(db: Session, slot: Slot) -> bool:
    window = slot.arrival - DAY, slot.departure + DAY
    return slot in offers.matchable_slots(db, *window)


def test_an_open_slot_of_an_approved_farm_is_matched(db: Session) -> None:
    assert matched(db, a_slot(db))


@pytest.mark.parametrize("state", [FarmState.APPLIED, FarmState.MET, FarmState.SUSPENDED])
def test_the_slots_of_a_farm_that_is_not_approved_are_not_matched(
    db: Session, state: FarmState
) -> None:
    assert not matched(db, a_slot(db, an_offer(db, a_farm(db, state=state))))


@pytest.mark.parametrize("paper", ["approved_until", "insured_until"])
def test_a_farm_must_be_approved_and_insured_until_the_departure(db: Session, paper: str) -> None:
    farm = a_farm(db)
    slot = a_slot(db, an_offer(db, farm))
    setattr(farm, paper, slot.departure)
    assert matched(db, slot)
    assert farm.is_approved_on(slot.departure)
    setattr(farm, paper, slot.departure - DAY)
    assert not matched(db, slot)
    assert not farm.is_approved_on(slot.departure)


@pytest.mark.parametrize("state", [OfferState.DRAFT, OfferState.PAUSED, OfferState.CLOSED])
def test_only_open_offers_are_matched(db: Session, state: OfferState) -> None:
    assert not matched(db, a_slot(db, an_offer(db, state=state)))


def test_an_offer_paused_until_a_day_is_matched_from_the_day_after(db: Session) -> None:
    offer = an_offer(db)
    slot = a_slot(db, offer)
    for last_day, open_again in ((slot.arrival, False), (slot.arrival - DAY, True)):
        offer.pause(last_day)
        assert matched(db, slot) is open_again
        assert offer.is_open_on(slot.arrival) is open_again


@pytest.mark.parametrize("state", [SlotState.WITHDRAWN, SlotState.PAST, SlotState.FILLED])
def test_only_open_slots_are_matched(db: Session, state: SlotState) -> None:
    assert not matched(db, a_slot(db, state=state))


def test_a_slot_that_begins_before_or_ends_after_the_window_is_not_matched(db: Session) -> None:
    slot = a_slot(db)
    assert offers.matchable_slots(db, slot.arrival, slot.departure) == [slot]
    assert offers.matchable_slots(db, slot.arrival + DAY, slot.departure) == []
    assert offers.matchable_slots(db, slot.arrival, slot.departure - DAY) == []


def test_a_farmer_opens_several_stays_at_once(db: Session) -> None:
    offer = an_offer(db, a_farm(db, rooms=(2, 1)))
    first = today() + timedelta(days=20)
    made = offers.open_slots(db, offer, offers.stays_from([first, first + 7 * DAY], 4))
    assert [(slot.arrival, slot.departure) for slot in made] == [
        (first, first + 4 * DAY),
        (first + 7 * DAY, first + 11 * DAY),
    ]
    assert [(beds_of(slot), slot.beds) for slot in made] == [([2, 1], 3)] * 2


def test_a_stay_may_begin_on_the_day_another_ends_but_not_before(db: Session) -> None:
    slot = a_slot(db)
    planned = offers.plan(
        db, slot.farm, offers.stays_from([slot.departure, slot.departure - DAY], 2)
    )
    assert [stay.broken.code if stay.broken else None for stay in planned] == [
        "slot-overlaps",
        None,
    ]


def test_two_new_stays_that_share_a_night_are_refused(db: Session) -> None:
    first = today() + timedelta(days=20)
    planned = offers.plan(db, a_farm(db), offers.stays_from([first, first + 3 * DAY], 4))
    assert [stay.broken is None for stay in planned] == [True, False]


@pytest.mark.parametrize("days", [-1, 0])
def test_a_stay_cannot_begin_today_or_earlier(db: Session, days: int) -> None:
    stays = offers.stays_from([today() + days * DAY], 4)
    with pytest.raises(RuleBroken, match="slot-in-the-past"):
        offers.open_slots(db, an_offer(db), stays)


def test_when_one_stay_is_refused_none_is_opened(db: Session) -> None:
    slot = a_slot(db)
    stays = offers.stays_from([slot.departure, slot.arrival + DAY], 2)
    with pytest.raises(RuleBroken, match="slot-overlaps"):
        offers.open_slots(db, slot.offer, stays)
    assert offers.standing_slots(db, slot.farm) == [slot]


def test_when_the_database_refuses_an_overlap_nothing_of_it_is_kept(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = a_slot(db)
    monkeypatch.setattr(offers, "standing_slots", lambda *_: [])  # another page saved meanwhile
    with pytest.raises(RuleBroken, match="slots-changed-meanwhile"):
        offers.open_slots(db, slot.offer, offers.stays_from([slot.arrival], 2))
    monkeypatch.undo()
    assert offers.standing_slots(db, slot.farm) == [slot]


def test_a_withdrawn_slot_leaves_its_days_free(db: Session) -> None:
    slot = a_slot(db)
    slot.withdraw()
    db.flush()
    assert offers.open_slots(db, slot.offer, [(slot.arrival, slot.departure)])


def test_a_withdrawn_slot_comes_back_only_while_its_days_are_free(db: Session) -> None:
    slot = a_slot(db)
    slot.withdraw()
    offers.reopen(db, slot)
    assert slot.state is SlotState.OPEN
    slot.withdraw()
    a_slot(db, slot.offer, slot.arrival)
    with pytest.raises(RuleBroken, match="slot-overlaps"):
        offers.reopen(db, slot)


def test_a_slot_changes_its_rooms_and_departure_while_nobody_is_expected(db: Session) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(2, 2)), rooms=[2]))
    both = {room.id: 2 for room in slot.farm.rooms}
    offers.change_slot(db, slot, slot.departure + DAY, both)
    assert (slot.nights, beds_of(slot), slot.beds) == (5, [2, 2], 4)


def test_a_slot_in_which_people_are_expected_does_not_change(db: Session) -> None:
    slot = a_visit(db, a_party(db), a_slot(db)).slot
    with pytest.raises(RuleBroken, match="slot-has-guests"):
        offers.change_slot(db, slot, slot.departure + DAY, dict(slot.opened))


def test_a_slot_cannot_grow_into_the_next_one(db: Session) -> None:
    slot = a_slot(db)
    a_slot(db, slot.offer, slot.departure)
    with pytest.raises(RuleBroken, match="slot-overlaps"):
        offers.change_slot(db, slot, slot.departure + DAY, dict(slot.opened))


def test_last_season_comes_back_on_the_same_weekdays(db: Session) -> None:
    farm = a_farm(db)
    offer = an_offer(db, farm)
    a_slot(db, offer, date(2026, 4, 6), state=SlotState.PAST)
    a_slot(db, offer, date(2026, 5, 4), state=SlotState.WITHDRAWN)
    a_slot(db, offer, date(2026, 2, 2), state=SlotState.PAST)
    [stay] = offers.last_season(db, farm, date(2027, 3, 1))
    assert (stay.arrival, stay.departure) == (date(2027, 4, 5), date(2027, 4, 9))
    assert stay.arrival.weekday() == date(2026, 4, 6).weekday()


def test_closing_an_offer_withdraws_its_free_slots_and_leaves_the_visits(db: Session) -> None:
    offer = an_offer(db, a_farm(db, rooms=(3,)))
    free = a_slot(db, offer)
    visit = a_visit(db, slot=a_slot(db, offer, free.departure))
    db.refresh(offer)
    assert offers.close(db, offer) == 1
    assert free.state is SlotState.WITHDRAWN
    assert (visit.slot.state, visit.holds) == (SlotState.OPEN, True)


def test_a_closed_offer_opens_no_date_and_takes_none_up_again(db: Session) -> None:
    slot = a_slot(db)
    offers.close(db, slot.offer)
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        offers.open_slots(db, slot.offer, [(slot.arrival, slot.departure)])
    with pytest.raises(RuleBroken, match="not-from-this-state"):
        offers.reopen(db, slot)
    assert slot.state is SlotState.WITHDRAWN


def test_a_copied_offer_is_a_draft_without_dates(db: Session) -> None:
    slot = a_slot(db)
    made = offers.copy(db, slot.offer)
    assert (made.title, beds_of(made), made.state) == (slot.offer.title, [2], OfferState.DRAFT)
    assert made.slots == []


def test_an_offer_without_a_room_does_not_open(db: Session) -> None:
    with pytest.raises(RuleBroken, match="offer-without-room"):
        an_offer(db, rooms=[], state=OfferState.DRAFT).open()


def test_nobody_sleeps_at_a_farm_that_rests_and_guests_who_are_expected_stay_expected(
    db: Session,
) -> None:
    offer = an_offer(db, nights=4)
    free, held = (a_slot(db, offer, today() + number * DAY) for number in (10, 20))
    a_visit(db, a_party(db), held)
    standing = resting.rest(db, offer.farm, free.departure - DAY, held.arrival)
    assert (standing, free.state, held.state) == ([held], SlotState.WITHDRAWN, SlotState.OPEN)
    first_morning = [(free.arrival - DAY, free.departure - DAY)]
    assert [stay.broken for stay in offers.plan(db, offer.farm, first_morning)] == [None]
    with pytest.raises(RuleBroken, match="farm-rests"):
        offers.reopen(db, free)
    resting.end_rest(db, offer.farm, offer.farm.rests[0])
    offers.reopen(db, free)
