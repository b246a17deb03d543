"""Guests' pages in Arabic, Tigrinya and Bengali, as Debian's Firefox draws them; not in the suite.

Run by `python -m pytest tests/browser/in_firefox.py` where `firefox-esr` is installed; pictures
come into `build/firefox`.
"""

import shutil
from pathlib import Path

from tests.browser.another_engine import texts_out_of_place
from tests.browser.conftest import ROOT
from tests.browser.firefox import Firefox
from tests.browser.site import Site


def test_firefox_keeps_every_text_of_guests_in_its_place(site: Site, tmp_path: Path) -> None:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Install firefox-esr"
    firefox = Firefox(program, tmp_path)
    try:
        assert texts_out_of_place(firefox, site, ROOT / "build" / "firefox") == []
    finally:
        firefox.close()
