"""Pages that can be heard: the same address with `?listen` answers with the sound of its words.

The sound is made of the page as it is answered, so it never says what the page does not. One that
is long comes in several sounds, each fetched on a tap of its own: `?listen`, `?listen=2`, …
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from babel import Locale
from bs4 import BeautifulSoup, Tag
from flask import Flask, Response, request
from flask_babel import gettext as _
from markupsafe import escape

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
FIRST: Final = "h1, .notice, .confirm, [data-first], [data-first] *"
"""What is said before the rest of a page that names something so."""
AGAIN: Final = ".lead"
"""What such a page says again in what comes first, more fully."""
LISTEN: Final = re.compile(r"<a\b[^>]*\bdata-read-aloud=.*?</a>", re.DOTALL)
PICTURE: Final = re.compile(r"<svg.*?</svg>", re.DOTALL)
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
    return _address_of(1)


def as_sound(response: Response) -> Response:
    """Answer with a page's sound where that is asked for, and the page offers it.

    A page in a language that no voice of ours speaks offers it here, where enough is recorded.
    """
    code, listens = current_language().code, "listen" in request.args
    if request.method != "GET" or response.mimetype != "text/html" or response.status_code != OK:
        return response
    written = response.get_data(as_text=True)
    if "data-read-aloud" not in written:
        return response
    said = recorded.Said(code)
    if not listens and said.is_recorded_only and not said.is_nothing:
        written = recorded.offered(written, elements_of, said)
    parts = parts_of(BeautifulSoup(written, "html.parser"), said.voice)
    if not said.is_offered(parts):
        return response
    sounds = voices.portions(parts)
    if not listens:
        response.set_data(_with_the_rest(written, len(sounds)))
        return response
    number = request.args.get("listen", 1, type=int) or 1
    if not 1 <= number <= len(sounds):
        return response
    heard = said.with_recordings(sounds[number - 1])
    if number < len(sounds) and not said.is_recorded_only:
        rest = _("To hear the rest, press the button %(number)s.", number=number + 1)
        heard = (*heard, (voices.Words(said.voice, rest),))
    return _sound(response, heard)


def _with_the_rest(written: str, sounds: int) -> str:
    """Return a page with a way to each further sound of it, beside the way to the first."""
    link = LISTEN.search(written)
    if link is None:
        return written
    picture = PICTURE.search(link[0])
    drawn = picture[0] if picture else ""
    ways = "".join(_way_to(number, drawn) for number in range(2, sounds + 1))
    return written[: link.end()] + ways + written[link.end() :]


def _way_to(number: int, drawn: str) -> str:
    called = escape(_("Listen: part %(number)s", number=number))
    return (
        f'<a class="chip" href="{escape(_address_of(number))}" data-sound data-rest'
        f' aria-label="{called}">{drawn}{number}</a>'
    )


def _address_of(number: int) -> str:
    told = [each for each in request.args.items(multi=True) if each[0] != "listen"]
    return f"{request.path}?{urlencode([*told, ('listen', number if number > 1 else '')])}"


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
    parts: list[tuple[Tag, voices.Part]] = []
    letters = 0
    for each in _in_order(page):
        words = tuple(_words(each, voice))
        letters += sum(len(one.text) for one in words)
        if letters > voices.MOST_LETTERS:
            break
        if words:
            parts.append((each, words))
    return parts


def _in_order(page: BeautifulSoup) -> list[Tag]:
    """Return what is read of a page; what it names so comes first, before the details."""
    names = page.select_one("main [data-first]") is not None
    for again in page.select(AGAIN) if names else ():
        again.decompose()
    chosen = page.select(PARTS)
    inside = {id(part) for part in chosen}
    outermost = [each for each in chosen if not any(id(one) in inside for one in each.parents)]
    first = {id(each) for each in page.select(FIRST)} if names else set[int]()
    return sorted(outermost, key=lambda each: id(each) not in first)


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
