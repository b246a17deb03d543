"""The forms of a path: a goal, what stands in the way, a step."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from webapp.ground.clock import today
from webapp.ground.vocabulary import LANGUAGES, OBSTACLES, STEP_BY, STEPS
from webapp.models import Goal, PathState, ServiceAround, Step
from webapp.models.paths import LEVELS
from webapp.services.parties import orientations
from webapp.services.parties.paths import Noted
from webapp.web.days import DONE, TO_DO
from webapp.web.extensions import current_language
from webapp.web.forms import DayField, Form, LinesField, choices, required
from webapp.web.printable import printable
from webapp.wording.labels import LABELS

LONGEST = Length(max=500, message=_l("Write 500 letters at most"))


class NewGoalForm(Form):
    """What somebody wants, in their own words."""

    words = LinesField(
        _l("What they want, in their own words"),
        [required(_l("Write what they want, as they said it")), LONGEST, printable],
        description=_l("As they said it. Never health, religion or their story."),
    )
    language = SelectField(
        _l("In which language did they say it?"),
        [required(_l("Choose a language"))],
        choices=choices("language", LANGUAGES, none=_l("Choose")),
    )
    said_on = DayField(_l("Day"), [required(_l("Enter the day"))], span=DONE, default=today)

    @property
    def said(self) -> dict[str, Any]:
        """What is written of the goal."""
        words = (self.words.data or "").strip()
        return {"words": words, "language": self.language.data, "said_on": self.said_on.data}


class GoalForm(NewGoalForm):
    """A goal that is written down: what became of it."""

    state = RadioField(
        _l("What became of it?"), choices=choices("goal-state", [each.value for each in PathState])
    )

    def __init__(self, goal: Goal) -> None:
        super().__init__(data={name: getattr(goal, name) for name in OF_A_GOAL})

    @property
    def said(self) -> dict[str, Any]:
        """What is written of the goal."""
        return {**super().said, "state": PathState(self.state.data)}


OF_A_GOAL = ("words", "language", "said_on", "state")


class StepForm(Form):
    """Something to be done: what, by whom, until when."""

    kind = SelectField(_l("Usual step"), choices=choices("step", STEPS, none=_l("In your words")))
    words = StringField(
        _l("What is to be done"),
        [LONGEST, printable],
        description=_l("They read it as well. Never health, religion or their story."),
    )
    who = SelectField(_l("Who does it?"), choices=choices("step-by", STEP_BY))
    due_on = DayField(_l("Until when"), [Optional()], span=TO_DO)

    @property
    def said(self) -> dict[str, Any]:
        """What is written of the step."""
        words = (self.words.data or "").strip()
        what = {"kind": self.kind.data, "words": words, "language": current_language().code}
        return {**what, "who": self.who.data, "due_on": self.due_on.data}


class ServiceForm(Form):
    """A step that leads to a service: for what, by whom, until when."""

    need = SelectField(_l("What for?"), [required(_l("Choose what it is for"))])
    who = SelectField(_l("Who does it?"), choices=choices("step-by", STEP_BY))
    due_on = DayField(_l("Until when"), [Optional()], span=TO_DO)

    def __init__(self, service: ServiceAround, step: Step | None = None, **suggested: Any) -> None:
        super().__init__(obj=step, **suggested)
        self.need.choices = choices("obstacle", orientations.needs_of(service))

    @property
    def said(self) -> dict[str, Any]:
        """What is written of the step."""
        return {"need": self.need.data, "who": self.who.data, "due_on": self.due_on.data}


class NameForm(Form):
    """Somebody's word that their first name stands on the sheet for a service."""

    agreed_on = DayField(
        _l("The day on which they said so"),
        [required(_l("Enter the day"))],
        span=DONE,
        default=today,
    )


class ObstaclesForm(Form):
    """How much each of twelve things stands in the way, and who sees to it."""

    def __init__(self, noted: Mapping[str, Noted]) -> None:
        stored: dict[str, Any] = {}
        for kind in OBSTACLES:
            level, handled_by = noted.get(kind, (0, ""))
            stored |= {f"level_{kind}": str(level), f"by_{kind}": handled_by}
        super().__init__(data=stored)

    @property
    def said(self) -> dict[str, Noted]:
        """What is said of each."""
        return {
            kind: (int(self[f"level_{kind}"].data), self[f"by_{kind}"].data or "")
            for kind in OBSTACLES
        }


_LEVELS = choices("obstacle-level", [str(each) for each in LEVELS])
_BRIEF = Length(max=120, message=_l("Write 120 letters at most"))
for _kind in OBSTACLES:
    _level = SelectField(LABELS["obstacle"][_kind], choices=_LEVELS)
    setattr(ObstaclesForm, f"level_{_kind}", _level)
    setattr(ObstaclesForm, f"by_{_kind}", StringField(_l("Being handled by"), [_BRIEF, printable]))
