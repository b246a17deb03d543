"""A file goes from one association to another, in the browser: three words, in two languages."""

from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.axe import see_that_it_fits
from tests.browser.site import Site
from webapp.models import (
    Organisation,
    Party,
    PartyState,
    Transfer,
    TransferState,
    User,
)
from webapp.services.parties import transfers
from webapp.services.records.tokens import household_token

NARROW, WIDE = 360, 1280


def a_file_that_can_go(site: Site, home: int) -> Party:
    """A file of an association with visits to come, and nothing that is to be settled first."""
    with site.database() as db:
        mine = Party.organisation_id == home, Party.state == PartyState.READY
        found = select(Party).where(*mine, Party.channel == "sms", Party.visits.any())
        those = db.scalars(found.order_by(Party.id)).all()
        return next(each for each in those if transfers.what_forbids(db, each) is None)


def others(site: Site, home: int) -> tuple[str, str]:
    """Another association, and the mailbox of somebody there."""
    with site.database() as db:
        elsewhere = select(User).where(User.organisation_id != home, User.suspended_at.is_(None))
        user = db.scalars(elsewhere.order_by(User.id)).first()
        assert user is not None
        return db.get_one(Organisation, user.organisation_id).name, user.email


def sign_in(tab: Page, site: Site, email: str) -> None:
    tab.context.clear_cookies()
    tab.context.add_cookies([site.cookie_of(email)])  # type: ignore[list-item]


def test_a_file_is_proposed_agreed_to_on_a_telephone_and_taken_on(tab: Page, site: Site) -> None:
    claire = "claire@sillon.example"
    with site.database() as db:
        home = db.scalars(select(User.organisation_id).where(User.email == claire)).one() or 0
    party = a_file_that_can_go(site, home)
    receiver, email = others(site, home)
    sign_in(tab, site, claire)
    tab.goto(f"{site.address}/casework/parties/{party.id}/transfer?lang=fr")
    tab.select_option("#to", label=receiver)
    tab.get_by_role("button", name="Leur demander").click()
    tab.get_by_role("button", name="Ils disent oui").wait_for()
    for width in (NARROW, WIDE):
        tab.set_viewport_size({"width": width, "height": 900})
        see_that_it_fits(tab)

    tab.context.clear_cookies()
    tab.set_viewport_size({"width": NARROW, "height": 740})
    with site.database() as db:
        token = household_token(db.get_one(Party, party.id))
    tab.goto(f"{site.address}/v/transfer/{token}?lang=ar")
    assert receiver in tab.inner_text("main")
    see_that_it_fits(tab)
    tab.get_by_role("button", name="نعم، أوافق").click()
    tab.get_by_role("button", name="لا، أبقى").wait_for()

    sign_in(tab, site, email)
    tab.goto(f"{site.address}/casework/transfers?lang=fr")
    see_that_it_fits(tab)
    tab.get_by_role("button", name="Le prendre").click()
    tab.wait_for_url("**/referent")
    with site.database() as db:
        gone = db.scalars(select(Transfer).where(Transfer.party_id == party.id)).one()
        assert gone.state is TransferState.ACCEPTED
        assert {each.organisation_id for each in gone.party.visits} == {gone.to_id}
    tab.goto(f"{site.address}/casework/parties/{party.id}?lang=fr")
    assert receiver in tab.inner_text("main")
