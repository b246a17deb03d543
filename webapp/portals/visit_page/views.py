"""The one page behind a link, which changes with the visit."""

from flask import abort, flash, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.keeping import named
from webapp.portals.visit_page.loaders import DeadLink, Opened, back, open_link
from webapp.portals.visit_page.own_proof import keeps_no_paper
from webapp.services.records import on_duty
from webapp.services.visits import disclosure, keeping
from webapp.web import guest_pages
from webapp.web.acts import note_reading
from webapp.web.extensions import current_language, db
from webapp.web.heard import sound_address
from webapp.web.pages import page
from webapp.web.recorded import voice_is_judged
from webapp.web.visit_sheet import visit_sheet
from webapp.wording.calendar_file import calendar_file, is_kept


@portal.get("/<token>")
def show_visit(token: str) -> Response:
    """Show a proposal and its answers, the visit sheet, or kindly nothing; how far is kept."""
    link = open_link(token)
    some = guest_pages.beside(link.visit) if link.side is Side.PARTY else None
    view = link.view()
    shown = guest_pages.of_visit(link.visit, link.side, view, some)
    kept = keeping.may_be_kept(link.visit, view)
    if sound_address():
        voice_is_judged()  # as the foot says; after the reading it would begin a transaction
    note_reading("visit.read", link.visit, side=link.side.value, stage=view.stage.value)
    response = make_response(page(token=token, **shown))
    return named(response, kept) if link.side is Side.PARTY else response


@portal.get("/<token>/visit.ics")
def download_calendar(token: str) -> Response:
    """Give the days for a calendar, or what takes them out of it again."""
    link = open_link(token)
    if not is_kept(link.visit):
        abort(404)
    if _keeps_nothing(link):
        return back(link)
    return Response(
        calendar_file(link.visit, link.side, link.view()),
        mimetype="text/calendar",
        headers={"Content-Disposition": "attachment; filename=sillon.ics"},
    )


@portal.get("/<token>/sheet.pdf")
def download_sheet(token: str) -> Response:
    """Give the visit sheet for paper, to who gave a fresh code; else lead back, and say why."""
    link = open_link(token)
    view = link.view()
    if _keeps_nothing(link):
        return back(link)
    if view.stage is disclosure.Stage.CODE:
        flash(_("This page stays open for 15 minutes. After that, ask for a new code."), "info")
    if view.stage is not disclosure.Stage.SHEET:
        return back(link)
    note_reading("visit.read", link.visit, side=link.side.value, stage=view.stage.value)
    return visit_sheet(link.visit, link.side, current_language())


def _keeps_nothing(link: Opened) -> bool:
    """Whether others read the telephone too: it takes no file of a visit to come, and says so."""
    if not (link.visit.holds and keeps_no_paper()):
        return False
    told = _(
        "Others read this telephone too, so nothing is kept on it. Ask your association for this "
        "page on paper."
    )
    flash(told, "info")
    return True


@portal.errorhandler(DeadLink)
def show_dead_link(_error: DeadLink) -> tuple[str, int]:
    """Say that the link opens nothing, and how to get a good one."""
    number = on_duty.number(db)
    return render_template("visit_page/show_dead_link.html", on_duty_phone=number), 404
