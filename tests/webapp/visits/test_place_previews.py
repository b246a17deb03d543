"""A free place is looked at before it is proposed: what would leave, and nothing of it does."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party, a_visit
from tests.page import Page
from tests.webapp.visits.test_free_places import caseworker, freed
from webapp.models import Event, Message, Side, Slot, User, Visit
from webapp.services.records.tokens import visit_token
from webapp.wording import compose

__all__ = ["caseworker", "freed"]  # the place of these tests as well


def test_what_both_sides_would_receive_is_read_before_and_nothing_of_it_is_left(
    app: Flask, page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, language="ar")
    a_farmer(db, freed.farm, language="fr")
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    page.follow("What they would receive")
    seen = page.text
    assert "The text message, in Arabic" in seen
    assert page.soup.select_one("p[lang=ar][dir=rtl]") is not None
    assert page.soup.select('a[href*="/v//"]') == []
    assert "http" not in "".join(each.text for each in page.soup.select("main .words, main [lang]"))
    db.expire_all()
    assert db.scalars(select(Visit).where(Visit.party_id == party.id)).all() == []
    assert db.scalars(select(Message)).all() == []
    assert db.scalars(select(Event).where(Event.act == "visit.proposed")).all() == []
    text = page.soup.select_one("p[lang=ar]").get_text()  # type: ignore[union-attr]
    page.submit(button="Propose this place")
    sent = db.scalars(select(Message).where(Message.side == Side.PARTY)).one()
    with app.test_request_context():
        assert text.strip().split("…")[0] in compose(sent).body


def test_it_says_who_sleeps_beside_them_as_their_page_will(
    app: Flask, page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    a_visit(db, a_party(db), freed)
    guest = a_party(db, caseworker.organisation, language="fr")
    page.sign_in(caseworker)
    page.visit(f"/casework/free-places/{freed.id}/parties/{guest.id}/messages")
    before = page.soup.select_one("main [inert]")
    assert before is not None
    facts = [each.get_text(" ", strip=True) for each in before.select(".facts li")]
    page.submit(button="Propose this place")
    visit = db.scalars(select(Visit).where(Visit.party_id == guest.id)).one()
    page.visit(f"/v/{visit_token(visit, Side.PARTY)}")
    theirs = [each.get_text(" ", strip=True) for each in page.soup.select(".facts li")]
    assert facts
    assert facts == [each for each in theirs if each in facts]


def test_it_warns_of_a_telephone_that_others_read_too_and_says_that_it_asks_first(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    guest = a_party(db, caseworker.organisation, language="fr", phone_shared=True)
    page.sign_in(caseworker)
    page.visit(f"/casework/free-places/{freed.id}/parties/{guest.id}/messages")
    assert "each link first asks in which year somebody of them was born" in page.text
    assert page.soup.select_one("[inert] [data-shared]") is not None


def test_another_association_reads_nothing_of_it(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    near = a_party(db, caseworker.organisation)
    page.sign_in(a_caseworker(db))
    page.visit(f"/casework/free-places/{freed.id}/parties/{near.id}/messages", status=404)
