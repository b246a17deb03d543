"""What people recorded takes the place of a computer's voice, phrase by phrase.

A language that no voice of ours speaks is heard where enough of a page is recorded: what is not
is said to be missing, and shown beside the words.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from flask import g, request
from flask_babel import gettext as _
from markupsafe import escape

from webapp import voices
from webapp.services.records import recordings
from webapp.voices import RECORDED, Part, Words
from webapp.web import read_aloud
from webapp.web.extensions import current_language, db
from webapp.wording.phrases import WORD, honest_phrase, spoken_words

ENOUGH: Final = 0.6
"""Of the letters of a page: so much is recorded where it is offered to be heard."""
IS_SILENT: Final = "unrecorded"
"""The class of what is not all said."""


class Said:
    """How a language is said here: what is recorded of it, and the voice for the rest, if any."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.voice = voices.VOICES.get(language, language)
        self.is_recorded_only = language not in voices.VOICES

    @cached_property
    def _phrases(self) -> dict[tuple[str, ...], str]:
        found = recordings.recorded_in(db, self.language)
        return {spoken_words(phrase): phrase for phrase in found}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._phrases), default=0)

    @property
    def is_nothing(self) -> bool:
        """Whether nobody says anything in it."""
        return self.is_recorded_only and not self._phrases

    def pieces(self, text: str) -> Iterator[tuple[str, str]]:
        """Give the recorded phrases of a text, the longest first, and what stands between them.

        Each is a phrase and nothing, or nothing and words that nobody recorded.
        """
        found = list(WORD.finditer(text))
        words = [one for each in found for one in spoken_words(each[0])]
        at = rest = 0
        while at < len(words):
            phrase, long = self._recorded_at(words, at)
            if long:
                if between := text[rest : found[at].start()]:
                    yield "", between
                yield phrase, ""
                rest = found[at + long - 1].end()
            at += long or 1
        yield "", text[rest:]

    def _recorded_at(self, words: list[str], at: int) -> tuple[str, int]:
        for long in range(min(self._longest, len(words) - at), 0, -1):
            if phrase := self._phrases.get(tuple(words[at : at + long])):
                return phrase, long
        return "", 0

    def with_recordings(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        """Return what is said, each recorded phrase as it sounds."""
        pieced = [list(self._in_pieces(part)) for part in parts]
        used = {words.text for part in pieced for words in part if words.voice == RECORDED}
        sounds = recordings.sounds(db, self.language, used)
        kept = {phrase: b64encode(sound).decode() for phrase, sound in sounds.items()}
        return tuple(
            tuple(
                Words(RECORDED, kept[one.text]) if one.voice == RECORDED else one
                for one in part
                if one.voice != RECORDED or one.text in kept
            )
            for part in pieced
        )

    def _in_pieces(self, part: Part) -> Iterator[Words]:
        honest = spoken_words(honest_phrase())
        missing = self._phrases.get(honest, "") if self.is_recorded_only else ""
        before = ""
        for words in part:
            if words.voice != self.voice:
                yield words
                continue
            for phrase, rest in self.pieces(words.text):
                if not phrase and not any(sign.isalnum() for sign in rest):
                    continue
                said = phrase or missing
                if said and (phrase or said != before):
                    yield Words(RECORDED, said)
                elif not said:
                    yield Words(self.voice, rest)
                before = said

    def letters(self, part: Part) -> tuple[int, int]:
        """Count the letters of a part that somebody says, and all of them."""
        heard = of_all = 0
        for words in part:
            silent = 0
            if words.voice == self.voice and self.is_recorded_only:
                silent = sum(_letters(rest) for _phrase, rest in self.pieces(words.text))
            of_all += _letters(words.text)
            heard += _letters(words.text) - silent
        return heard, of_all

    def is_offered(self, parts: Iterable[Part]) -> bool:
        """Whether a page can be heard: it can say what is missing, and not too much is."""
        if not self.is_recorded_only:
            return True
        counted = [self.letters(part) for part in parts]
        heard, of_all = (sum(each) for each in zip(*counted, strict=True)) if counted else (0, 0)
        says_so = spoken_words(honest_phrase()) in self._phrases
        return says_so and of_all > 0 and heard >= ENOUGH * of_all


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def offered(written: str, said: Said) -> str:
    """Return a page with the way to hear it, and a mark at what nobody says; or as it was."""
    parts = read_aloud.read(written, said.voice)
    link = read_aloud.LISTEN.search(written)
    if link is None or not said.is_offered(part.words for part in parts):
        return written
    silent = [part for part in parts if len({*said.letters(part.words)}) > 1]
    address = urlencode([*request.args.items(multi=True), ("listen", "")])
    way = link[0].replace('href="#main"', f'href="{escape(f"{request.path}?{address}")}"', 1)
    title_ends = written.index("</div>", link.end()) + len("</div>")
    changed = [
        (link.start(), link[0], way.replace(" hidden>", " data-sound>", 1)),
        (title_ends, "", _told(any_silent=bool(silent))),
        *((part.at, part.tag, _marked(part.tag)) for part in silent),
    ]
    for at, before, after in sorted(changed, reverse=True):
        written = f"{written[:at]}{after}{written[at + len(before) :]}"
    return written


def _marked(tag: str) -> str:
    """Return the tag with which a part begins, as of one that is not all said."""
    if 'class="' in tag:
        return tag.replace('class="', f'class="{IS_SILENT} ', 1)
    return f'{tag.removesuffix(">")} class="{IS_SILENT}">'


def _told(*, any_silent: bool) -> str:
    words = [_("People recorded what you hear on this page.")]
    if any_silent:
        words.append(
            _("What has a dotted line beside it is not recorded yet: have it read to you.")
        )
    if not voice_is_judged(recorded=True):
        words.append(_("No speaker of your language has judged this voice yet."))
    return f'<p class="small">{escape(" ".join(words))}</p>'


def voice_is_judged(*, recorded: bool = False) -> bool:
    """Whether somebody who grew up with the reader's language finds its voice clear.

    It is asked once a page, and a view that ends a transaction may ask before: a question after
    it would begin another.
    """
    known: dict[tuple[str, bool], bool] = g.setdefault("judged_voices", {})
    asked = current_language().code, recorded
    if asked not in known:
        known[asked] = recordings.is_clear(db, asked[0], recorded=recorded)
    return known[asked]
