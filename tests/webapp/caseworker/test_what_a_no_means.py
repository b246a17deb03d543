"""Before and after the tap, who is asked whether they are still interested reads what a no does."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_programme
from tests.page import Page
from webapp.services.records.tokens import hosts_token, household_token

PAUSED = "No farm is proposed to you until you say yes again."
STILL_OPEN = "Your dates stay open until you take them back"


@pytest.mark.parametrize(
    ("who", "means", "other"), [("party", PAUSED, STILL_OPEN), ("farm", STILL_OPEN, PAUSED)]
)
def test_a_no_says_what_it_means_before_and_after(
    db: Session, page: Page, who: str, means: str, other: str
) -> None:
    a_programme(db)
    token = household_token(a_party(db)) if who == "party" else hosts_token(a_farm(db))
    page.visit(f"/v/interest/{token}?lang=en")
    assert means in page.text
    page.submit(button="Not any more")
    assert "You said “not any more”" in page.text
    assert means in page.text
    assert other not in page.text
    assert "Whatever you say changes nothing" not in page.text
    page.submit(button="Yes, still")
    assert means in page.text  # under the button of the no, which they may press again


def test_guests_read_it_in_their_language(db: Session, page: Page) -> None:
    a_programme(db)
    page.visit(f"/v/interest/{household_token(a_party(db, language='ar'))}?lang=ar")
    assert "لن تُقترح عليكم أي مزرعة" in page.text
