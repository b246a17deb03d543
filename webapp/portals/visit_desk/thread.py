"""The thread of a visit at the desk: read, written in, reported messages seen to, closed."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import ThreadLine, Writer
from webapp.portals.visit_desk.routes import page, routes, seen_visit
from webapp.services.visits import threads
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import current_language, db
from webapp.web.thread_form import ThreadForm


@routes.route("/visits/<int:visit_id>/thread", methods=["GET", "POST"])
def write_in_thread(visit_id: int) -> str | Response:
    """Show what guests and farm write to each other, and write to both."""
    visit = seen_visit(visit_id)
    form = ThreadForm(visit, Writer.ASSOCIATION)
    if form.validate_on_submit():
        with acting(form, "words", asks=False) as act:
            threads.write(
                db,
                visit,
                Writer.ASSOCIATION,
                words=form.words.data or "",
                card=form.card.data or "",
                language=current_language().code,
                by=signed_in_user(),
            )
            act.tell(_("It is sent."))
        if act.done:
            return _back(visit_id)
    else:
        note_reading("visit.thread-read", visit)
    return page(
        visit, form=form, lines=threads.of_visit(db, visit), is_open=threads.is_open(db, visit)
    )


@routes.post("/visits/<int:visit_id>/thread/closing")
def close_thread(visit_id: int) -> Response:
    """Let guests and farm write no more, or again."""
    visit, closed = seen_visit(visit_id), request.form.get("closed") == "yes"
    with acting() as act:
        threads.close(db, visit, closed=closed)
        act.tell(_("They can write no more.") if closed else _("They can write again."))
    return _back(visit_id)


@routes.post("/visits/<int:visit_id>/thread/<int:line_id>/settling")
def settle_line(visit_id: int, line_id: int) -> Response:
    """Note that a reported message was seen to."""
    visit = seen_visit(visit_id)
    line = find_or_404(ThreadLine, ThreadLine.id == line_id, ThreadLine.visit_id == visit.id)
    with acting() as act:
        threads.settle(db, line, signed_in_user())
        act.tell(_("It is noted that you have seen to it."))
    return _back(visit_id)


def _back(visit_id: int) -> Response:
    return redirect(url_for(".write_in_thread", visit_id=visit_id))
