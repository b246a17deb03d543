"""After a no, or "yes, but not these dates": what is asked, what is kept, what is told."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_visit
from tests.page import Page
from tests.webapp.visits.test_visit_page import address
from webapp.ground import vocabulary
from webapp.ground.errors import RuleBroken
from webapp.models import Answer, Side, VisitState
from webapp.services.visits import answers, disclosure


def test_someone_who_would_come_on_other_dates_is_asked_when(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit)).submit(button="pas à ces dates")
    assert page.title == "Quand pourriez-vous venir ?"
    assert "trop loin" not in page.text
    page.submit(button="vacances scolaires")
    assert visit.party_reason == "holidays"
    assert "oui, mais pas à ces dates" in page.text
    assert "Vous avez dit non" not in page.text
    assert "Dire quand" not in page.text


def test_when_they_could_is_told_later_or_never(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit)).submit(button="pas à ces dates")
    page.follow("Je ne sais pas encore").follow("Dire quand")
    page.submit(button="semaines plus tard")
    assert visit.party_reason == "weeks-later"


def test_a_reason_of_a_no_is_none_for_other_dates(db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, Answer.OTHER_DATES)
    with pytest.raises(RuleBroken):
        answers.give_reason(db, visit, Side.PARTY, "too-far")


def test_the_board_says_that_other_dates_are_wished_for_and_which(page: Page, db: Session) -> None:
    visit = a_visit(db)
    answers.answer(db, visit, Side.PARTY, Answer.OTHER_DATES)
    answers.give_reason(db, visit, Side.PARTY, "months-later")
    page.sign_in(a_caseworker(db, visit.party.organisation)).visit("/casework/")
    assert "Oui, mais pas à ces dates" in page.text
    assert "Quelques mois plus tard" in page.text


def test_a_farm_says_when_it_could_receive(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}")
    page.submit(button="pas à ces dates")
    assert "Quand pourriez-vous accueillir" in page.text
    page.submit(button="Plus tôt")
    assert visit.farm_reason == "sooner"


def test_whoever_may_still_say_yes_sees_to_what(page: Page, db: Session) -> None:
    visit = a_visit(db)
    page.visit(address(visit)).submit(button="Non, merci")
    page.visit(address(visit))
    assert "Finalement, oui" in page.text
    for told in ("Carentan", "Moutons et chèvres", "nuits"):
        assert told in page.text
    page.visit(address(visit, Side.FARM))
    assert "1 personne" not in page.text


@pytest.mark.parametrize("code", ["health", "illness"])
def test_no_reason_is_about_health(code: str) -> None:
    every = {
        *vocabulary.DECLINE_REASONS["party"],
        *vocabulary.DECLINE_REASONS["farm"],
        *vocabulary.CANCEL_REASONS,
    }
    assert code not in every


def test_help_that_nobody_asked_for_is_not_said_to_be_seen(page: Page, db: Session) -> None:
    visit = a_visit(db)
    a_caseworker(db, visit.party.organisation)
    page.visit(address(visit) + "/help")
    assert "demande d’aide" not in page.text
    page.submit(button="besoin d’aide")
    assert "Votre demande d’aide s’affiche" in page.text


def test_the_address_is_written_as_on_a_letter(db: Session) -> None:
    yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    visit = a_visit(db, state=VisitState.CONFIRMED, **yes)
    visit.farm.commune = "76753"
    sheet = disclosure.view(db, visit, Side.PARTY, code_given=True).place_sheet
    assert sheet is not None
    assert sheet.town == "76520 Ymare"
