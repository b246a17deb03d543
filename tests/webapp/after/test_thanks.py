"""A card of thanks: sent by guests in their language, read by the farm in its own, taken back."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_person
from tests.page import Page
from tests.webapp.forms.feedback import over
from tests.webapp.pdf.reading import bare, text_of
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import FarmState, Side, ThanksCard, Visit, VisitState
from webapp.services.after import thanks
from webapp.services.records.tokens import visit_token


@pytest.fixture
def visit(db: Session) -> Visit:
    return over(db, party=a_party(db, language="ar", persons=[a_person(first_name="Salma")]))


def test_guests_tick_sentences_in_their_language_and_the_farm_reads_them_in_its_own(
    page: Page, db: Session, visit: Visit
) -> None:
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}").follow("اشكروا المزرعة")
    page.submit({"sentences": ["meals", "welcome"], "with_names": "y"}, button="إرسال البطاقة")
    assert "أُرسلت البطاقة" in page.text
    page.sign_in(a_farmer(db, visit.farm, language="fr")).visit("/farm/").follow("Lire la carte")
    for words in ("Merci pour votre accueil.", "Merci pour les repas partagés.", "Salma"):
        assert words in page.text
    page.follow("Cette carte sur papier (PDF)")
    assert bare("Merci pour votre accueil.") in bare(text_of(page.response.data))


def test_a_card_without_names_names_nobody(page: Page, db: Session, visit: Visit) -> None:
    thanks.send(db, visit, ["calm"], with_names=False)
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}/thanks")
    assert "Salma" not in page.text


def test_a_card_names_the_adults_who_were_there_as_they_were_when_it_was_sent(
    page: Page, db: Session, visit: Visit
) -> None:
    for later in (a_person(first_name="Tarik", birth_year=2019), a_person(first_name="Aminata")):
        visit.party.persons.append(later)
    db.flush()
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}/thanks?lang=en")
    assert "Aminata" not in page.text
    page.submit({"sentences": ["calm"], "with_names": "y"}, button="Send the card")
    visit.party.persons[0].first_name = "Another"
    db.flush()
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}/thanks")
    assert "Salma" in page.text
    for name in ("Tarik", "Aminata", "Another"):
        assert name not in page.text


def test_a_card_that_is_sent_anew_takes_the_place_of_the_first(db: Session, visit: Visit) -> None:
    for sentences in (["calm"], ["greetings", "calm"]):
        thanks.send(db, visit, sentences, with_names=False)
    [card] = db.scalars(select(ThanksCard))
    assert card.sentences == ["calm", "greetings"]


def test_a_card_that_says_nothing_is_asked_for_a_sentence(
    page: Page, db: Session, visit: Visit
) -> None:
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}/thanks?lang=en")
    page.submit({"with_names": "y"}, button="Send the card")
    assert "Choose at least one sentence" in page.text
    with pytest.raises(RuleBroken, match="thanks-say-nothing"):
        thanks.send(db, visit, ["nothing of the list"], with_names=True)
    assert thanks.of_visit(db, visit) is None


def test_whoever_takes_a_card_back_has_it_read_by_nobody(
    page: Page, db: Session, visit: Visit
) -> None:
    thanks.send(db, visit, ["calm"], with_names=False)
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}/thanks?lang=en")
    page.submit(button="Take the card back")
    assert "the farm reads it no more" in page.text
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}/thanks", status=404)
    thanks.take_back(db, visit)  # once more: nothing


@pytest.mark.parametrize("state", [VisitState.CONFIRMED, VisitState.CANCELLED, VisitState.NO_SHOW])
def test_nobody_thanks_for_a_visit_that_did_not_take_place(
    page: Page, db: Session, state: VisitState
) -> None:
    visit = over(db, state=state, ended_at=now())
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}/thanks", status=404)
    with pytest.raises(RuleBroken, match="thanks-closed"):
        thanks.send(db, visit, ["calm"], with_names=False)


def test_the_time_to_thank_ends_and_a_farm_that_is_shut_out_gets_no_card(
    db: Session, visit: Visit
) -> None:
    with time_machine.travel(now() + thanks.OPEN_FOR + timedelta(days=2), tick=False):
        assert not thanks.may_be_sent(visit)
    visit.farm.state = FarmState.REMOVED
    assert not thanks.may_be_sent(visit)


def test_a_card_is_read_behind_its_link_by_its_farm_and_its_association_alone(
    db: Session, visit: Visit
) -> None:
    thanks.send(db, visit, ["calm"], with_names=False)
    for scope, seen in {
        Scope("visit", visit.id): 1,
        Scope("visit", visit.id + 1): 0,
        Scope("farm", visit.farm_id): 1,
        Scope("farm", visit.farm_id + 1): 0,
        Scope("organisation", visit.organisation_id): 1,
        Scope("organisation", (visit.organisation_id or 0) + 1): 0,
        EVERYONE: 1,
    }.items():
        set_scope(db, scope)
        assert len(db.scalars(select(ThanksCard.id)).all()) == seen, scope
