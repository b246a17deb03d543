"""A card of thanks: ticked by guests in their language, read by their farm in its own."""

from tests.browser.person import Newcomer
from tests.browser.site import Site
from tests.builders import a_farmer, a_party, a_person
from tests.webapp.forms.feedback import over
from tests.webapp.pdf.reading import bare, text_of
from webapp.models import Side
from webapp.services.records.tokens import visit_token

PHONE = 360
SENTENCES = ("welcome", "meals")


def test_guests_thank_in_arabic_and_their_farm_reads_it_in_french(
    newcomer: Newcomer, site: Site
) -> None:
    with site.database() as db:
        salma = a_person(first_name="Salma", last_name="Ombredune")
        visit = over(db, party=a_party(db, code="P-9302", language="ar", persons=[salma]))
        email = a_farmer(db, visit.farm).email
        link = f"/v/{visit_token(visit, Side.PARTY)}"
        db.commit()
    guest = newcomer("Guests send their farm a card of thanks", "ar", width=PHONE)
    guest.opens(link).follows("Thank the farm")
    for each in SENTENCES:
        guest.ticks(guest.label("thanks", each))
    guest.ticks(guest.says("Put our first names under it"))
    guest.presses("Send the card")
    guest.reads("The card is sent: the farm reads it on its page.")
    farm = newcomer("A farm reads a card of thanks", width=PHONE)
    farm.stays_signed_in(site.cookie_of(email)).opens("/farm/").follows("Read the card")
    for told in (*(farm.label("thanks", each) for each in SENTENCES), "Salma"):
        farm.sees(told)
    assert "Ombredune" not in farm.tab.content()
    paper = bare(text_of(farm.fetches("This card on paper (PDF)")))
    assert bare(farm.label("thanks", "meals")) in paper
    guest.opens(f"{link}/thanks").presses("Take the card back")
    guest.reads("The card is taken back: the farm reads it no more.")
    farm.opens("/farm/")
    assert farm.tab.get_by_role("link", name=farm.says("Read the card")).count() == 0
