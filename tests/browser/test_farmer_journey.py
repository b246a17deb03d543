"""A farmer comes by themselves, describes the farm, offers a stay and opens its dates."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.person import Newcomer, Person
from webapp.ground.clock import today

NADIA = "nadia@example.org"


def test_a_farmer_signs_up_describes_the_farm_and_opens_dates(newcomer: Newcomer) -> None:
    nadia = newcomer("A farmer signs up, describes the farm and opens dates")
    sign_up(nadia)
    describe_the_farm(nadia)
    write_an_offer(nadia)
    open_dates(nadia, 40, 50)
    see_it_as_a_guest(nadia)
    withdraw_the_first_date(nadia)


def sign_up(nadia: Person, email: str = NADIA) -> None:
    nadia.opens("/")
    nadia.follows("I have a farm")
    nadia.follows("Begin")
    nadia.writes("Your first and last name", "Nadia Prigent")
    nadia.writes("Your e-mail address", email)
    nadia.presses("Send me a link")
    nadia.follows("See the messages")
    nadia.opens_letter(email)
    nadia.presses("Sign in")
    nadia.reads("Tell us about your farm")


def describe_the_farm(nadia: Person, name: str = "La Chèvrerie des Genêts") -> None:
    """Tell all on the page to which a newcomer comes; what it suggests rightly is left as it is."""
    nadia.writes("Commune", "Saint-Lô")
    nadia.writes("Exact address", "7 chemin des Genêts")
    nadia.writes("Name of the farm", name)
    nadia.ticks(nadia.label("production", "sheep-goats"))
    nadia.writes("Telephone number on the day of arrival", "02 61 91 00 77")
    nadia.writes("How many adults live in the household?", "2")
    nadia.ticks(nadia.says("Yes"), question="Is a woman of the household there during stays?")
    nadia.ticks(nadia.says("The door locks from inside"))
    nadia.ticks(nadia.label("need", "vegetarian"))
    nadia.writes("Nearest station or coach stop", "Gare de Saint-Lô")
    nadia.ticks(nadia.says("We fetch guests at the station"))
    nadia.presses("Save")
    nadia.reads("Your farm is described. Now say what you would share with guests.")


def write_an_offer(nadia: Person) -> None:
    """Say what is shared; the title, the French that is needed and four nights are suggested."""
    nadia.writes("What will your guests see and share?", "La traite, le fromage, le marché.")
    nadia.presses("Open it and tick dates")
    nadia.reads("Your offer is open. Now tick your dates.")


def open_dates(nadia: Person, *days: int) -> None:
    for each in days:
        nadia.ticks_day(today() + timedelta(days=each))
    nadia.presses("Save my dates")
    nadia.sees(nadia.says_count("%(num)d date saved.", "%(num)d dates saved.", len(days)))


def see_it_as_a_guest(nadia: Person) -> None:
    nadia.goes_to("Quelques jours : moutons et chèvres")
    nadia.follows("What a guest will see")
    nadia.sees("Saint-Lô")
    nadia.reads("the farm fetches you at the station")
    for hidden in ("Nadia", "7 chemin", "02 61 91", "+332"):
        expect(nadia.tab.get_by_role("main")).not_to_contain_text(hidden)


def withdraw_the_first_date(nadia: Person) -> None:
    nadia.follows("Back to the offer")
    nadia.follows("Dates")
    nadia.follows_day(today() + timedelta(days=40))
    nadia.follows("Withdraw this date")
    nadia.ticks(nadia.label("withdrawal", "other"))
    nadia.presses("Withdraw")
    nadia.reads("This date is withdrawn.")
