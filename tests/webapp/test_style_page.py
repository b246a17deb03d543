"""The style page as the application serves it."""

from tests.page import Page


def test_anyone_may_look_at_the_parts_of_the_pages(page: Page) -> None:
    page.visit("/style?lang=fr")
    assert page.title == "De quoi sont faites les pages de Sillon"


def test_the_language_chosen_stays_on_the_next_page(page: Page) -> None:
    page.visit("/style?lang=ar").visit("/style")
    assert page.soup.html is not None
    assert page.soup.html["dir"] == "rtl"
