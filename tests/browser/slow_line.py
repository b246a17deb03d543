"""How a guest's page comes over a slow line, in every language and state; not in the suite.

Run by `python -m pytest tests/browser/slow_line.py`: figures come into `build/slow-line.json`,
a table of them and pictures beside; `SILLON_SLOW_LANGUAGES=fr,ar` asks for these alone. A browser
that keeps nothing asks at 50 kB a second, 400 ms away. What Lighthouse would say is asked of the
browser itself: when the largest thing is drawn, how much moves after.
"""

import json
import os
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from tests.browser.conftest import ROOT
from tests.browser.site import Site
from tests.browser.test_every_language_on_a_phone import OUTSIDE, a_link, open_sheet
from tests.waiting import wait_until
from webapp.ground.languages import PUBLIC
from webapp.models import Visit, VisitState
from webapp.voices import VOICES

KEPT = ROOT / "build" / "slow-line.json"
TABLE = KEPT.with_suffix(".md")
PICTURES = ROOT / "build" / "slow-line"
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
TIMES = 2
"""The quickest is told: what else the machine does is not the line."""
WATCH = """window.moved = 0;
new PerformanceObserver(list => {
    for (const each of list.getEntries()) window.largest = Math.round(each.startTime);
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => {
    for (const each of list.getEntries()) window.moved += each.value;
}).observe({ type: "layout-shift", buffered: true });
window.Audio = class extends Audio {
    constructor(address) {
        super(address);
        this.addEventListener("playing", () => { window.heard = performance.now(); });
    }
};"""
PAINTED = "window.largest"
SEEN = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const asked = performance.getEntriesByType("resource");
    return {
        seen: window.largest, whole: Math.round(page.loadEventEnd),
        server: Math.round(page.responseStart - page.requestStart),
        moved: window.moved,
        bytes: [page, ...asked].reduce((all, each) => all + each.transferSize, 0),
        requests: asked.length + 1,
    };
}"""
HEARD = """async link => {
    const tapped = performance.now();
    window.heard = 0;
    link.click();
    while (!window.heard) await new Promise(each => setTimeout(each, 10));
    return Math.round(window.heard - tapped);
}"""


class Line:
    """A telephone of 320 pixels, behind a line that can be made slow."""

    def __init__(self, phone: Page) -> None:
        self._network = phone.context.new_cdp_session(phone)
        self._network.send("Network.enable")
        self._network.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def slow(self) -> None:
        self._network.send("Network.emulateNetworkConditions", LINE)

    def free(self) -> None:
        free = {**LINE, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._network.send("Network.emulateNetworkConditions", free)


def asked_for() -> set[str]:
    """Return the languages that are looked at: all, unless some are named."""
    named = os.environ.get("SILLON_SLOW_LANGUAGES", "")
    return set(named.split(",")) if named else {each.code for each in PUBLIC}


def table_of(told: dict[str, Any]) -> str:
    """Return a row for each state: of each language kB, requests, and seconds until it is whole."""
    shown = {tuple(name.rsplit(", ", 1)): each for name, each in told.items()}
    languages = list(dict.fromkeys(language for _state, language in shown))
    rows = [["state", *languages], ["---"] * (len(languages) + 1)]
    for state in dict.fromkeys(state for state, _language in shown):
        cells = [shown[state, language] for language in languages]
        rows.append([state, *(
            f"{each['bytes'] / 1000:.0f} kB, {each['requests']}, {each['whole'] / 1000:.1f} s"
            for each in cells
        )])  # fmt: skip
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def keep(told: dict[str, Any]) -> None:
    before = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    KEPT.write_text(json.dumps(before | told, indent=1))


@pytest.fixture
def phone(browser: Browser) -> Any:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        context.add_init_script(WATCH)
        yield context.new_page()


def test_pages_on_a_slow_line(phone: Page, site: Site) -> None:
    sheet = open_sheet(site, phone)
    with site.database() as session:
        lived = session.scalars(select(Visit.state).distinct()).all()
    states = {str(state): a_link(site, state)[1] for state in sorted(lived)}
    shown = states | {"sheet": sheet, "help": f"{sheet}/help"}
    del shown[str(VisitState.CONFIRMED)]  # it is the sheet, once the code is given
    told: dict[str, Any] = {}
    cut: list[tuple[str, str, str]] = []
    line = Line(phone)
    for language in PUBLIC:
        if language.code not in asked_for():
            continue
        phone.goto(f"{site.address}/matching?lang={language.code}")
        line.slow()
        for name, path in shown.items():
            seen: list[dict[str, int]] = []
            for _time in range(TIMES):
                phone.goto(f"{site.address}{path}", wait_until="load")
                wait_until(partial(phone.evaluate, PAINTED))
                seen.append(phone.evaluate(SEEN))
            told[f"{name}, {language.code}"] = min(seen, key=lambda each: each["whole"])
            phone.screenshot(path=PICTURES / f"{name}-{language.code}.png")
            cut += [(language.code, name, text) for text in phone.evaluate(OUTSIDE)]
        line.free()
        keep(told)
    TABLE.write_text(table_of(told))
    assert cut == []


def test_the_first_sound_on_a_slow_line(phone: Page, site: Site) -> None:
    proposal, told, line = a_link(site, VisitState.PROPOSED)[1], {}, Line(phone)
    for language in VOICES:
        phone.goto(f"{site.address}/matching?lang={language}")
        seen = []
        for _time in range(TIMES):
            phone.goto(f"{site.address}{proposal}", wait_until="load")
            line.slow()
            seen.append(phone.locator("a[data-sound]").first.evaluate(HEARD))
            line.free()
        told[f"first sound, {language}"] = seen
    keep(told)
