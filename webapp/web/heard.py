"""Pages that can be heard: the same address with `?listen` answers with the sound of its words.

The sound is made of the page as it is answered, so it never says what the page does not.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from babel import Locale
from bs4 import BeautifulSoup, Tag
from flask import Flask, Response, request

from webapp import voices
from webapp.ground.errors import RuleBroken
from webapp.web import recorded
from webapp.web.error_pages import rule_broken
from webapp.web.extensions import current_language

PARTS: Final = (
    "main h1, main h2, main h3, main p, main li, main dl > div, main .note, main .notice, "
    "main .confirm, main label, main legend, main .answer"
)
"""What is read of a page, in its order; of parts within each other, the outer one."""
UNHEARD: Final = "[hidden], [aria-hidden=true], script, svg, [data-read-aloud]"
LATIN: Final = re.compile(r"([A-Za-zÀ-ÖØ-öø-ÿŒœ][A-Za-zÀ-ÖØ-öø-ÿŒœ'’.\- ]*)")
"""Words in Latin letters, which between other letters are names of here."""
LATIN_VOICES: Final = frozenset({"fr", "en", "tr", "so"})
INLINE: Final = frozenset({"a", "abbr", "b", "bdi", "em", "i", "strong", "time"})
"""Elements within a sentence; after any other a voice pauses."""
PAUSE: Final = ", "
PAUSES: Final = re.compile(r"([.,;:!?؟،؛።፣।])?(?:\s*,)+(?=\s|$)")
"""Pauses after a sentence has ended, or one after the other."""
NAMES_OF: Final = "fr"
IN_ITS_PLACE: Final = "data-unheard"
"""What an element says where no voice speaks its language."""
OK: Final = 200


def _weekdays(language: str) -> list[tuple[re.Pattern[str], str]]:
    names = Locale.parse(language).days["format"]
    return [
        (re.compile(rf"\b{re.escape(short)}(?![\w.])"), names["wide"][number])
        for number, short in names["abbreviated"].items()
    ]


SHORTENED: Final = {
    "fr": [*_weekdays("fr"), (re.compile(r"\bn°\s*"), "numéro ")],
    "en": _weekdays("en"),
}
"""By voice, what its pages shorten; the other languages write days in full."""


def init_app(app: Flask) -> None:
    """Let every page that offers to be heard be heard."""
    app.after_request(as_sound)
    app.jinja_env.globals["heard_parts"] = PARTS
    app.jinja_env.globals["sound_address"] = sound_address
    app.jinja_env.globals["voice_is_judged"] = recorded.voice_is_judged


def sound_address() -> str | None:
    """Return where the sound of the present page is, if a voice of ours speaks its language.

    A page that answers a form is not asked for again: only the phone's own voice can read it.
    """
    if request.method != "GET" or current_language().code not in voices.VOICES:
        return None
    return f"{request.path}?{urlencode([*request.args.items(multi=True), ('listen', '')])}"


def as_sound(response: Response) -> Response:
    """Answer with a page's sound where that is asked for, and the page offers it.

    A page in a language that no voice of ours speaks offers it here, where enough is recorded.
    """
    code, listens = current_language().code, "listen" in request.args
    if request.method != "GET" or response.mimetype != "text/html" or response.status_code != OK:
        return response
    if not listens and code in voices.VOICES:
        return response
    written = response.get_data(as_text=True)
    if "data-read-aloud" not in written:
        return response
    said = recorded.Said(code)
    if not listens:
        if not said.is_nothing:
            response.set_data(recorded.offered(written, elements_of, said))
        return response
    parts = parts_of(BeautifulSoup(written, "html.parser"), said.voice)
    if not said.is_offered(parts):
        return response
    return _sound(response, said.with_recordings(parts))


def _sound(response: Response, parts: tuple[voices.Part, ...]) -> Response:
    try:
        sound = voices.spoken(parts)
    except voices.VoiceLostError:
        words, response.status_code = rule_broken(RuleBroken("voice-lost"))
        response.set_data(words)
        return response
    response.set_data(sound)
    response.mimetype = "audio/mpeg"
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return response


def parts_of(page: BeautifulSoup, voice: str) -> tuple[voices.Part, ...]:
    """Return what is read of a page, each part's words with the voice that says them."""
    return tuple(words for _element, words in elements_of(page, voice))


def elements_of(page: BeautifulSoup, voice: str) -> list[tuple[Tag, voices.Part]]:
    """Return what is read of a page with the words of each; the page is used up by it."""
    for unheard in page.select(UNHEARD):
        unheard.decompose()
    chosen = page.select(PARTS)
    inside = {id(part) for part in chosen}
    parts: list[tuple[Tag, voices.Part]] = []
    letters = 0
    for each in chosen:
        if any(id(outer) in inside for outer in each.parents):
            continue
        words = tuple(_words(each, voice))
        letters += sum(len(one.text) for one in words)
        if letters > voices.MOST_LETTERS:
            break
        if words:
            parts.append((each, words))
    return parts


def _words(part: Tag, voice: str) -> Iterator[voices.Words]:
    """Give the words of a part, and those of here in French: the names of places and people."""
    for inner in part.find_all(True):
        if inner.name not in INLINE:
            inner.insert_before(PAUSE)
            inner.insert_after(PAUSE)
    said: list[tuple[str, list[str]]] = []
    for foreign in part.select(f"[{IN_ITS_PLACE}]"):
        if _voice_of(foreign, voice) is None:
            foreign.string = str(foreign[IN_ITS_PLACE])
            del foreign["lang"]
    for text in part.find_all(string=True):
        is_name = text.find_parent("bdi") is not None
        own = _voice_of(text.parent, voice) or voice
        for one, words in _by_voice(str(text), own, is_name=is_name):
            if said and said[-1][0] == one:
                said[-1][1].append(words)
            else:
                said.append((one, [words]))
    for one, written in said:
        words = _in_full("".join(written), one)
        words = PAUSES.sub(_one_pause, " ".join("".join(map(_sayable, words)).split()))
        words = words.removeprefix(PAUSE).removesuffix(",")
        if any(sign.isalnum() for sign in words):
            yield voices.Words(one, words)


def _voice_of(tag: Tag | None, voice: str) -> str | None:
    """Return the voice that says an element's language, if one of ours does; the page's by itself.

    Words that somebody said in their own language keep it on a page that is read in another.
    """
    spoken = tag if tag is None or tag.has_attr("lang") else tag.find_parent(lang=True)
    if spoken is None or spoken.name == "html":
        return voice
    code = str(spoken["lang"])
    return voices.VOICES.get(code, code if code in voices.VOICES.values() else None)


def _by_voice(text: str, voice: str, *, is_name: bool) -> Iterator[tuple[str, str]]:
    """Give pieces of a text with the voice of each, which is told by its letters."""
    if voice in LATIN_VOICES:
        yield (voices.VOICES[NAMES_OF] if is_name else voice), text
        return
    for piece in LATIN.split(text):
        yield (voices.VOICES[NAMES_OF] if LATIN.fullmatch(piece) else voice), piece


def _in_full(text: str, voice: str) -> str:
    """Return a text with whole words for those that are shortened for the eye."""
    for short, whole in SHORTENED.get(voice, ()):
        text = short.sub(whole, text)
    return text


def _one_pause(pauses: re.Match[str]) -> str:
    return pauses[1] or PAUSE.strip()


def _sayable(sign: str) -> str:
    """Return a sign as a voice takes it: it would name arrows, ticks and dots between facts."""
    if sign == "·":
        return PAUSE
    return " " if unicodedata.category(sign) in {"So", "Sm", "Sk"} and sign != "+" else sign
