"""What can be done to a visit is offered, and the page of each act has a form, or neither."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_help_call, a_party, a_slot, a_visit
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import Misfit, Visit, VisitState
from webapp.services.visits import help_calls, possible

pytestmark = pytest.mark.usefixtures("spring")

PAGES = {
    "record_answer": "answer",
    "record_absence": "absence",
    "correct_absence": "absence/correction",
    "note_missed_word": "absence/word",
    "note_contest": "absence/contest",
    "end_visit": "early-end",
    "cancel_visit": "cancellation",
    "keep_visit": "keeping",
}
"""The acts with a page of their own, and its address after that of the visit."""
BUTTONS = {
    "record_arrival": "arrival",
    "take_back_arrival": "arrival/mistake",
    "renew_links": "links",
}
HERE_NOW = {VisitState.UNDER_WAY, VisitState.NO_SHOW, VisitState.ENDED_EARLY, VisitState.COMPLETED}


@pytest.mark.parametrize("state", VisitState)
def test_a_page_has_a_form_where_its_act_is_possible_and_nowhere_else(
    page: Page, db: Session, state: VisitState
) -> None:
    me = a_caseworker(db, language="en")
    slot = a_slot(db, arrival=today()) if state in HERE_NOW else a_slot(db)
    visit = a_visit(db, a_party(db, me.organisation), slot, state=state)
    visit.misfits.append(Misfit(rule="distance"))
    db.flush()
    here = f"/casework/visits/{visit.id}"
    page.sign_in(me).visit(here)
    offered = {str(link["href"]) for link in page.soup.select(".actions a[href]")}
    pressed = {str(form.get("action")) for form in page.soup.select("form[method=post]")}
    can_be_done = possible.acts_on(visit)
    for act, address in BUTTONS.items():
        assert (f"{here}/{address}" in pressed) == (act in can_be_done)
    for act, address in PAGES.items():
        assert (f"{here}/{address}" in offered) == (act in can_be_done)
        page.visit(f"{here}/{address}")
        forms = [each for each in page.soup.select("main form") if each.get("method") == "post"]
        assert bool(forms) == (act in can_be_done), f"{act} of a visit that is {state}"
        assert ("Nothing can be recorded here now." in page.text) == (act not in can_be_done)


def test_what_was_written_too_late_is_shown_and_has_no_form(page: Page, db: Session) -> None:
    me = a_caseworker(db, language="en")
    other = a_caseworker(db, me.organisation)
    visit: Visit = a_visit(db, a_party(db, me.organisation))
    call = a_help_call(db, visit)
    page.sign_in(me).visit(f"/casework/help/{call.id}/settlement")
    help_calls.settle(db, call, other, "The bus came.")
    page.submit({"note": "I drove them there myself."}, button="It is settled")
    assert f"This call is settled already, by {other.name}." in page.text
    assert "What you wrote was not kept: I drove them there myself." in page.text
    assert not page.soup.select("main form")
