"""The three answers, a reason if one likes, a change of mind."""

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Answer
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_link
from webapp.services.visits import answers
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.post("/<token>/answer")
def answer_visit(token: str) -> Response:
    """Record an answer; someone who declines may then tell why."""
    link = open_link(token, held=True)
    with acting() as act:
        given = answers.read_answer(request.form.get("answer", ""))
        shown = request.form.get("shown", "")
        answers.answer(db, link.visit, link.side, given, shown=shown, held=True)
        if given is Answer.YES:
            act.tell(_("Thank you! Your yes is noted."))
    if act.done and given is not Answer.YES:
        return redirect(link.page("visit_page.ask_reason"))
    return redirect(link.page())


@portal.get("/<token>/reason")
def ask_reason(token: str) -> str | Response:
    """Ask why, or when instead, with pictures; nobody has to tell."""
    link = open_link(token)
    reasons = answers.reasons(link.visit, link.side)
    if not reasons:
        return redirect(link.page())
    return page(view=link.view(), token=token, reasons=reasons)


@portal.post("/<token>/reason")
def give_reason(token: str) -> Response:
    """Keep the reason, or the wish."""
    link = open_link(token)
    reason = request.form.get("reason", "")
    if reason in answers.reasons(link.visit, link.side):
        with acting() as act:
            answers.give_reason(db, link.visit, link.side, reason)
            act.tell(_("Thank you for telling us."))
    return redirect(link.page())
