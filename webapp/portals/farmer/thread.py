"""Messages between a farm and its guests, from the farm's own pages."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Side, ThreadLine, Visit, Writer
from webapp.portals.farmer import portal
from webapp.portals.farmer.proof import ask_first
from webapp.portals.farmer.visits import own_visit, staged
from webapp.services.visits import disclosure, threads
from webapp.web.access import find_or_404
from webapp.web.acts import acting, over
from webapp.web.extensions import current_language, db
from webapp.web.pages import page
from webapp.web.thread_form import ThreadForm, read_lines


@portal.route("/visits/<int:visit_id>/thread", methods=["GET", "POST"])
def write_in_thread(visit_id: int) -> str | Response:
    """Show what was written about a visit, and take a message."""
    visit = own_visit(visit_id)
    if not threads.may_be_read(db, visit, Side.FARM):
        if request.method == "POST":
            flash(over(RuleBroken("thread-closed")), "error")
        return redirect(url_for("farmer.show_visit", visit_id=visit_id))
    if not _is_proved(visit):
        return ask_first(visit_id, "farmer.write_in_thread")
    form = ThreadForm(visit, Writer.FARM)
    if form.validate_on_submit():
        with acting(form, "words", asks=False) as act:
            threads.write(
                db,
                visit,
                Writer.FARM,
                words=form.words.data or "",
                card=form.card.data or "",
                language=current_language().code,
            )
            act.tell(_("It is sent."))
        if act.done:
            return redirect(url_for("farmer.write_in_thread", visit_id=visit_id))
    lines = read_lines(visit, Side.FARM)
    return page(visit=visit, form=form, lines=lines, is_open=threads.is_open(db, visit, Side.FARM))


@portal.post("/visits/<int:visit_id>/thread/<int:line_id>/report")
def report_line(visit_id: int, line_id: int) -> Response:
    """Put a message of the guests before the association."""
    visit = own_visit(visit_id)
    if not threads.may_be_read(db, visit, Side.FARM):
        abort(404)
    if not _is_proved(visit):
        return ask_first(visit_id, "farmer.write_in_thread")
    line = find_or_404(ThreadLine, ThreadLine.id == line_id, ThreadLine.visit_id == visit.id)
    with acting() as act:
        threads.report(db, line, Side.FARM)
        act.tell(_("The association looks at it. Nobody else reads it any more."))
    return redirect(url_for("farmer.write_in_thread", visit_id=visit_id))


def _is_proved(visit: Visit) -> bool:
    """Whether the farm reads names and telephone now: after a proof of this week."""
    return staged(visit).stage is disclosure.Stage.SHEET
