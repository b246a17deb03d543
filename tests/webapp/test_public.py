"""What anyone may read."""

import pytest

from tests.page import Page


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("address", ["/", "/hosting", "/matching", "/privacy", "/credits"])
def test_a_public_page_stands_in_every_language(page: Page, address: str, language: str) -> None:
    page.visit(f"{address}?lang={language}")
    assert page.soup.html is not None
    assert page.soup.html["lang"] == language


def test_the_home_page_leads_each_kind_of_person_on(page: Page) -> None:
    page.visit("/?lang=en")
    for words, path in (
        ("I received a message", "/my-link"),
        ("I have a farm", "/hosting"),
        ("I have an account", "/account/sign-in"),
    ):
        page.visit("/").follow(words)
        assert page.path == path


def test_what_never_counts_is_published(page: Page) -> None:
    page.visit("/matching?lang=en")
    assert "Nationality, religion, health" in page.text
