"""What a page behind a link brings along, so that a slow line is not asked for each part of it.

The pictograms and the drawing stand in the page itself, its stylesheets are one, and both travel
compressed whatever stands before us. Pages of the desk ask for the files instead, which their
browsers keep; their words are compressed by the proxy alone.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname
from typing import Final

from flask import Response, request
from markupsafe import Markup

LIGHT: Final = frozenset({"visit_page"})
"""Portals whose pages come over a slow line, once."""
STATIC: Final = Path(__file__).parents[1] / "static"
SHEETS: Final = {
    **{name: f"{name}.css" for name in ("sillon", "forms", "components", "navigation", "tables")},
    "print": "print.css",
    "arabic": "vendor/noto-sans-arabic-5.3.0/font.css",
}
"""The stylesheets that can be joined, and their files."""
JOINED: Final = 16
"""Joined sheets that are kept: more than the pages name."""


def compressed(response: Response) -> Response:
    """Compress a light page for who understands it.

    Its length tells nothing to a listener who has it fetched with words of his own in the address:
    for that he must know the link already, which is the one secret here.
    """
    if request.blueprint in LIGHT and response.mimetype == "text/html":
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"]:
            response.set_data(gzip.compress(response.get_data(), mtime=0))
            response.content_encoding = "gzip"
    return response


@dataclass(frozen=True)
class Sheet:
    """One stylesheet made of several.

    Parameters
    ----------
    words
        The sheet as written, in UTF-8.
    compressed
        The same in gzip's format.
    version
        Another one for each change of it: an address with it may be kept for ever.
    """

    words: bytes
    compressed: bytes
    version: str


@lru_cache(JOINED)
def joined(names: tuple[str, ...]) -> Sheet:
    """Join the stylesheets of these names in this order; what is for paper is kept to paper.

    Raises `KeyError` where one has none of the names.
    """
    words = "".join(_part(name) for name in names).encode()
    return Sheet(words, gzip.compress(words, mtime=0), hashlib.sha256(words).hexdigest()[:12])


def _part(name: str) -> str:
    file = SHEETS[name]
    folder = f"../static/{dirname(file)}/".replace("//", "/")
    words = (STATIC / file).read_text(encoding="utf-8").replace('url("', f'url("{folder}')
    return f"@media print {{{words}}}" if name == "print" else words


@lru_cache(1)
def symbols() -> dict[str, Markup]:
    """Return the lines of each pictogram of static/icons.svg by its name, drawn on 24 by 24."""
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    found = re.findall(r'<symbol id="([^"]+)" viewBox="0 0 24 24">(.*?)</symbol>', sprite)
    return {name: Markup(lines) for name, lines in found}  # noqa: S704 - our own file


@lru_cache(64)
def picture(production: str, label: str) -> Markup:
    """Return the drawing of a production as a part of the page, decorative without a label."""
    drawn = (STATIC / "drawings" / f"{production}.svg").read_text(encoding="utf-8").strip()
    said = Markup('role="img" aria-label="{}"').format(label)
    opening = Markup('<svg class="drawing" width="320" height="180" focusable="false" {} ').format(
        said if label else Markup('aria-hidden="true"')
    )
    return opening + Markup(drawn.removeprefix("<svg "))  # noqa: S704 - our own file
