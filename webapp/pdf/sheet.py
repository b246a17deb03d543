"""The sheets of a document: how text looks on them, and how much room is left."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.pdf.tagged import TaggedPdf

BLACK, SOFT, RULE = 20, 90, 190
"""Greys of text, of what is said beside it, and of lines: 0 is black, 255 the paper."""
LINE = 1.5
"""Height of a line for a size of 1: Arabic and Ethiopic need the room."""
MILLIMETRES = 25.4 / 72
FOOT = 16.0
"""What is kept free below for the page numbers, in millimetres."""


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

    @property
    def line_height(self) -> float:
        """The height of one line, in millimetres."""
        return self.size * LINE * MILLIMETRES


class Sheet:
    """The page that is written now.

    Parameters
    ----------
    pdf
        What it is a page of.
    """

    def __init__(self, pdf: TaggedPdf) -> None:
        self.pdf = pdf

    def style(self, style: Style) -> None:
        """Let what is written next look so."""
        self.pdf.set_font(self.pdf.base, size=style.size)
        self.pdf.set_text_color(style.grey)

    def lines(self, text: str, style: Style, width: float) -> list[str]:
        """Break a text into the lines that fit a width, in millimetres."""
        self.style(style)
        return self.pdf.lines_of(text, width) if text else []

    @property
    def room(self) -> float:
        """How many millimetres are left."""
        return self.pdf.h - FOOT - self.pdf.get_y()

    @property
    def whole(self) -> float:
        """How many millimetres an empty page has."""
        return self.pdf.h - FOOT - self.pdf.t_margin

    def need(self, height: float) -> None:
        """Turn the page where so many millimetres are not left."""
        if height > self.room:
            self.pdf.add_page()
