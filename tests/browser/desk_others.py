"""What others do while a morning at the desk is counted, and what is done to many at once."""

from sqlalchemy import select

from tests.browser.first_programme import CLAIRE
from tests.browser.person import Person
from tests.browser.site import Site
from webapp.models import Party, User, Visit
from webapp.services.records.tokens import referring_token

FARMER = "odile@example.org"


def receive(farmer: Person, site: Site) -> None:
    with site.database() as session:
        of_today = select(Visit.id).join(Visit.party).where(Party.code == "P-9001")
        guests = session.scalars(of_today).one()
    farmer.opens("/farm/")
    farmer.tab.locator(f"main a[href$='/farm/visits/{guests}']").first.click()
    farmer.effort.clicks += 1
    farmer.presses("They are here")
    farmer.presses("All is well")
    farmer.reads("You told us that all is well.")


def take_up_last_year(farmer: Person) -> None:
    farmer.follows("My offers")
    farmer.goes_to("Les chèvres au printemps")
    farmer.follows("Dates")
    farmer.follows("Take them up again")
    farmer.presses("Save these dates")
    farmer.reads("Dates")


def ask_whether_interested(claire: Person) -> None:
    claire.follows("People")
    claire.effort.fields += 1
    claire.tab.select_option("main [name=act]", "interest")
    claire.effort.clicks += 1
    claire.tab.check("main [name=all]")
    claire.presses("Look over")
    claire.reads("What they would read")
    claire.presses("Ask whether they are still interested")
    claire.reads("A mistake? The question can be taken back until it leaves.")


def offer_again(farmer: Person) -> None:
    """Post a second offer and tick two days of it."""
    farmer.follows("My offers")
    farmer.follows("Write another offer")
    farmer.writes("Title", "Une semaine aux champs")
    farmer.writes("What will your guests see and share?", "Les semis, le marché du samedi.")
    farmer.presses("Open it and tick dates")
    days = farmer.tab.locator("main label:has([name=days])")
    last = days.count() - 1
    for place in (last - 10, last):
        farmer.effort.clicks += 1
        days.nth(place).click()
    farmer.presses("Save my dates")
    farmer.sees(farmer.says_count("%(num)d date saved.", "%(num)d dates saved.", 2))


def send_somebody(prescriber: Person, site: Site) -> None:
    """Send a person by the association's link, every question answered but the last name."""
    with site.database() as session:
        claire = session.scalars(select(User).where(User.email == CLAIRE)).one()
        assert claire.organisation is not None
        address = f"/refer/{referring_token(claire.organisation)}"
    prescriber.opens(address)
    prescriber.writes("First name", "Inès")
    prescriber.writes("Their telephone number", "06 39 98 12 34")
    prescriber.picks("In which language shall we call?", prescriber.label("language", "fr"))
    prescriber.picks("You are", prescriber.label("prescriber", "mission-locale"))
    prescriber.writes("Your name, and how we reach you", "N. Petit, 02 31 00 00 00")
    prescriber.effort.clicks += 1
    prescriber.tab.locator("[name=agreed]").check()
    prescriber.presses("Send")
    prescriber.reads("Thank you: it is sent")
