"""Guests' pages in the letters that are hardest to set, as another engine than ours draws them."""

from pathlib import Path
from typing import Any, Protocol

from tests.browser.site import Site
from tests.browser.test_every_language_on_a_phone import OUTSIDE, a_link
from webapp.models import VisitState

LANGUAGES = {"ar": "rtl", "ti": "ltr", "bn": "ltr"}
STATES = {
    "proposal": VisitState.PROPOSED,
    "settled": VisitState.CONFIRMED,
    "over": VisitState.EXPIRED,
}


class Engine(Protocol):
    """A browser that is driven."""

    narrowest: int

    def open(self, address: str) -> None: ...
    def run(self, script: str) -> Any: ...
    def picture(self) -> bytes: ...


def texts_out_of_place(engine: Engine, site: Site, pictures: Path) -> list[tuple[str, str, str]]:
    """Look at each page in each language as narrow as it can be, and keep its picture."""
    pictures.mkdir(parents=True, exist_ok=True)
    wrong = []
    for code, direction in LANGUAGES.items():
        engine.open(f"{site.address}/matching?lang={code}")
        pages = {state: a_link(site, each)[1] for state, each in STATES.items()}
        for page, path in {"matching": "/matching", **pages}.items():
            engine.open(f"{site.address}{path}")
            assert engine.run("return document.documentElement.lang") == code
            assert engine.run("return getComputedStyle(document.body).direction") == direction
            assert engine.run("return innerWidth") == engine.narrowest
            (pictures / f"{page}-{code}.png").write_bytes(engine.picture())
            wrong += [(code, page, each) for each in engine.run(f"return ({OUTSIDE})()")]
    return wrong
