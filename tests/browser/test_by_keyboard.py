"""A job of each kind of person by the keyboard alone: the focus is seen, and where it helps."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tests.browser.keyboard import Keyboard
from tests.browser.person import Person
from tests.browser.site import Site
from tests.browser.test_caseworker_journey import PROPOSED, code_of, rows
from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from webapp.ground.clock import today
from webapp.models import Answer, Programme, Side, User, VisitState
from webapp.services.records.tokens import visit_token

CLAIRE, FARMER = "claire@sillon.example", "touches@ferme.example"
FROM, TO = [
    day for ahead in range(28, 120) if (day := today() + timedelta(days=ahead)).day == day.month
][:2]
"""Days that are typed the same way in every language."""
CODES = ("P-9711", "P-9712", "P-9713")


@pytest.fixture
def guests_links(site: Site) -> list[str]:
    """A farmer, three files of Claire's, places for them, and guests' links: asked, and there."""
    with site.database() as session:
        session.get_one(Programme, 1).notice_days = 120
        home = session.scalars(select(User).where(User.email == CLAIRE)).one().organisation
        for week in (1, 2):
            offer = an_offer(session, a_farm(session, rooms=(2, 2)))
            a_slot(session, offer, FROM + timedelta(weeks=week))
        a_farmer(session, email=FARMER)
        for code in CODES:
            a_party(session, home, code=code)
        asked = a_visit(session, a_party(session, home, code="P-9714"), a_slot(session))
        yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
        here = a_slot(session, arrival=today())
        away = a_party(session, home, code="P-9715")
        there = a_visit(session, away, here, state=VisitState.UNDER_WAY, **yes)
        session.commit()
        return [f"/v/{visit_token(each, Side.PARTY)}?lang=fr" for each in (asked, there)]


def test_a_caseworker_a_farmer_and_a_guest_need_no_mouse(
    browser: Browser, site: Site, guests_links: list[str]
) -> None:
    with browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 700}) as context:
        context.add_cookies([site.cookie_of(CLAIRE)])  # type: ignore[list-item]
        claire = Keyboard(Person(context.new_page(), site.address))
        note_a_call(claire)
        pause_three(claire)
        run_a_round(claire)
        correct_and_send(claire)
        context.add_cookies([site.cookie_of(FARMER)])  # type: ignore[list-item]
        offer_two_dates(Keyboard(claire.person))
    with browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 640}) as context:
        say_yes(Keyboard(Person(context.new_page(), site.address)), *guests_links)


def note_a_call(claire: Keyboard) -> None:
    """Find a file, open it, and note a call, forgetting the words first."""
    tab = claire.person.tab
    claire.person.opens("/casework/")
    claire.presses(tab.locator("nav.portal a[href$='/parties']"))
    claire.skips()
    claire.comes_to(tab.locator("#text"))
    claire.keys.type(CODES[0])
    claire.enters()
    claire.follows(CODES[0])
    expect(tab).to_have_title(re.compile(CODES[0]))
    claire.skips()
    claire.follows(claire.person.says("Calls, messages, meetings and notes"))
    claire.skips()
    claire.sends("Write it down")
    claire.is_told(".summary")
    claire.presses(tab.locator(".summary a").last)
    field = claire.person.asked("What was said or agreed")
    expect(field).to_be_focused()
    claire.keys.type("Elle vient à la gare à 14 h.")
    claire.sends("Write it down")
    claire.is_told()
    claire.leaves()


def pause_three(claire: Keyboard) -> None:
    """Tick three rows, choose what is to be done with them, look it over, and undo it."""
    tab = claire.person.tab
    claire.begins(f"/casework/parties?text={CODES[0][:4]}")
    for code in CODES:
        claire.ticks(tab.get_by_role("row").filter(has_text=code).get_by_role("checkbox"))
    claire.comes_to(tab.locator("#act"))
    for _option in tab.locator("#act option").all():
        if tab.locator("#act").input_value() != "pause":
            claire.keys.press("ArrowDown")
    claire.sends("Look over")
    claire.skips()
    claire.presses(tab.locator("main form button").first)
    claire.is_told()
    claire.follows(claire.person.says("Undo"))
    claire.skips()
    claire.presses(tab.locator("main form button").first)
    claire.is_told()


def run_a_round(claire: Keyboard) -> None:
    """Open a round over the weeks of the two farms, and have it run."""
    claire.begins("/casework/rounds")
    claire.follows(claire.person.says("Open a round"))
    claire.skips()
    claire.writes("First day", f"{FROM:%d%m%Y}")
    claire.writes("Last day", f"{TO:%d%m%Y}")
    claire.writes("Name", "Sans souris")
    claire.enters()
    claire.person.reads("before the run")
    claire.skips()
    claire.sends("Find the best farms")
    claire.person.reads("Check and publish")


def correct_and_send(claire: Keyboard) -> None:
    """Keep a pair, refuse another, run again, and send what is found."""
    tab = claire.person.tab
    kept, refused = (code_of(rows(claire.person).nth(at)) for at in range(2))
    claire.skips()
    for code, words in ((kept, "Keep this pair"), (refused, "Not this pair")):
        claire.follows(code)
        claire.skips()
        claire.sends(words)
        expect(rows(claire.person).filter(has_text=code)).to_be_focused()
    claire.comes_to(tab.get_by_role("button", name=claire.person.says("Run again")), back=True)
    claire.enters()
    claire.person.reads("Check and publish")
    claire.skips()
    claire.follows(claire.person.says("Check and publish"))
    claire.skips()
    proposed = rows(claire.person).count()
    claire.sends("Approve and send")
    expect(claire.is_told()).to_contain_text(claire.person.says_count(*PROPOSED, proposed))


def offer_two_dates(farmer: Keyboard) -> None:
    """Write an offer, open what is folded and leave it, tick two days and save them."""
    tab = farmer.person.tab
    farmer.begins("/farm/offers")
    farmer.presses(tab.locator("main a[href='/farm/offers/new']").first)
    farmer.skips()
    farmer.writes("Title", "Une semaine aux champs")
    farmer.writes("What will your guests see and share?", "Les semis et le marché.")
    farmer.sends("Open it and tick dates")
    farmer.is_told()
    folded = tab.locator("main details").first
    farmer.comes_to(folded.locator("summary"))
    for is_open in (True, False):
        farmer.keys.press("Enter")
        expect(folded).to_have_js_property("open", is_open)
    for place in (3, 17):
        farmer.ticks(tab.locator("input[name=days]").nth(place))
    farmer.sends("Save my dates")
    expect(farmer.is_told()).to_contain_text("2 créneaux")


def say_yes(guest: Keyboard, link: str, there: str) -> None:
    """Answer on a small telephone with keys; once there, nothing hides behind the call for help."""
    guest.begins(link)
    guest.presses(guest.person.tab.locator("main button[value=yes]").first)
    guest.is_told()
    guest.leaves()
    guest.begins(there)
    expect(guest.person.tab.locator(".help")).to_be_visible()
    guest.leaves()
