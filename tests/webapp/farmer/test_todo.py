"""What a farmer finds on the first page, and on the legal sheet."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_person, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import Answer, FarmState, VisitState
from webapp.services.farms import seasons
from webapp.services.farms.labour import signs_of_labour


def test_an_awaited_answer_is_told_without_a_name(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.sign_in(a_farmer(db, visit.farm)).visit("/farm/")
    assert "1 personne vous est proposée" in page.text
    assert "Nour" not in page.text
    assert page.soup.select(".portal .count")[0].get_text() == "1"
    page.follow("Répondre")
    assert page.path == f"/farm/visits/{visit.id}"


def test_an_answered_visit_awaits_nothing_and_confirmed_guests_are_shown(
    page: Page, db: Session
) -> None:
    visit = a_visit(db, state=VisitState.CONFIRMED, farm_answer=Answer.YES)
    page.sign_in(a_farmer(db, visit.farm)).visit("/farm/")
    assert "aimerait venir" not in page.text
    assert "Vos invités" in page.text


def test_a_paper_that_ends_soon_is_asked_for(page: Page, db: Session) -> None:
    farm = a_farm(db, insured_until=today() + timedelta(days=20))
    page.sign_in(a_farmer(db, farm)).visit("/farm/")
    assert "nouvelle attestation" in page.text
    farm.insured_until = today() + timedelta(days=200)
    assert "nouvelle attestation" not in page.visit("/farm/").text


def test_an_open_offer_without_dates_is_on_the_list(page: Page, db: Session) -> None:
    offer = an_offer(db)
    page.sign_in(a_farmer(db, offer.farm)).visit("/farm/").follow("Cocher des jours d’arrivée")
    assert page.title == "Quand pouvez-vous accueillir ?"


def test_dates_taken_back_are_no_dates(page: Page, db: Session) -> None:
    slot = a_slot(db)
    page.sign_in(a_farmer(db, slot.farm))
    assert "Cocher des jours d’arrivée" not in page.visit("/farm/").text
    slot.withdraw()
    assert "Cocher des jours d’arrivée" in page.visit("/farm/").text


def test_a_suspended_farm_is_told_so_and_not_why(page: Page, db: Session) -> None:
    farm = a_farm(db, state=FarmState.SUSPENDED, state_reason="A word about someone")
    page.sign_in(a_farmer(db, farm)).visit("/farm/")
    assert "n’accueille personne pour le moment" in page.text
    assert "A word about someone" not in page.text


@pytest.mark.parametrize(
    ("state", "given", "told"),
    [
        ("applied", {"met_on": None}, "Quelqu’un du programme vous appelle"),
        ("met", {}, "Quelqu’un du programme vous a rencontré"),
        ("declined", {}, "ne participe pas au programme"),
        ("approved", {}, "Votre ferme est agréée jusqu’au"),
        ("approved", {"insured_until": date(2020, 1, 1)}, "est arrivé à son terme"),
    ],
)
def test_a_farm_is_told_how_far_its_vetting_is(
    page: Page, db: Session, state: str, given: dict[str, Any], told: str
) -> None:
    farm = a_farm(db, state=FarmState(state), **given)
    assert told in page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm").text
    assert page.visit("/farm/").title == "À faire"


def test_the_legal_sheet_shows_the_counters(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.sign_in(a_farmer(db, visit.farm)).visit("/farm/legal")
    assert f"Mes compteurs pour {today().year}" in page.text
    assert "Ne demandez pas" in page.text


def test_a_season_counts_the_stays_that_stood_or_stand(db: Session) -> None:
    farm = a_farm(db, rooms=(3,))
    offer = an_offer(db, farm)
    first = a_slot(db, offer, date(2027, 1, 11))
    a_visit(db, slot=first, state=VisitState.COMPLETED)
    a_visit(db, slot=first, state=VisitState.DECLINED)
    couple = a_party(db, persons=[a_person(), a_person()])
    a_visit(db, couple, a_slot(db, offer, date(2027, 6, 7)))
    a_slot(db, offer, date(2027, 7, 5))
    a_slot(db, offer, date(2028, 7, 3))
    season = seasons.season_of(db, farm, 2027)
    assert (season.stays, season.open_dates, season.most_people) == (2, 3, 3), (
        "One of its dates has a bed left"
    )
    assert season.is_crowded
    assert not season.is_full


def test_a_date_counts_as_free_while_somebody_can_be_proposed_there(db: Session) -> None:
    offer = an_offer(db)
    a_slot(db, offer, today() + timedelta(days=30))
    year = (today() + timedelta(days=30)).year
    free = seasons.season_of(db, offer.farm, year)
    assert (free.open_dates, free.resting_dates) == (1, 0)
    stops: tuple[Callable[[], object], ...] = (
        lambda: offer.pause(None),
        lambda: setattr(offer.farm, "insured_until", today()),
        lambda: setattr(offer.slots[0], "in_doubt_since", now()),
    )
    for stop in stops:
        with db.begin_nested() as undone:
            stop()
            db.flush()
            season = seasons.season_of(db, offer.farm, year)
            assert (season.open_dates, season.next_open, season.resting_dates) == (0, None, 1)
            undone.rollback()


@pytest.mark.parametrize(("stays", "flagged"), [(2, False), (3, True)])
def test_stays_piled_up_in_months_of_labour_peak_raise_a_flag(
    db: Session, stays: int, flagged: bool
) -> None:
    farm = a_farm(db)
    offer = an_offer(db, farm, production="vineyard")
    for number in range(stays):
        a_slot(db, offer, date(2027, 9, 6) + timedelta(days=7 * number))
    a_slot(db, offer, date(2027, 5, 3))
    assert seasons.season_of(db, farm, 2027).looks_like_labour is flagged


@pytest.mark.parametrize(
    "text",
    ["besoin de bras", "Cueillette à faire", "un coup de main", "We need help", "hands needed",
     "travailler avec nous", "main-d'œuvre", "renfort pour les vendanges"],
)  # fmt: skip
def test_words_that_read_like_labour_are_noticed(text: str) -> None:
    assert signs_of_labour(text)


@pytest.mark.parametrize(
    "text",
    ["La traite, le fromage, les prés.", "Voir la cueillette et goûter les pommes", "handmade",
     "la vie du village, le marché"],
)  # fmt: skip
def test_words_of_hospitality_are_left_alone(text: str) -> None:
    assert signs_of_labour(text) == []


def test_a_farm_that_never_opened_a_date_has_none_yet(page: Page, db: Session) -> None:
    farm = a_farm(db)
    page.sign_in(a_farmer(db, farm)).visit("/farm/")
    assert "Aucun créneau pour l’instant" in page.text
    a_visit(db, slot=a_slot(db, an_offer(db, farm), date(today().year, 12, 30), rooms=[1]))
    assert "Aucun créneau n’a plus de place" in page.visit("/farm/").text


def test_what_other_topics_tell_does_not_make_a_topic_done(page: Page, db: Session) -> None:
    farm = a_farm(db, features=["woman-host", "lockable-room"], station=None)
    page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm")
    assert page.text.count("Facultatif") == 3
    farm.features = [*farm.features, "quiet-place", "station-pickup"]
    assert page.visit("/farm/my-farm").text.count("Facultatif") == 1, "It has no photo yet"


def test_a_farm_just_approved_reads_until_when(page: Page, db: Session) -> None:
    page.sign_in(a_farmer(db, a_slot(db).farm)).visit("/farm/")
    assert "Votre ferme est agréée jusqu’au" in page.text


def test_a_sign_that_no_column_holds_is_left_out_of_what_is_typed(page: Page, db: Session) -> None:
    farm = a_farm(db)
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/my-farm/rooms/new")
    page.submit({"name": "Under\0 the roof", "beds": "2"}, button="Save")
    assert farm.rooms[-1].name == "Under the roof"
