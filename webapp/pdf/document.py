"""A document to print or to keep: title, paragraphs, facts, tables, QR code, page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

import segno

from webapp.ground.isolates import left_to_right
from webapp.ground.languages import Language
from webapp.pdf.sheet import RULE, SOFT, Sheet, Style
from webapp.pdf.tables import Table
from webapp.pdf.tagged import TaggedPdf

TITLE = Style("H1", 20, after=1.5)
HEADING = Style("H2", 14, before=4.5)
TEXT = Style("P", 11)
SMALL = Style("P", 9, SOFT, after=1.5)
LABEL = Style("P", 9, SOFT, after=0.0)


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
        self._sheet = Sheet(self._pdf)
        if made_at is not None:
            self._pdf.set_creation_date(made_at)
        self._foot = foot
        self._pdf.add_page()
        self._write(title, Style("H1", title_size, after=TITLE.after))

    def heading(self, text: str, *, language: Language | None = None) -> None:
        """Begin a part; it is never left alone at the foot of a page."""
        self._sheet.need(32)
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
        """Write a table; its heads are said again on each page, and a long row goes on over them.

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
        Table(self._sheet, columns, shares, row_height).write(rows, bars)
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
        self._sheet.need(side)
        pdf = self._pdf
        top, left, width = pdf.get_y(), pdf.l_margin, pdf.epw - side - 4
        code_at = left + pdf.epw - side if pdf.right_to_left else left
        with pdf.element("Figure", words=words):
            self._modules(content, code_at, top, side)
        lines = self._sheet.lines(words, TEXT, width)
        height = TEXT.line_height
        pdf.set_y(top + max(0.0, (side - height * len(lines)) / 2))
        with pdf.element("P"):
            for line in lines:
                pdf.set_x(left if pdf.right_to_left else left + side + 4)
                pdf.put_line(line, width, height)
                pdf.ln(height)
        pdf.set_y(top + side + 2)

    def rule(self) -> None:
        """Draw a line across, with room around it."""
        self._sheet.need(8)
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
            self._sheet.style(TEXT)
            self._sheet.style(SMALL)  # fpdf2 says a font anew only where it thinks that it changed
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
        pdf, height = self._pdf, style.line_height
        pdf.ln(style.before)
        waiting = self._sheet.lines(text, style, pdf.epw)
        while waiting:
            self._sheet.need(height)
            fit = max(1, int(self._sheet.room / height))
            now, waiting = waiting[:fit], waiting[fit:]
            with pdf.element(style.element):
                for line in now:
                    pdf.set_x(pdf.l_margin)
                    pdf.put_line(line, pdf.epw, height)
                    pdf.ln(height)
        pdf.ln(style.after)

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
