"""What guests sign and are asked behind their links, looked at from their file."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.page import Page
from tests.webapp.agreements.test_signing import asked, by_day, link, of
from tests.webapp.caseworker.test_their_pages import file_of, shown_to_guests, words_of
from tests.webapp.paths.test_assessments import told, who_was_away
from webapp.models import Phase, Signer
from webapp.services.records.tokens import household_token, signature_token

__all__ = ["by_day"]  # the day of these tests as well


def test_an_agreement_is_shown_as_its_link_and_its_code_show_it(page: Page, db: Session) -> None:
    agreement = asked(db)
    signature = of(agreement, Signer.PERSON)
    closed = shown_to_guests(page, link(agreement, Signer.PERSON))
    mine = a_caseworker(db, agreement.party.organisation, language="en")
    page.sign_in(mine).visit(file_of(agreement.party, f"agreement-{signature.id}"))
    assert closed in words_of(page, "main .theirs[lang=ar]")
    opened = words_of(page, "main details .theirs[lang=ar]")
    assert "Maraîchage" in opened
    assert signature_token(signature) not in page.response.text
    assert signature.code_at is None, "To look asks for no code"
    stranger = a_caseworker(db)
    page.sign_in(stranger).visit(file_of(agreement.party), status=404)


def test_the_questions_before_and_after_are_shown_while_they_are_asked_and_nothing_chosen(
    page: Page, db: Session
) -> None:
    person = who_was_away(db)
    party = person.party
    theirs = shown_to_guests(page, f"/v/questions/{household_token(party)}")
    mine = a_caseworker(db, party.organisation, language="en")
    page.sign_in(mine).visit(file_of(party, "questions"))
    assert theirs in words_of(page, "main .theirs")
    assert not page.soup.select("main .theirs input, main .theirs form")
    assert household_token(party) not in page.response.text
    told(db, person, Phase.AFTER, {"trades": "yes"})
    db.commit()
    assert "A few questions" not in page.visit(file_of(party)).text
