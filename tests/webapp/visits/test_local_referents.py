"""The local referent of a visit: what they see and when, what they may do, who is told."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    CAEN,
    a_caseworker,
    a_coordinator,
    a_farm,
    a_help_call,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from tests.webapp.visits.nearby import a_local_referent
from webapp.channels.delivery import is_needed
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Answer,
    Feedback,
    FollowUp,
    HelpCall,
    LocalReferent,
    Message,
    MessageState,
    NoteKind,
    Party,
    Person,
    Side,
    User,
    Visit,
    VisitNote,
    VisitState,
)
from webapp.services.accounts import users
from webapp.services.visits import disclosure, help_calls, local_referents, proposing, stays
from webapp.services.visits.nearby import LookedAfter

YES: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}


def given(
    db: Session, state: VisitState = VisitState.CONFIRMED, arrival: date | None = None
) -> tuple[Visit, User]:
    """A visit to which both have said yes, and who looks after it near the farm."""
    person = a_person(first_name="Xanthippe", last_name="Ombredune")
    party = a_party(db, persons=[person], needs=["step-free", "halal-menu"], notes="Zéphyrine")
    slot = a_slot(db, an_offer(db, a_farm(db, name="Ferme des Quatrelunes")), arrival=arrival)
    visit = a_visit(db, party, slot, state=state, **YES)
    lise = a_local_referent(db, name="Lise")
    visit.local_referent = lise
    db.flush()
    return visit, lise


def written(db: Session, reader: User) -> set[str]:
    """The kinds of what would leave to a reader now."""
    waits = Message.state == MessageState.QUEUED
    mine = db.scalars(select(Message).where(Message.user_id == reader.id, waits))
    return {message.kind for message in mine if is_needed(db, message)}


@pytest.mark.parametrize("state", VisitState)
def test_the_database_shows_a_visit_to_its_local_referent_alone_once_both_have_said_yes(
    db: Session, state: VisitState
) -> None:
    visit, lise = given(db, state)
    other = a_local_referent(db)
    db.add(Feedback(visit_id=visit.id, side=Side.FARM, grid="farm-1", answers={}, word="Hush"))
    db.add(FollowUp(visit_id=visit.id, side=Side.FARM, months=1, due_on=today()))
    local_referents.note(db, visit, lise, NoteKind.REACHED, "")
    shown = (Visit, Party, Person, VisitNote)
    for reader, seen in ((lise, state in local_referents.SEEN), (other, False)):
        set_scope(db, Scope("local-referent", reader.id, reader.id))
        assert {len(db.scalars(select(kind)).all()) for kind in shown} == {int(seen)}
        assert not db.scalars(select(Feedback.id)).all()
        assert not db.scalars(select(FollowUp.id)).all()
    for side in (Scope("farm", visit.farm_id), Scope("visit", visit.id)):
        set_scope(db, side)
        assert not db.scalars(select(VisitNote.id)).all()
    set_scope(db, EVERYONE)


def test_a_visit_is_seen_until_a_week_after_its_last_day(db: Session) -> None:
    for days, seen in ((7, True), (8, False)):
        first = today() - timedelta(days=4 + days)
        visit, lise = given(db, VisitState.COMPLETED, first)
        assert visit.departure == today() - timedelta(days=days)
        found = db.scalars(select(Visit).where(*local_referents.seen_by(lise))).all()
        assert (visit in found, local_referents.is_seen(visit)) == (seen, seen)


def test_they_read_first_names_hours_the_farm_and_whom_to_call_and_nothing_of_the_file(
    db: Session, page: Page
) -> None:
    visit, lise = given(db)
    seen = asdict(local_referents.view(db, visit))
    assert set(seen) == {
        "arrival", "departure", "state", "hour", "first_names", "people", "languages", "needs",
        "farm", "farm_phone", "town", "station", "may_say_arrived", "has_arrived",
        "may_call_help", "contacts",
    }  # fmt: skip
    assert seen["needs"] == ("step-free",)
    page.sign_in(lise)
    read = page.visit(f"/near/visits/{visit.id}").text
    assert "Xanthippe" in read
    assert "Quatrelunes" in read
    for private in ("Ombredune", "Zéphyrine", visit.party.code, "chemin du Marais", "halal"):
        assert private not in read
    assert str(visit.party.phone)[-8:] not in read.replace(" ", "")


def test_the_nearest_to_the_farm_are_proposed_first_and_who_is_away_is_not(db: Session) -> None:
    visit, lise = given(db)
    far = a_local_referent(db, nearby=LocalReferent(commune=CAEN["commune"], phone="+33611111111"))
    days = {"away_from": visit.departure, "away_until": visit.departure + timedelta(days=9)}
    gone = a_local_referent(db, nearby=LocalReferent(commune="50099", phone=None, **days))
    a_local_referent(db, suspended_at=now())
    near = local_referents.proposed(db, visit)
    assert [each.user for each in near] == [lise, far]
    assert near[0].km < near[1].km
    with pytest.raises(RuleBroken, match="local-referent-away"):
        local_referents.give(db, visit, gone)
    with pytest.raises(RuleBroken, match="local-referent-unknown"):
        local_referents.give(db, visit, a_coordinator(db))


def test_whoever_is_given_a_visit_is_told_and_whoever_loses_it_after_that(db: Session) -> None:
    visit, lise = given(db)
    local_referents.give(db, visit, None)
    assert written(db, lise) == set()  # they had never heard of it
    local_referents.give(db, visit, lise)
    assert written(db, lise) == {"local-visit-given"}
    for message in db.scalars(select(Message).where(Message.user_id == lise.id)):
        if is_needed(db, message):
            message.send()
    proposing.tell(db, visit, Side.FARM, "visit-hour-agreed")
    assert written(db, lise) == {"local-visit-changed"}
    ann = a_local_referent(db)
    local_referents.give(db, visit, ann)
    assert written(db, lise) == {"local-visit-taken"}
    assert written(db, ann) == {"local-visit-given"}
    stays.cancel(db, visit, None, "weather")
    assert written(db, ann) == set()  # it was given and taken before they heard of it


def test_a_proposed_visit_is_told_of_once_both_have_said_yes(db: Session) -> None:
    visit, lise = given(db, VisitState.PROPOSED)
    visit.local_referent = None
    local_referents.give(db, visit, lise)
    assert written(db, lise) == set()


def leave(db: Session, how: str, lise: User) -> None:
    """Let somebody be away from today on, or be shut out."""
    nearby = lise.nearby
    assert nearby is not None
    if how == "away":
        set_scope(db, Scope("local-referent", lise.id, lise.id))
        assert local_referents.stay_away(db, nearby, (today(), today() + timedelta(days=90))) == 1
        set_scope(db, EVERYONE)
    else:
        users.suspend(db, lise, by=a_coordinator(db))


@pytest.mark.parametrize("how", ["away", "shut out"])
@pytest.mark.parametrize("state", [VisitState.PROPOSED, VisitState.CONFIRMED])
def test_who_cannot_come_gives_the_visit_back_and_its_association_is_told(
    db: Session, how: str, state: VisitState
) -> None:
    visit, lise = given(db, state)
    claire = a_caseworker(db, visit.party.organisation)
    leave(db, how, lise)
    db.refresh(visit)
    assert visit.local_referent_id is None
    assert written(db, claire) == {"local-visit-open"}
    local_referents.give(db, visit, a_local_referent(db))
    assert written(db, claire) == set()


def test_their_call_for_help_stands_before_the_association_and_neither_side_learns_of_it(
    db: Session,
) -> None:
    visit, lise = given(db, VisitState.UNDER_WAY, today())
    claire = a_caseworker(db, visit.party.organisation)
    a_help_call(db, visit, taken_at=now())
    set_scope(db, Scope("local-referent", lise.id, lise.id))
    made = help_calls.call(db, visit, None)
    assert help_calls.call(db, visit, None) is made
    set_scope(db, EVERYONE)
    assert (made.side, made.waits, made.association_at is not None) == (None, True, True)
    assert help_calls.latest(db, visit, Side.FARM) is None
    assert help_calls.latest(db, visit, Side.PARTY) is not made
    assert written(db, claire) == {"help-asked"}
    with db.no_autoflush:
        assert db.scalars(select(HelpCall).where(HelpCall.side.is_(None))).one() is made


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (VisitState.PROPOSED, "They are written to once both sides have said yes."),
        (VisitState.CONFIRMED, "Whom it concerns is written to."),
    ],
)
def test_whoever_gives_a_visit_reads_whether_somebody_is_written_to(
    db: Session, page: Page, state: VisitState, told: str
) -> None:
    visit, _lise = given(db, state)
    visit.local_referent = None
    ann = a_local_referent(db)
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    address = f"/casework/visits/{visit.id}/local-referent"
    page.visit(address).submit({"who": str(ann.id)}, button="Save")
    assert told in page.text
    page.visit(address).submit({"who": str(ann.id)}, button="Save")
    assert "Nothing has changed." in page.text


@pytest.mark.parametrize("missing", ["away_from", "away_until"])
def test_one_day_of_an_absence_without_the_other_is_asked_for_beside_it(
    db: Session, page: Page, missing: str
) -> None:
    days = {each: "" if each == missing else str(today()) for each in ("away_from", "away_until")}
    page.sign_in(a_local_referent(db, language="en")).visit("/near/away")
    page.submit(days, button="Save")
    assert "Enter both days, or none" in page.text
    assert "somebody, or you in another window" not in page.text
    assert page.soup.select_one(f"#{missing}[aria-invalid]")


@pytest.mark.parametrize("how", ["nobody", "shut out", "away"])
def test_nobody_is_told_of_the_end_of_what_they_never_heard_of(db: Session, how: str) -> None:
    visit, lise = given(db, VisitState.PROPOSED)
    if how == "nobody":
        local_referents.give(db, visit, None)
    else:
        leave(db, how, lise)
    assert db.scalars(select(Message).where(Message.user_id == lise.id)).all() == []


def test_a_visit_that_nobody_looks_after_near_the_farm_stands_on_the_board(
    db: Session, page: Page
) -> None:
    visit, lise = given(db, VisitState.CONFIRMED, today() + timedelta(days=3))
    reader = a_caseworker(db, visit.party.organisation, language="en")
    title = "Nobody near the farm looks after it"
    assert title not in page.sign_in(reader).visit("/casework/").text
    ann = a_local_referent(db)
    leave(db, "shut out", lise)
    db.commit()
    page.sign_in(reader).visit("/casework/")
    assert title in page.text
    page.follow("Choose somebody").submit({"who": str(ann.id)}, button="Save")
    assert title not in page.visit("/casework/").text


def test_where_the_programme_has_no_local_referents_the_board_misses_none(
    db: Session, page: Page
) -> None:
    visit, lise = given(db, VisitState.CONFIRMED, today() + timedelta(days=3))
    leave(db, "shut out", lise)
    db.commit()
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    assert "Nobody near the farm" not in page.visit("/casework/").text


@pytest.mark.parametrize("side", Side)
def test_both_sides_read_on_their_sheet_that_a_volunteer_looks_after_the_visit_and_who_if_told(
    db: Session, side: Side
) -> None:
    visit, lise = given(db)
    assert lise.nearby
    lise.name = "Lise Marchand"
    told = []
    for named in (False, True):
        local_referents.be_named(db, lise.nearby, named=named)
        db.expire(visit)
        set_scope(db, Scope("visit", visit.id))  # where no account is seen
        told += [disclosure.view(db, visit, side, code_given=code).nearby for code in (False, True)]
        set_scope(db, EVERYONE)
    assert told == [None, LookedAfter(""), None, LookedAfter("Lise")]
