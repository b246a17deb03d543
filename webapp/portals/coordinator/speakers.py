"""Links for speakers of a language, and what they said: heard, then taken or asked for again."""

from datetime import timedelta
from urllib.parse import quote

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp.ground.clock import today
from webapp.models import SpeakerLink, SpokenPhrase
from webapp.portals.coordinator import portal
from webapp.services.records import speakers, tokens
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.days import Span
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, required
from webapp.web.pages import page
from webapp.web.phrase_form import as_sound, phrases_now, recordings_by_words
from webapp.wording.messages import address
from webapp.wording.phrases import spoken_words

USUAL = timedelta(days=14)
LONGEST = timedelta(days=90)


class SpeakerForm(Form):
    """How long a link opens."""

    last_day = DayField(
        _l("Last day on which the link opens"),
        [required(_l("Enter a day"))],
        span=Span(timedelta(), LONGEST, _l("A link opens for 90 days at most: check the year")),
    )


@portal.route("/settings/languages/<code>/speakers", methods=["GET", "POST"])
def list_speakers(code: str) -> str | AnyResponse:
    """Show the links of a language, and what was said behind them and waits to be heard."""
    language, phrases = phrases_now(code)
    form = SpeakerForm(data={"last_day": today() + USUAL})
    if form.validate_on_submit():
        with acting(form, "last_day") as act:
            speakers.make(db, signed_in_user(), code, form.last_day.data)
            act.tell(_("The link is made: send it to somebody who speaks the language."))
        if act.done:
            return redirect(url_for("coordinator.list_speakers", code=code))
    known = {spoken_words(each.words): each for each in phrases.values()}
    made = recordings_by_words(code)
    return page(
        language=language,
        form=form,
        links=[(link, *_letter(link)) for link in speakers.links(db, code)],
        waiting=[
            (each, known.get(spoken_words(each.phrase)), made.get(spoken_words(each.phrase)))
            for each in speakers.waiting(db, code)
        ],
    )


def _letter(link: SpeakerLink) -> tuple[str, str]:
    """Return the address behind which phrases are said, and the mail that brings it."""
    there = address("public.list_phrases", token=tokens.speaker_token(link))
    subject = str(_("Would you lend us your voice?"))
    words = _("People who do not read hear these sentences in your language. You say each one "
              "once, on your telephone or computer; no account, and no name is kept.")  # fmt: skip
    body = "\n\n".join((str(words), there))
    return there, f"mailto:?subject={quote(subject)}&body={quote(body)}"


@portal.post("/settings/speakers/<int:speaker_id>/end")
def end_speaker_link(speaker_id: int) -> AnyResponse:
    """Let a link open nothing any more."""
    link = find_or_404(SpeakerLink, SpeakerLink.id == speaker_id, lock=True)
    code = link.language
    with acting() as act:
        speakers.end(db, link)
        act.tell(_("The link opens nothing any more. What was said behind it can still be taken."))
    return redirect(url_for("coordinator.list_speakers", code=code))


@portal.get("/settings/spoken/<int:spoken_id>.mp3")
def hear_spoken(spoken_id: int) -> Response:
    """Give a phrase as a speaker said it."""
    return as_sound(find_or_404(SpokenPhrase, SpokenPhrase.id == spoken_id).sound)


@portal.post("/settings/spoken/<int:spoken_id>/taking")
def take_spoken(spoken_id: int) -> AnyResponse:
    """Let guests hear a phrase as a speaker said it."""
    spoken = find_or_404(SpokenPhrase, SpokenPhrase.id == spoken_id, lock=True)
    code = spoken.link.language
    with acting() as act:
        speakers.take(db, signed_in_user(), spoken)
        act.tell(_("The recording is kept: guests hear it from now on."))
    return redirect(url_for("coordinator.list_speakers", code=code))


@portal.post("/settings/spoken/<int:spoken_id>/refusal")
def refuse_spoken(spoken_id: int) -> AnyResponse:
    """Ask the speaker to say a phrase again."""
    spoken = find_or_404(SpokenPhrase, SpokenPhrase.id == spoken_id, lock=True)
    code = spoken.link.language
    with acting() as act:
        speakers.refuse(db, spoken)
        act.tell(_("Not taken: behind the link they read that it is to be said again."))
    return redirect(url_for("coordinator.list_speakers", code=code))
