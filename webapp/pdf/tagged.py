"""A page of paper whose text is tagged, shaped, and copied in the order in which it is read."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from unicodedata import normalize

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import MethodReturnValue
from fpdf.line_break import Fragment

from webapp.ground.languages import Language
from webapp.pdf import faces

BOM = "\ufeff"
NEARLY = 1e-9
"""So many millimetres too wide a line may be, as for fpdf2."""
PLAIN = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x250), *range(0x400, 0x460)])
) | frozenset("–—‘’“”…€\u202f")
"""Characters of the Latin font that run from left to right, and of which a line breaks at blanks
alone: Latin and Cyrillic ones."""
UNKNOWN = "?"
"""Drawn for a character that no font here has: fpdf2 would draw nothing at all."""


class TaggedPdf(FPDF):
    """fpdf2's document with our fonts, its language, and tags around what is written.

    fpdf2 tags pictures only. Each paragraph here is an element of its structure (H1, H2, P, …),
    and each line that runs from left to right says in ``ActualText`` which text it is, whatever
    its glyphs look like. Lines from right to left leave that to their glyphs: readers turn round
    what is drawn from the left, and some would turn this text as well.
    """

    def __init__(self, language: Language, title: str) -> None:
        super().__init__(format="A4")
        self.language = self.spoken = language
        for name in dict.fromkeys((faces.BY_SCRIPT[language.script], faces.LATIN)):
            faces.load(self, name)
        self.set_text_shaping(True, direction=language.direction)
        self.set_lang(language.tag)
        self.set_title(title)
        self.set_creator("Sillon")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._marks: defaultdict[int, Iterator[int]] = defaultdict(count)
        self._broken: dict[tuple[str, float, float], list[str]] = {}
        self.set_auto_page_break(False)
        self.set_margin(18)
        self.set_font(self.base, size=11)

    @property
    def base(self) -> str:
        """The font of what is written now, which others help out."""
        return faces.BY_SCRIPT[self.spoken.script].lower()

    @property
    def right_to_left(self) -> bool:
        """Whether the pages begin on the right."""
        return self.language.direction == "rtl"

    @property
    def start(self) -> str:
        """The side on which a line begins, ``L`` or ``R``."""
        return "R" if self.spoken.direction == "rtl" else "L"

    @property
    def end(self) -> str:
        """The side on which a line ends."""
        return "L" if self.start == "R" else "R"

    @contextmanager
    def speaking(self, language: Language) -> Iterator[None]:
        """Let what is written inside run as a language runs, and be tagged with it."""
        before, self.spoken = self.spoken, language
        if self.base not in self.fonts:
            faces.load(self, faces.BY_SCRIPT[language.script])
        self.set_text_shaping(True, direction=language.direction)
        yield
        self.spoken = before
        self.set_text_shaping(True, direction=before.direction)

    def get_fallback_font(self, char: str, style: str = "") -> str | None:
        """Return the font that has a character, loaded when it is first asked for."""
        del style  # there is one weight
        for name in faces.NAMES:
            face: Any = self.fonts.get(name.lower()) or faces.load(self, name)
            if ord(char) in face.cmap:
                return name.lower()
        return None

    def _parse_chars(self, text: str, markdown: bool, **options: Any) -> Iterator[Fragment]:
        """Join what fpdf2 cuts before a mark (a tanwin, a joiner): cut off, it stands beside.

        It begins a new run at each change of script, and such marks have a script of their own.
        """
        whole: Fragment | None = None
        for each in super()._parse_chars(text, markdown, **options):
            if whole and whole.font is each.font:
                whole.characters.extend(each.characters)
                continue
            if whole:
                yield whole
            whole = each
        if whole:
            yield whole

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        """Take a text that runs one way in one font as it is, without asking each character."""
        if not self._is_plain(text):
            return super()._preload_bidirectional_text(text, markdown)
        self._shaping()
        return (Fragment(list(text), self._get_current_graphics_state(), self.k),)

    def _shaping(self) -> dict[str, Any]:
        """Return how a plain text is shaped, and let the next one be."""
        shaping: Any = self.text_shaping
        shaping["paragraph_direction"] = shaping["fragment_direction"] = shaping["direction"]
        return dict(shaping)

    def _wide(self, plain: str) -> float:
        _count, points = self._latin.get_text_width(plain, self.font_size_pt, self._shaping())
        return float(points / self.k)

    @property
    def _latin(self) -> Any:
        return self.fonts[faces.LATIN.lower()]

    def close_faces(self) -> None:
        """Let go of the files of the fonts, once the document is made."""
        for face in self.fonts.values():
            if isinstance(face, faces.Face):
                face.close()

    def known(self, text: str) -> str:
        """Return a text as it can be drawn, with a question mark for what no font has."""
        base: Any = self.fonts[self.base]
        return "".join(
            each
            if each == "\n" or ord(each) in base.cmap or self.get_fallback_font(each)
            else UNKNOWN
            for each in faces.writable(text)
        )

    def lines_of(self, text: str, width: float) -> list[str]:
        """Break a text into the lines that fit a width, in millimetres."""
        text = self.known(text)
        if self._is_plain(text) and text.strip() == text and "  " not in text:
            asked = text, width, self.font_size_pt
            if asked not in self._broken:
                self._broken[asked] = self._plain_lines(text, width - 2 * self.c_margin)
            return self._broken[asked]
        lines: Any = self.multi_cell(
            width, text=text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return list(lines)

    def _is_plain(self, text: str) -> bool:
        latin = self.base == faces.LATIN.lower()
        return bool(text) and latin and self.start == "L" and PLAIN.issuperset(text)

    def _plain_lines(self, text: str, room: float) -> list[str]:
        """Break as fpdf2 does, which would shape the line anew for each of its characters.

        The lines are then shaped as it does, so that the file has the same glyphs in the same
        order.
        """
        drawn, lines, start = text.replace("\u00a0", " "), [], 0  # so fpdf2 has it in its lines

        def is_too_wide(end: int) -> bool:
            width = self._wide(drawn[start:end]) + self._wide(text[end])
            return width - room > NEARLY

        while start < len(text):
            rest = range(start + 1, len(text))
            fits = not is_too_wide(len(text) - 1)
            end = len(text) if fits else start + 1 + bisect_left(rest, True, key=is_too_wide)
            blank = end if text[end : end + 1] in {"", " "} else text.rfind(" ", start, end)
            lines.append(drawn[start : end if blank < 0 else blank])
            start = end if blank < 0 else blank + 1
        for line in lines:
            self._latin.subset.pick(ord(" "))
            self._latin.shape_text(line, self.font_size_pt, self._shaping())
        return lines

    @contextmanager
    def element(self, kind: str, *, words: str | None = None) -> Iterator[None]:
        """Tag what is written inside, on one page, as an element of the structure.

        Parameters
        ----------
        kind
            ``H1``, ``H2``, ``P``, ``TH``, ``TD``, or ``Figure`` with its `words`.
        words
            What a picture shows, said to who does not see it.
        """
        mark = next(self._marks[self.page])
        self._add_marked_content(struct_type=f"/{kind}", mcid=mark, alt_text=words)
        self._out(f"/{kind} <</MCID {mark}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Mark what is written inside as no part of the text: rules, page numbers."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def put_line(self, line: str, width: float, height: float) -> None:
        """Write one line at the present place, with the text it stands for.

        Parameters
        ----------
        line
            As `lines_of` broke it.
        width, height
            Of its box, in millimetres.
        """
        properties = f"/Lang ({self.spoken.tag}) "
        if self.start == "L":
            said = normalize("NFC", line.translate(faces.STEERING))
            properties += f"/ActualText <{f'{BOM}{said}'.encode('utf-16-be').hex().upper()}>"
        self._out(f"/Span <<{properties}>> BDC")
        self.cell(width, height, line, align=self.start)
        self._out("EMC")
