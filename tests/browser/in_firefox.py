"""Guests' pages in Arabic, Tigrinya and Bengali, as Debian's Firefox draws them; not in the suite.

Run by `python -m pytest tests/browser/in_firefox.py` where `firefox-esr` is installed; pictures
come into `build/firefox`.
"""

import shutil
from pathlib import Path

from tests.browser.conftest import ROOT
from tests.browser.firefox import NARROW, Firefox
from tests.browser.site import Site
from tests.browser.test_every_language_on_a_phone import OUTSIDE, a_link
from webapp.models import VisitState

PICTURES = ROOT / "build" / "firefox"
LANGUAGES = {"ar": "rtl", "ti": "ltr", "bn": "ltr"}
STATES = {
    "proposal": VisitState.PROPOSED,
    "settled": VisitState.CONFIRMED,
    "over": VisitState.EXPIRED,
}


def test_firefox_keeps_every_text_of_guests_in_its_place(site: Site, tmp_path: Path) -> None:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Install firefox-esr"
    PICTURES.mkdir(parents=True, exist_ok=True)
    firefox, wrong = Firefox(program, tmp_path), []
    try:
        for code, direction in LANGUAGES.items():
            firefox.open(f"{site.address}/matching?lang={code}")
            pages = {state: a_link(site, each)[1] for state, each in STATES.items()}
            for page, path in {"matching": "/matching", **pages}.items():
                firefox.open(f"{site.address}{path}")
                assert firefox.run("return document.documentElement.lang") == code
                assert firefox.run("return getComputedStyle(document.body).direction") == direction
                assert firefox.run("return innerWidth") == NARROW
                (PICTURES / f"{page}-{code}.png").write_bytes(firefox.picture())
                wrong += [(code, page, each) for each in firefox.run(f"return ({OUTSIDE})()")]
    finally:
        firefox.close()
    assert wrong == []
