"""The visits of a round, for whoever published it."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_round, a_slot, a_visit, an_organisation
from tests.page import Page
from webapp.models import MatchingRound, Party, RoundState, User


def test_a_published_round_leads_to_its_visits_and_each_to_its_page(
    desk: Page, a_result: MatchingRound, party: Party
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}/publication").submit(button="Approve and send")
    desk.follow("Follow the visits")
    assert desk.path == f"/casework/rounds/{a_result.id}/visits"
    assert "farm: Answer awaited" in desk.text
    desk.follow(f"{party.code} · Amina")
    assert desk.path.startswith("/casework/visits/")


@pytest.mark.parametrize("state", [RoundState.PUBLISHED, RoundState.CLOSED])
@pytest.mark.parametrize("tab", ["", "/health", "/map"])
def test_a_round_published_without_a_kept_result_shows_its_visits_and_no_run(
    desk: Page, db: Session, caseworker: User, party: Party, state: RoundState, tab: str
) -> None:
    made = a_round(db, caseworker.organisation, created_by=caseworker, state=state)
    a_visit(db, party, a_slot(db), round=made)
    a_visit(db, a_party(db, caseworker.organisation), a_slot(db))
    desk.visit(f"/casework/rounds/{made.id}{tab}")
    assert desk.path == f"/casework/rounds/{made.id}/visits"
    assert "Find the best farms" not in desk.text
    assert [row.th.get_text(strip=True) for row in desk.soup.select("tbody tr") if row.th] == [
        f"{party.code} · Amina"
    ]


def test_a_coordinator_follows_the_visits_of_every_association_by_code(
    page: Page, db: Session, coordinator: User
) -> None:
    made = a_round(db, None, created_by=coordinator, state=RoundState.PUBLISHED)
    guest = a_party(db, an_organisation(db), persons=[a_person(first_name="Bahar")])
    visit = a_visit(db, guest, a_slot(db), round=made)
    page.sign_in(coordinator).visit(f"/programme/rounds/{made.id}")
    assert guest.code in page.text
    assert visit.farm.name in page.text
    assert "Bahar" not in page.text
