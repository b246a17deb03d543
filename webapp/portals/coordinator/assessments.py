"""What has changed between before and after: for people, farms and villages, in told figures."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm, Phase
from webapp.portals.coordinator import portal
from webapp.services.after import comparing
from webapp.services.farms import assessments as of_farms
from webapp.services.parties import assessments
from webapp.services.reports.rounding import Rounding
from webapp.services.reports.tables import rounding_of
from webapp.services.village import voices
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.assessment_form import PICTURES, FarmAssessmentForm
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording.report_writing import no_control_group

LATER = [each for each in Phase if each is not Phase.BEFORE]


@portal.get("/before-and-after")
def show_before_after() -> str:
    """Show a phase beside before, each count told as reports tell them."""
    asked = request.args.get("phase", "")
    phase = Phase(asked) if asked in LATER else Phase.AFTER
    rounding, held = rounding_of(db), voices.by_phase(db)
    return page(
        phase=phase,
        phases=LATER,
        people=_told(rounding, "person", assessments.compare(db, phase)),
        farms=_told(rounding, "farm", of_farms.compare(db, phase)),
        before=voices.told_of(db, held[Phase.BEFORE]),
        later=voices.told_of(db, held[phase]),
        kinds=comparing.CHANGES,
        no_control_group=no_control_group(),
    )


@portal.route("/farms/<int:farm_id>/questions", methods=["GET", "POST"])
def assess_farm(farm_id: int) -> str | Response:
    """Note what a farm answers by telephone or on the spot."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    phase, said = of_farms.phase_of(db, farm), of_farms.answered(db, farm)
    form = FarmAssessmentForm(data=said[phase].answers if phase in said else {})
    if form.validate_on_submit():
        with acting(form) as act:
            of_farms.answer(db, farm, form.answers, signed_in_user())
            act.tell(_("The answers are noted."))
        if act.done:
            return redirect(url_for("coordinator.show_farm", farm_id=farm_id))
    if phase is None:
        form.over = str(_("Its first guests are there: ask once they have left."))
    return page(form=form, farm=farm, phase=phase, pictures=PICTURES)


def _told(rounding: Rounding, unit: str, found: comparing.Compared) -> dict[str, Any]:
    return {
        "pairs": rounding.tell(unit, found.pairs),
        "missing": rounding.tell(unit, found.missing),
        "changes": {
            question: [rounding.tell(unit, changed[each]) for each in comparing.CHANGES]
            for question, changed in found.changes.items()
        },
    }
