"""What a guest who reads Arabic sees: names in order, both names of months, answers for all."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.visits.test_visit_page import a_settled_visit, address, the_code
from webapp.models import Party, Slot, Visit

NAMES = ("Carentan", "Normandie", "12 chemin du Marais", "Gare de Carentan", "Anne et Luc")


def a_guest(db: Session, people: int = 1) -> Party:
    return a_party(db, language="ar", children=people - 1)


def a_place(db: Session) -> Slot:
    farm = a_farm(db, rooms=(4,), station="Gare de Carentan", features=["station-pickup"])
    return a_slot(db, an_offer(db, farm, hazards=["birthing-period"]))


def open_sheet(page: Page, db: Session, visit: Visit) -> Page:
    page.visit(address(visit)).submit(button="أرسلوا لي الرمز")
    return page.submit({"code": the_code(db, visit)}, button="إظهار صفحتي")


def loose(page: Page, *names: str) -> list[str]:
    """Return the texts in which one of these names stands without a mark of its language."""
    assert page.soup.main is not None
    return [
        str(text)
        for text in page.soup.main.find_all(string=True)
        if any(name in text for name in names) and not text.find_parent(lang="fr", dir="ltr")
    ]


def test_french_names_keep_their_order_and_their_voice(page: Page, db: Session) -> None:
    visit = a_visit(db, a_guest(db), a_place(db))
    page.visit(address(visit))
    assert "Carentan" in page.text
    assert loose(page, *NAMES) == []


def test_the_sheet_marks_every_french_name_and_the_farms_own_words(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=a_guest(db), slot=a_place(db))
    open_sheet(page, db, visit)
    written = (visit.farm.name, visit.slot.offer.description)
    for name in (*NAMES[:4], *written):
        assert name in page.text
    assert loose(page, *NAMES[:4], *written) == []
    assert "ما تقوله المزرعة، بالفرنسية" in page.text


def test_names_of_people_and_associations_are_set_apart(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=a_guest(db), slot=a_place(db))
    open_sheet(page, db, visit)
    apart = [each.get_text() for each in page.soup.find_all("bdi")]
    assert {visit.farm.host_names, visit.party.organisation.name} <= set(apart)


def test_a_french_page_needs_no_marks(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db, slot=a_place(db))))
    assert page.soup.find_all("bdi", lang="fr") == []


@pytest.mark.parametrize(("people", "yes", "no_longer"), [
    (1, "نعم، سآتي", "لم يعد بإمكاني المجيء"),
    (2, "نعم، سنأتي", "لم يعد بإمكاننا المجيء"),
    (4, "نعم، سنأتي", "لم يعد بإمكاننا المجيء"),
])  # fmt: skip
def test_a_family_answers_for_all_of_them(
    page: Page, db: Session, people: int, yes: str, no_longer: str
) -> None:
    visit = a_visit(db, a_guest(db, people), a_place(db))
    page.visit(address(visit))
    assert yes in page.text
    visit = a_settled_visit(db, party=a_guest(db, people), slot=a_place(db))
    page.visit(address(visit))
    assert no_longer in page.text


def test_a_family_answers_for_all_of_them_in_french(page: Page, db: Session) -> None:
    party = a_party(db, children=1)
    page.visit(address(a_visit(db, party, a_place(db)))).submit(button="Oui, nous venons")
    assert "Merci" in page.text


def test_it_is_the_farm_that_fetches_and_waits(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db, a_guest(db), a_place(db))))
    assert "تأتي المزرعة لأخذكم من المحطة" in page.text
    page.visit(address(a_settled_visit(db, party=a_guest(db), slot=a_place(db))))
    assert "المزرعة بانتظاركم" in page.text


def test_whoever_is_pregnant_is_told_to_keep_away(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db, a_guest(db), a_place(db))))
    assert "على الحامل ألا تقترب منها" in page.text


LATIN_PAUSE = re.compile(r"[\u0600-\u06ff\d] ?[,;?](?!\d)")


def test_sentences_pause_with_the_signs_of_arabic(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=a_guest(db), slot=a_place(db))
    open_sheet(page, db, visit)
    assert visit.slot.offer.description
    for where in ("", "/thread", "/rights", "/help"):
        page.visit(f"{address(visit)}{where}")
        assert page.soup.main is not None
        for french in page.soup.main.select("[lang='fr']"):
            french.extract()
        assert LATIN_PAUSE.findall(page.soup.main.get_text()) == []
