"""Tables: heads that are said again on each page, rows that go on over as many as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webapp.pdf.sheet import RULE, SOFT, Sheet, Style

PADDING = 2.0
TOGETHER = 3
"""So many last rows of a table, and so many lines of a row, stay on one page: none alone."""
HEAD_CELL, CELL = Style("TH", 9, SOFT), Style("TD", 10.5)

Cells = list[list[str]]
"""The lines of each cell of a row."""


class Table:
    """A table on a sheet.

    Parameters
    ----------
    columns
        The heads.
    shares
        How wide each column is beside the others; equal when not given.
    row_height
        The least height of a row in millimetres.
    """

    def __init__(
        self, sheet: Sheet, columns: Sequence[str], shares: Sequence[float], row_height: float
    ) -> None:
        self._sheet, self._pdf, self._least = sheet, sheet.pdf, row_height
        whole, across = sum(shares) or float(len(columns)), sheet.pdf.epw
        self._widths = [share / whole * across for share in shares or [1.0] * len(columns)]
        self._heads = self._cells(columns, HEAD_CELL)
        self._whole = sheet.whole - self._height(self._heads, HEAD_CELL)
        """How high a row may be to stand on one page below the heads."""

    def write(self, rows: Iterable[Sequence[str]], bars: Sequence[float] = ()) -> None:
        """Write the heads and the rows.

        Parameters
        ----------
        bars
            For each row how much of its last cell a bar fills, from 0 to 1.
        """
        cells = [self._cells(row, CELL) for row in rows]
        heights = [self._height(row, CELL) for row in cells]
        head = self._height(self._heads, HEAD_CELL)
        first = min(heights[0], TOGETHER * CELL.line_height + 2 * PADDING) if heights else 0
        self._sheet.need(head + first)
        self._row(self._heads, HEAD_CELL)
        for number, row in enumerate(cells):
            rest = self._begin(row)
            heights[number] = self._height(rest, CELL)
            if self._needed(heights, number) > self._sheet.room:
                self._turn()
            self._row(rest, CELL)
            if bars and bars[number]:
                self._bar(bars[number], heights[number])

    def _begin(self, cells: Cells) -> Cells:
        """Write of a row that no page holds what this page and whole ones hold; return the rest."""
        while self._height(cells, CELL) > self._whole:
            fit = int((self._sheet.room - 2 * PADDING) / CELL.line_height)
            if fit >= TOGETHER:
                self._row([lines[:fit] for lines in cells], CELL)
                cells = [lines[fit:] for lines in cells]
            self._turn()
        return cells

    def _turn(self) -> None:
        self._pdf.add_page()
        self._row(self._heads, HEAD_CELL)

    def _row(self, cells: Cells, style: Style) -> None:
        pdf, height = self._pdf, self._height(cells, style)
        top, left = pdf.get_y(), pdf.l_margin
        at = left + pdf.epw if pdf.right_to_left else left
        self._sheet.style(style)
        for lines, width in zip(cells, self._widths, strict=True):
            at -= width if pdf.right_to_left else 0
            with pdf.decoration():
                pdf.set_draw_color(RULE)
                pdf.rect(at, top, width, height)
            with pdf.element(style.element):
                for number, line in enumerate(lines):
                    pdf.set_xy(at + PADDING, top + PADDING + number * style.line_height)
                    pdf.put_line(line, width - 2 * PADDING, style.line_height)
            at += 0 if pdf.right_to_left else width
        pdf.set_xy(left, top + height)

    def _needed(self, heights: Sequence[float], number: int) -> float:
        """Return how much room a row needs, with those after it that are to stand beside it."""
        last = sum(heights[number:])
        together = number == len(heights) - TOGETHER and last < self._pdf.h / 2
        return last if together else heights[number]

    def _bar(self, filled: float, height: float) -> None:
        """Draw a bar into the last cell of the row that was just written."""
        pdf, width = self._pdf, self._widths[-1]
        longest = width - 2 * PADDING
        left = pdf.l_margin if pdf.right_to_left else pdf.l_margin + pdf.epw - width
        at = left + PADDING + (longest * (1 - filled) if pdf.right_to_left else 0)
        thick = height / 3
        with pdf.decoration():
            pdf.set_fill_color(SOFT)
            pdf.rect(at, pdf.get_y() - height / 2 - thick / 2, longest * filled, thick, "F")

    def _cells(self, row: Sequence[str], style: Style) -> Cells:
        return [
            self._sheet.lines(text, style, width - 2 * PADDING)
            for text, width in zip(row, self._widths, strict=True)
        ]

    def _height(self, cells: Cells, style: Style) -> float:
        least = self._least if style is CELL else 0.0
        return max(least, max(map(len, cells)) * style.line_height + 2 * PADDING)
