"""What a reader of PDF files finds in one: its text, where it stands, and its picture."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unicodedata import normalize

from pypdfium2 import PdfDocument as ReadDocument

STEERING = re.compile(r"[\s\u200b-\u200f\u2066-\u2069\ufffe\x02]+")
"""Blanks, and marks that only say how a line is set."""


def bare(text: str) -> str:
    """Return a text without what no reader copies alike."""
    return STEERING.sub("", normalize("NFC", text))


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """Open a file, and close it in the order in which its library wishes."""
    document = ReadDocument(content)
    try:
        yield document
    finally:
        document.close()


def text_of(content: bytes) -> str:
    """Return all text, in the order in which it is copied."""
    with opened(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def boxes(content: bytes, page: int = 0) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Return each letter drawn on a page with its box: left, bottom, right, top."""
    with opened(content) as document:
        text = document[page].get_textpage()
        count = text.count_chars()
        return [
            (text.get_text_range(at, 1), text.get_charbox(at, loose=False)) for at in range(count)
        ]
