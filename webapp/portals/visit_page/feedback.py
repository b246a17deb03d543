"""How it went: a question a page, one tap each; then a private word, if one likes."""

from flask import abort, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.models import GRIDS, PRESENT
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import Opened, open_link
from webapp.services.after import feedback
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField
from webapp.web.pages import page


class WordForm(Form):
    """A private word to the coordinators."""

    word = LinesField(_l("Your word"), [Length(max=1000)])


def _asked(token: str) -> Opened:
    """Return what a link opens, where its side is asked how it went; else a 404."""
    link = open_link(token)
    if not feedback.may_be_given(link.visit):
        abort(404)
    return link


@portal.get("/<token>/feedback")
def ask_question(token: str) -> str | Response:
    """Ask one question: the one that is named, or the first that is not answered."""
    link = open_link(token)
    if not feedback.may_be_given(link.visit):
        return redirect(link.page())
    said = feedback.of_side(db, link.visit, link.side)
    grid = GRIDS[said.grid if said else PRESENT[link.side]]
    first = said.missing[0] if said and said.missing else next(iter(grid))
    question = request.args.get("question", first)
    if question not in grid:
        abort(404)
    return page(
        view=link.view(),
        token=token,
        question=question,
        number=list(grid).index(question) + 1,
        questions=len(grid),
        choices=grid[question],
        chosen=said.answers.get(question) if said else None,
    )


@portal.post("/<token>/feedback")
def answer_question(token: str) -> Response:
    """Keep an answer and lead to the next question; after the last, to the private word."""
    link = _asked(token)
    question = request.form.get("question", "")
    with acting() as act:
        feedback.answer(db, link.visit, link.side, question, request.form.get("answer", ""))
    if not act.done:
        return redirect(link.page("visit_page.ask_question"))
    said = feedback.of_side(db, link.visit, link.side)
    later = list(said.questions) if said else []
    later = later[later.index(question) + 1 :]
    if later:
        return redirect(f"{link.page('visit_page.ask_question')}?question={later[0]}")
    if said and said.missing:
        return redirect(link.page("visit_page.ask_question"))
    return redirect(link.page("visit_page.write_word"))


@portal.route("/<token>/word", methods=["GET", "POST"])
def write_word(token: str) -> str | Response:
    """Take a private word to the coordinators, which nobody else reads."""
    link = _asked(token)
    said = feedback.of_side(db, link.visit, link.side)
    form = WordForm(obj=said)
    if form.validate_on_submit():
        with acting(form, "word") as act:
            feedback.write_word(db, link.visit, link.side, form.word.data or "")
            act.tell(
                _("Your word is with the coordinators.") if form.word.data else _("Thank you!")
            )
        if act.done:
            return redirect(link.page())
    whole = said is not None and not said.missing
    return page(view=link.view(), token=token, form=form, whole=whole)
