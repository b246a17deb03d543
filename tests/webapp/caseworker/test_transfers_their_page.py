"""What its people read of a change of association, behind their link."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, an_organisation
from tests.page import Page
from webapp.services.parties import transfers
from webapp.services.records.tokens import household_token


def test_their_page_says_of_each_state_what_is_so_and_nothing_that_is_over(
    page: Page, db: Session
) -> None:
    a_programme(db)
    nora = a_caseworker(db, an_organisation(db, name="Accueil du Bessin"))
    other = an_organisation(db, name="Le Pont")
    a_caseworker(db, other)
    party = a_party(db, nora.organisation)
    theirs = f"/v/transfer/{household_token(party)}?lang=en"
    asked, then = "Shall another association accompany you?", "From then on"
    proposed = transfers.ask(db, party, other, nora)
    assert asked in page.visit(theirs).text
    assert "change your mind" not in page.text, "A no is not taken back here"
    page.submit({}, button="Yes, I agree")
    assert "change your mind" in page.text
    assert then in page.text
    db.expire_all()
    transfers.cancel(db, proposed)
    page.visit(theirs)
    assert "Your association goes on accompanying you" in page.text
    assert "Nothing is asked any more." in page.text
    for over in (asked, then, "change your mind", "Le Pont"):
        assert over not in page.text
