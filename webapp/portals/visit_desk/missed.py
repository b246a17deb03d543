"""Why nobody came: what each side says by telephone, and that people do not agree."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_desk.forms import MissedWordForm
from webapp.portals.visit_desk.routes import act_page, back_to, routes, seen_visit
from webapp.services.visits import missed
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.contest_form import ContestForm
from webapp.web.extensions import db


@routes.route("/visits/<int:visit_id>/absence/word", methods=["GET", "POST"])
def note_missed_word(visit_id: int) -> str | Response:
    """Note what a side says by telephone of why nobody came."""
    visit, form = seen_visit(visit_id), MissedWordForm()
    if form.validate_on_submit():
        with acting(form, "cause") as act:
            side = Side(form.said_by.data)
            missed.say(db, visit, side, form.cause.data, signed_in_user())
            act.tell(_("It is noted beside what the other side says."))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form)


@routes.route("/visits/<int:visit_id>/absence/contest", methods=["GET", "POST"])
def note_contest(visit_id: int) -> str | Response:
    """Note that the people say that what is noted is not right."""
    visit, form = seen_visit(visit_id), ContestForm()
    if form.validate_on_submit():
        with acting(form, "contest") as act:
            missed.contest(db, visit, form.contest.data or "", signed_in_user())
            act.tell(_("It is noted that they do not agree. Talk with them first."))
        if act.done:
            return back_to(visit_id)
    return act_page(visit, form)


@routes.post("/visits/<int:visit_id>/absence/contest/withdrawal")
def withdraw_contest(visit_id: int) -> Response:
    """Take back what was noted by telephone: they agree after all."""
    visit = seen_visit(visit_id)
    with acting() as act:
        missed.withdraw(db, visit, signed_in_user())
        act.tell(_("It is taken back: nothing is contested any more."))
    return back_to(visit_id)
