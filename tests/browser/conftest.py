"""A real Chromium before a running Sillon."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.person import Newcomer, Person
from tests.browser.site import Site, a_site
from tests.databases import PILOT, Databases

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
JOURNEYS = ROOT / "build" / "journeys.json"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and keep it on three processes, each with one site and one Chromium.

    Whoever makes a journey is in one of them: what it asked of them is kept in one file. The walks
    through every page are in another.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            is_walk = item.path.name in {"test_pages.py", "test_hostile_text.py"}
            is_journey = "newcomer" in getattr(item, "fixturenames", ())
            group = "journeys" if is_journey else "every page" if is_walk else "browser"
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The Chromium that `run.py` found; gone before other tests run an event loop of their own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=os.environ.get("SILLON_BROWSER") or "/usr/bin/chromium", args=FLAGS
        )
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def site(databases: Databases, templates_compiled_once: None) -> Iterator[Site]:
    """One demonstration programme of pilot size for every test here."""
    with a_site(databases.make(template=PILOT)) as running:
        yield running


@pytest.fixture
def newcomer(browser: Browser, site: Site) -> Iterator[Newcomer]:
    """Brings people; what a named journey asked of them is kept in `build/journeys.json`."""
    came: dict[str, Person] = {}

    def come(
        journey: str, language: str = "fr", *, width: int = 1280, javascript: bool = True
    ) -> Person:
        window = browser.new_context(
            locale=language,
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
        )
        came[journey] = Person(window.new_page(), site.address, language)
        return came[journey]

    yield come
    keep({journey: person.effort.told() for journey, person in came.items() if journey})
    for person in came.values():
        person.tab.context.close()


def keep(told: dict[str, dict[str, float]]) -> None:
    """Add the figures of journeys to those of the journeys before."""
    JOURNEYS.parent.mkdir(exist_ok=True)
    before = json.loads(JOURNEYS.read_text()) if JOURNEYS.exists() else {}
    JOURNEYS.write_text(json.dumps(before | told, indent=1, ensure_ascii=False) + "\n")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of a person who reads French, without anything kept from before."""
    opened = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """One empty tab."""
    return context.new_page()
