"""Nobody came: each side says why, what differs stays, and people may say that it is not so."""

from itertools import product

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer
from tests.page import Page
from tests.webapp.forms.missed import nobody_came
from webapp.ground.clock import now, today
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import (
    MISSED_CAUSES,
    AbsenceReview,
    Fault,
    MissedWord,
    ReviewState,
    Side,
    Visit,
    VisitState,
    fault_of,
)
from webapp.services.after import asking_missed
from webapp.services.records.tokens import visit_token
from webapp.services.visits import missed, stays, undoing
from webapp.services.workshops import absences

pytestmark = pytest.mark.usefixtures("noon")

PARTY, FARM = Side.PARTY, Side.FARM


def fault(guests: str | None, farm: str | None, *, contested: bool, talked: bool) -> Fault:
    return fault_of({PARTY: guests, FARM: farm}, contested=contested, talked=talked)


@pytest.mark.parametrize(
    ("guests", "farm", "contested", "talked"),
    list(product((None, *MISSED_CAUSES), (None, *MISSED_CAUSES), (False, True), (False, True))),
)
def test_nobody_is_counted_at_fault_without_their_own_word_or_a_talk(
    guests: str | None, farm: str | None, *, contested: bool, talked: bool
) -> None:
    found = fault(guests, farm, contested=contested, talked=talked)
    said = {guests, farm} - {None, "unknown"}
    if contested or len(said) == 2:
        assert found is Fault.DIFFERS
    elif found is Fault.GUEST:
        assert guests == "guest" or (talked and said <= {"guest"})
    elif found is Fault.FARM:
        assert farm == "farm"
    elif found is Fault.UNKNOWN:
        assert said in (set(), {"guest"}, {"farm"})
    else:
        assert said == {found.value}


def test_guests_say_why_with_one_tap_and_change_it_for_seven_days(
    page: Page, db: Session, visit: Visit
) -> None:
    page.visit(f"/v/{visit_token(visit, PARTY)}").follow("قولوا ما حدث")
    page.submit({"answer": "transport"})
    assert "شكراً" in page.text
    page.visit(f"/v/{visit_token(visit, PARTY)}/missed").submit({"answer": "guest"})
    told = missed.told(db, visit)
    assert (told.words[PARTY].cause, told.fault) == ("guest", Fault.GUEST)
    assert len(db.scalars(select(MissedWord)).all()) == 1
    with time_machine.travel(now() + missed.OPEN_FOR, tick=False):
        page.visit(f"/v/{visit_token(visit, PARTY)}")
        assert "قولوا ما حدث" not in page.text
        with pytest.raises(RuleBroken, match="missed-closed"):
            missed.say(db, visit, PARTY, "farm")
        missed.contest(db, visit, "")  # at any time


def test_the_two_accounts_stand_beside_each_other_and_neither_side_reads_the_other(
    page: Page, db: Session, visit: Visit
) -> None:
    missed.say(db, visit, PARTY, "farm")
    page.sign_in(a_farmer(db, visit.farm, language="en")).visit(f"/farm/visits/{visit.id}")
    page.follow("Say what happened").submit({"cause": "guest"}, button="Send")
    assert "could not receive" not in page.text
    page.visit(f"/v/{visit_token(visit, PARTY)}/missed?lang=en")
    assert "They did not come" not in page.text
    desk = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(desk).visit(f"/casework/visits/{visit.id}")
    for words in ("The farm could not receive them", "The people could not come",
                  "By what each says, at fault: Not the same is said"):  # fmt: skip
        assert words in page.text
    assert missed.told(db, visit).fault is Fault.DIFFERS


def test_what_is_not_said_stays_unknown_whatever_the_association_has_noted(
    page: Page, db: Session, visit: Visit
) -> None:
    assert visit.ended_by is PARTY
    assert missed.told(db, visit).fault is Fault.UNKNOWN
    missed.say(db, visit, FARM, "guest")
    assert missed.told(db, visit).fault is Fault.UNKNOWN
    desk = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(desk).visit(f"/casework/visits/{visit.id}")
    assert "Nothing said: unknown." in page.text
    assert "By what each says, at fault: Unknown" in page.text


def test_a_caseworker_notes_by_telephone_who_said_what(
    page: Page, db: Session, visit: Visit
) -> None:
    desk = a_caseworker(db, visit.party.organisation, language="en", name="Claire")
    page.sign_in(desk).visit(f"/casework/visits/{visit.id}")
    page.follow("Note what a side says by telephone")
    page.submit({"said_by": "party"}, button="Save")
    assert "Choose one of the answers" in page.text
    page.submit({"said_by": "party", "cause": "transport"}, button="Save")
    assert "noted by Claire" in page.text
    assert missed.told(db, visit).fault is Fault.TRANSPORT
    missed.say(db, visit, PARTY, "guest")
    assert missed.told(db, visit).words[PARTY].said_to is None


def test_an_absence_is_recorded_while_nobody_knows_why_and_noted_anew_later(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.state, visit.ended_by, visit.end_reason = VisitState.COMPLETED, None, None
    visit.ended_at = None
    db.flush()
    desk = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(desk).visit(f"/casework/visits/{visit.id}").follow("It did not take place")
    page.submit({"by": "nobody-knows", "reason": "not-known"}, button="Record it")
    assert visit.state is VisitState.NO_SHOW
    assert visit.ended_by is None
    assert absences.flag_due(db) == 0
    page.follow("Note anew why nobody came")
    page.submit({"by": "party", "reason": "transport"}, button="Record it")
    noted = db.execute(select(Visit.ended_by, Visit.end_reason).where(Visit.id == visit.id)).one()
    assert noted == (PARTY, "transport")
    assert absences.flag_due(db) == 1


@pytest.mark.parametrize("state", [each for each in VisitState if each != "no-show"])
def test_nothing_is_said_of_a_visit_to_which_somebody_came(
    page: Page, db: Session, state: VisitState
) -> None:
    visit = nobody_came(db, state=state)
    for act in (
        lambda: missed.say(db, visit, PARTY, "guest"),
        lambda: missed.contest(db, visit, ""),
        lambda: stays.correct_miss(db, visit, FARM, "other"),
    ):
        with pytest.raises(RuleBroken):
            act()
    assert not asking_missed.awaits(db, visit, PARTY)
    page.visit(f"/v/{visit_token(visit, PARTY)}/missed/contest", status=404)


def reviewed(db: Session, visit: Visit, state: ReviewState) -> AbsenceReview:
    by, other = a_caseworker(db, visit.party.organisation), a_caseworker(db)
    absences.flag_due(db)
    review = db.scalars(select(AbsenceReview)).one()
    if state is not ReviewState.FLAGGED:
        absences.plan(db, review, today())
    if state not in {ReviewState.FLAGGED, ReviewState.TALK_PLANNED}:
        absences.talk(db, review, by, today(), "ar", "transport")
    if state is ReviewState.TALKED:
        absences.sign(db, review, by)
    if state is ReviewState.REMEDIED:
        absences.mend(db, review, "transport")
    if state is ReviewState.PLACE_GIVEN_ON:
        review.sign(by)
        review.sign(other)
    db.flush()
    return review


@pytest.mark.parametrize("state", ReviewState)
def test_a_contest_opens_the_talk_again_and_takes_no_remedy_away(
    db: Session, visit: Visit, state: ReviewState
) -> None:
    review = reviewed(db, visit, state)
    set_scope(db, Scope("visit", visit.id))  # as behind the guests' link, where no review is seen
    missed.contest(db, visit, "The bus did not come.")
    set_scope(db, EVERYONE)
    db.refresh(review)
    reopened = state is ReviewState.TALKED
    assert review.state is (ReviewState.FLAGGED if reopened else state)
    if reopened:
        assert review.signed_by_id is None
        with pytest.raises(RuleBroken, match="not-from-this-state"):
            absences.sign(db, review, a_caseworker(db))
    assert missed.told(db, visit).fault is Fault.DIFFERS


def test_after_a_talk_the_absence_counts_until_the_people_contest_it(
    db: Session, visit: Visit
) -> None:
    reviewed(db, visit, ReviewState.REMEDIED)
    assert missed.told(db, visit).fault is Fault.GUEST
    missed.contest(db, visit, "")
    assert missed.told(db, visit).fault is Fault.DIFFERS
    missed.withdraw(db, visit)
    assert missed.told(db, visit).fault is Fault.GUEST
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        missed.withdraw(db, visit)


def test_guests_contest_in_their_language_and_whoever_talks_with_them_reads_it(
    page: Page, db: Session, visit: Visit
) -> None:
    review = reviewed(db, visit, ReviewState.FLAGGED)
    page.visit(f"/v/{visit_token(visit, PARTY)}").follow("هذا غير صحيح")
    assert "سُجِّل أنكم لم تأتوا" in page.text
    page.submit({"contest": "لم تأتِ الحافلة"}, button="قولوا إن هذا غير صحيح")
    assert "قلتم إن هذا غير صحيح" in page.text
    desk = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(desk).visit(f"/casework/absences/{review.id}")
    assert "The people say that what is noted is not right." in page.text
    assert "لم تأتِ الحافلة" in page.text
    page.follow("Open the visit")
    assert "They agree after all" not in page.text  # it is theirs to say
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        missed.withdraw(db, visit, desk)


def test_a_contest_needs_no_word(page: Page, db: Session, visit: Visit) -> None:
    page.visit(f"/v/{visit_token(visit, PARTY)}/missed/contest?lang=en")
    page.submit(button="Say that it is not right")
    [word] = db.scalars(select(MissedWord))
    assert (word.contest, word.cause) == (None, None)
    assert word.contested_at is not None
    page.visit(f"/v/{visit_token(visit, FARM)}/missed/contest", status=404)


def test_what_was_said_of_an_absence_that_was_taken_back_is_not_said_of_the_next(
    db: Session, visit: Visit
) -> None:
    visit.state = VisitState.COMPLETED
    db.flush()
    stays.miss(db, visit, PARTY, "other")
    missed.say(db, visit, PARTY, "guest")
    missed.contest(db, visit, "No.")
    undoing.undo(db, visit)
    stays.miss(db, visit, PARTY, "other")
    assert missed.told(db, visit).words == {}
    missed.say(db, visit, PARTY, "transport")
    told = missed.told(db, visit)
    assert (told.fault, told.contested) == (Fault.TRANSPORT, None)


def test_the_database_keeps_one_word_a_side_and_no_contest_of_a_farm(
    db: Session, visit: Visit
) -> None:
    missed.say(db, visit, PARTY, "guest")
    of = {"party_id": visit.party_id, "visit_id": visit.id}
    for row in ({**of, "side": PARTY}, {**of, "side": FARM, "contested_at": now()},
                {**of, "side": FARM, "cause": "guest"}):  # fmt: skip
        savepoint = db.begin_nested()
        db.add(MissedWord(**row))
        with pytest.raises(IntegrityError):
            db.flush()
        savepoint.rollback()


def test_what_people_contest_themselves_no_desk_writes_over_or_takes_back(
    db: Session, visit: Visit
) -> None:
    missed.contest(db, visit, "Nous étions à la gare.")
    for words in ("", "Un autre mot."):
        with pytest.raises(RuleBroken, match="changed-meanwhile"):
            missed.contest(db, visit, words, a_caseworker(db))
    contested = missed.told(db, visit).contested
    assert contested
    assert (contested.contest, contested.contested_to_id) == ("Nous étions à la gare.", None)
    for words in ("", "Le car est en panne.", "Le car est en panne."):
        missed.contest(db, visit, words)
    assert contested.contest == "Nous étions à la gare.\nLe car est en panne."


def test_a_contest_is_over_once_it_is_noted_otherwise(db: Session, visit: Visit) -> None:
    missed.contest(db, visit, "")
    stays.correct_miss(db, visit, visit.ended_by, visit.end_reason or "other")
    assert missed.told(db, visit).contested, "Noted the same again, nothing is answered"
    stays.correct_miss(db, visit, Side.FARM, "farm-work")
    assert missed.told(db, visit).contested is None
