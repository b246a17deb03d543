"""What somebody asked to have corrected or erased: what was done, and what they read of it."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Length, Optional

from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import CORRECTION_ANSWERS
from webapp.models import Correction, Reply
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.replies import own_reply
from webapp.services.visits import corrections
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, choices, required
from webapp.web.pages import page


class AnswerForm(Form):
    """What became of a wish, and what whoever asked is told of it."""

    outcome = RadioField(
        _l("What was done?"),
        [required(_l("Choose one of the answers"))],
        choices=choices("correction", [each.value for each in Correction]),
    )
    ready = RadioField(
        _l("A sentence in their language"),
        [Optional()],
        choices=choices("correction-answer", CORRECTION_ANSWERS, none=_l("None")),
        default="",
    )
    words = LinesField(
        _l("And in your own words"),
        [Length(max=500)],
        description=_l(
            "Where it is not possible and no sentence fits, why. It shows behind their link: no "
            "name, no number, no place."
        ),
    )


def _where(rule: RuleBroken) -> str:
    return "ready" if rule.code == "answer-does-not-fit" else "words"


@portal.route("/corrections/<int:correction_id>", methods=["GET", "POST"])
def answer_correction(correction_id: int) -> str | Response:
    """Show what is asked, and take what became of it: who asked is told at once."""
    asked, form = own_reply(correction_id, Reply.asks_correction.is_(True)), AnswerForm()
    if form.validate_on_submit():
        with acting(form, _where) as act:
            said = Correction(form.outcome.data), form.words.data or "", form.ready.data or ""
            if corrections.answer(db, asked, signed_in_user(), *said):
                act.tell(_("Noted. A message leads them to what you wrote."))
            else:
                act.tell(_("Noted. No message reaches them: call them."), "warning")
        if act.done:
            return redirect(url_for("caseworker.show_party", party_id=asked.party_id))
    if not asked.waits:
        form.over = str(_("This was answered already: read what they were told."))
    return page(form=form, asked=asked)
