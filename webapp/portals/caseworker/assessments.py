"""The questions before and after, answered together at the desk."""

from flask import redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.paths import OF_A_PERSON, path_of, person_of
from webapp.services.parties import assessments
from webapp.web.acts import acting
from webapp.web.assessment_form import PICTURES, AssessmentForm
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route(f"{OF_A_PERSON}/questions", methods=["GET", "POST"])
def assess_person(party_id: int, person_id: int) -> str | Response:
    """Note what somebody answers now, before a visit or after it."""
    person = person_of(party_id, person_id)
    phase = assessments.phase_of(db, person)
    answered = assessments.answered(db, person)
    form = AssessmentForm(data=answered[phase].answers if phase in answered else {})
    if form.validate_on_submit():
        with acting(form) as act:
            assessments.answer(db, person, form.answers, by_link=False)
            act.tell(_("The answers are noted."))
        if act.done:
            return redirect(path_of(person))
    is_adult = person.may_be_adult(today())
    asked = {"phase": phase, "is_adult": is_adult, "pictures": PICTURES}
    return page(form=form, party=person.party, person=person, **asked)
