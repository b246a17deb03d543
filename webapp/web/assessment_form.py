"""The questions that are asked before and after: of people, and of farms."""

from typing import Any, ClassVar, Final

from wtforms import RadioField
from wtforms.validators import Optional

from webapp.models.assessments import AGREEMENT, ASSESSED, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.web.forms import Form, choices
from webapp.wording.labels import LABELS

PICTURES: Final = {
    "yes": {"icon": "mood-happy"},
    "rather-yes": {"icon": "check"},
    "rather-no": {"icon": "x"},
    "no": {"icon": "mood-sad"},
    "not-said": {"icon": "hand-stop"},
}
"""What stands beside each answer, for whoever reads little."""


class GridForm(Form):
    """One answer to each question of a grid; none has to be given."""

    grid: ClassVar[str]

    @property
    def answers(self) -> dict[str, Any]:
        """Return what is answered, by question."""
        return {name: self[name].data for name in ASSESSED[self.grid] if self[name].data}


class AssessmentForm(GridForm):
    """What is asked of a person."""

    grid = PRESENT_GRID


class FarmAssessmentForm(GridForm):
    """What is asked of a farm."""

    grid = PRESENT_FARM_GRID


for _form, _kind in ((AssessmentForm, "assessed"), (FarmAssessmentForm, "farm-assessed")):
    for _question in ASSESSED[_form.grid]:
        _field = RadioField(
            LABELS[_kind][_question], [Optional()], choices=choices("agreement", AGREEMENT)
        )
        setattr(_form, _question, _field)
