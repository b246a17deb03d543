"""The questions that are asked before and after, at the desk and behind a link."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import Optional

from webapp.models.assessments import AGREEMENT, ASSESSED, PRESENT_GRID
from webapp.web.forms import Form, choices
from webapp.wording.labels import LABELS


class AssessmentForm(Form):
    """One answer to each question; none has to be given."""

    @property
    def answers(self) -> dict[str, Any]:
        """Return what is answered, by question."""
        return {name: self[name].data for name in ASSESSED[PRESENT_GRID] if self[name].data}


for _question in ASSESSED[PRESENT_GRID]:
    _field = RadioField(
        LABELS["assessed"][_question], [Optional()], choices=choices("agreement", AGREEMENT)
    )
    setattr(AssessmentForm, _question, _field)
