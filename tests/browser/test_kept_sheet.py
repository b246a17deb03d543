"""The visit sheet on a telephone without network: kept by choice, forgotten with the visit."""

from itertools import count

import pytest
from playwright.sync_api import Error, expect
from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer
from webapp.models import Answer, PhoneCode, Side, Visit, VisitState
from webapp.services.records.tokens import phone_digits, visit_token
from webapp.services.visits import keeping

NUMBERS = count(9701)
ADDRESS = "12 chemin du Marais"
KEPT = """async () => {
    const names = await caches.keys();
    return [names.length, (await navigator.serviceWorker.getRegistrations()).length];
}"""
KEPT_UNTIL_THE_END = (
    "This telephone keeps this page until your visit ends: "
    "open your link without network, and it is there."
)
OFFERED = "[data-keep]"
KEEP, REMOVE = "The telephone is mine: keep this page", "Remove the page from this telephone"


@pytest.fixture
def visit(site: Site) -> Visit:
    """A visit of this test's own to which both sides said yes, of guests who read Arabic."""
    with site.database() as session:
        farm = a_farm(session, name="La ferme du Marais")
        party = a_party(session, code=f"P-{next(NUMBERS)}", language="ar")
        slot = a_slot(session, an_offer(session, farm))
        yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
        made = a_visit(session, party, slot, state=VisitState.CONFIRMED, **yes)
        session.commit()
        return made


def link_of(site: Site, visit: Visit) -> str:
    with site.database() as session:
        return f"{site.address}/v/{visit_token(session.get_one(Visit, visit.id), Side.PARTY)}"


def open_the_sheet(guest: Person, site: Site, visit: Visit) -> None:
    guest.opens(link_of(site, visit))
    guest.presses("Send me the code")
    with site.database() as session:
        query = select(PhoneCode).where(PhoneCode.visit_id == visit.id)
        code = session.scalars(query.order_by(PhoneCode.id.desc())).first()
        assert code is not None
        guest.writes("The 6 digits", phone_digits(code))
    guest.presses("Show my page")
    guest.sees(ADDRESS)


@pytest.fixture
def guest(newcomer: Newcomer, site: Site, visit: Visit) -> Person:
    """Somebody who reads their sheet on a telephone of theirs, and keeps it there."""
    person = newcomer("", "ar", width=360)
    open_the_sheet(person, site, visit)
    person.presses(KEEP)
    person.reads(KEPT_UNTIL_THE_END)
    return person


def without_network(guest: Person) -> None:
    guest.tab.context.set_offline(True)


def opens_nothing(guest: Person, link: str) -> bool:
    """Whether the link leads to the browser's own words about a network that is not there."""
    try:
        guest.tab.goto(link)
    except Error as error:
        return any(each in str(error) for each in ("INTERNET_DISCONNECTED", "ERR_FAILED"))
    return False


def keeps(guest: Person) -> list[int]:
    """Return how many sheets this telephone keeps, and how many links it looks after."""
    found: list[int] = guest.tab.evaluate(KEPT)
    return found


def test_what_is_kept_is_read_without_network_and_says_of_when_it_is(
    guest: Person, site: Site, visit: Visit
) -> None:
    link = link_of(site, visit)
    without_network(guest)
    guest.opens(link)
    guest.sees(ADDRESS)
    guest.reads("Try the network again")
    guest.reads("Your rights on a visit")
    assert guest.tab.locator(f"{OFFERED} form, {OFFERED} [href^='/']:not(.button)").count() == 0
    style = "getComputedStyle(document.querySelector('.button')).borderRadius"
    assert guest.tab.evaluate(style) != "0px", "its style is kept too"
    guest.opens(f"{link}/thread")
    guest.sees(ADDRESS)
    guest.tab.context.set_offline(False)
    guest.opens(link)
    guest.reads("This page stays open for 15 minutes. After that, ask for a new code.")
    assert keeps(guest) == [1, 1]


def test_nothing_is_kept_until_somebody_says_that_the_telephone_is_theirs(
    newcomer: Newcomer, site: Site, visit: Visit
) -> None:
    guest = newcomer("", "ar", width=360)
    open_the_sheet(guest, site, visit)
    guest.reads(KEEP)
    assert keeps(guest) == [0, 0]
    without_network(guest)
    assert opens_nothing(guest, link_of(site, visit))


def test_without_a_script_nothing_is_offered(newcomer: Newcomer, site: Site, visit: Visit) -> None:
    guest = newcomer("", "ar", width=360, javascript=False)
    open_the_sheet(guest, site, visit)
    expect(guest.tab.locator(OFFERED)).to_be_hidden()


def test_who_has_no_network_as_the_visit_ends_finds_nothing_any_more(
    newcomer: Newcomer, site: Site, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = newcomer("", "ar", width=360)
    open_the_sheet(guest, site, visit)
    monkeypatch.setattr(keeping, "_seconds_left", lambda _visit: 5)
    guest.presses(KEEP)
    guest.reads(KEPT_UNTIL_THE_END)
    without_network(guest)
    guest.opens(link_of(site, visit))
    guest.sees(ADDRESS)
    expect(guest.tab.get_by_text(ADDRESS)).to_have_count(0)  # the open page closes by itself
    assert opens_nothing(guest, link_of(site, visit))
    guest.tab.context.set_offline(False)
    guest.opens(link_of(site, visit))
    assert keeps(guest)[0] == 0


@pytest.mark.parametrize("how", ["cancelled", "lost telephone"])
def test_a_visit_that_is_theirs_no_longer_is_forgotten(
    guest: Person, site: Site, visit: Visit, how: str
) -> None:
    link = link_of(site, visit)
    with site.database() as session:
        stored = session.get_one(Visit, visit.id)
        if how == "cancelled":
            stored.state = VisitState.CANCELLED
        else:
            stored.link_version += 1
        session.commit()
    guest.opens(link)
    assert keeps(guest) == [0, 0]
    without_network(guest)
    assert opens_nothing(guest, link)


def test_an_older_sheet_is_forgotten_where_the_page_says_that_there_is_another(
    guest: Person, site: Site, visit: Visit
) -> None:
    link = link_of(site, visit)
    guest.tab.context.clear_cookies()  # as fifteen minutes later
    guest.opens(link)
    assert keeps(guest) == [1, 1]
    with site.database() as session:
        session.get_one(Visit, visit.id).farm.phone = "+33612345699"
        session.commit()
    guest.opens(link)
    assert keeps(guest) == [0, 1]
    without_network(guest)
    assert opens_nothing(guest, link)
    guest.tab.context.set_offline(False)
    open_the_sheet(guest, site, visit)  # what they chose stands: the new one is kept
    guest.reads(KEPT_UNTIL_THE_END)
    without_network(guest)
    guest.opens(link)
    guest.sees("06 12 34 56 99")


@pytest.mark.parametrize("network", [True, False])
def test_they_remove_it_themselves_with_or_without_network(
    guest: Person, site: Site, visit: Visit, *, network: bool
) -> None:
    link = link_of(site, visit)
    guest.tab.context.set_offline(not network)
    guest.opens(link)
    guest.presses(REMOVE)
    guest.reads("The page is removed from this telephone.")
    assert keeps(guest) == [0, 0]
    without_network(guest)
    assert opens_nothing(guest, link)


@pytest.mark.parametrize("said_by", ["guests", "association"])
def test_a_telephone_that_others_read_from_now_on_forgets_what_it_kept(
    guest: Person, site: Site, visit: Visit, said_by: str
) -> None:
    link = link_of(site, visit)
    if said_by == "guests":
        guest.opens(f"{link}/who-writes")
        guest.presses("Others read this telephone too")
    else:
        with site.database() as session:
            session.get_one(Visit, visit.id).party.phone_shared = True
            session.commit()
        guest.opens(link)
        guest.reads("In which year were you born?")
    assert keeps(guest) == [0, 0]
    without_network(guest)
    assert opens_nothing(guest, link)
