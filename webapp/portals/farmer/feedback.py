"""How it went with guests who were there: three questions, and a word to the coordinators."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Length

from webapp.ground.clock import today
from webapp.models import GRIDS, PRESENT, Feedback, Side, Visit
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.after import feedback
from webapp.services.farms import agenda
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, choices, required
from webapp.web.pages import page
from webapp.wording import label
from webapp.wording.days import stay_range

GRID = GRIDS[PRESENT[Side.FARM]]


def _question(question: str) -> RadioField:
    choose = _l("Choose one of the answers")
    return RadioField(label("farm-question", question), [required(choose)])


class FeedbackForm(Form):
    """The questions of the farm's grid, and a private word."""

    stay = _question("stay")
    understood = _question("understood")
    receive_again = _question("receive-again")
    word = LinesField(
        _l("A word to the coordinators"),
        [Length(max=1000)],
        description=_l("Only they read it. Nothing about health, religion or anybody's story."),
    )

    def __init__(self, said: Feedback | None) -> None:
        given = {name: (said.answers if said else {}).get(question) for name, question in ASKED}
        super().__init__(data={**given, "word": said.word if said else None})
        for name, question in ASKED:
            self[name].choices = choices("feedback-answer", GRID[question])

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen, by question."""
        return {question: self[name].data for name, question in ASKED}


ASKED = [(question.replace("-", "_"), question) for question in GRID]


@portal.route("/visits/<int:visit_id>/feedback", methods=["GET", "POST"])
def give_feedback(visit_id: int) -> str | Response:
    """Ask how it went; what was said before can be changed."""
    visit = own_visit(visit_id)
    if visit.state not in feedback.TOOK_PLACE:
        abort(404)
    form = FeedbackForm(feedback.of_side(db, visit, Side.FARM))
    if form.validate_on_submit():
        with acting(form) as act:
            word = form.word.data or ""
            feedback.answer_all(db, visit, Side.FARM, form.answers, word)
            act.tell(_("Thank you! What you said is noted."))
        if act.done:
            return _go_on(visit)
    if not feedback.may_be_given(visit):
        form.over = str(_("The time to say here how it went is over: call the programme."))
    return page(visit=visit, form=form)


def _go_on(visit: Visit) -> Response:
    """Lead to the next visit of which the farm has to say how it went, else back to this one."""
    following = next(iter(agenda.agenda_of(db, visit.farm, today()).to_tell), None)
    if following is None:
        return redirect(url_for("farmer.show_visit", visit_id=visit.id))
    stay = stay_range(following.arrival, following.departure)
    flash(_("Now tell of your next guests: %(stay)s", stay=stay), "info")
    return redirect(url_for("farmer.give_feedback", visit_id=following.id))
