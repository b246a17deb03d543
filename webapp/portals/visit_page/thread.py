"""Messages between guests and farm behind a link, and a private word after a no."""

from datetime import timedelta

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.ground.errors import RuleBroken
from webapp.models import ThreadLine, Writer
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import back, open_guests_link, open_link, want
from webapp.portals.visit_page.sheet_code import ask_first
from webapp.services.visits import threads
from webapp.web import carried
from webapp.web.access import find_or_404, wait_to_knock
from webapp.web.acts import acting, over
from webapp.web.extensions import current_language, db
from webapp.web.forms import Form, LinesField, required
from webapp.web.pages import page
from webapp.web.thread_form import ThreadForm, read_lines
from webapp.web.throttle import Door
from webapp.wording import until_then

DAY = timedelta(days=1)


class WhyForm(Form):
    """A private word to the association."""

    words = LinesField(
        _l("Your word"),
        [required(_l("Write what there is to say")), Length(max=500)],
        description=_l("In your language, in a few sentences."),
    )


@portal.route("/<token>/thread", methods=["GET", "POST"])
def show_thread(token: str) -> str | Response:
    """Show what was written about a visit to who gave a fresh code, and take a message."""
    link = open_link(token)
    may_be_read = threads.may_be_read(db, link.visit, link.side)
    if not (may_be_read and link.code_given):
        if not link.code_given:
            want(link)
        may_wait = may_be_read and link.view().code_arrives
        if may_wait and (sealed := carried.take_along(link.whose)):
            return ask_first(link, sealed)
        if request.method == "POST":
            told = _("Your message was not sent. Ask for a code, then write it again.")
            flash(told if may_be_read else over(RuleBroken("thread-closed")), "error")
        elif may_be_read:
            told = _("To read and write messages, ask for the code first. It leads you there.")
            flash(told, "info")
        return back(link)
    form = ThreadForm(link.visit, Writer(link.side.value))
    if form.validate_on_submit():
        with acting(form, "words", asks=False) as act:
            threads.write(
                db,
                link.visit,
                Writer(link.side.value),
                words=form.words.data or "",
                card=form.card.data or "",
                language=current_language().code,
            )
            act.tell(_("It is sent."))
        if act.done:
            return redirect(link.page("visit_page.show_thread"))
    return page(
        view=link.view(),
        token=token,
        form=form,
        lines=read_lines(link.visit, link.side),
        is_open=threads.is_open(db, link.visit, link.side),
    )


@portal.post("/<token>/thread/<int:line_id>/report")
def report_line(token: str, line_id: int) -> Response:
    """Put a message of the others before the association."""
    link = open_link(token)
    if not threads.may_be_read(db, link.visit, link.side):
        abort(404)
    if not link.code_given:  # the page of the messages asks for it, and is led to
        return redirect(link.page("visit_page.show_thread"))
    line = find_or_404(ThreadLine, ThreadLine.id == line_id, ThreadLine.visit_id == link.visit.id)
    with acting() as act:
        threads.report(db, line, link.side)
        act.tell(_("The association looks at it. Nobody else reads it any more."))
    return redirect(link.page("visit_page.show_thread"))


@portal.route("/<token>/why", methods=["GET", "POST"])
def say_why(token: str) -> str | Response:
    """Take a private word of guests to their association, after a no of theirs."""
    link = open_guests_link(token)
    if not threads.may_say_why(link.visit):
        return back(link)
    form = WhyForm()
    if form.validate_on_submit():
        if wait := wait_to_knock(Door(f"why:{link.visit.id}", 5, DAY)):
            told = _("This was told several times. Wait %(time)s, or call.", time=until_then(wait))
            form.refuse("words", told)
        else:
            with acting(form, "words", asks=False) as act:
                threads.say_why(db, link.visit, form.words.data or "")
                act.tell(_("Your association reads it. Nobody else does."))
            if act.done:
                return back(link)
    return page(view=link.view(), token=token, form=form, back=link.page())
