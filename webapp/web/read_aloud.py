"""What a voice reads of a page: its headings, lines and answers, in order, in one pass over it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from webapp import voices
from webapp.voices.said_in_full import said_in_full

NAMES: Final = ("h1", "h2", "h3", "h4", "p", "li", "label", "legend")
CLASSES: Final = frozenset({"note", "notice", "confirm", "answer"})
PARTS: Final = ",".join(
    [*(f"main {name}" for name in NAMES), "main dl > div"]
    + [f"main .{name}" for name in sorted(CLASSES)]
)
"""What is read of a page, in its order; of parts within each other, the outer one."""
LISTEN: Final = re.compile(r"<a\b[^>]*\bdata-read-aloud=.*?</a>", re.DOTALL)
"""The way to hear a page, in its markup."""
PICTURE: Final = re.compile(r"<svg.*?</svg>", re.DOTALL)
TOKEN: Final = re.compile(
    r"<svg\b.*?</svg>|<script\b.*?</script>|<!--.*?-->"
    r"""|<(?P<ends>/?)(?P<tag>[A-Za-z][^\s/>]*)(?P<told>[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*)>""",
    re.DOTALL,
)
"""A tag, or what nobody hears. The pages are our own, and end what they begin: a parser that takes
whatever the web has would cost a fifth of a page."""
TOLD: Final = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
FIRST: Final = frozenset({"notice", "confirm"})
"""What is said, with the first heading, before the rest of a page that names something so."""
NAMED_FIRST: Final = "data-first"
NAMES_SOMETHING: Final = re.compile(r"<[a-z][^<>]*\sdata-first[\s>=]")
AGAIN: Final = "lead"
"""What such a page says again in what comes first, more fully."""
SILENT: Final = frozenset({"script", "svg"})
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
LATIN: Final = re.compile(r"([A-Za-zÀ-ÖØ-öø-ÿŒœ][A-Za-zÀ-ÖØ-öø-ÿŒœ'’.\- ]*)")
"""Words in Latin letters, which between other letters are names of here."""
LATIN_VOICES: Final = frozenset({"fr", "en", "tr", "so"})
INLINE: Final = frozenset({"a", "abbr", "b", "bdi", "em", "i", "strong", "time"})
"""Elements within a sentence; after any other a voice pauses."""
PAUSE: Final = ", "
PAUSES: Final = re.compile(r"([.,;:!?؟،؛।፣።])?(?:\s*,)+(?=\s|$)")
"""Pauses after a sentence has ended, or one after the other."""
NAMES_OF: Final = "fr"
IN_ITS_PLACE: Final = "data-unheard"
"""What an element says where no voice speaks its language."""


class Read(NamedTuple):
    """A part of a page as it is read: where it begins there, and by which tag."""

    at: int
    tag: str
    words: voices.Part


def parts_of(written: str, voice: str) -> tuple[voices.Part, ...]:
    """Return what is read of a page, each part's words with the voice that says them."""
    return tuple(each.words for each in read(written, voice))


def read(written: str, voice: str) -> list[Read]:
    """Return what is read of a page; what it names so comes first, before the details."""
    reader = _Reader(written)
    parts: list[Read] = []
    letters = 0
    for each in sorted(reader.parts, key=lambda part: not (reader.names and part.comes_first)):
        words = tuple(_words(each.said, voice))
        letters += sum(len(one.text) for one in words)
        if letters > voices.MOST_LETTERS:
            break
        if words:
            parts.append(Read(each.at, each.tag, words))
    return parts


@dataclass(slots=True)
class _Text:
    """A text of a page, with the voice of its language: none, where none of ours speaks it."""

    text: str
    voice: str | None
    is_name: bool


@dataclass(slots=True)
class _Part:
    at: int
    tag: str
    comes_first: bool
    said: list[_Text] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An element whose end is still to come, and what holds within it."""

    name: str
    part: _Part | None = None
    voice: str | None = ""
    """Empty where nothing says the language, so that it is the page's."""
    is_silent: bool = False
    is_name: bool = False
    is_first: bool = False
    pauses: bool = False


class _Reader:
    """Finds the parts of a page's `main`."""

    def __init__(self, written: str) -> None:
        self.parts: list[_Part] = []
        self._open = [_Open("")]
        begins = max(written.find("<main"), 0)
        ends = written.find("</main>", begins)
        page = written[begins:] if ends < 0 else written[begins:ends]
        self.names = NAMES_SOMETHING.search(page) is not None
        last = 0
        for found in TOKEN.finditer(page):
            self._say(page, last, found.start())
            last = found.end()
            if tag := (found["tag"] or "").lower():
                self._meet(found, tag, begins + found.start())
        self._say(page, last, len(page))

    def _say(self, page: str, start: int, end: int) -> None:
        """Say a text where it stands in a part."""
        here = self._open[-1]
        if start < end and here.part and not here.is_silent:
            here.part.said.append(_Text(unescape(page[start:end]), here.voice, here.is_name))

    def _meet(self, found: re.Match[str], tag: str, at: int) -> None:
        if found["ends"]:
            self._go_out(tag)
            return
        self._go_in(tag, _told(found["told"]), at, found[0])
        if found["told"].endswith("/"):
            self._go_out(tag)

    def _go_in(self, tag: str, told: dict[str, str], at: int, written: str) -> None:
        """Go into an element: a part begins, or within one a voice pauses."""
        above = self._open[-1]
        if tag in VOID:
            if not above.is_silent and above.part:
                self._pause(above)
            return
        if above.is_silent or self._is_unheard(tag, told):
            self._open.append(_Open(tag, is_silent=True))
            return
        here = _Open(
            tag, above.part, _voice_of(told["lang"]) if "lang" in told else above.voice,
            is_name=above.is_name or tag == "bdi", is_first=above.is_first or NAMED_FIRST in told,
        )  # fmt: skip
        classes = told.get("class", "").split()
        if above.part is None and self._is_part(tag, classes):
            comes_first = here.is_first or tag == "h1" or not FIRST.isdisjoint(classes)
            here.part = _Part(at, written, comes_first)
            self.parts.append(here.part)
        elif above.part and tag not in INLINE:
            self._pause(above)
            here.pauses = True
        if here.part and here.voice is None and IN_ITS_PLACE in told:
            here.part.said.append(_Text(told[IN_ITS_PLACE], above.voice, here.is_name))
            here.is_silent = True
        self._open.append(here)

    def _go_out(self, tag: str) -> None:
        """Come out of an element."""
        if tag in VOID or all(each.name != tag for each in reversed(self._open)):
            return
        ended = ""
        while ended != tag:
            last = self._open.pop()
            if last.pauses:
                self._pause(self._open[-1])
            ended = last.name

    def _pause(self, within: _Open) -> None:
        if within.part:
            within.part.said.append(_Text(PAUSE, within.voice, within.is_name))

    def _is_part(self, tag: str, classes: list[str]) -> bool:
        if tag in NAMES or not CLASSES.isdisjoint(classes):
            return True
        return tag == "div" and self._open[-1].name == "dl"

    def _is_unheard(self, tag: str, told: dict[str, str]) -> bool:
        if tag in SILENT or "hidden" in told or "data-read-aloud" in told:
            return True
        if told.get("aria-hidden") == "true":
            return True
        return self.names and AGAIN in told.get("class", "").split()


def _told(written: str) -> dict[str, str]:
    """Return what a tag says beside its name."""
    if not written.strip("/ "):
        return {}
    said = (found.groups() for found in TOLD.finditer(written))
    return {name.lower(): unescape(one or other or bare or "") for name, one, other, bare in said}


def _voice_of(code: str) -> str | None:
    """Return the voice that says a language, if one of ours does.

    Words that somebody said in their own language keep it on a page that is read in another.
    """
    return voices.VOICES.get(code, code if code in voices.VOICES.values() else None)


def _words(said: list[_Text], voice: str) -> Iterator[voices.Words]:
    """Give the words of a part, and those of here in French: the names of places and people."""
    together: list[tuple[str, list[str]]] = []
    for each in said:
        for one, words in _by_voice(each.text, each.voice or voice, is_name=each.is_name):
            if together and together[-1][0] == one:
                together[-1][1].append(words)
            else:
                together.append((one, [words]))
    for one, written in together:
        words = said_in_full("".join(written), one)
        words = PAUSES.sub(_one_pause, " ".join("".join(map(_sayable, words)).split()))
        words = words.removeprefix(PAUSE).removesuffix(",")
        if any(sign.isalnum() for sign in words):
            yield voices.Words(one, words)


def _by_voice(text: str, voice: str, *, is_name: bool) -> Iterator[tuple[str, str]]:
    """Give pieces of a text with the voice of each, which is told by its letters."""
    if voice in LATIN_VOICES:
        yield (voices.VOICES[NAMES_OF] if is_name else voice), text
        return
    for piece in LATIN.split(text):
        yield (voices.VOICES[NAMES_OF] if LATIN.fullmatch(piece) else voice), piece


def _one_pause(pauses: re.Match[str]) -> str:
    return pauses[1] or PAUSE.strip()


@lru_cache(maxsize=4_096)
def _sayable(sign: str) -> str:
    """Return a sign as a voice takes it: it would name arrows, ticks and dots between facts."""
    if sign == "·":
        return PAUSE
    return " " if unicodedata.category(sign) in {"So", "Sm", "Sk"} and sign != "+" else sign
