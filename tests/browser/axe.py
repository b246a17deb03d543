"""What axe finds wrong with a page, in words."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = next((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js")).read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


FAULTS = """([standards, contrast]) => axe
    .run({
        runOnly: standards,
        rules: {'color-contrast': {enabled: contrast}},
        resultTypes: ['violations'],
    })
    .then(found => found.violations.flatMap(
        ({id, nodes}) => nodes.slice(0, 3).map(({html}) => `${id}: ${html.slice(0, 160)}`)
    ))"""


def bring_axe(tab: Page) -> None:
    """Let every page that this tab opens from now on hold axe: it is sent once, not each time."""
    tab.add_init_script(SCRIPT)


def axe_faults(tab: Page, *, contrast: bool = True) -> list[str]:
    """Return every violation of WCAG 2.2 AA and of axe's best practices on this page.

    To look for contrast takes as long as all the rest: what no page has of its own may leave it.
    """
    found: list[str] = tab.evaluate(FAULTS, [STANDARDS, contrast])
    return found


def sideways_scroll(tab: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(
        tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def see_that_it_fits(tab: Page) -> None:
    """Wait until a page is drawn that is no wider than its window; else fail after five seconds.

    Right after a press the tab may hold a document in which nothing stands yet.
    """
    drawn = "document.readyState === 'complete'"
    narrow = "document.documentElement.scrollWidth <= innerWidth"
    tab.wait_for_function(f"() => {drawn} && {narrow}", timeout=5_000)
