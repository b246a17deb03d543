"""The no of the second of two: the places stay theirs, and whoever proposed it reads why."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.portals.seats.views import routes
from webapp.services.workshops import absences, giving_on
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, required


class LeavePlacesForm(Form):
    """Why the places stay theirs."""

    because = LinesField(
        _l("Why do the places stay theirs?"),
        [required(_l("Say why in a sentence")), Length(max=500)],
        description=_l("Whoever proposed it reads this. No health, no religion, no story."),
    )


@routes.route("/absences/<int:review_id>/no", methods=["GET", "POST"])
def leave_places(review_id: int) -> str | Response:
    """Say no as the second, and why."""
    me = signed_in_user()
    review = giving_on.find(db, me, review_id) or abort(404)
    form = LeavePlacesForm()
    if form.validate_on_submit():
        with acting(form, "because") as act:
            absences.leave(db, review, me, form.because.data)
            act.tell(_("Noted: the places stay theirs. Whoever proposed it reads why."))
        if act.done:
            return redirect(url_for(".show_todo"))
    if review.signed_by_id in {None, me.id} or not review.stands or review.is_given_on:
        form.over = str(
            _("Nobody asks you about these places any more: it was decided, or taken back.")
        )
    return render_template(
        "workshops/leave_places.html", portal=request.blueprint, form=form, review=review
    )
