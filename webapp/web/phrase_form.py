"""The phrases of a language, and one as somebody says it: recorded in the browser, or a file."""

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from webapp.ground.languages import Language, find
from webapp.services.records import recordings, rewordings
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.headers import HEADERS
from webapp.wording.phrases import Phrase, phrases_of, spoken_words

LARGEST_SOUND = 4 * 1024 * 1024
"""In bytes: twenty seconds as a browser records them."""
MAY_HEAR = HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")


class RecordingForm(Form):
    """A phrase as somebody says it."""

    sound = FileField(
        _l("Recording"),
        [FileRequired(_l("Record the phrase, or choose a file"))],
        description=_l(
            "WAV, MP3, OGG or FLAC, 20 seconds and 4 MB at most; your browser turns other "
            "recordings, such as the M4A of a telephone, into WAV where it can. Silence around the "
            "words is cut, and what the file tells beside them is removed."
        ),
    )


def with_microphone(answer: str) -> Response:
    """Return a page that may ask for the microphone."""
    response = Response(answer)
    response.headers["Permissions-Policy"] = MAY_HEAR
    return response


def as_sound(sound: bytes) -> Response:
    """Return an MP3, of which a browser may ask for a part."""
    answer = Response(sound, mimetype="audio/mpeg")
    answer.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return answer


def phrases_now(code: str) -> tuple[Language, dict[str, Phrase]]:
    """Return a language, and what can be recorded of it as it is said now; else answer 404."""
    language = find(code) or abort(404)
    return language, phrases_of(language, rewordings.in_force(db).get(code, {}))


def recordings_by_words(code: str) -> dict[tuple[str, ...], int]:
    """Return the numbers of the recordings of a language, by the words that they say."""
    found = recordings.recorded_in(db, code)
    return {spoken_words(phrase): number for phrase, number in found.items()}
