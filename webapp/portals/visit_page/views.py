"""The one page behind a link, which changes with the visit."""

from typing import Any

from flask import abort, render_template
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import DeadLink, back, open_link
from webapp.services.after import attestations, feedback, follow_ups, relationships, thanks
from webapp.services.records import on_duty
from webapp.services.village import gatherings
from webapp.services.visits import disclosure, missed, threads
from webapp.web.acts import note_reading
from webapp.web.extensions import current_language, db
from webapp.web.pages import page
from webapp.web.visit_sheet import visit_sheet
from webapp.wording.calendar_file import calendar_file, is_kept


@portal.get("/<token>")
def show_visit(token: str) -> str:
    """Show a proposal and its answers, the visit sheet, or kindly nothing; how far is kept."""
    link = open_link(token)
    view, told = link.view(), link.visit.reason_of(link.side) is not None
    how, may = feedback.told(db, link.visit, link.side), feedback.may_be_given(link.visit)
    made = link.side is Side.PARTY and attestations.of_visit(link.visit)
    said: dict[str, Any] = {"told": told, "told_how": how, "may_tell": may, "attested": bool(made)}
    said["may_be_related"] = link.side is Side.PARTY and relationships.may_be_seen(db, link.visit)
    said["may_thank"] = link.side is Side.PARTY and thanks.may_be_sent(link.visit)
    said["neighbours"] = gatherings.of_visit(db, link.visit) if link.side is Side.PARTY else []
    said["missed"] = missed.shown_to(db, link.visit, link.side)
    said["thread"] = threads.may_be_read(db, link.visit, link.side) and (
        "news" if threads.has_news(db, link.visit, link.side) else "read"
    )
    said["may_say_why"] = threads.may_say_why(link.visit) and link.side is Side.PARTY
    said["since"] = follow_ups.to_tell(db, link.visit, link.side)
    note_reading("visit.read", link.visit, side=link.side.value, stage=view.stage.value)
    return page(view=view, token=token, in_calendars=is_kept(link.visit), **said)


@portal.get("/<token>/visit.ics")
def download_calendar(token: str) -> Response:
    """Give the days for a calendar, or what takes them out of it again."""
    link = open_link(token)
    if not is_kept(link.visit):
        abort(404)
    return Response(
        calendar_file(link.visit, link.side, link.view()),
        mimetype="text/calendar",
        headers={"Content-Disposition": "attachment; filename=sillon.ics"},
    )


@portal.get("/<token>/sheet.pdf")
def download_sheet(token: str) -> Response:
    """Give the visit sheet for paper, to who gave a fresh code; else lead back to the page."""
    link = open_link(token)
    view = link.view()
    if view.stage is not disclosure.Stage.SHEET:
        return back(link)
    note_reading("visit.read", link.visit, side=link.side.value, stage=view.stage.value)
    return visit_sheet(link.visit, link.side, current_language())


@portal.errorhandler(DeadLink)
def show_dead_link(_error: DeadLink) -> tuple[str, int]:
    """Say that the link opens nothing, and how to get a good one."""
    number = on_duty.number(db)
    return render_template("visit_page/show_dead_link.html", on_duty_phone=number), 404
