"""How long a guest's page takes on a slow line, in every language and state; not in the suite.

Run by `python -m pytest tests/browser/slow_line.py`: figures come into `build/slow-line.json`,
pictures beside. A browser that keeps nothing asks at 50 kB a second, 400 ms away.
"""

import json
from functools import partial

from playwright.sync_api import Browser

from tests.browser.conftest import ROOT
from tests.browser.site import Site
from tests.browser.test_every_language_on_a_phone import a_link, open_sheet
from tests.waiting import wait_until
from webapp.ground.languages import PUBLIC
from webapp.models import VisitState

KEPT = ROOT / "build" / "slow-line.json"
PICTURES = ROOT / "build" / "slow-line"
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
TIMES = 3
"""The quickest is told: what else the machine does is not the line."""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"
SEEN = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const asked = performance.getEntriesByType("resource");
    return {
        seen: Math.round(paint.startTime), whole: Math.round(page.loadEventEnd),
        server: Math.round(page.responseStart - page.requestStart),
        bytes: [page, ...asked].reduce((all, each) => all + each.transferSize, 0),
        requests: asked.length + 1,
    };
}"""


def test_pages_on_a_slow_line(browser: Browser, site: Site) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    told = {}
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        phone = context.new_page()
        sheet = open_sheet(site, phone)
        shown = {
            "proposal": a_link(site, VisitState.PROPOSED)[1],
            "sheet": sheet,
            "help": f"{sheet}/help",
            "over": a_link(site, VisitState.EXPIRED)[1],
        }
        network = context.new_cdp_session(phone)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        for language in PUBLIC:
            phone.goto(f"{site.address}/matching?lang={language.code}")
            network.send("Network.emulateNetworkConditions", LINE)
            for name, path in shown.items():
                seen: list[dict[str, int]] = []
                for _time in range(TIMES):
                    phone.goto(f"{site.address}{path}", wait_until="load")
                    wait_until(partial(phone.evaluate, PAINTED))
                    seen.append(phone.evaluate(SEEN))
                told[f"{name}, {language.code}"] = min(seen, key=lambda each: each["whole"])
                phone.screenshot(path=PICTURES / f"{name}-{language.code}.png")
            network.send("Network.emulateNetworkConditions", {**LINE, "latency": 0,
                         "downloadThroughput": -1, "uploadThroughput": -1})  # fmt: skip
    KEPT.write_text(json.dumps(told, indent=1))
