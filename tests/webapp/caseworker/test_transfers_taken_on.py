"""What the first association reads whose file was taken on while its page was open."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_programme, an_organisation
from tests.page import Page
from tests.webapp.caseworker.transfer_builders import a_transfer
from webapp.ground.clock import now
from webapp.models import TransferState
from webapp.services.parties import transfers


@pytest.mark.parametrize("press", ["Take the proposal back", "They say no"])
def test_what_comes_after_the_other_association_took_it_on_says_so_and_leads_somewhere(
    page: Page, db: Session, press: str
) -> None:
    a_programme(db)
    nora, home = a_caseworker(db, language="en"), an_organisation(db, name="Le Pont")
    a_caseworker(db, home)
    party = a_party(db, nora.organisation, referent_id=nora.id)
    offered = a_transfer(db, party, home, said_at=now(), offered_at=now())
    db.commit()
    page.sign_in(nora).visit(f"/casework/parties/{party.id}/transfer")
    transfers.accept(db, offered)
    db.commit()
    page.submit(button=press)
    assert "Le Pont has taken this file on meanwhile" in page.text
    assert page.soup.h1 is not None
    assert "associations" in page.soup.h1.text
    db.refresh(offered)
    assert offered.state is TransferState.ACCEPTED
