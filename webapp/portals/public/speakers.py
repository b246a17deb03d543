"""Phrases of a language, said behind a link by somebody who grew up with it, without an account."""

from datetime import timedelta

from flask import Response, abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.ground import languages
from webapp.models import SpeakerLink, SpokenPhrase
from webapp.portals.public import portal
from webapp.services.records import speakers
from webapp.web.access import wait_to_knock
from webapp.web.acts import acting
from webapp.web.extensions import db, offer_languages
from webapp.web.pages import page
from webapp.web.phrase_form import (
    LARGEST_SOUND,
    RecordingForm,
    as_sound,
    phrases_now,
    recordings_by_words,
    with_microphone,
)
from webapp.web.throttle import Door
from webapp.web.uploads import takes_files
from webapp.wording import until_then
from webapp.wording.phrases import Phrase, spoken_words

A_WHILE = timedelta(minutes=15)
Sent = dict[str, SpokenPhrase]
MOST_SENT = 200
"""In a quarter of an hour, behind one link: nobody speaks faster."""


@portal.get("/say/<token>")
def list_phrases(token: str) -> str:
    """Show what is to be said in a language, and what is said already."""
    link = _open(token)
    language, phrases = phrases_now(link.language)
    sent = speakers.sent_by(db, link)
    left = _left(link, phrases, sent)
    said = [each for each in phrases.values() if each.words in sent]
    return page(
        token=token,
        link=link,
        language=language,
        left=left,
        said=[(each, sent[each.words]) for each in said],
        how_many=len(phrases),
    )


def _left(link: SpeakerLink, phrases: dict[str, Phrase], sent: Sent) -> list[Phrase]:
    """Return what nobody has recorded and this speaker has not sent."""
    made = recordings_by_words(link.language)
    return [
        each
        for each in phrases.values()
        if spoken_words(each.words) not in made and each.words not in sent
    ]


@portal.route("/say/<token>/<key>", methods=["GET", "POST"])
@takes_files(LARGEST_SOUND)
def say_phrase(token: str, key: str) -> Response | AnyResponse:
    """Say one phrase; the next one follows."""
    link = _open(token)
    language, phrases = phrases_now(link.language)
    phrase, form = phrases.get(key) or abort(404), RecordingForm()
    if form.validate_on_submit() and _may_send(link, form):
        with acting(form, "sound") as act:
            speakers.send(db, link, phrase.words, form.sound.data.stream.read())
            act.tell(_("Thank you. Somebody listens to it before guests hear it."))
        if act.done:
            return redirect(url_for("public.say_phrase", token=token, key=key))
    sent = speakers.sent_by(db, link)
    left = _left(link, phrases, sent)
    order = [*phrases]
    later = [each for each in left if order.index(each.key) > order.index(key)] or left
    shown = page(
        token=token,
        form=form,
        language=language,
        phrase=phrase,
        sent=sent.get(phrase.words),
        following=next((each for each in later if each.key != key), None),
    )
    return with_microphone(shown)


@portal.get("/say/<token>/<key>.mp3")
def hear_phrase(token: str, key: str) -> Response:
    """Give a phrase as this speaker said it."""
    link = _open(token)
    return as_sound(_sent(link, key).sound)


@portal.post("/say/<token>/<key>/removal")
def take_phrase_back(token: str, key: str) -> AnyResponse:
    """Forget how this speaker said a phrase."""
    link = _open(token)
    phrase = _sent(link, key).phrase
    with acting() as act:
        speakers.take_back(db, link, phrase)
        act.tell(_("It is forgotten."))
    return redirect(url_for("public.say_phrase", token=token, key=key))


def _open(token: str) -> SpeakerLink:
    """Return the link, or answer 404: one that is over opens nothing."""
    offer_languages(languages.STAFF)
    return speakers.find(db, token) or abort(404)


def _sent(link: SpeakerLink, key: str) -> SpokenPhrase:
    phrase = phrases_now(link.language)[1].get(key) or abort(404)
    return speakers.sent_by(db, link).get(phrase.words) or abort(404)


def _may_send(link: SpeakerLink, form: RecordingForm) -> bool:
    if wait := wait_to_knock(Door(f"speaker:{link.id}", MOST_SENT, A_WHILE)):
        form.refuse("sound", _("That was a lot at once. Wait %(time)s.", time=until_then(wait)))
        return False
    return True
