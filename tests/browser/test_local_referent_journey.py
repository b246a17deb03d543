"""A local referent's day on a telephone: who comes, that they are there, a note, and help."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.axe import see_that_it_fits
from tests.browser.person import Newcomer
from tests.browser.site import Site
from tests.builders import a_caseworker, a_party, a_person, a_slot, a_visit
from tests.webapp.visits.nearby import a_local_referent
from webapp.ground.clock import today
from webapp.models import Answer, Visit, VisitState

PHONE = 360
WORDS = "Ils ont manqué le car : je vais les chercher à la gare."


def test_a_local_referent_says_on_a_telephone_that_guests_came_notes_it_and_calls_for_help(
    newcomer: Newcomer, site: Site
) -> None:
    with site.database() as db:
        lise = a_local_referent(db)
        party = a_party(
            db, code="P-9401", persons=[a_person(first_name="Salma", last_name="Ombredune")]
        )
        claire = a_caseworker(db, party.organisation)
        slot = a_slot(db, arrival=today() - timedelta(days=1))
        yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
        stay = {"state": VisitState.UNDER_WAY, "local_referent_id": lise.id}
        visit = a_visit(db, party, slot, **stay, **yes)
        other = a_visit(db, a_party(db, code="P-9402"), state=VisitState.CONFIRMED, **yes)
        db.commit()
        number, hidden = visit.id, other.id
        mailboxes = lise.email, claire.email
    near = newcomer("A local referent receives guests", width=PHONE)
    near.stays_signed_in(site.cookie_of(mailboxes[0])).opens("/near/")
    near.sees("Salma")
    near.opens(f"/near/visits/{number}").presses("They are here")
    near.reads("I was mistaken: they are not here")
    near.follows("Note a call, or something to know")
    near.ticks(near.label("visit-note", "note"))
    near.writes("In your words", WORDS)
    near.presses("Write it down")
    near.sees(WORDS)
    assert "Ombredune" not in near.tab.content()
    near.presses("I need help")
    near.reads("Help")
    see_that_it_fits(near.tab)
    near.opens(f"/near/visits/{hidden}")
    near.reads("We cannot find this page")
    desk = newcomer("An association reads what a local referent noted")
    desk.stays_signed_in(site.cookie_of(mailboxes[1])).opens(f"/casework/visits/{number}")
    expect(desk.tab.get_by_text(WORDS).first).to_be_visible()
    with site.database() as db:
        assert db.get_one(Visit, number).arrived_at is not None
