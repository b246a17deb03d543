"""A page of paper whose text is tagged, shaped, and copied in the order in which it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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
BEYOND_DOUBT = 0.98
"""So much of its room a text may take for nobody to have to look where it breaks."""
OF_ONE_LINE = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x250)]))
OF_ONE_LINE |= frozenset("–—‘’“”…€\u202f")
"""Characters of texts that run from left to right and break nowhere by themselves: Latin ones."""
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
        line = text.replace("\u00a0", " ")  # as fpdf2 has it in the lines that it breaks
        if self._fits(line, width):
            return [line]
        lines: Any = self.multi_cell(
            width, text=text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return list(lines)

    def _fits(self, text: str, width: float) -> bool:
        """Whether a text is one line beyond doubt: fpdf2 would shape it anew for each character.

        What it would have written is looked at as it does, so that the file has the same glyphs in
        the same order.
        """
        if self.start == "R" or text.strip() != text or not OF_ONE_LINE.issuperset(text):
            return False
        runs = self._preload_bidirectional_text(text, False)
        if sum(run.get_width() for run in runs) > BEYOND_DOUBT * (width - 2 * self.c_margin):
            return False
        for run in runs:
            font: Any = run.font
            font.subset.pick(ord(" "))
            font.shape_text(run.string, run.font_size_pt, run.text_shaping_parameters)
        return True

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
