"""A caseworker links an identity, leaves, and comes in by it, with a hand and a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.identity_provider.provider import TestProvider, a_provider
from webapp.services.accounts.openid import Provider


@pytest.fixture
def there(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestProvider]:
    with a_provider(f"{site.address}/account/provider/back") as running:
        found = Provider(running.settings)
        monkeypatch.setitem(site.app.extensions, "identity_provider", found)
        monkeypatch.setitem(site.app.jinja_env.globals, "provider_name", "ProConnect")
        yield running


def says_who(tab: Page, subject: str) -> None:
    tab.get_by_label("Identifiant").fill(subject)
    tab.get_by_role("button", name="Continuer").click()


def test_an_identity_is_linked_and_opens_the_account_and_both_sessions_end(
    tab: Page, site: Site, there: TestProvider
) -> None:
    there.people = {"claire": {"email": "claire@ministere.example"}}
    there.says = {"amr": ["mfa"]}
    tab.context.add_cookies([site.cookie_of("claire@sillon.example")])  # type: ignore[list-item]
    tab.goto(f"{site.address}/account/?lang=fr")
    tab.get_by_role("link", name="Lier mon identité").click()
    says_who(tab, "claire")
    expect(tab.get_by_text("claire@ministere.example")).to_be_visible()
    tab.get_by_label("code de votre téléphone").fill(tab.locator("strong.code").inner_text())
    tab.get_by_role("button", name="Lier cette identité").click()
    expect(tab.get_by_role("button", name="La délier")).to_be_visible()
    tab.context.clear_cookies()
    tab.goto(f"{site.address}/account/sign-in?lang=fr")
    tab.get_by_role("link", name="Se connecter avec ProConnect").click()
    says_who(tab, "claire")
    expect(tab).to_have_url(f"{site.address}/casework/")
    tab.goto(f"{site.address}/account/")
    tab.locator("form[action='/account/sign-out'] button").first.evaluate("each => each.click()")
    expect(tab).to_have_url(f"{site.address}/account/sign-in")
    assert "/end" in there.asked
