"""What guests take away on paper says what its page says, in every language, on one sheet."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from tests.webapp.forms.feedback import over
from tests.webapp.pdf.reading import bare, opened, text_of
from tests.webapp.visits.test_visit_sheet import facts_on, sheet_of
from webapp.ground.languages import ALL, Language
from webapp.models import Event, PhoneCode, Side
from webapp.services.records.tokens import phone_digits, visit_token


def pages_of(content: bytes) -> int:
    with opened(content) as read:
        return len(read)


@pytest.mark.parametrize("spoken", ALL, ids=lambda each: each.code)
def test_both_papers_say_what_their_pages_say(page: Page, db: Session, spoken: Language) -> None:
    visit = over(db, party=a_party(db, language=spoken.code, persons=[a_person()]))
    [made] = visit.attestations
    behind = f"/v/{visit_token(visit, Side.PARTY)}"
    page.visit(f"{behind}/rights")
    rights, on_paper = facts_on(page), sheet_of(page, f"{behind}/rights.pdf")
    page.visit(f"{behind}/attestation/{made.id}.pdf")
    assert page.path == f"{behind}/attestation", "no name without a code"
    page.submit(to=f"{behind}/code")
    digits = phone_digits(db.scalars(select(PhoneCode)).one())
    page.submit({"code": digits}, to=f"{behind}/sheet")
    said = [each.get_text() for each in page.soup.select("article h2, article p")]
    attested = sheet_of(page, f"{behind}/attestation/{made.id}.pdf")
    assert (pages_of(on_paper), pages_of(attested)) == (1, 1)
    assert bare(f"https://sillon.example/attestation/{made.number}") in bare(text_of(attested))
    if spoken.direction == "ltr":  # a reader turns round what is drawn from right to left
        assert [each for each in rights if bare(each) not in bare(text_of(on_paper))] == []
        assert [each for each in said if bare(each) not in bare(text_of(attested))] == []


def test_a_caseworker_hands_both_over_and_the_reading_is_kept(page: Page, db: Session) -> None:
    visit = over(db, party=a_party(db, language="ar"))
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/visits/{visit.id}").follow("Attestations")
    assert visit.party.persons[0].first_name in page.text
    page.follow("PDF")
    assert bare(visit.farm.name) in bare(text_of(page.response.data))
    assert len(db.scalars(select(Event).where(Event.act == "visit.attestation-read")).all()) == 2
    assert pages_of(sheet_of(page, f"/casework/visits/{visit.id}/rights.pdf")) == 1
