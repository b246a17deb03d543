"""A document to print or to keep: title, paragraphs, facts, tables, QR code, page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import segno

from webapp.ground.languages import Language
from webapp.pdf.isolates import left_to_right
from webapp.pdf.tagged import TaggedPdf

BLACK, SOFT, RULE = 20, 90, 190
"""Greys of text, of what is said beside it, and of lines: 0 is black, 255 the paper."""
LINE = 1.5
"""Height of a line for a size of 1: Arabic and Ethiopic need the room."""
MILLIMETRES = 25.4 / 72
FOOT = 16.0
"""What is kept free below for the page numbers, in millimetres."""
PADDING = 2.0
TOGETHER = 3
"""So many last rows of a table stay on one page: none stands alone on the next."""


@dataclass(frozen=True)
class Style:
    """How a paragraph looks, and which element of the document it is."""

    element: str
    size: float
    """In points."""
    grey: int = BLACK
    before: float = 0.0
    """Room above, in millimetres."""
    after: float = 2.0


TITLE = Style("H1", 20, after=1.5)
HEADING = Style("H2", 14, before=4.5)
TEXT = Style("P", 11)
SMALL = Style("P", 9, SOFT, after=1.5)
LABEL = Style("P", 9, SOFT, after=0.0)
HEAD_CELL, CELL = Style("TH", 9, SOFT), Style("TD", 10.5)


class PdfDocument:
    """A document in one language, written from top to bottom.

    Everything that it is given is plain text of any script: it is shaped, runs the right way,
    breaks into pages by itself and can be copied in the order in which it is read. What must run
    from left to right within Arabic (a telephone number, an hour, a name in Latin letters) is
    given between isolates, as `isolated` and `left_to_right` make them.

    Parameters
    ----------
    language
        Of the document: it says which way the pages run.
    title
        Said at the top, and by the reader's window.
    foot
        Said in small at the foot of each page, before its number.
    made_at
        When the file says that it was made; none: now. With it, the same words give the same bytes.
    title_size
        In points.
    """

    def __init__(
        self,
        language: Language,
        title: str,
        *,
        foot: str = "",
        made_at: datetime | None = None,
        title_size: float = TITLE.size,
    ) -> None:
        self._pdf = TaggedPdf(language, title)
        if made_at is not None:
            self._pdf.set_creation_date(made_at)
        self._foot = foot
        self._pdf.add_page()
        self._write(title, Style("H1", title_size, after=TITLE.after))

    def heading(self, text: str, *, language: Language | None = None) -> None:
        """Begin a part; it is never left alone at the foot of a page."""
        self._need(32)
        with self._pdf.speaking(language or self._pdf.language):
            self._write(text, HEADING)

    def paragraph(self, text: str, *, language: Language | None = None) -> None:
        """Write a paragraph, in another `language` than the document's where one is given."""
        with self._pdf.speaking(language or self._pdf.language):
            self._write(text, TEXT)

    def large(self, text: str, size: float) -> None:
        """Write what is read from afar, in so many points."""
        self._write(text, Style("P", size, after=size / 5))

    def small(self, text: str) -> None:
        """Write what is said beside the matter."""
        self._write(text, SMALL)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write facts one below the other: what it is, and a word more in small (or "")."""
        for what, more in rows:
            self._write(what, Style("P", 11, after=0.5 if more else 2.5))
            if more:
                self._write(more, Style("P", 9, SOFT, after=2.5))

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        shares: Sequence[float] = (),
        row_height: float = 0.0,
        bars: Sequence[float] = (),
    ) -> None:
        """Write a table; its heads are said again on each page.

        Parameters
        ----------
        columns
            The heads.
        rows
            A text for each column; an empty one leaves the cell free, to be written in or signed.
        shares
            How wide each column is beside the others; equal when not given.
        row_height
            The least height of a row in millimetres, such as 14 for a signature.
        bars
            For each row how much of its last cell, which is left empty, a bar fills, from 0 to 1:
            what the other cells say, seen at a glance.
        """
        whole = sum(shares) or float(len(columns))
        widths = [share / whole * self._pdf.epw for share in shares or [1.0] * len(columns)]
        self._row(columns, widths, HEAD_CELL, 0.0)
        rows = list(rows)
        heights = [self._row_height(row, widths, CELL, row_height) for row in rows]
        for number, row in enumerate(rows):
            if self._needed(heights, number) > self._room():
                self._pdf.add_page()
                self._row(columns, widths, HEAD_CELL, 0.0)
            self._row(row, widths, CELL, row_height)
            if bars and bars[number]:
                self._bar(bars[number], widths[-1], heights[number])
        self._pdf.ln(3)

    def qr(self, content: str, words: str, *, side: float = 34.0) -> None:
        """Draw a QR code, and beside it what it opens.

        Parameters
        ----------
        content
            What a phone reads: most often an address.
        words
            What it is for, said beside it and to who does not see it.
        side
            In millimetres, with its quiet border.
        """
        self._need(side)
        pdf = self._pdf
        top, left, width = pdf.get_y(), pdf.l_margin, pdf.epw - side - 4
        code_at = left + pdf.epw - side if pdf.right_to_left else left
        with pdf.element("Figure", words=words):
            self._modules(content, code_at, top, side)
        lines = self._lines(words, TEXT, width)
        height = TEXT.size * LINE * MILLIMETRES
        pdf.set_y(top + max(0.0, (side - height * len(lines)) / 2))
        with pdf.element("P"):
            for line in lines:
                pdf.set_x(left if pdf.right_to_left else left + side + 4)
                pdf.put_line(line, width, height)
                pdf.ln(height)
        pdf.set_y(top + side + 2)

    def rule(self) -> None:
        """Draw a line across, with room around it."""
        self._need(8)
        pdf = self._pdf
        with pdf.decoration():
            pdf.set_draw_color(RULE)
            pdf.line(pdf.l_margin, pdf.get_y() + 2, pdf.l_margin + pdf.epw, pdf.get_y() + 2)
        pdf.ln(5)

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return self._pdf.pages_count

    def content(self) -> bytes:
        """Return the file, once everything is written."""
        pdf, pages = self._pdf, self._pdf.pages_count
        for page in range(1, pages + 1):
            pdf.page = page
            self._style(TEXT)
            self._style(SMALL)  # fpdf2 says a font anew only where it thinks that it changed
            at_end = pdf.l_margin if pdf.right_to_left else pdf.w - pdf.r_margin - 20
            with pdf.decoration():
                pdf.set_xy(pdf.l_margin + (20 if pdf.right_to_left else 0), -12)
                pdf.cell(pdf.epw - 20, 5, pdf.known(self._foot), align=pdf.start)
                pdf.set_xy(at_end, -12)
                pdf.cell(20, 5, left_to_right(f"{page} / {pages}"), align=pdf.end)
        content = bytes(pdf.output())
        pdf.close_faces()
        return content

    def _write(self, text: str, style: Style) -> None:
        pdf, height = self._pdf, style.size * LINE * MILLIMETRES
        pdf.ln(style.before)
        waiting = self._lines(text, style, pdf.epw)
        while waiting:
            self._need(height)
            fit = max(1, int(self._room() / height))
            now, waiting = waiting[:fit], waiting[fit:]
            with pdf.element(style.element):
                for line in now:
                    pdf.set_x(pdf.l_margin)
                    pdf.put_line(line, pdf.epw, height)
                    pdf.ln(height)
        pdf.ln(style.after)

    def _row(
        self, cells: Sequence[str], widths: Sequence[float], style: Style, least: float
    ) -> None:
        pdf, line_height = self._pdf, style.size * LINE * MILLIMETRES
        height = self._row_height(cells, widths, style, least)
        self._need(height)
        top, left = pdf.get_y(), pdf.l_margin
        at = left + pdf.epw if pdf.right_to_left else left
        for text, width in zip(cells, widths, strict=True):
            at -= width if pdf.right_to_left else 0
            with pdf.decoration():
                pdf.set_draw_color(RULE)
                pdf.rect(at, top, width, height)
            lines = self._lines(text, style, width - 2 * PADDING)
            with pdf.element(style.element):
                for number, line in enumerate(lines):
                    pdf.set_xy(at + PADDING, top + PADDING + number * line_height)
                    pdf.put_line(line, width - 2 * PADDING, line_height)
            at += 0 if pdf.right_to_left else width
        pdf.set_xy(left, top + height)

    def _needed(self, heights: Sequence[float], number: int) -> float:
        """Return how much room a row needs, with those after it that are to stand beside it."""
        last = sum(heights[number:])
        together = number == len(heights) - TOGETHER and last < self._pdf.h / 2
        return last if together else heights[number]

    def _bar(self, filled: float, width: float, height: float) -> None:
        """Draw a bar into the last cell of the row that was just written."""
        pdf, longest = self._pdf, width - 2 * PADDING
        left = pdf.l_margin if pdf.right_to_left else pdf.l_margin + pdf.epw - width
        at = left + PADDING + (longest * (1 - filled) if pdf.right_to_left else 0)
        thick = height / 3
        with pdf.decoration():
            pdf.set_fill_color(SOFT)
            pdf.rect(at, pdf.get_y() - height / 2 - thick / 2, longest * filled, thick, "F")

    def _row_height(
        self, cells: Sequence[str], widths: Sequence[float], style: Style, least: float
    ) -> float:
        most = max(
            len(self._lines(text, style, width - 2 * PADDING))
            for text, width in zip(cells, widths, strict=True)
        )
        return max(least, most * style.size * LINE * MILLIMETRES + 2 * PADDING)

    def _modules(self, content: str, left: float, top: float, side: float) -> None:
        code = segno.make(content, error="m", micro=False)  # phones read no Micro QR
        rows = [bytes(row) for row in code.matrix_iter(border=4)]
        module = side / len(rows)
        self._pdf.set_fill_color(0)
        for down, row in enumerate(rows):
            for dark, run in groupby(range(len(row)), key=row.__getitem__):
                across = list(run)
                if dark:
                    x, y = left + across[0] * module, top + down * module
                    self._pdf.rect(x, y, len(across) * module, module, "F")

    def _lines(self, text: str, style: Style, width: float) -> list[str]:
        self._style(style)
        return self._pdf.lines_of(text, width) if text else []

    def _style(self, style: Style) -> None:
        self._pdf.set_font(self._pdf.base, size=style.size)
        self._pdf.set_text_color(style.grey)

    def _room(self) -> float:
        return self._pdf.h - FOOT - self._pdf.get_y()

    def _need(self, height: float) -> None:
        """Turn the page where so many millimetres are not left."""
        if height > self._room():
            self._pdf.add_page()
