"""People who have a link in a message and no account: they answer, prepare their visit, call."""

from itertools import count

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from webapp.models import Answer, Side, User, Visit
from webapp.services.records.tokens import visit_token

CLAIRE = "claire@sillon.example"
NUMBERS = count(9101)
"""Beyond those that the demonstration gives."""
PHONE = 360


@pytest.fixture
def proposed(site: Site) -> Visit:
    """A visit of this test's own that awaits both answers, of a party that Claire accompanies."""
    number = next(NUMBERS)
    with site.database() as session:
        claire = session.scalars(select(User).where(User.email == CLAIRE)).one()
        farm = a_farm(session, name=f"La ferme des Peupliers {number}")
        a_farmer(session, farm)
        party = a_party(session, claire.organisation, code=f"P-{number}")
        visit = a_visit(session, party, a_slot(session, an_offer(session, farm)))
        session.commit()
        return visit


@pytest.fixture
def claire(newcomer: Newcomer, site: Site) -> Person:
    """A caseworker who has signed in already."""
    person = newcomer("")
    person.tab.context.add_cookies([site.cookie_of(CLAIRE)])  # type: ignore[list-item]
    return person


def send_links(claire: Person, visit: Visit) -> None:
    """Let the people of a visit get their pages in Arabic, and both sides their links anew."""
    claire.opens(f"/casework/parties/{visit.party_id}/contact")
    claire.ticks("العربية")
    claire.presses("Save")
    claire.opens(f"/casework/visits/{visit.id}")
    claire.presses("Lost telephone: new links")
    claire.reads("The former links are dead; new ones are on their way.")


def follow_message(person: Person, site: Site, visit_id: int, side: Side) -> None:
    """Open the newest message of one side, and follow its link."""
    with site.database() as session:
        token = visit_token(session.get_one(Visit, visit_id), side)
    person.opens_link(token)


def test_people_say_yes_get_the_address_by_a_code_and_call_for_help(
    newcomer: Newcomer, site: Site, claire: Person, proposed: Visit
) -> None:
    with site.database() as session:
        visit = session.get_one(Visit, proposed.id)
        kept_back = [visit.farm.name, visit.farm.address, visit.farm.phone, visit.farm.host_names]
        code, people = visit.party.code, visit.people
    send_links(claire, visit)
    guest = newcomer("Someone says yes and asks for the address", "ar", width=PHONE)
    follow_message(guest, site, visit.id, Side.PARTY)
    guest.reads("A visit is proposed to you")
    shows_none_of(guest, kept_back)
    guest.presses("Yes, I come", "Yes, we come", people)
    guest.reads("You said yes. The other side is still to answer: we write to you.")
    shows_none_of(guest, kept_back)
    host = newcomer("A farm says yes by its link", width=PHONE)
    follow_message(host, site, visit.id, Side.FARM)
    host.presses("Yes, they are welcome")
    host.reads("It is settled!")
    guest.opens(guest.tab.url)
    guest.reads("You are expected!")
    shows_none_of(guest, kept_back)
    give_the_code(guest)
    for known in kept_back[:2]:
        guest.sees(str(known))
    keeps_on_paper_what_helps(guest, people)
    guest.presses("I need help")
    guest.reads("Whom to call")
    claire.opens("/casework/?only=help_calls")
    claire.reads("Help was asked for")
    claire.sees(code)


def keeps_on_paper_what_helps(guest: Person, people: int) -> None:
    guest.tab.emulate_media(media="print")
    guest.sees("112")
    for words in (
        guest.says("This page stays open for 15 minutes. After that, ask for a new code."),
        guest.says("Put the dates in my calendar"),
        guest.says("I need help"),
        guest.says_count("I can no longer come", "We can no longer come", people),
    ):
        expect(guest.tab.get_by_text(words).first).to_be_hidden()
    guest.tab.emulate_media(media="screen")


def give_the_code(guest: Person) -> None:
    guest.presses("Send me the code")
    guest.types_code()
    guest.presses("Show my page")


def shows_none_of(person: Person, texts: list[str | None]) -> None:
    page = person.tab.content()
    assert [text for text in texts if text and text in page] == []


def test_people_decline_the_dates_and_change_their_mind(
    newcomer: Newcomer, site: Site, claire: Person, proposed: Visit
) -> None:
    send_links(claire, proposed)
    guest = newcomer("Someone declines the dates and changes their mind", "ar", width=PHONE)
    follow_message(guest, site, proposed.id, Side.PARTY)
    guest.presses("Yes, but not these dates")
    guest.reads("Your answer is noted.")
    guest.reads("When could you come?")
    guest.presses("Some weeks later")
    guest.reads("You said: yes, but not these dates.")
    guest.presses("Yes, after all")
    guest.reads("You said yes. The other side is still to answer: we write to you.")


def test_a_caseworker_records_an_answer_by_telephone_and_cancels(
    site: Site, newcomer: Newcomer, proposed: Visit
) -> None:
    with site.database() as session:
        visit = session.get_one(Visit, proposed.id)
        code = visit.party.code
    claire = newcomer("A caseworker records answers given by telephone and cancels a visit")
    claire.tab.context.add_cookies([site.cookie_of(CLAIRE)])  # type: ignore[list-item]
    claire.opens("/casework/")
    claire.reads("Answers awaited")
    claire.opens("/casework/?only=awaited")  # the board shows the first of them, whichever they are
    claire.tab.get_by_role("link", name=code).first.click()
    for side in Side:
        record_yes(claire, side)
    claire.sees(claire.label("visit-state", "confirmed"))
    claire.follows("Cancel the visit")
    claire.ticks(claire.label("side", "farm"))
    claire.ticks(claire.label("end-reason", "lodging"))
    claire.presses("Cancel the visit")
    claire.reads(
        "The visit is cancelled. Both sides are written to once it can no longer be taken back."
    )
    claire.follows("To do")
    claire.reads("Places that are free again")
    claire.opens("/casework/?only=to_place")
    claire.sees(code)


def record_yes(claire: Person, side: Side) -> None:
    claire.follows("Record an answer given by telephone")
    claire.ticks(claire.label("side", side))
    claire.ticks(claire.label("answer", Answer.YES))
    claire.presses("Record the answer")
    claire.reads("The answer is recorded.")
