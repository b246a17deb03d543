"""What a page says, on paper: its own template, read into a PDF document.

A page and its print say the same facts because they are one: headings, paragraphs, lists of facts,
tables and numbers to call are taken; what is pressed, folded away, drawn or for the screen only is
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from webapp.ground.languages import Language, find

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

LEFT_OUT = {"button", "caption", "details", "figure", "form", "script", "select", "svg"}
NOT_ON_PAPER = {"on-screen", "unseen"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "use", "path"}
BLOCKS = {"a", "div", "h1", "h2", "h3", "li", "p", "section", "table", "td", "th", "ul"}
CELLS = {"td", "th"}
BLANKS = re.compile(r"[ \t\n\r\f]+")
HEIGHTS = {"to-sign": 14.0, "to-tick": 9.0}
"""What a row that is signed or ticked needs of height, in millimetres, by its class."""
HEADINGS = {"h1", "h2", "h3"}
ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", None: "\u2068"}


@dataclass
class Block:
    """Something said: which element says it, in which language, and a word more in small."""

    element: str
    language: Language | None = None
    said: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    """Of a table: the texts of its cells, heads first."""
    row_height: float = 0.0

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join("".join(self.said).split(" "))

    @property
    def small(self) -> str:
        """What it says in small, beside."""
        return "".join(self.more)


class Reader(HTMLParser):
    """Reads the parts of a page that go on paper."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._open: list[str] = []
        self._left_out_in = 0
        self._block = self._table = Block("p")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag in VOID:
            if tag == "br" and not self._left_out_in:
                self._break_line()
            return
        self._open.append(tag)
        given = dict(attrs)
        if self._left_out_in or _is_left_out(tag, given):
            self._left_out_in = self._left_out_in or len(self._open)
        elif tag == "tr":
            self._table.rows.append([])
            least = HEIGHTS.get(given.get("class") or "", 0.0)
            self._table.row_height = max(self._table.row_height, least)
        elif tag in BLOCKS:
            self._end()
            self._block = Block(tag, find(given.get("lang")))
            if tag == "table":
                self._table = self._block
        elif tag == "bdi":
            self._say(ISOLATES[given.get("dir")])

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open within it."""
        if tag in VOID or tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if self._left_out_in:
            self._left_out_in = 0 if len(self._open) < self._left_out_in else self._left_out_in
        elif tag in CELLS:
            cell = self._said()
            self._table.rows[-1].append(" ".join(filter(None, [cell.text, cell.small])))
            self._block = Block("p")
        elif tag == "table":
            self.blocks.append(self._table)
        elif tag in BLOCKS:
            self._end()
        elif tag == "bdi":
            self._say("\u2069")

    def handle_data(self, data: str) -> None:
        """Take what is said; line breaks of the template are blanks."""
        if not self._left_out_in:
            self._say(data)

    def _say(self, words: str) -> None:
        beside = "small" in self._open or ("span" in self._open and "li" in self._open)
        (self._block.more if beside else self._block.said).append(words)

    def _break_line(self) -> None:
        """Go on below; in a cell, whose text breaks by itself, after a blank."""
        if CELLS & set(self._open):
            self._say(" ")
            return
        element, language = self._block.element, self._block.language
        self._end()
        self._block = Block(element, language)

    def _said(self) -> Block:
        return Block(
            "li" if "li" in self._open else self._block.element,
            self._block.language,
            [_in_one_line(self._block.said)],
            [_in_one_line(self._block.more)],
        )

    def _end(self) -> None:
        said = self._said()
        if said.text or said.small:
            self.blocks.append(said)
        self._block = Block("p")


def document_of(html: str, language: Language, *, foot: str) -> PdfDocument:
    """Read a page into a document: its first heading is the title."""
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    reader = Reader()
    reader.feed(html)
    reader.close()
    title, *others = reader.blocks
    document = PdfDocument(language, title.text, foot=foot)
    write(document, others)
    return document


def write(document: PdfDocument, blocks: Iterable[Block]) -> None:
    """Write what was read."""
    for block in blocks:
        if block.element in HEADINGS:
            document.heading(block.text)
        elif block.rows:
            document.table(block.rows[0], block.rows[1:], row_height=block.row_height)
        elif block.element in {"a", "li"}:
            document.facts([(block.text, block.small)])
        else:
            document.paragraph(block.text, language=block.language)


def pdf_file(document: PdfDocument, name: str) -> Response:
    """Answer with a document, to be kept under this name."""
    return pdf_content(document.content(), name)


def pdf_content(content: bytes, name: str) -> Response:
    """Answer with what a document is once it is written."""
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f"attachment; filename={name}.pdf"},
    )


def _in_one_line(said: list[str]) -> str:
    """Return what is said with one blank for the blanks of its template; no-break spaces stay."""
    return BLANKS.sub(" ", "".join(said)).strip(" ")


def _is_left_out(tag: str, given: dict[str, str | None]) -> bool:
    """Whether an element is pressed, folded, drawn, for the screen, or leads elsewhere."""
    classes = set((given.get("class") or "").split())
    leads = tag == "a" and not (given.get("href") or "").startswith("tel:")
    return tag in LEFT_OUT or bool(classes & NOT_ON_PAPER) or leads
