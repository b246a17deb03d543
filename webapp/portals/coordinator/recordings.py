"""The voices of a language: phrases that people record, heard back, and what speakers say."""

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from webapp import voices
from webapp.ground.languages import Language
from webapp.models import Recording
from webapp.portals.coordinator import portal
from webapp.services.records import recordings, speakers
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page, shown_page
from webapp.web.phrase_form import (
    LARGEST_SOUND,
    RecordingForm,
    as_sound,
    phrases_now,
    recordings_by_words,
    with_microphone,
)
from webapp.web.uploads import takes_files
from webapp.wording.phrases import spoken_words

A_PAGE = 60


class VoiceForm(Form):
    """What a speaker says of a voice."""

    voice = RadioField(_l("Which voice?"), [InputRequired(_l("Choose one of the answers"))])
    clear = RadioField(
        _l("Does somebody who grew up with the language understand it well?"),
        [InputRequired(_l("Choose one of the answers"))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.voice.choices = [SelectChoice("recorded", _("Recorded phrases"))]
        if language.code in voices.VOICES:
            self.voice.choices.append(SelectChoice("synthetic", _("The computer's voice")))


@portal.route("/settings/languages/<code>/voice", methods=["GET", "POST"])
def list_recordings(code: str) -> str | AnyResponse:
    """Show the phrases of a language, which are recorded, and what speakers say of its voices."""
    language, phrases = phrases_now(code)
    form = VoiceForm(language)
    if form.validate_on_submit():
        with acting(form, "voice") as act:
            recordings.judge(
                db,
                signed_in_user(),
                code,
                recorded=form.voice.data == "recorded",
                is_clear=form.clear.data == "yes",
            )
            act.tell(_("Noted."))
        if act.done:
            return redirect(url_for("coordinator.list_recordings", code=code))
    made = recordings_by_words(code)
    left = [each for each in phrases.values() if spoken_words(each.words) not in made]
    shown = list(phrases.values()) if request.args.get("show") == "all" else left
    number, pages = shown_page(len(shown), A_PAGE)
    return page(
        language=language,
        form=form,
        phrases=[
            (each, made.get(spoken_words(each.words)))
            for each in shown[(number - 1) * A_PAGE : number * A_PAGE]
        ],
        how_many=len(phrases),
        recorded=len(phrases) - len(left),
        number=number,
        pages=pages,
        judged=recordings.judgements(db, code),
        has_voice=code in voices.VOICES,
        to_hear=len(speakers.waiting(db, code)),
    )


@portal.route("/settings/languages/<code>/voice/<key>", methods=["GET", "POST"])
@takes_files(LARGEST_SOUND)
def record_phrase(code: str, key: str) -> Response | AnyResponse:
    """Record a phrase, or hear how it is recorded; the next one that is missing follows."""
    language, phrases = phrases_now(code)
    phrase = phrases.get(key) or abort(404)
    form = RecordingForm()
    if form.validate_on_submit():
        with acting(form, "sound") as act:
            sent = form.sound.data.stream.read()
            recordings.keep(db, signed_in_user(), code, phrase.words, sent)
            act.tell(_("The recording is kept: guests hear it from now on."))
        if act.done:
            return redirect(url_for("coordinator.record_phrase", code=code, key=key))
    made = recordings_by_words(code)
    left = [each for each in phrases.values() if spoken_words(each.words) not in made]
    after = [*phrases].index(key)
    later = [each for each in left if [*phrases].index(each.key) > after] or left
    shown = page(
        form=form,
        language=language,
        phrase=phrase,
        recording=made.get(spoken_words(phrase.words)),
        following=next((each for each in later if each.key != key), None),
        left=len(left),
    )
    return with_microphone(shown)


@portal.get("/settings/recordings/<int:recording_id>.mp3")
def hear_recording(recording_id: int) -> Response:
    """Give a recording to be heard."""
    return as_sound(find_or_404(Recording, Recording.id == recording_id).sound)


@portal.post("/settings/recordings/<int:recording_id>/removal")
def remove_recording(recording_id: int) -> AnyResponse:
    """Take a recording away."""
    kept = find_or_404(Recording, Recording.id == recording_id, lock=True)
    code = kept.language
    with acting() as act:
        recordings.remove(db, kept)
        act.tell(_("The recording is removed."))
    return redirect(url_for("coordinator.list_recordings", code=code))
