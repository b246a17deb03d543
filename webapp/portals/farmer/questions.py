"""The questions before and after, answered by the farm itself."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.farms import assessments
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.assessment_form import PICTURES, FarmAssessmentForm
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/questions", methods=["GET", "POST"])
def answer_questions() -> str | Response:
    """Ask the questions of the phase in which the farm is."""
    farm = own_farm()
    phase, said = assessments.phase_of(db, farm), assessments.answered(db, farm)
    form = FarmAssessmentForm(data=said[phase].answers if phase in said else {})
    if form.validate_on_submit():
        with acting(form) as act:
            assessments.answer(db, farm, form.answers, signed_in_user())
            act.tell(_("Thank you! What you said is noted."))
        if act.done:
            return redirect(url_for("farmer.show_todo"))
    if phase is None:
        form.over = str(_("Your first guests are there: you are asked once they have left."))
    return page(form=form, phase=phase, pictures=PICTURES)
