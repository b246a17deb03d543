"""A programme of nine people from their recruitment to a report twelve months later.

It takes minutes, for a year of clock: `python -m pytest -s tests/browser/first_year.py` prints what
each step cost; the sums stand in `build/journeys.json` then.
The suite walks the same year without a browser (`tests/webapp/test_a_year.py`).
"""

import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from tests.browser.conftest import keep
from tests.browser.first_programme import (
    CLAIRE,
    FARMS,
    PEOPLE,
    a_stop,
    both_say_yes,
    farms_are_approved,
    farms_sign_up,
    fill_in,
    links,
    match,
    move,
    note_who_was_there,
    open_a_workshop,
    report,
    sign_all_up,
    tick_all_found,
)
from tests.browser.ledger import Ledger
from tests.browser.person import Newcomer, Person
from tests.browser.site import Site, a_site
from tests.databases import Databases
from tests.keys import DATA_KEY
from webapp import demo
from webapp.ground.clock import today
from webapp.models import MONTHS, Organisation, Side, User, Visit
from webapp.services.records.tokens import referring_token

OUTCOME = "farm-contact"
BEFORE = ("three farms come, tell of themselves, open dates", "two coordinators approve them")
"""What comes before people are recruited."""
PAGES_OF_CALLS = 3
"""How many pages of calls one round of follow-ups fills at most."""
MOST = 30 * 60
"""Seconds that a person has from recruitment on, besides what the machine takes."""


@pytest.fixture(scope="module")
def site(databases: Databases) -> Iterator[Site]:
    """A demonstration with its staff, and nobody else yet."""
    made = databases.make()
    demo.fill_if_empty(made.url, DATA_KEY, demo.EMPTY)
    with a_site(made) as running:
        yield running


def test_nine_people_are_accompanied_for_a_year_and_reported(
    newcomer: Newcomer, site: Site
) -> None:
    year = Ledger(newcomer)
    try:
        live(year, site)
    finally:
        sys.stdout.write(f"\n{year.told(*BEFORE)}\n")
    whole, of_people = year.sum_of(), year.sum_of(*BEFORE)
    told = {"presses": whole.presses, "fields": whole.fields, "pages_read": whole.read}
    keep({"A year": told | {"seconds": whole.machine, "of_a_person": whole.seconds}})
    assert of_people.seconds - of_people.machine < MOST


def live(year: Ledger, site: Site) -> None:
    """Live the year, step by step."""
    claire, camille, farmers = prepare(year, site)
    with year.step("the clock"):
        move(camille, a_stop(camille, "After the workshop, %(day)s"))
    with year.step("who was at the workshop"):
        note_who_was_there(camille)
    with year.step("the clock"):
        move(camille, a_stop(camille, "After %(num)d visits, %(day)s", len(PEOPLE)))
    with year.step("how the visits went, said by guests and farms"):
        how_it_went(year, farmers, site)
    with year.step("guests and a farm stay in contact"):
        stay_in_contact(year, farmers, site)
    for months in MONTHS:
        with year.step("the clock"):
            move(camille, a_stop(camille, "Follow-ups after %(num)d months, %(day)s", months))
        with year.step("what has become of them, 1 to 12 months after"):
            follow_up(year, claire, months, site)
    with year.step("the report of the year, frozen"):
        report(camille)
    is_made_again(camille)


def prepare(year: Ledger, site: Site) -> tuple[Person, Person, list[Person]]:
    """Go from recruitment to the day on which all have said yes."""
    with year.step(BEFORE[0]):
        farmers = farms_sign_up(year, "A year")
    with year.step(BEFORE[1]):
        camille = farms_are_approved(year, "A year")
    with year.step("a workshop"):
        open_a_workshop(camille)
    with year.step("two people are sent by a prescriber, one takes part"):
        claire = year("A year: the caseworker")
        claire.signs_in(CLAIRE)
        recruit(year("A year: a prescriber"), claire, site)
    with year.step("eight more files, days for all nine"):
        record_all(claire)
    with year.step("nine are signed up for the workshop"):
        sign_all_up(claire)
    with year.step("a round finds farms and is sent"):
        match(claire)
    with year.step("nine guests and their farms say yes"):
        both_say_yes(year, site)
    return claire, camille, farmers


def record_all(claire: Person) -> None:
    """Record eight more one after the other, then give days to all and let them take part."""
    for name in PEOPLE[1:]:
        claire.writes("First name", name)
        claire.writes("Last name", "Bélanger")
        claire.ticks(claire.label("sex", "woman"))
        claire.writes("Year of birth", str(1980 + PEOPLE.index(name)))
        claire.writes("Telephone number of the contact person", "06 39 98 12 34")
        claire.presses("Save, then another person")
        claire.sees(claire.says("Record people to accompany"))
    claire.follows("People")
    tick_all_found(claire)
    claire.picks("With the files ticked", claire.label("many-files", "days"))
    claire.presses("Look over")
    claire.writes("First day", (today() + timedelta(days=1)).isoformat())
    claire.writes("Last day", (today() + timedelta(days=60)).isoformat())
    claire.tab.locator("main [name=ready]").check()
    claire.effort.clicks += 1
    claire.tab.locator("main form:has([name=ready]) button").first.click()
    claire.effort.clicks += 1
    one = "%(num)d of these files takes part in rounds now."
    claire.sees(claire.says_count(one, one.replace("takes", "take"), len(PEOPLE)))


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
    told: set[Person] = set()
    for farmer, visit in visits_of(farmers, site):
        if farmer not in told:  # who has sent one is led to the next
            farmer.opens(f"/farm/visits/{visit}/feedback")
        told.add(farmer)
        expect(farmer.tab.locator("[name=stay]:checked")).to_have_count(0)
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


def follow_up(year: Ledger, claire: Person, months: int, site: Site) -> None:
    """Ask by link what has become of the guests, and call farms and whoever has not answered."""
    if months == 3:
        by_link(year("A year: guests say what has become of them"), site)
    by_telephone(claire, "not-reached" if months == 6 else OUTCOME)


def by_telephone(claire: Person, result: str) -> None:
    """Call all whose follow-up is due, a farm once for all its guests; note what came of it."""
    claire.opens("/casework/follow-ups/calls")
    for _page in range(PAGES_OF_CALLS):  # it leads on to the rest, thirty at a time
        if not claire.tab.url.endswith("/calls"):
            return
        if result == "not-reached":
            claire.presses("The others were not reached: save")
        else:
            ways = claire.tab.locator(f"main section > .row label:has([value={result}])")
            for call in ways.all():
                call.click()
                claire.effort.clicks += 1
            claire.presses("Save what came of the calls")
        claire.tab.wait_for_load_state()
    assert not claire.tab.url.endswith("/calls"), "somebody is left to call"


def is_made_again(camille: Person) -> None:
    """Read the frozen report again from what was frozen: the very same bytes."""
    camille.opens(f"{camille.tab.url}?compare=1")
    camille.reads(
        "Made again just now: each file is the same, byte for byte, as when it was frozen."
    )
