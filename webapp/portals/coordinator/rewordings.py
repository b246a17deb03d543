"""The languages of guests: their sentences beside French, and better ones to accept."""

from flask import Response, abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import Length, ValidationError

from webapp.ground.languages import PUBLIC, Language, find
from webapp.models import Rewording
from webapp.portals.coordinator import portal
from webapp.services.records import rewordings
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.spoken import catalogue
from webapp.web.uploads import takes_files
from webapp.wording.sentences import (
    TRANSLATED,
    Said,
    Sentence,
    numbers_of,
    read_better,
    reworded_catalogue,
    sentences_of,
    written,
)

LARGEST_CATALOGUE = 2 * 1024 * 1024
"""In bytes."""


class RewordingForm(Form):
    """A sentence said better."""

    said = TextAreaField(
        _l("Say it better"),
        [required(_l("Write what is to be said")), Length(max=2000)],
        description=_l("What stands between %( and )s is filled in by itself: keep it as it is."),
    )

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(data={"said": "\n".join(sentence.said)})
        self.sentence = sentence

    @property
    def lines(self) -> list[str]:
        """What was written, a line for each plural form."""
        lines = (self.said.data or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def validate_said(self, _field: TextAreaField) -> None:
        """Refuse words that have another shape than the sentence's."""
        if wrong := self.sentence.wrong_in(self.lines):
            raise ValidationError(wrong)


class CatalogueForm(Form):
    """A gettext file."""

    file = FileField(
        _l("Gettext file (.po)"),
        [FileRequired(_l("Choose a file"))],
        description=_l("As it was saved here, and changed by hand, in Poedit or in Weblate."),
    )

    def __init__(self, language: Language, said: Said) -> None:
        super().__init__()
        self.language, self.said_now = language, said
        self.better: Said = {}
        self.refused = 0

    def validate_file(self, field: FileField) -> None:
        """Read what is sent."""
        try:
            self.better, self.refused = read_better(field.data.read(), self.language, self.said_now)
        except ValueError as error:
            told = _("This is no gettext file: choose the one you saved here.")
            raise ValidationError(told) from error


@portal.get("/settings/languages")
def list_languages() -> str:
    """Show the languages of guests, and in which somebody waits for an answer."""
    return page(
        translated=TRANSLATED,
        waiting=rewordings.how_many_await(db),
        spoken=[each.code for each in PUBLIC],
    )


@portal.get("/settings/languages/<code>")
def show_language(code: str) -> str:
    """Show every sentence of a language beside French, and those proposed first."""
    language, said = _language(code)
    by_key = sentences_of(language, said)
    by_english = {each.english[0]: each for each in by_key.values()}
    return page(
        language=language,
        sentences=by_key,
        proposals=[
            (each, by_english[each.sentence])
            for each in rewordings.awaiting(db, code)
            if each.sentence in by_english
        ],
        reader=signed_in_user(),
    )


@portal.route("/settings/languages/<code>/sentences/<key>", methods=["GET", "POST"])
def propose_rewording(code: str, key: str) -> str | AnyResponse:
    """Propose better words for a sentence."""
    language, said = _language(code)
    sentence = sentences_of(language, said).get(key) or abort(404)
    form = RewordingForm(sentence)
    if form.validate_on_submit():
        proposed = [(sentence.english[0], form.lines)]
        with acting(form, "said") as act:
            rewordings.propose(db, signed_in_user(), code, proposed)
            act.tell(_("Proposed: another coordinator reads it."))
        if act.done:
            return redirect(url_for("coordinator.show_language", code=code))
    numbers = numbers_of(language) if len(sentence.said) > 1 else []
    return page(form=form, language=language, sentence=sentence, numbers=numbers)


@portal.post("/settings/rewordings/<int:rewording_id>/acceptance")
def accept_rewording(rewording_id: int) -> AnyResponse:
    """Say it so from now on."""
    return _decide(rewording_id, accepted=True, words=_("Guests read it so from now on."))


@portal.post("/settings/rewordings/<int:rewording_id>/refusal")
def decline_rewording(rewording_id: int) -> AnyResponse:
    """Leave it as it is said."""
    return _decide(rewording_id, accepted=False, words=_("It stays as it is said."))


@portal.get("/settings/languages/<code>/messages.po")
def download_catalogue(code: str) -> Response:
    """Give a language as it is said now, as a gettext file."""
    language, said = _language(code)
    name = f"attachment; filename=sillon-{language.code}.po"
    file = written(reworded_catalogue(language, said))
    return Response(
        file, mimetype="text/x-gettext-translation", headers={"Content-Disposition": name}
    )


@portal.route("/settings/languages/<code>/file", methods=["GET", "POST"])
@takes_files(LARGEST_CATALOGUE)
def upload_catalogue(code: str) -> str | AnyResponse:
    """Take a gettext file: what it says otherwise is proposed."""
    language, said = _language(code)
    form = CatalogueForm(language, said)
    if form.validate_on_submit():
        with acting(form, "file") as act:
            new = rewordings.propose(db, signed_in_user(), code, form.better.items())
            act.tell(_proposed(new, form.refused))
        if act.done:
            return redirect(url_for("coordinator.show_language", code=code))
    return page(form=form, language=language)


def _language(code: str) -> tuple[Language, Said]:
    """Return a language of guests, and what is said in it otherwise than its catalogue says."""
    return find(code, TRANSLATED) or abort(404), rewordings.in_force(db).get(code, {})


def _proposed(new: int, refused: int) -> str:
    told = ngettext("%(num)d sentence is proposed.", "%(num)d sentences are proposed.", new)
    if refused:
        told += " " + ngettext(
            "%(num)d cannot be taken: a mark such as %%(day)s is missing.",
            "%(num)d cannot be taken: a mark such as %%(day)s is missing.",
            refused,
        )
    return str(told)


def _decide(rewording_id: int, *, accepted: bool, words: str) -> AnyResponse:
    rewording = find_or_404(Rewording, Rewording.id == rewording_id, lock=True)
    with acting() as act:
        rewordings.decide(db, rewording, signed_in_user(), accepted=accepted)
        act.tell(words)
    if act.done:
        catalogue.take(rewordings.in_force(db))
    return redirect(url_for("coordinator.show_language", code=rewording.language))
