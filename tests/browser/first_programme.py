"""The steps of a programme of nine people in a browser: `first_year` walks them."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site
from tests.browser.test_caseworker_journey import LANGUAGES
from tests.browser.test_coordinator_journey import complete_the_checklist
from tests.browser.test_farmer_journey import (
    describe_the_farm,
    open_dates,
    sign_up,
    write_an_offer,
)
from webapp.ground.clock import today
from webapp.models import Side, Visit
from webapp.services.records.tokens import visit_token

CAMILLE, DOMINIQUE = "camille@sillon.example", "dominique@sillon.example"
CLAIRE = "claire@sillon.example"
PEOPLE = ("Samira", "Amina", "Farida", "Olena", "Yasmin", "Lina", "Oumou", "Nadia", "Hawa")
FARMS = {f"La Ferme du Gué {each}": f"gue-{each}@example.org" for each in (1, 2, 3)}
DATES = (10, 14, 18)
LAST = 400
"""So many days after the first, the year is over; the clock goes no further at once."""


def farms_sign_up(newcomer: Newcomer, journey: str) -> list[Person]:
    """Let each farm come, tell of itself, write an offer and open its dates."""
    farmers = []
    for farm, email in FARMS.items():
        farmer = newcomer(f"{journey}: {farm} signs up")
        sign_up(farmer, email)
        describe_the_farm(farmer, farm)
        write_an_offer(farmer)
        open_dates(farmer, *DATES)
        farmers.append(farmer)
    return farmers


def farms_are_approved(newcomer: Newcomer, journey: str) -> Person:
    """Let two coordinators approve each farm; return the first of the two."""
    camille = newcomer(f"{journey}: the coordinator")
    camille.signs_in(CAMILLE)
    dominique = newcomer(f"{journey}: the second coordinator")
    dominique.signs_in(DOMINIQUE)
    approve_all(camille, first=True)
    approve_all(dominique, first=False)
    return camille


def approve_all(coordinator: Person, *, first: bool) -> None:
    """Approve each farm; the page of one that is approved leads to the next."""
    coordinator.follows("To do")
    for farm in FARMS:
        if farm == next(iter(FARMS)):
            coordinator.goes_to(farm)
        else:
            coordinator.follows_one("Next to vet: %(farm)s", farm=farm)
        vouch(coordinator, first=first)


def approve(coordinator: Person, farm: str, *, first: bool) -> None:
    """Approve a farm that is found among what is to do."""
    coordinator.follows("To do")
    coordinator.goes_to(farm)
    vouch(coordinator, first=first)


def vouch(coordinator: Person, *, first: bool) -> None:
    """Say yes to the farm of the page, the first of the two after its checklist."""
    if first:
        complete_the_checklist(coordinator)
    else:
        coordinator.follows("Approve")
    coordinator.presses("Approve")


def open_a_workshop(camille: Person) -> None:
    camille.follows("Workshops")
    camille.follows("New workshop")
    camille.ticks(camille.label("workshop-kind", "guests"))
    camille.writes("Title", "Avant de partir")
    camille.presses("Go on to the first date")
    camille.writes("Day", (today() + timedelta(days=3)).isoformat())
    camille.writes("Begins at", "14:00")
    camille.writes("Ends at", "16:00")
    camille.writes("Place", "Salle des fêtes, Montreuil")
    camille.writes("For how many people", "12")
    camille.presses("Open the date")
    camille.sees("Salle des fêtes")


def fill_in(claire: Person, name: str) -> None:
    """Tell of somebody what a file begins with."""
    claire.ticks(claire.label("sex", "woman"))
    claire.writes("Year of birth", str(1980 + PEOPLE.index(name)))
    claire.ticks(claire.label("language", "fr"), question=LANGUAGES)
    claire.writes("Commune", "Caen 14000")
    claire.presses("Save, then another person")


def sign_all_up(claire: Person) -> None:
    claire.follows("Workshops")
    claire.goes_to("Avant de partir")
    tick_all_found(claire)
    claire.presses("Look over")
    claire.tab.locator("main form button").first.click()
    claire.effort.clicks += 1
    claire.sees(claire.says_count(*SIGNED_UP, len(PEOPLE)))


SIGNED_UP = ("%(num)d person signed up.", "%(num)d people signed up.")


def tick_all_found(claire: Person) -> None:
    """Tick, at once, all files that a list has found."""
    claire.tab.locator("main [name=all]").check()
    claire.effort.clicks += 1


def match(claire: Person) -> None:
    claire.follows("Rounds")
    claire.follows("Open a round")
    claire.writes("First day", (today() + timedelta(days=8)).isoformat())
    claire.writes("Last day", (today() + timedelta(days=30)).isoformat())
    claire.presses("Open the round")
    claire.presses("Find the best farms")
    claire.follows("Check and publish")
    claire.reads("What happens next")
    claire.presses("Approve and send")


def links(site: Site, side: Side) -> list[str]:
    with site.database() as session:
        return [
            visit_token(each, side) for each in session.scalars(select(Visit).order_by(Visit.id))
        ]


def both_say_yes(newcomer: Newcomer, site: Site) -> None:
    guest, host = newcomer("Nine people: the guests say yes"), newcomer("Nine people: farms too")
    guests = links(site, Side.PARTY)
    assert len(guests) == len(PEOPLE)
    for mine, theirs in zip(guests, links(site, Side.FARM), strict=True):
        guest.opens(f"/v/{mine}")
        guest.presses("Yes, I come")
        host.opens(f"/v/{theirs}")
        host.presses("Yes, they are welcome")
        host.reads("It is settled!")


def move(camille: Person, stop: re.Pattern[str]) -> None:
    """Move the clock to the day of a button, by words of it."""
    camille.opens("/programme/clock")
    camille.tab.get_by_role("button", name=stop).first.click()
    camille.effort.clicks += 1
    expect(camille.tab.get_by_role("button", name=camille.says("Move the clock"))).to_be_visible(
        timeout=900_000
    )


def a_stop(camille: Person, words: str, number: int = 0) -> re.Pattern[str]:
    """Return how the button begins that leads to such a day; `words` as they count many."""
    one = re.sub("visits|months", lambda many: many.group()[:-1], words)
    said = camille.says_count(one, words, number, day="") if number else camille.says(words, day="")
    return re.compile(r"\s+".join(map(re.escape, said.split())))


def note_who_was_there(camille: Person) -> None:
    camille.opens("/programme/workshops/dates/1")
    camille.follows("Who was there?")
    camille.presses("The others were there: save")


def report(camille: Person) -> None:
    """Report on all that was lived, as known on the day at which the clock stands."""
    camille.opens("/programme/reports")
    camille.follows("Note a funder")
    camille.writes("Who pays", "Région Normandie")
    camille.presses("Save")  # all that can be told is ticked
    camille.follows("Open a report")
    camille.writes("First day", today().isoformat())
    camille.writes("Last day", (today() + timedelta(days=LAST)).isoformat())
    camille.presses("Count")
    camille.presses("Freeze this report")
    camille.reads("Frozen: this report says the same from now on.")
