"""A note to the association about a visit, and what it answered."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit, staged
from webapp.services.visits import farm_notes
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, required
from webapp.web.pages import page


class FarmNoteForm(Form):
    """A few words to the association."""

    words = LinesField(
        _l("What should the association know?"),
        [required(_l("Write in a sentence what there is to know.")), Length(max=500)],
        description=_l("Your guests do not read it. Nothing about health, religion or anybody’s "
                       "story."),
    )  # fmt: skip


@portal.route("/visits/<int:visit_id>/notes", methods=["GET", "POST"])
def write_note(visit_id: int) -> str | Response:
    """Take a note to the association; show the earlier ones with their answers."""
    visit, form = own_visit(visit_id), FarmNoteForm()
    if form.validate_on_submit():
        with acting(form, "words") as act:
            farm_notes.write(db, visit, form.words.data)
            act.tell(_("It is noted. The association reads it."))
        if act.done:
            return redirect(url_for("farmer.write_note", visit_id=visit_id))
    notes, contacts = farm_notes.of_visit(db, visit), staged(visit).contacts
    return page(visit=visit, form=form, notes=notes, contacts=contacts)
