"""An act is done to what its page showed: what was decided since is said first."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_guest_call,
    a_party,
    a_slot,
    a_visit,
    an_incident,
)
from tests.page import Page
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.ground.clock import today
from webapp.models import (
    Answer,
    Misfit,
    ReviewState,
    Side,
    SlotState,
    Visit,
    VisitState,
)
from webapp.services.farms import vetting
from webapp.services.records import audit
from webapp.services.records.tokens import visit_token
from webapp.services.visits import guest_calls, incident_acts, stays, undoing
from webapp.services.workshops import absences

pytestmark = pytest.mark.usefixtures("spring")

NOT_DONE = "Nothing is done yet. After you had opened this page, at"
Act = Callable[[Session, Visit], None]


def a_no_by_telephone(db: Session, visit: Visit) -> None:
    undoing.answer_by_telephone(db, visit, Side.FARM, Answer.NO, None)


def an_end(db: Session, visit: Visit) -> None:
    stays.cancel(db, visit, None, "weather")


def a_broken_rule(db: Session, visit: Visit) -> None:
    visit.misfits.append(Misfit(rule="dates"))
    audit.record(db, "visit.no-longer-fits", visit, rule="dates")


def too_far(_db: Session, visit: Visit) -> None:
    visit.misfits.append(Misfit(rule="distance"))


def nothing(_db: Session, _visit: Visit) -> None:
    """What stands before, where nothing has to."""


@pytest.mark.parametrize(
    ("before", "meanwhile", "act", "typed", "said"),
    [
        (nothing, a_no_by_telephone, "answer", {"side": "farm", "answer": "yes"},
         "Answer, The farm · No · by telephone · Ana Roy"),
        (nothing, a_no_by_telephone, "cancellation", {"by": "party", "reason": "weather"},
         "Answer, The farm · No · by telephone · Ana Roy"),
        (an_end, undoing.restore, "undo", {},
         "Restored: it stands as before"),
        (too_far, a_broken_rule, "keeping", {"reason": "Her sister lives next door."},
         "No longer fits, "),
    ],
)  # fmt: skip
def test_what_a_colleague_decided_meanwhile_is_said_before_an_act_is_done_to_a_visit(
    page: Page, db: Session, before: Act, meanwhile: Act, act: str, typed: dict[str, str], said: str
) -> None:
    me = a_caseworker(db, language="en")
    visit = a_visit(db, a_party(db, me.organisation))
    before(db, visit)
    here = f"/casework/visits/{visit.id}"
    page.sign_in(me).visit(here if act == "undo" else f"{here}/{act}")
    colleague = a_caseworker(db, me.organisation, name="Ana Roy")
    audit.set_actor(db, audit.Actor("user", colleague.id))
    meanwhile(db, visit)
    stood = (visit.state, visit.farm_answer)
    page.submit(typed, to=f"{here}/{act}")
    assert NOT_DONE in page.text
    assert said in page.text
    assert (visit.state, visit.farm_answer) == stood
    assert not any(misfit.kept_reason for misfit in visit.misfits)


def test_what_somebody_else_signed_is_said_to_a_caseworker_as_well(page: Page, db: Session) -> None:
    me = a_caseworker(db, language="en")
    colleague = a_caseworker(db, me.organisation, name="Ana Roy")
    person = a_party(db, me.organisation).persons[0]
    a_seat(db, a_series(db), person=person)  # a place to come, which may go on
    talked = {"state": ReviewState.TALKED, "talked_on": today(), "talked_by_id": me.id}
    review = an_absence(db, person, **talked)
    absence = f"/casework/absences/{review.id}"
    page.sign_in(me).visit(absence)
    audit.set_actor(db, audit.Actor("user", colleague.id))
    absences.sign(db, review, colleague)
    db.commit()
    page.submit(to=f"{absence}/signature")
    assert NOT_DONE in page.text
    assert review.second_by_id is None


def test_whoever_has_read_what_was_decided_may_decide_otherwise(page: Page, db: Session) -> None:
    me = a_caseworker(db, language="en")
    visit = a_visit(db, a_party(db, me.organisation))
    address = f"/casework/visits/{visit.id}/answer"
    page.sign_in(me).visit(address)
    a_no_by_telephone(db, visit)
    page.submit({"side": "farm"}, to=address)
    assert NOT_DONE not in page.text, "A form that is not well formed says so alone …"
    page.submit({"answer": "yes"}, to=address)
    assert NOT_DONE in page.text, "… and forgets nothing of what its page had shown"
    page.submit(to=address)
    assert visit.farm_answer is Answer.YES


@pytest.mark.parametrize("change", ["prolong", "shorten"])
def test_a_coordinator_who_forgot_their_own_earlier_word_reads_it_first(
    page: Page, db: Session, change: str
) -> None:
    me = a_coordinator(db, language="en")
    farm = a_farm(db, approved_until=today().replace(year=today().year + 1))
    earlier, typed = (today().replace(year=today().year + years) for years in (2, 3))
    vetting.prolong(db, farm, me, earlier, "They go on.")
    address = f"/programme/farms/{farm.id}/approval/{change}"
    page.sign_in(me).visit(address)
    assert "You have said yes until" in page.text
    assert str(earlier.year) in page.text
    colleague = a_coordinator(db, name="Ana Roy")
    audit.set_actor(db, audit.Actor("user", colleague.id))
    vetting.prolong(db, farm, colleague, typed, "Seen.")
    page.submit({"until": typed.isoformat(), "reason": "They go on."}, to=address)
    assert "Yes to a longer approval, Ana Roy" in page.text


def test_a_date_is_not_taken_back_that_somebody_of_the_farm_has_opened_again(
    page: Page, db: Session
) -> None:
    slot = a_slot(db)
    me, other = (a_farmer(db, slot.farm, language="en", name=name) for name in ("Ana", "Luc Roy"))
    page.sign_in(me).visit(f"/farm/dates/{slot.id}/withdrawal")
    audit.set_actor(db, audit.Actor("user", other.id))
    for act, done in (("withdrawn", slot.withdraw), ("reopened", slot.reopen)):
        done()
        audit.record(db, f"slot.{act}", slot)
    db.commit()
    page.submit({"reason": "busy"}, to=f"/farm/dates/{slot.id}/withdrawal")
    assert NOT_DONE in page.text
    assert "Date opened again, Luc Roy" in page.text
    assert slot.state is SlotState.OPEN


def test_who_closed_an_incident_or_called_guests_meanwhile_is_said_by_the_same_words(
    page: Page, db: Session
) -> None:
    me, other = (a_coordinator(db, language="en", name=name) for name in ("Ana", "Luc Roy"))
    visit = a_visit(db)
    incident, call = an_incident(db, visit), a_guest_call(db)
    visit.farm.put_on_hold()
    db.flush()
    page.sign_in(me).visit("/programme/")
    board = page.read
    page.visit(f"/programme/incidents/{incident.id}/closing")
    audit.set_actor(db, audit.Actor("user", other.id))
    incident_acts.close(db, incident, other, "Both sides were called.")
    guest_calls.make(db, call, other)
    db.commit()
    mine = "I called them as well, and they are at home."
    page.submit({"finding": mine}, button="Close the incident")
    for told in (NOT_DONE, "Incident closed, Luc Roy", "Closed by Luc Roy", mine):
        assert told in page.text
    page.read = board
    page.submit(to=f"/programme/guest-calls/{call.id}/made")
    assert NOT_DONE in page.text
    assert "Guests were called, Luc Roy" in page.text
    assert (incident.closed_by, call.made_by) == (other, other)


def test_the_second_window_of_one_side_says_which_answer_was_given_from_the_first(
    page: Page, db: Session, app: Flask
) -> None:
    visit = a_visit(db)
    address = f"/v/{visit_token(visit, Side.PARTY)}?lang=en"
    page.visit(address)
    Page(app, db).visit(address).submit(button="Yes")
    page.submit(button="No")
    assert (
        "An answer was given from another page meanwhile: “Yes”. Nothing is changed." in page.text
    )
    assert (visit.state, visit.party_answer) == (VisitState.PROPOSED, Answer.YES)
    page.submit(button="No")
    assert visit.party_answer is Answer.NO
