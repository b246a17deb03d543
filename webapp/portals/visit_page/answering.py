"""The three answers, a reason if one likes, a change of mind."""

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Answer
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_link
from webapp.services.visits import answers
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import sentence

GIVEN = {answer.value: answer for answer in Answer if answer is not Answer.AWAITED}


@portal.post("/<token>/answer")
def answer_visit(token: str) -> Response:
    """Record an answer; someone who declines may then tell why."""
    link = open_link(token)
    given = GIVEN.get(request.form.get("answer", ""))
    if given is None:
        flash(_("Choose one of the answers."), "error")
        return redirect(link.page())
    try:
        answers.answer(db, link.visit, link.side, given)
    except RuleBroken as refused:
        db.rollback()
        flash(sentence(refused), "error")
        return redirect(link.page())
    db.commit()
    if given is Answer.YES:
        flash(_("Thank you! Your yes is noted."), "success")
        return redirect(link.page())
    return redirect(link.page("visit_page.ask_reason"))


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
        try:
            answers.give_reason(db, link.visit, link.side, reason)
        except RuleBroken as refused:
            db.rollback()
            flash(sentence(refused), "error")
            return redirect(link.page())
        db.commit()
        flash(_("Thank you for telling us."), "success")
    return redirect(link.page())
