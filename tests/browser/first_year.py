"""A programme of nine people from their recruitment to a report twelve months later.

It takes minutes, for a year of clock: `python -m pytest tests/browser/first_year.py`; what it took
stands in `build/journeys.json` then.
The suite walks its first two months (`test_first_programme`).
"""

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Locator
from sqlalchemy import select

from tests.browser.conftest import keep
from tests.browser.person import Newcomer, Person
from tests.browser.site import Site, a_site
from tests.browser.test_first_programme import (
    CLAIRE,
    FARMS,
    OVER,
    PEOPLE,
    both_say_yes,
    farms_are_approved,
    farms_sign_up,
    fill_in,
    links,
    make_ready,
    match,
    move,
    note_who_was_there,
    open_a_workshop,
    record,
    report,
    sign_all_up,
)
from tests.databases import Databases
from webapp import demo
from webapp.models import Organisation, Side, User, Visit
from webapp.services.records.tokens import referring_token

LATER = {1: 60, 3: 120, 6: 215, 12: 400}
"""By month after a visit, so many days after the first day its follow-up is due for everybody."""
OUTCOME = "farm-contact"


@pytest.fixture(scope="module")
def site(databases: Databases) -> Iterator[Site]:
    """A demonstration with its staff, and nobody else yet."""
    with a_site(databases.make(), demo.EMPTY) as running:
        yield running


def test_nine_people_are_accompanied_for_a_year_and_reported(
    newcomer: Newcomer, site: Site
) -> None:
    began, moving = monotonic(), 0.0
    claire, camille, farmers = prepare(newcomer, site)
    for days in (4, OVER):
        moving += timed_move(camille, days)
        if days == 4:
            note_who_was_there(camille)
    how_it_went(newcomer, farmers, site)
    stay_in_contact(newcomer, farmers, site)
    for months, days in LATER.items():
        moving += timed_move(camille, days)
        if months == 3:
            by_link(newcomer("A year: guests say what has become of them"), site)
        else:
            by_telephone(claire, "not-reached" if months == 6 else "reached")
    report(camille, LATER[12])
    is_made_again(camille)
    keep({"A year": {"seconds": monotonic() - began, "of_clock": moving}})


def prepare(newcomer: Newcomer, site: Site) -> tuple[Person, Person, list[Person]]:
    """Go from recruitment to the day on which all have said yes."""
    farmers = farms_sign_up(newcomer, "A year")
    camille = farms_are_approved(newcomer, "A year")
    open_a_workshop(camille)
    claire = newcomer("A year: the caseworker")
    claire.signs_in(CLAIRE)
    recruit(newcomer("A year: a prescriber"), claire, site)
    for name in PEOPLE[1:]:
        record(claire, name)
    sign_all_up(claire)
    match(claire)
    both_say_yes(newcomer, site)
    return claire, camille, farmers


def recruit(prescriber: Person, claire: Person, site: Site) -> None:
    """Send two people by the association's link: one takes part, the other does not go on."""
    with site.database() as session:
        user = session.scalars(select(User).where(User.email == CLAIRE)).one()
        address = f"/refer/{referring_token(session.get_one(Organisation, user.organisation_id))}"
    for name in (PEOPLE[0], "Inès"):
        prescriber.opens(address)
        prescriber.writes("First name", name)
        prescriber.writes("Last name", "Bélanger")
        prescriber.writes("Their telephone number", "06 39 98 12 34")
        prescriber.picks("In which language shall we call?", prescriber.label("language", "fr"))
        prescriber.picks("You are", prescriber.label("prescriber", "mission-locale"))
        prescriber.tab.locator("[name=agreed]").check()
        prescriber.effort.clicks += 1
        prescriber.presses("Send")
        prescriber.reads("Thank you: it is sent")
    claire.follows("People")
    claire.follows("People sent to you")
    sent(claire, "Inès").get_by_role("link", name=claire.says("Not pursued")).click()
    claire.ticks(claire.label("referral-reason", "not-interested"))
    claire.presses("Save")
    for words in ("Reached", "Interested"):
        sent(claire, PEOPLE[0]).get_by_role("button", name=claire.says(words)).click()
    claire.follows("Record their file")
    claire.effort.clicks += 3
    fill_in(claire, PEOPLE[0])
    claire.goes_to(claire.label("missing", "availability"))
    make_ready(claire)


def sent(claire: Person, name: str) -> Locator:
    """Return the row of somebody who was sent."""
    return claire.tab.locator("main li", has_text=name)


def how_it_went(newcomer: Newcomer, farmers: list[Person], site: Site) -> None:
    """Let every guest and every farm say how the visit went."""
    guest = newcomer("A year: guests tell how it went")
    for link in links(site, Side.PARTY):
        guest.opens(f"/v/{link}/feedback")
        for _question in range(3):
            guest.tab.locator("main button[value=good]").click()
            guest.effort.clicks += 1
    for farmer, visit in visits_of(farmers, site):
        farmer.opens(f"/farm/visits/{visit}/feedback")
        for question in ("stay", "understood", "receive_again"):
            farmer.tab.locator(f"label:has([name={question}])").first.click()
            farmer.effort.clicks += 1
        farmer.presses("Send")


def visits_of(farmers: list[Person], site: Site) -> list[tuple[Person, int]]:
    """Return each visit, with whoever receives there."""
    with site.database() as session:
        found = session.scalars(select(Visit).order_by(Visit.id)).all()
        by_email = dict(zip(FARMS.values(), farmers, strict=True))
        return [(by_email[each.farm.users[0].email], each.id) for each in found]


def stay_in_contact(newcomer: Newcomer, farmers: list[Person], site: Site) -> None:
    """Let the guests and the farm of the first visit both say yes."""
    guest = newcomer("A year: guests stay in contact")
    guest.opens(f"/v/{links(site, Side.PARTY)[0]}/relationship")
    guest.presses("Send me the code")
    guest.types_code()
    guest.presses("Show my page")
    guest.opens(f"/v/{links(site, Side.PARTY)[0]}/relationship")
    guest.presses("Yes, but without my number")
    [(farmer, visit), *_rest] = visits_of(farmers, site)
    farmer.opens(f"/farm/visits/{visit}/relationship")
    farmer.presses("Yes, stay in contact")
    farmer.reads("You and your guests are in contact.")


def by_link(guest: Person, site: Site) -> None:
    """Let each guest say by a tap what has become of them."""
    for link in links(site, Side.PARTY):
        guest.opens(f"/v/{link}/since")
        guest.tab.locator("main form button").first.click()
        guest.effort.clicks += 1


def by_telephone(claire: Person, result: str) -> None:
    """Call all whose follow-up is due, and write down what came of it."""
    claire.opens("/casework/follow-ups")
    rows = claire.tab.locator("main a[href*='/casework/follow-ups/']")
    for row in range(rows.count()):
        rows.nth(row if result == "not-reached" else 0).click()
        claire.tab.locator(f"label:has([name=result][value={result}])").click()
        claire.effort.clicks += 3
        if result == "reached":
            claire.picks("What has become of them", claire.label("follow-up-outcome", OUTCOME))
        claire.tab.locator("main form:has([name=result]) button").last.click()
        claire.opens("/casework/follow-ups")


def timed_move(camille: Person, days: int) -> float:
    """Move the clock to so many days after the first; return how many seconds that took."""
    began = monotonic()
    move(camille, days)
    return monotonic() - began


def is_made_again(camille: Person) -> None:
    """Read the frozen report again from what was frozen: the very same bytes."""
    camille.opens(f"{camille.tab.url}?compare=1")
    camille.reads(
        "Made again just now: each file is the same, byte for byte, as when it was frozen."
    )
