"""The letters of every language, and how their glyphs say which text they stand for.

A phone's reader copies what each glyph is mapped to. HarfBuzz gives one cluster of characters to
several glyphs (a Bengali vowel goes before its consonant), of which fpdf2 maps the first alone:
here each glyph takes its share of the cluster, so that copied in order they are the text again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.fonts import TTFFont

FOLDER = Path(__file__).parent / "vendor" / "noto"
LATIN = "NotoSans"
BY_SCRIPT = {
    "Latn": LATIN,
    "Cyrl": LATIN,
    "Arab": "NotoNaskhArabic",
    "Ethi": "NotoSansEthiopic",
    "Beng": "NotoSansBengali",
}
SIGNS = ("NotoSansMath", "NotoSansSymbols2")
"""Arrows and mathematical signs; ticks, boxes, telephones."""
NAMES = tuple(dict.fromkeys((*BY_SCRIPT.values(), *SIGNS)))

SPLIT_VOWELS = str.maketrans({"\u09cb": "\u09c7\u09be", "\u09cc": "\u09c7\u09d7"})
"""Bengali vowels drawn on both sides of a consonant, as their two halves: the same text."""
STEERING = str.maketrans(dict.fromkeys("\u200b\u200e\u200f\u2066\u2067\u2068\u2069"))
"""Marks that say how a line is set and broken, and are no part of what is read."""
WORD_ENDS = str.maketrans({"\u1361": "\u1361\u200b"})
"""The Ethiopic mark between words is a place where a line may end, which fpdf2 does not know."""
ALIKE = str.maketrans(
    {"\u2705": "\u2713", "\u274c": "\u2717", "\ufe0e": "", "\ufe0f": "", "\t": " "}
)
"""Signs in colour as they are drawn in one, what only says in which, and the tabulator."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph, and the place of the first character that it stands for."""

    codepoint: int
    cluster: int


Line = tuple[str, float, Any]
"""A text, its size in points, and which way it runs."""


class Face(TTFFont):
    """A font whose glyphs can be copied back into the text they were made of.

    A line is shaped once, however often a document has it: the cells of a table say much alike.
    """

    def __init__(self, pdf: FPDF, file: Path, key: str) -> None:
        super().__init__(pdf, file, key, "")
        self._shaped: dict[Line, Any] = {}
        self._widths: dict[Line, tuple[int, float]] = {}
        self._escaped: dict[str, str] = {}

    def shape_text(
        self, text: str, font_size_pt: float, text_shaping_params: dict[str, Any] | None
    ) -> Any:
        """Leave out the marks that steered the line: they would be copied with it."""
        line = _line(text, font_size_pt, text_shaping_params)
        if line not in self._shaped:
            said = text.translate(STEERING)
            self._shaped[line] = super().shape_text(said, font_size_pt, text_shaping_params)
            self._widths[line] = super().shaped_text_width(text, font_size_pt, text_shaping_params)
        return self._shaped[line]

    def shaped_text_width(
        self, text: str, font_size_pt: float, text_shaping_params: dict[str, Any] | None
    ) -> tuple[int, float]:
        """Return the width of a line, known where it was shaped; of its parts nothing is kept."""
        known = self._widths.get(_line(text, font_size_pt, text_shaping_params))
        return known or super().shaped_text_width(text, font_size_pt, text_shaping_params)

    def escape_text(self, text: str) -> str:
        """Write a text as a file has it; a shaped one comes glyph by glyph."""
        if len(text) > 1:
            return super().escape_text(text)
        if text not in self._escaped:
            self._escaped[text] = super().escape_text(text)
        return self._escaped[text]

    def perform_harfbuzz_shaping(
        self, text: str, font_size_pt: float, text_shaping_params: dict[str, Any] | None
    ) -> Any:
        """Shape as fpdf2 does, then share each cluster out among its glyphs."""
        text = text.translate(STEERING)
        glyphs, places = super().perform_harfbuzz_shaping(text, font_size_pt, text_shaping_params)
        clusters = [each.cluster for each in glyphs]
        if len(set(clusters)) == len(clusters):  # nearly always: one glyph each
            return glyphs, places
        return shared_out([(each.codepoint, each.cluster) for each in glyphs], len(text)), places


def _line(text: str, size: float, shaping: dict[str, Any] | None) -> Line:
    """Return by what a shaped line is known again: nothing else of how lines run ever differs."""
    return text, size, shaping and shaping["fragment_direction"]


def shared_out(glyphs: Sequence[tuple[int, int]], length: int) -> list[Glyph]:
    """Give each glyph of a cluster one of its characters, and the last one the rest.

    Parameters
    ----------
    glyphs
        Glyph and cluster (the place of its first character), as they are drawn from left to right.
    length
        Of the text, in characters.
    """
    starts = sorted({cluster for _glyph, cluster in glyphs})
    ends = dict(pairwise([*starts, length]))
    taken: defaultdict[int, int] = defaultdict(int)
    shared = []
    for glyph, cluster in glyphs:
        at = cluster + taken[cluster]
        taken[cluster] += 1
        shared.append(Glyph(glyph, at if at < ends[cluster] else cluster))
    return shared


def load(pdf: FPDF, name: str) -> Face:
    """Make a font known to a document, under its own name."""
    key = name.lower()
    face = Face(pdf, FOLDER / f"{name}-Regular.ttf", key)
    pdf.fonts[key] = face
    return face


def writable(text: str) -> str:
    """Return the same text in the characters that shape, break and copy best."""
    return text.translate(SPLIT_VOWELS).translate(WORD_ENDS).translate(ALIKE)


def unprintable(text: str) -> list[str]:
    """Return the characters of a text that no font here has, each once."""
    known = _letters()
    return [each for each in dict.fromkeys(writable(text)) if ord(each) not in known]


@cache
def _letters() -> frozenset[int]:
    pdf = FPDF()
    loaded = [load(pdf, name) for name in NAMES]
    known = frozenset({ord("\n")}.union(*(face.cmap for face in loaded)))
    for face in loaded:
        face.close()
    return known
