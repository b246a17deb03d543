"""A farmer writes an offer, sees it as a guest will, ticks dates, changes and takes them back."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer, beds_of
from tests.page import SITE, Page
from webapp.models import Event, Farm, Offer, OfferState, Side, Slot, SlotState
from webapp.services.farms import offers
from webapp.services.records.tokens import visit_token

pytestmark = pytest.mark.usefixtures("spring")  # Monday 1 March 2027
DAY = timedelta(days=1)
WRITTEN = {
    "title": "Le printemps avec les chèvres",
    "description": "La naissance des chevreaux, la fromagerie, le marché du samedi.",
    "production": "sheep-goats",
}


@pytest.fixture
def farm(db: Session) -> Farm:
    return a_farm(db, rooms=(2, 3), hazards=["dogs"])


@pytest.fixture
def farmer(page: Page, db: Session, farm: Farm) -> Page:
    return page.sign_in(a_farmer(db, farm))


def acts(db: Session) -> list[str]:
    return list(db.scalars(select(Event.act).order_by(Event.id)))


def test_a_farmer_posts_an_offer_and_ticks_dates(farmer: Page, farm: Farm, db: Session) -> None:
    farmer.visit("/farm/").follow("Écrire votre première offre")
    farmer.submit(WRITTEN, button="Continuer").submit(button="Continuer")
    assert farmer.soup.select('input[name="hazards"][value="dogs"][checked]')
    farmer.submit(button="Enregistrer")
    farmer.submit(button="Ouvrir l’offre et cocher des jours d’arrivée")
    farmer.submit({"days": ["2027-04-05", "2027-04-26"]}, button="Enregistrer mes créneaux")
    assert "2 créneaux enregistrés." in farmer.text
    [offer] = farm.offers
    assert (offer.state, beds_of(offer), offer.hazards) == (OfferState.OPEN, [2], ["dogs"])
    assert [(slot.arrival, slot.departure) for slot in offer.slots] == [
        (date(2027, 4, 5), date(2027, 4, 9)),
        (date(2027, 4, 26), date(2027, 4, 30)),
    ]
    assert acts(db)[-3:] == ["offer.changed", "offer.opened", "offer.dates-opened"]


def test_words_that_read_like_labour_are_told_gently_and_not_refused(
    farmer: Page, farm: Farm
) -> None:
    farmer.visit("/farm/offers/new")
    farmer.submit(
        {**WRITTEN, "description": "Cueillette à faire, on cherche de l’aide."}, button="Continuer"
    )
    offer_id = farm.offers[0].id
    farmer.visit(f"/farm/offers/{offer_id}")
    assert "Cueillette à faire et aide" in farmer.text
    farmer.submit(button="Ouvrir l’offre")
    assert farm.offers[0].state is OfferState.OPEN


def test_an_offer_is_opened_from_its_first_page_to_all_whom_it_says(
    farmer: Page, farm: Farm
) -> None:
    farmer.visit("/farm/offers/new").submit({**WRITTEN, "nights": "3"}, button="L’ouvrir et cocher")
    [offer] = farm.offers
    assert farmer.path == f"/farm/offers/{offer.id}/dates"
    assert (offer.state, offer.nights, offer.min_french) == (OfferState.OPEN, 3, "A0")
    assert (offer.min_people, beds_of(offer), offer.hazards) == (1, [2], ["dogs"])


def test_an_offer_that_reads_like_labour_is_read_once_more_before_it_opens(
    farmer: Page, farm: Farm
) -> None:
    farmer.visit("/farm/offers/new")
    labour = {"description": "Cueillette à faire, on cherche de l’aide."}
    farmer.submit({**WRITTEN, **labour}, button="L’ouvrir et cocher")
    assert "Cueillette à faire et aide" in farmer.text
    assert farm.offers[0].state is OfferState.DRAFT


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": ""}, "Saisissez un titre"),
        ({"description": " "}, "Dites en quelques phrases"),
        ({"production": ""}, "Choisissez une production"),
    ],
)
def test_an_offer_says_at_least_what_is_shared(
    farmer: Page, farm: Farm, given: dict[str, Any], told: str
) -> None:
    farm.productions = []
    farmer.visit("/farm/offers/new").submit({**WRITTEN, **given}, button="Continuer")
    assert told in farmer.text
    assert farm.offers == []


def facts_of(page: Page) -> list[str]:
    """Return the facts of a place as they are shown, without the days and who comes."""
    [shown, *_others] = page.soup.select("ul.facts.card")
    return [fact.get_text(" ", strip=True) for fact in shown.find_all("li")][1:]


def test_the_preview_shows_what_a_proposal_shows_and_the_words_apart(
    farmer: Page, farm: Farm, db: Session
) -> None:
    farm.features, farm.adults = ["woman-host", "halal-menu", "no-dogs"], 2
    offer = an_offer(db, farm, hazards=["cold"], women_only=True)
    visit = a_visit(db, a_party(db, commune="50099", wishes=[]), a_slot(db, offer))
    previewed = facts_of(farmer.visit(f"/farm/offers/{offer.id}/preview"))
    assert offer.description in farmer.text
    assert "Une femme de la maison est présente" in farmer.text
    assert not farmer.soup.select('a[href*="/rights"]'), "Rights stand behind guests' own links"
    proposed = facts_of(farmer.visit(f"/v/{visit_token(visit, Side.PARTY)}"))
    assert all(map(str.startswith, proposed, previewed)), "What is of these guests alone comes last"
    assert len(proposed) == len(previewed)
    assert offer.description not in farmer.text


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_rooms_and_beds_are_chosen_for_an_offer(farmer: Page, farm: Farm, db: Session) -> None:
    offer = an_offer(db, farm, rooms=[2])
    small, large = farm.rooms
    farmer.visit(f"/farm/offers/{offer.id}/lodging")
    farmer.submit(
        {f"room_{small.id}": "1", f"room_{large.id}": "3", "nights": "3"}, button="Enregistrer"
    )
    assert (beds_of(offer), offer.nights) == ([1, 3], 3)
    assert "deux invités à la fois" in farmer.text


def test_an_offer_without_room_says_so_when_opened(farmer: Page, farm: Farm, db: Session) -> None:
    offer = an_offer(db, farm, rooms=[], state=OfferState.DRAFT)
    farmer.visit(f"/farm/offers/{offer.id}").submit(button="Ouvrir l’offre")
    assert "Choisissez au moins une chambre" in farmer.text
    assert offer.state is OfferState.DRAFT


def test_an_offer_rests_until_a_day_and_is_opened_again(
    farmer: Page, farm: Farm, db: Session
) -> None:
    offer = an_offer(db, farm)
    farmer.visit(f"/farm/offers/{offer.id}").follow("Mettre en pause")
    farmer.submit({"until": "2027-02-28"}, button="Mettre en pause")
    assert "Ce jour est passé" in farmer.text
    farmer.submit({"until": "2027-04-12"}, button="Mettre en pause")
    assert (offer.state, offer.paused_until) == (OfferState.PAUSED, date(2027, 4, 12))
    farmer.visit(f"/farm/offers/{offer.id}").submit(button="La rouvrir maintenant")
    assert (offer.state, offer.paused_until) == (OfferState.OPEN, None)


def test_an_offer_is_closed_with_its_free_dates(farmer: Page, farm: Farm, db: Session) -> None:
    slot = a_slot(db, an_offer(db, farm))
    farmer.visit(f"/farm/offers/{slot.offer_id}").follow("Fermer")
    farmer.submit(button="Fermer l’offre")
    assert "1 créneau libre est retiré" in farmer.text
    assert (slot.offer.state, slot.state) == (OfferState.CLOSED, SlotState.WITHDRAWN)
    farmer.visit(f"/farm/offers/{slot.offer_id}").submit(button="Copier")
    assert [each.state for each in farm.offers] == [OfferState.CLOSED, OfferState.DRAFT]


def test_every_day_that_cannot_be_is_named_and_nothing_is_saved(
    farmer: Page, farm: Farm, db: Session
) -> None:
    slot = a_slot(db, an_offer(db, farm), date(2027, 4, 12))
    farmer.visit(f"/farm/offers/{slot.offer_id}/dates?show=2027-03")
    days = ["2027-03-01", "2027-04-10", "2027-05-03"]
    farmer.submit({"days": days}, button="Enregistrer mes créneaux")
    assert "lun. 1er mars est passé ou trop proche" in farmer.text
    assert "à partir du sam. 10 avril en chevaucherait un autre, du" in farmer.text
    assert farmer.soup.select('input[name="days"][value="2027-05-03"][checked]')
    assert offers.standing_slots(db, farm) == [slot]


def test_days_ticked_stay_ticked_while_one_looks_at_other_months(
    farmer: Page, farm: Farm, db: Session
) -> None:
    offer = an_offer(db, farm)
    farmer.visit(f"/farm/offers/{offer.id}/dates")
    farmer.submit({"days": ["2027-04-05"]}, button="Mois suivants")
    assert "1 jour est coché dans d’autres mois." in farmer.text
    assert offer.slots == []
    farmer.submit({"days": ["2027-04-05", "2027-06-07"]}, button="Enregistrer mes créneaux")
    assert [slot.arrival for slot in offer.slots] == [date(2027, 4, 5), date(2027, 6, 7)]


def test_the_stays_that_ticked_days_make_are_seen_before_they_are_saved(
    farmer: Page, farm: Farm, db: Session
) -> None:
    offer = an_offer(db, farm)
    farmer.visit(f"/farm/offers/{offer.id}/dates")
    farmer.submit({"days": ["2027-04-05"], "nights": "3"}, button="Voir les créneaux")
    stay = [day.get_text() for day in farmer.soup.select(".month .day.stay > :first-child")]
    assert stay == ["6", "7"]
    assert offer.slots == []


def test_dates_after_the_approval_are_allowed_and_said(
    farmer: Page, farm: Farm, db: Session
) -> None:
    farm.approved_until = date(2027, 4, 15)
    offer = an_offer(db, farm)
    farmer.visit(f"/farm/offers/{offer.id}/dates")
    farmer.submit({"days": ["2027-04-20"]}, button="Enregistrer mes créneaux")
    assert "1 créneau enregistré." in farmer.text
    assert "compteront une fois votre agrément" in farmer.text


def test_a_date_is_changed_withdrawn_with_a_reason_and_taken_up_again(
    farmer: Page, farm: Farm, db: Session
) -> None:
    slot = a_slot(db, an_offer(db, farm), date(2027, 4, 12))
    farmer.visit(f"/farm/dates/{slot.id}")
    farmer.submit({"departure": "2027-04-18"}, button="Enregistrer")
    assert slot.departure == date(2027, 4, 18)
    farmer.follow("Retirer ce créneau").submit(button="Retirer ce créneau")
    assert "Choisissez l’une des réponses" in farmer.text
    farmer.submit({"reason": "busy"}, button="Retirer ce créneau")
    assert slot.state.value == "withdrawn"
    assert db.scalars(select(Event).where(Event.act == "slot.withdrawn")).one().facts == {
        "reason": "busy"
    }
    farmer.submit(button="le proposer de nouveau")
    assert slot.state.value == "open"


def test_a_departure_before_the_arrival_is_refused(farmer: Page, farm: Farm, db: Session) -> None:
    slot = a_slot(db, an_offer(db, farm), date(2027, 4, 12))
    farmer.visit(f"/farm/dates/{slot.id}")
    farmer.submit({"departure": "2027-04-12"}, button="Enregistrer")
    assert "après l’arrivée" in farmer.text
    assert slot.nights == 4


def test_a_date_with_guests_cannot_be_changed_nor_withdrawn(
    farmer: Page, farm: Farm, db: Session
) -> None:
    visit = a_visit(db, a_party(db), a_slot(db, an_offer(db, farm), date(2027, 4, 12)))
    farmer.visit(f"/farm/dates/{visit.slot_id}")
    assert "1 personne est proposée ou attendue" in farmer.text
    farmer.visit(f"/farm/dates/{visit.slot_id}/withdrawal")
    assert "annulez d’abord la visite" in farmer.text
    assert farmer.soup.find("select", {"name": "reason"}) is None
    assert visit.slot.state is SlotState.OPEN


def test_last_years_dates_are_seen_then_saved_without_those_unticked(
    farmer: Page, farm: Farm, db: Session
) -> None:
    offer = an_offer(db, farm)
    for arrival in (date(2026, 4, 6), date(2026, 5, 4), date(2026, 6, 1)):
        a_slot(db, offer, arrival, state=SlotState.PAST)
    taken = a_slot(db, offer, date(2027, 5, 31))
    farmer.visit(f"/farm/offers/{offer.id}/dates").follow("Reprendre ces créneaux")
    assert "1 jour est laissé de côté : Un créneau à partir du lun. 31 mai" in farmer.text
    ticked = farmer.soup.select('input[name="days"][checked]')
    assert [box["value"] for box in ticked] == ["2027-04-05", "2027-05-03"]
    farmer.submit({"days": ["2027-04-05"]}, button="Enregistrer ces créneaux")
    standing = [slot.arrival for slot in offers.standing_slots(db, farm)]
    assert standing == [date(2027, 4, 5), taken.arrival]


@pytest.mark.parametrize(
    "address",
    ["offers/{0}", "offers/{0}/preview", "offers/{0}/dates", "offers/{0}/lodging", "dates/{1}"],
)
def test_another_farms_offers_and_dates_are_not_found(
    farmer: Page, db: Session, address: str
) -> None:
    slot = a_slot(db)
    db.commit()
    place = f"/farm/{address.format(slot.offer_id, slot.id)}"
    for method in ("GET", "POST"):
        answer = farmer.client.open(place, method=method, base_url=SITE)
        assert answer.status_code in {400, 404, 405}
        assert slot.offer.title not in answer.text
    assert db.get(Slot, slot.id) is not None
    assert db.get(Offer, slot.offer_id) is not None


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2099-01"])
def test_a_month_far_from_today_shows_the_present_one(
    farmer: Page, farm: Farm, db: Session, month: str
) -> None:
    offer = an_offer(db, farm)
    assert "mars 2027" in farmer.visit(f"/farm/offers/{offer.id}/dates?show={month}").text
