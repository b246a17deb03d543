"""A free place is looked at before it is proposed: what would leave, and nothing of it does."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_party
from tests.page import Page
from tests.webapp.visits.test_free_places import caseworker, freed
from webapp.models import Event, Message, Side, Slot, User, Visit
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


def test_what_nobody_can_be_proposed_any_more_is_said(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    near = a_party(db, caseworker.organisation)
    far = a_party(db, caseworker.organisation, reach_km=1, latitude=43.3, longitude=5.4)
    page.sign_in(caseworker)
    page.visit(f"/casework/free-places/{freed.id}/parties/{far.id}/messages", status=409)
    page.sign_in(a_caseworker(db))
    page.visit(f"/casework/free-places/{freed.id}/parties/{near.id}/messages", status=404)
