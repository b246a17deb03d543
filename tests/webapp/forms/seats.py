"""Signing up for workshops: the people of files, oneself, and giving a seat back."""

from tests.webapp.forms.places import At, audited, id_of, newest, of, said, written
from tests.webapp.forms.row import Row, carried, typed
from tests.webapp.forms.seat_worlds import (
    a_date_of_staff,
    a_date_of_yesterday,
    a_farm_and_a_date,
    a_farm_that_is_not_prepared,
    a_file_that_is_not_prepared,
    a_household_with_a_link,
    an_adult_for_whom_a_seat_is_kept,
    an_adult_signed_up,
    an_adult_whose_turn_went_by,
    an_evening_of_a_village,
    files_and_a_date,
    have_signed_up,
    have_ticked_the_file,
    seats,
    somebody_for_whom_a_seat_is_kept,
    somebody_signed_up,
    somebody_who_was_not_told,
    somebody_who_would_come,
    two_files_and_a_date,
)
from webapp.models import MessageState, Seat, SeatState, Waiver
from webapp.portals.caseworker.workshops import SignUpForm
from webapp.portals.farmer.workshops import AdultForm
from webapp.portals.seats.roll import CameForm
from webapp.portals.seats.roll_form import RollForm
from webapp.portals.seats.views import ReturnForm
from webapp.web.waiver_form import WaiverForm

STATE: At = of("seat", "state")

ROWS = [
    Row(
        "caseworker.choose_for_series",
        files_and_a_date,
        page="caseworker.show_series",
        fields={
            "party": typed(
                lambda world: [id_of("party")(world)], True, at=said("2 people are concerned.")
            ),
            "text": typed(None, True, at=said("2 people are concerned.")),
        },
    ),
    Row(
        "caseworker.choose_for_series",
        files_and_a_date,
        page="caseworker.show_series",
        fields={
            "party": typed(
                lambda world: [id_of("party")(world)], True, at=said("1 file is chosen.")
            ),
            "text": typed("ghazal", True, at=said("Nobody fits this search")),
            "find": typed("", True, at=said("1 file is chosen.")),
        },
        case="searching for others",
    ),
    Row(
        "caseworker.choose_for_series",
        two_files_and_a_date,
        page="caseworker.show_series",
        fields={
            "all": typed(True, True, at=said("3 people are concerned.")),
            "text": typed(None, True, at=said("3 people are concerned.")),
        },
        case="all that are found",
    ),
    Row(
        "caseworker.sign_up",
        files_and_a_date,
        form=SignUpForm,
        approach=have_ticked_the_file,
        then={seats: 2, audited("seat.signed-up"): True},
    ),
    Row(
        "caseworker.undo_sign_up",
        files_and_a_date,
        page="caseworker.show_series",
        approach=have_signed_up,
        fields={"seat": typed(None, True, at=said("2 sign-ups undone."))},
        then={seats: 0},
    ),
    Row(
        "caseworker.return_seat",
        somebody_signed_up,
        form=ReturnForm,
        subject="seat",
        fields={"reason": typed("course")},
        then={STATE: SeatState.CANCELLED, audited("seat.cancelled"): True},
    ),
    Row(
        "caseworker.note_attendance",
        a_date_of_yesterday,
        form=RollForm,
        fields={
            "seat_{seat}": typed("excused", SeatState.EXCUSED, at=STATE),
            "others": typed("present", SeatState.ATTENDED, at=of("other", "state")),
            "seat_{other}": carried(SeatState.ATTENDED, at=of("other", "state")),
            "why_{seat}": typed("childcare", at=of("seat", "reason")),
            "why_{other}": carried(None, at=of("other", "reason")),
        },
        then={audited("sitting.noted", "known"): 2},
    ),
    Row(
        "coordinator.note_attendance",
        an_evening_of_a_village,
        form=CameForm,
        subject="sitting",
        edits=True,
        fields={"came": typed("34", 34)},
        then={audited("sitting.counted", "came"): 34},
    ),
    Row(
        "caseworker.waive_preparation",
        a_file_that_is_not_prepared,
        form=WaiverForm,
        subject=newest(Waiver),
        fields={"reason": typed("Both grew up on a farm.")},
        then={audited("party.preparation-waived", "people"): 2},
    ),
    Row(
        "coordinator.waive_farm_preparation",
        a_farm_that_is_not_prepared,
        form=WaiverForm,
        fields={"reason": typed("They have hosted for years.", at=of("farm", "workshop_waiver"))},
        then={audited("farm.preparation-waived"): True},
    ),
    Row(
        "farmer.sign_up_adult",
        a_farm_and_a_date,
        form=AdultForm,
        subject=newest(Seat),
        fields={"name": typed("Luc Duval")},
        then={"farm_id": lambda world: world.farm.id, audited("seat.signed-up"): True},
    ),
    Row(
        "farmer.return_seat",
        an_adult_signed_up,
        page="farmer.list_workshops",
        then={STATE: SeatState.CANCELLED},
    ),
    Row(
        "farmer.accept_seat",
        an_adult_for_whom_a_seat_is_kept,
        page="farmer.list_workshops",
        then={of("seat", "kept_until"): None},
    ),
    Row(
        "farmer.take_seat_up",
        an_adult_whose_turn_went_by,
        page="farmer.list_workshops",
        then={of("seat", "state"): SeatState.SIGNED_UP, of("seat", "passed_at"): None},
    ),
    Row(
        "visit_page.answer_workshop",
        a_household_with_a_link,
        page="visit_page.show_workshops",
        fields={"said": typed("come", True, at=said("Avec une place"))},
        then={seats: 2, audited("seat.signed-up"): True},
    ),
    Row(
        "visit_page.answer_workshop",
        a_household_with_a_link,
        page="visit_page.show_workshops",
        fields={
            "person": typed(
                lambda world: str(world.party.persons[0].id), True, at=said("Avec une place")
            ),
            "said": typed("come", True, at=said("Avec une place")),
        },
        then={seats: 1},
        case="of one alone",
    ),
    Row(
        "caseworker.send_workshops",
        files_and_a_date,
        page="caseworker.show_party",
        then={written("workshops-link"): 1, audited("party.workshops-shown"): True},
    ),
    Row(
        "caseworker.repeat_to_household",
        somebody_who_was_not_told,
        subject="message",
        page="caseworker.show_todo",
        then={"state": MessageState.QUEUED, audited("party.message-repeated"): True},
    ),
    Row(
        "caseworker.accept_seat",
        somebody_for_whom_a_seat_is_kept,
        page="caseworker.show_series",
        then={of("seat", "kept_until"): None, audited("seat.accepted"): True},
    ),
    Row(
        "caseworker.take_seat_up",
        somebody_who_would_come,
        page="caseworker.show_series",
        then={STATE: SeatState.SIGNED_UP},
    ),
    Row(
        "caseworker.join_series",
        a_date_of_staff,
        page="caseworker.show_series",
        subject=newest(Seat),
        then={"user_id": lambda world: world.reader.id, audited("seat.signed-up"): True},
    ),
]
