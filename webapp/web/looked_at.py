"""A page of somebody else, to look at only: nothing of it leads anywhere, or can be sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from typing import Final

from flask import g
from markupsafe import Markup

from webapp.models import Party

STANDS_FOR: Final = {"form": "div", "button": "span", "a": "span"}
"""What leads on or is sent looks as it does, and is text."""
LEFT_OUT: Final = frozenset({"input"})
KEPT: Final = frozenset(
    {"alt", "aria-hidden", "class", "d", "dir", "height", "lang", "loading", "src", "viewbox"}
    | {"width", "x", "y"}
)
"""The attributes that stay: how something looks, and in which language it is."""
KEPT_OF_A_DRAWING: Final = "href"
"""Where a drawing takes its lines from: `<use>` alone keeps it."""


@contextmanager
def as_on_their_telephone(party: Party) -> Iterator[None]:
    """Draw guests' pages as their telephone shows them, which others may read too."""
    g.shared_telephone = party.phone_shared
    try:
        yield
    finally:
        g.pop("shared_telephone")


def looked_at(written: str) -> Markup:
    """Return a page's markup without its links, forms and hidden fields, so without any secret."""
    reader = _Reader()
    reader.feed(written)
    reader.close()
    # Every word and value of it was read from a page of ours, and is written as it was there.
    return Markup("".join(reader.parts))  # noqa: S704


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, ">")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag, attrs, "/>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{STANDS_FOR.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]], end: str) -> None:
        if tag in LEFT_OUT:
            return
        kept = [
            f' {name}="{escape(value or "")}"'
            for name, value in attrs
            if name in KEPT or (tag == "use" and name == KEPT_OF_A_DRAWING)
        ]
        self.parts.append(f"<{STANDS_FOR.get(tag, tag)}{''.join(kept)}{end}")
