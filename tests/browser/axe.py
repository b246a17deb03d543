"""What axe finds wrong with a page, in words."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = next((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js")).read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_faults(tab: Page) -> list[str]:
    """Return every violation of WCAG 2.2 AA and of axe's best practices on this page."""
    tab.evaluate(SCRIPT)
    found = tab.evaluate(
        "standards => axe.run({runOnly: standards, resultTypes: ['violations']})", STANDARDS
    )
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        for node in fault["nodes"][:3]
    ]


def sideways_scroll(tab: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(
        tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
