"""What farms write about the visits of the association, and what they read in return."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length, Optional

from webapp.models import FarmNote
from webapp.portals.caseworker import portal
from webapp.services.visits import farm_notes
from webapp.services.visits.search import is_of
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField
from webapp.web.pages import page


class FarmAnswerForm(Form):
    """What the farm reads in return."""

    answer = LinesField(
        _l("What the farm reads of it"),
        [Optional(), Length(max=500)],
        description=_l("Leave it empty to say only that you have read it."),
    )


@portal.route("/farm-notes/<int:farm_note_id>", methods=["GET", "POST"])
def answer_farm_note(farm_note_id: int) -> str | Response:
    """Show what a farm wrote, and note that it was seen to."""
    mine = FarmNote.visit.has(is_of(signed_in_user().organisation_id or 0))
    note = find_or_404(FarmNote, FarmNote.id == farm_note_id, mine)
    form = FarmAnswerForm()
    if form.validate_on_submit():
        with acting(form, "answer") as act:
            farm_notes.see_to(db, note, signed_in_user(), form.answer.data or "")
            act.tell(_("Noted. The farm is written to, and reads it on the page of the visit."))
        if act.done:
            return redirect(url_for("caseworker.show_todo"))
    if note.seen_at is not None:
        form.over = str(_("This was seen to already."))
    return page(form=form, note=note)
