"""What somebody asked to have corrected or erased: what was done, and what they read of it."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Length

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
    words = LinesField(
        _l("What they read of it"),
        [Length(max=500)],
        description=_l(
            "Where it is not possible, why. It shows behind their link: no name, no number, no "
            "place."
        ),
    )


@portal.route("/corrections/<int:correction_id>", methods=["GET", "POST"])
def answer_correction(correction_id: int) -> str | Response:
    """Show what is asked, and take what became of it: who asked is told at once."""
    asked, form = own_reply(correction_id, Reply.asks_correction.is_(True)), AnswerForm()
    if form.validate_on_submit():
        with acting(form, "words") as act:
            said = Correction(form.outcome.data), form.words.data
            if corrections.answer(db, asked, signed_in_user(), *said):
                act.tell(_("Noted. A text message leads them to what you wrote."))
            else:
                act.tell(_("Noted. No text message reaches them: call them."), "warning")
        if act.done:
            return redirect(url_for("caseworker.show_party", party_id=asked.party_id))
    if not asked.waits:
        form.over = str(_("This was answered already: read what they were told."))
    return page(form=form, asked=asked)
