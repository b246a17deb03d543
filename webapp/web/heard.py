"""Pages that can be heard: the same address with `?listen` answers with the sound of its words.

The sound is made of the page as it is answered, so it never says what the page does not. One that
is long comes in several sounds, each fetched on a tap of its own: `?listen`, `?listen=2`, … A
browser that plays Opus adds `&opus`, which costs less than half.
"""

from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, request
from flask_babel import gettext as _
from markupsafe import escape

from webapp import voices
from webapp.ground.errors import RuleBroken
from webapp.web import recorded
from webapp.web.error_pages import rule_broken
from webapp.web.extensions import current_language
from webapp.web.read_aloud import LISTEN, PARTS, PICTURE, parts_of

OK: Final = 200
OF_THE_SOUND: Final = {"listen", "opus"}
"""What an address says of the sound, and not of the page."""


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
    said, written = recorded.Said(code), response.get_data(as_text=True)
    if "data-read-aloud" not in written or said.is_nothing:
        return response
    if not listens and said.is_recorded_only:
        written = recorded.offered(written, said)
    parts = parts_of(written, said.voice)
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
        rest = _("The rest: press %(number)s.", number=number + 1)
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
    told = [each for each in request.args.items(multi=True) if each[0] not in OF_THE_SOUND]
    return f"{request.path}?{urlencode([*told, ('listen', number if number > 1 else '')])}"


def _sound(response: Response, parts: tuple[voices.Part, ...]) -> Response:
    # What people said is kept as it was recorded: made small a second time, it would lose more.
    by_people = any(words.voice == voices.RECORDED for part in parts for words in part)
    small = "opus" in request.args and not by_people
    try:
        sound = voices.spoken(parts, small=small)
    except voices.VoiceLostError:
        words, response.status_code = rule_broken(RuleBroken("voice-lost"))
        response.set_data(words)
        return response
    response.set_data(sound)
    response.mimetype = "audio/ogg" if small else "audio/mpeg"
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return response
