"""Why nobody came: behind the link, in the farm's portal, and by telephone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party
from tests.webapp.forms.feedback import over
from tests.webapp.forms.places import audited
from tests.webapp.forms.row import Reading, Row, World, typed
from tests.webapp.workshops.builders import an_absence
from webapp.ground.clock import now
from webapp.models import MissedWord, Side, Visit, VisitState
from webapp.portals.caseworker.absences import AbsenceWordForm
from webapp.portals.farmer.missed import MissedForm
from webapp.portals.visit_desk.forms import MissedWordForm, MissForm
from webapp.services.records.tokens import household_token, visit_token
from webapp.services.visits import missed
from webapp.services.workshops import contests
from webapp.web.contest_form import ContestForm
from webapp.web.not_right_form import NotRightForm


def nobody_came(db: Session, **given: Any) -> Visit:
    """A visit of which it was noted an hour ago that its guests did not come."""
    noted = {"ended_by": Side.PARTY, "end_reason": "other", "ended_at": now() - timedelta(hours=1)}
    return over(db, **{"state": VisitState.NO_SHOW, **noted, **given})


def guests(db: Session) -> World:
    visit = nobody_came(db)
    return World(visit=visit, token=visit_token(visit, Side.PARTY))


def guests_who_contest(db: Session) -> World:
    world = guests(db)
    missed.contest(db, world.visit, "The bus did not come.")
    return world


def a_farm(db: Session) -> World:
    visit = nobody_came(db)
    return World(visit=visit, reader=a_farmer(db, visit.farm, language="en"))


def a_desk(db: Session) -> World:
    visit = nobody_came(db)
    return World(visit=visit, reader=a_caseworker(db, visit.party.organisation, language="en"))


def a_desk_that_noted_a_contest(db: Session) -> World:
    world = a_desk(db)
    missed.contest(db, world.visit, "", world.reader)
    return world


def said(name: str, side: Side = Side.PARTY) -> Callable[[Reading], Any]:
    """Return what reads something of the word of a side."""

    def read(reading: Reading) -> Any:
        mine = MissedWord.visit_id == reading.world.visit.id, MissedWord.side == side
        return reading.fresh.scalar(select(getattr(MissedWord, name)).where(*mine))

    return read


def somebody_noted(db: Session) -> World:
    """Somebody who is noted as absent from a workshop, behind their link."""
    review = an_absence(db, a_party(db, language="en").persons[0])
    return World(seat=review.seat, review=review, token=household_token(review.party))


def somebody_noted_who_contests(db: Session) -> World:
    world = somebody_noted(db)
    contests.contest(db, world.seat, "")
    return world


def the_desk_of_somebody_noted(db: Session) -> World:
    world = somebody_noted(db)
    world.reader = a_caseworker(db, world.review.party.organisation, language="en")
    return world


def a_desk_that_noted_theirs(db: Session) -> World:
    world = the_desk_of_somebody_noted(db)
    contests.contest(db, world.seat, "", world.reader)
    return world


def of_seat(name: str) -> Callable[[Reading], Any]:
    """Return what reads something of the word about a seat."""

    def read(reading: Reading) -> Any:
        mine = MissedWord.seat_id == reading.world.seat.id
        return reading.fresh.scalar(select(getattr(MissedWord, name)).where(mine))

    return read


WORDS = "The bus did not come."
ROWS = [
    Row(
        "visit_page.contest_seat",
        somebody_noted,
        form=NotRightForm,
        fields={"contest": typed(WORDS, at=of_seat("contest"))},
        then={audited("seat.contested"): True},
    ),
    Row(
        "visit_page.take_seat_contest_back",
        somebody_noted_who_contests,
        page="visit_page.contest_seat",
        then={of_seat("contested_at"): None, audited("seat.contest-withdrawn"): True},
    ),
    Row(
        "visit_page.keep_seat_missed",
        somebody_noted,
        page="visit_page.tell_seat_missed",
        fields={"answer": typed("transport", at=of_seat("cause"))},
        then={audited("seat.missed-said"): True},
    ),
    Row(
        "caseworker.note_absence_word",
        the_desk_of_somebody_noted,
        form=AbsenceWordForm,
        fields={
            "said_by": typed("people", True, at=lambda it: of_seat("cause")(it) is not None),
            "cause": typed("childcare", at=of_seat("cause")),
        },
        then={of_seat("said_to_id"): lambda world: world.reader.id},
    ),
    Row(
        "caseworker.contest_absence",
        the_desk_of_somebody_noted,
        form=ContestForm,
        fields={"contest": typed(WORDS, at=of_seat("contest"))},
        then={of_seat("contested_to_id"): lambda world: world.reader.id},
    ),
    Row(
        "caseworker.withdraw_absence_contest",
        a_desk_that_noted_theirs,
        page="caseworker.show_absence",
        then={of_seat("contested_at"): None, audited("seat.contest-withdrawn"): True},
    ),
    Row(
        "visit_page.keep_missed",
        guests,
        page="visit_page.tell_missed",
        fields={"answer": typed("transport", at=said("cause"))},
        then={audited("visit.missed-said"): True},
    ),
    Row(
        "visit_page.contest_missed",
        guests,
        form=NotRightForm,
        fields={"contest": typed(WORDS, at=said("contest"))},
        then={audited("visit.missed-contested"): True},
    ),
    Row(
        "visit_page.take_contest_back",
        guests_who_contest,
        page="visit_page.contest_missed",
        then={said("contested_at"): None, audited("visit.missed-contest-withdrawn"): True},
    ),
    Row(
        "farmer.tell_missed",
        a_farm,
        form=MissedForm,
        fields={"cause": typed("guest", at=said("cause", Side.FARM))},
        then={audited("visit.missed-said"): True},
    ),
    Row(
        "caseworker.note_missed_word",
        a_desk,
        form=MissedWordForm,
        fields={
            "said_by": typed("farm", True, at=lambda it: said("cause", Side.FARM)(it) is not None),
            "cause": typed("nobody", at=said("cause", Side.FARM)),
        },
        then={said("said_to_id", Side.FARM): lambda world: world.reader.id},
    ),
    Row(
        "caseworker.note_contest",
        a_desk,
        form=ContestForm,
        fields={"contest": typed(WORDS, at=said("contest"))},
        then={said("contested_to_id"): lambda world: world.reader.id},
    ),
    Row(
        "caseworker.withdraw_contest",
        a_desk_that_noted_a_contest,
        page="caseworker.show_visit",
        then={said("contested_at"): None, audited("visit.missed-contest-withdrawn"): True},
    ),
    Row(
        "caseworker.correct_absence",
        a_desk,
        form=MissForm,
        subject="visit",
        fields={"by": typed("farm", Side.FARM, at="ended_by"),
                "reason": typed("lodging", at="end_reason")},
        then={audited("visit.missed-corrected"): True},
        edits=True,
    ),
]  # fmt: skip
