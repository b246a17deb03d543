"""The visit sheet on paper: what the page says, in every language, for who may read the page."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party
from tests.page import Page
from tests.webapp.pdf.reading import bare, opened, text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code, the_code
from webapp import voices
from webapp.ground.languages import ALL, PUBLIC, Language
from webapp.models import Side, VisitState
from webapp.web.read_aloud import parts_of


def sheet_of(page: Page, where: str) -> bytes:
    page.visit(where)
    assert page.response.mimetype == "application/pdf"
    content: bytes = page.response.data
    return content


def facts_on(page: Page) -> list[str]:
    """Return all that the page tells: headings, facts with what is said beside, numbers, prose."""
    told = "h1, h2, .facts b, .facts span, .note b, .prose, [href^='tel:'] small"
    unread = ["details", "form", "nav"]
    return [each.get_text() for each in page.soup.select(told) if not each.find_parent(unread)]


@pytest.mark.parametrize("spoken", ALL, ids=lambda each: each.code)
def test_the_sheet_says_what_the_page_says(page: Page, db: Session, spoken: Language) -> None:
    hour = {"arrival_hour": 14, "hour_agreed": True}
    visit = a_settled_visit(db, party=a_party(db, language=spoken.code), **hour)
    where = address(visit)
    page.visit(where).submit(to=f"{where}/code")
    said = facts_on(page.submit({"code": the_code(db, visit)}, to=f"{where}/sheet"))
    assert len(said) > 25
    content = sheet_of(page, f"{where}/sheet.pdf")
    with opened(content) as read:
        assert len(read) <= 3
    copied = bare(text_of(content))
    assert "06 12 34 56 78".replace(" ", "") in copied
    if spoken.direction == "ltr":  # a reader turns round what is drawn from right to left
        assert [each for each in said if bare(each) not in copied] == []


def test_without_a_fresh_code_the_sheet_leads_to_the_page(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    page.visit(f"{address(visit)}/sheet.pdf")
    assert page.path == address(visit)
    assert "papier" not in page.text
    assert "12 chemin du Marais" not in page.response.text


def test_a_farm_takes_its_sheet_by_its_link_and_signed_in(page: Page, db: Session) -> None:
    visit = a_settled_visit(db)
    give_code(page, db, visit, Side.FARM)
    by_link = text_of(sheet_of(page, f"{address(visit, Side.FARM)}/sheet.pdf"))
    page.sign_in(a_farmer(db, visit.farm)).visit(f"/farm/visits/{visit.id}").follow("papier")
    signed_in = text_of(page.response.data)
    assert by_link == signed_in
    assert "Nour" in signed_in
    visit.state = VisitState.PROPOSED
    visit.farm_answer = visit.party_answer = visit.party_answer.AWAITED
    page.visit(f"/farm/visits/{visit.id}/sheet.pdf", status=404)


def test_caseworkers_print_the_guests_sheet_in_the_guests_language(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=a_party(db, language="tr"))
    page.sign_in(a_caseworker(db, visit.party.organisation))
    page.visit(f"/casework/visits/{visit.id}").follow("Feuille de visite des invités")
    printed = text_of(page.response.data)
    assert "Çiftlik ziyaretiniz" in printed
    assert "Henüz bir saat kararlaştırılmadı." in printed
    assert "burada" not in printed  # nothing is proposed on paper
    assert "Vos invités" in text_of(sheet_of(page, f"/casework/visits/{visit.id}/farm.pdf"))
    visit.party_answer = visit.party_answer.AWAITED
    page.visit(f"/casework/visits/{visit.id}/guests.pdf", status=404)


def test_the_sheet_says_whether_the_journey_is_ready_and_what_to_do_when_late(
    page: Page, db: Session
) -> None:
    visit = a_settled_visit(db)
    give_code(page, db, visit)
    assert "Votre trajet n’est pas encore noté comme prêt" in page.text
    assert "Si vous êtes en retard" in page.text
    visit.prepare_journey(ready=True)
    page.visit(address(visit))
    assert "Votre trajet est prêt" in page.text
    visit.arrive()
    page.visit(address(visit))
    assert "Votre trajet" not in page.text
    assert "Si vous êtes en retard" not in page.text


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_sentences_to_show_stand_in_the_guests_language_and_in_french(
    page: Page, db: Session, spoken: Language
) -> None:
    visit = a_settled_visit(db, party=a_party(db, language=spoken.code))
    page.visit(f"{address(visit)}/phrases")
    lines = page.soup.select("main li")
    french = [each.get_text() for each in page.soup.select("main li [lang=fr]")]
    assert len(lines) == 11
    if spoken.code == "fr":
        assert french == []
    else:
        assert (len(french), len(set(french))) == (11, 11)
        assert french[0] == "Bonjour."
        own = {next(each.stripped_strings) for each in lines}
        assert (len(own), own & set(french)) == (11, set())
    visit.state = VisitState.CANCELLED
    page.visit(f"{address(visit)}/phrases", status=404)


def test_sentences_to_show_are_heard_in_both_languages(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, party=a_party(db, language="ar"))
    page.visit(f"{address(visit)}/phrases")
    said = [words for part in parts_of(page.response.text, "ar") for words in part]
    assert ("fr", "Merci !") in [(each.voice, each.text.replace("\u202f", " ")) for each in said]
    assert {each.voice for each in said} == {"ar", "fr"}
    page.visit(f"{address(visit)}/phrases?listen")
    assert page.response.mimetype == "audio/mpeg"


def the_sheet(page: Page, db: Session, language: str) -> None:
    visit = a_settled_visit(db, party=a_party(db, language=language))
    where = address(visit)
    page.visit(where).submit(to=f"{where}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{where}/sheet")


@pytest.mark.parametrize("language", voices.VOICES)
def test_where_to_go_and_whom_to_call_is_heard_before_all_else_on_a_sheet(
    page: Page, db: Session, language: str
) -> None:
    the_sheet(page, db, language)
    sounds = voices.portions(parts_of(page.response.text, voices.VOICES[language]))
    first, second = (" ".join(w.text for part in each for w in part) for each in sounds[:2])
    assert "12 chemin du Marais" in first
    assert "06 12 34 56 78" in first
    for number in ("01 40 00 00 00", "02 31 00 00 00", "112"):
        assert number in first + second


def test_numbers_to_call_stand_before_the_stay_and_an_answer_is_taken_back_last(
    page: Page, db: Session
) -> None:
    the_sheet(page, db, "fr")
    told = [
        "Où vous allez",
        "12 chemin du Marais",
        "ci-dessous",
        "Appeler la ferme",
        "Qui appeler",
        "02 31 00 00 00",
        "112",
        "Votre trajet",
        "À emporter",
        "Je ne peux plus",
    ]
    at = [page.text.index(each) for each in told]
    assert at == sorted(at)
    heard = [part[0].text for part in parts_of(page.response.text, "fr")]
    assert heard.index("Non, merci") > heard.index(
        "Vos médicaments, et vos papiers, si vous en avez"
    )
