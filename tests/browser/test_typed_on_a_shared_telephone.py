"""What was typed on a telephone that others read, past the question, in a real browser."""

from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.axe import see_that_it_fits
from tests.browser.site import Site
from tests.builders import a_party
from webapp.models import Party, Reply
from webapp.services.records.tokens import household_token

WORDS = "وُلدت في 1991، وليس في 1990."


def test_guests_find_again_what_they_wrote_once_they_gave_the_year(tab: Page, site: Site) -> None:
    with site.database() as db:
        party = a_party(db, code="P-9310", language="ar")
        db.commit()
        address = f"{site.address}/v/workshops/{household_token(party)}/correction"
        number, year = party.id, party.persons[0].birth_year
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(f"{address}?lang=ar")
    tab.locator("#words").fill(WORDS)
    with site.database() as db:
        db.get_one(Party, number).phone_shared = True
        db.commit()
    tab.get_by_role("button", name="إرسال ما كتبت").click()
    tab.get_by_text("لم يُرسل شيء بعد").wait_for()
    see_that_it_fits(tab)
    assert "1991" not in tab.content()
    tab.locator("#year").fill("1901")
    tab.locator("form:has(#year) button").click()
    tab.get_by_role("alert").wait_for()
    tab.locator("#year").fill(str(year))
    tab.locator("form:has(#year) button").dblclick()
    tab.get_by_text("هذا ما أردتم إرساله").wait_for()
    assert tab.url.partition("?")[0] == address
    assert tab.locator("#words").input_value() == WORDS
    see_that_it_fits(tab)
    tab.get_by_role("button", name="إرسال ما كتبت").click()
    tab.get_by_text("لم تجب جمعيتكم").first.wait_for()
    with site.database() as db:
        mine = Reply.party_id == number, Reply.asks_correction
        assert [each.words for each in db.scalars(select(Reply).where(*mine))] == [WORDS]
