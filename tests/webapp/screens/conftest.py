"""An album for the whole of a walk, and what is said at its end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import sync_playwright

from tests.webapp.screens.album import Album, has_picture, write_index
from tests.webapp.screens.states import ELSEWHERE, pages_of

FOLDER = Path(__file__).parents[3] / "build" / "screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
NOT_DRAWN = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture(scope="session")
def album(application: Flask, pytestconfig: pytest.Config) -> Iterator[Album]:
    """Begins where others left off, so that one part of the walk may be drawn anew."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("SILLON_BROWSER") or "/usr/bin/chromium", args=FLAGS
        )
        drawn = Album(application, browser.new_page(ignore_https_errors=True), FOLDER)
        yield drawn
        browser.close()
    missing = [
        (view, ELSEWHERE.get(view, "no walk came there"))
        for view in pages_of(application)
        if not has_picture(FOLDER, view)
    ]
    missing += drawn.troubles.items()
    write_index(FOLDER, missing)
    pytestconfig.stash[NOT_DRAWN] = missing


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which pages could not be drawn, and why."""
    missing = terminalreporter.config.stash.get(NOT_DRAWN, None)
    if missing is not None:
        for view, why in missing:
            terminalreporter.write_line(f"NOT DRAWN  {view}: {why}")
        terminalreporter.write_line(f"{FOLDER / 'index.html'} shows what is.")
