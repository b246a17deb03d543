"""The pictures of pages, each drawn wide and narrow, and the page that shows them all."""

import mimetypes
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route

from tests.page import SITE

WIDTHS = (1280, 360)
FIRST = "fr"
INDEX = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Pages and their states</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem; }}
ul {{ display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; }}
img {{ display: block; inline-size: 220px; block-size: 260px; object-fit: cover;
  object-position: top; border: 1px solid #727a72; }}
</style>
<h1>Pages and their states</h1>
<p>{pages} pages, {pictures} pictures at {widths} pixels.</p>
<h2>Not drawn</h2>
<dl>{missing}</dl>
{rows}
</html>
"""


@dataclass
class Album:
    """Draws what an application has answered, without serving it: styles come from it as well.

    Parameters
    ----------
    folder
        Where pictures go: ``<width>/<state>/<view>.png``; in another language than French, the
        state ends in it.
    """

    app: Flask
    tab: Tab
    folder: Path
    troubles: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, bytes] = field(default_factory=dict)
    _drawn: set[tuple[str, str, str]] = field(default_factory=set)

    def has(self, view: str, state: str = "", language: str = FIRST) -> bool:
        """Return whether a page is drawn in a state, or in any."""
        if state:
            return (view, state, language) in self._drawn
        return any(one == view and other == language for one, _state, other in self._drawn)

    def draw(self, view: str, state: str, answered: str, language: str = FIRST) -> None:
        """Draw a page at every width, unless it was in this state."""
        if self.has(view, state, language):
            return
        self._drawn.add((view, state, language))
        self.tab.unroute_all()
        self.tab.route("**/*", lambda route: self._give(route, answered))
        self.tab.goto(f"{SITE}/drawn")
        name = state if language == FIRST else f"{state}-{language}"
        for width in WIDTHS:
            self.tab.set_viewport_size({"width": width, "height": 800})
            file = self.folder / str(width) / name / f"{view}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            self.tab.screenshot(path=file, full_page=True)

    def _give(self, route: Route, answered: str) -> None:
        path = urlsplit(route.request.url).path
        if path == "/drawn":
            route.fulfill(body=answered, content_type="text/html")
        elif path.startswith("/static/") or path.endswith(".css"):
            route.fulfill(body=self._static(path), content_type=mimetypes.guess_type(path)[0])
        else:
            route.abort()  # a sound, a picture that somebody sent: these stand in other tests

    def _static(self, path: str) -> bytes:
        if path not in self._kept:
            self._kept[path] = self.app.test_client().get(path, base_url=SITE, buffered=True).data
        return self._kept[path]


def has_picture(folder: Path, view: str) -> bool:
    """Return whether a page was drawn in any state, by this walk or one before."""
    return next(folder.rglob(f"{view}.png"), None) is not None


def write_index(folder: Path, missing: Iterable[tuple[str, str]]) -> Path:
    """Write the page that shows every picture there is, by page and state, and what is missing."""
    wide, narrow = (folder / str(width) for width in WIDTHS)
    states: dict[str, list[str]] = defaultdict(list)
    for file in sorted(wide.rglob("*.png")):
        states[file.stem].append(file.parent.relative_to(wide).as_posix())
    rows = "".join(_row(view, found) for view, found in sorted(states.items()))
    not_drawn = [f"<dt>{escape(view)}<dd>{escape(why)}" for view, why in missing]
    told = INDEX.format(
        pages=len(states),
        pictures=sum(1 for place in (wide, narrow) for _each in place.rglob("*.png")),
        widths=" and ".join(map(str, WIDTHS)),
        missing="".join(not_drawn) or "<dt>Every page is here.",
        rows=rows,
    )
    (index := folder / "index.html").write_text(told)
    return index


def _row(view: str, states: list[str]) -> str:
    shown = "".join(
        f'<li><a href="{WIDTHS[0]}/{state}/{view}.png"><img loading="lazy" alt=""'
        f' src="{WIDTHS[0]}/{state}/{view}.png">{escape(state)}</a>'
        f' <a href="{WIDTHS[1]}/{state}/{view}.png">{WIDTHS[1]}</a>'
        for state in states
    )
    return f'<h2 id="{view}">{escape(view)}</h2><ul>{shown}</ul>'
