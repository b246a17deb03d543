"""Reports for those who pay: opened, looked through, frozen, saved as files, sent."""

import json
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from webapp.ground.clock import now, today
from webapp.ground.errors import RuleBroken
from webapp.models import Funder, Programme, Report
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.indicators import associations
from webapp.services.imports.writing import MIMETYPES
from webapp.services.records.tokens import Signer
from webapp.services.reports import counting, keeping
from webapp.services.reports.tables import Table
from webapp.web import figures
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.days import YEAR, Span
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, required
from webapp.web.pages import page
from webapp.web.removals import offer
from webapp.web.unchanged import given_again
from webapp.wording import day_range, report_files
from webapp.wording.report_writing import (
    banded,
    definition,
    first_titles,
    part_name,
    what_is_paid,
    written,
)

REPORTED = Span(10 * YEAR, YEAR)
FILE_KINDS = {"pdf": "application/pdf", **MIMETYPES}


class ReportForm(Form):
    """For whom, and of which days."""

    funder = SelectField(_l("For whom"), [required(_l("Choose for whom it is"))], coerce=int)
    first_day = DayField(_l("First day"), [required(_l("Enter a day"))], span=REPORTED)
    last_day = DayField(_l("Last day"), [required(_l("Enter a day"))], span=REPORTED)
    as_of = DayField(
        _l("As known on"),
        [required(_l("Enter a day"))],
        span=REPORTED,
        description=_l("What happened or was known later does not count."),
    )


@portal.get("/reports")
@given_again()
def list_reports() -> str:
    """Show every report and every funder."""
    return page(
        reports=keeping.listed(db),
        funders=keeping.funders(db),
        what_is_paid=what_is_paid,
        today=today(),
    )


@portal.route("/reports/new", methods=["GET", "POST"])
def open_report() -> str | Response:
    """Begin a report; without another wish, of the days its funder pays for, or the last year."""
    funders, asked = keeping.funders(db), request.args.get("funder", "")
    of = next((each for each in funders if str(each.id) == asked), None)
    first, last = keeping.proposed_days(of)
    form = ReportForm(funder=of.id if of else None, first_day=first, last_day=last, as_of=today())
    form.funder.choices = [SelectChoice(each.id, each.name) for each in funders]
    if form.validate_on_submit():
        funder = find_or_404(Funder, Funder.id == form.funder.data)
        days = form.first_day.data, form.last_day.data, form.as_of.data
        with acting(form, "as_of") as act:
            report = keeping.open_report(db, funder, *days)
            db.flush()
            counting.begin(db, report)
        if act.done:
            return redirect(url_for("coordinator.show_report", report_id=report.id))
    return page(form=form, funders=funders)


@portal.get("/reports/<int:report_id>")
def show_report(report_id: int) -> str:
    """Show a draft as it would be told, with the counts beside, or how far its counting is.

    A frozen one is shown as it was told; asked to compare, its files are made again.
    """
    report, named = _found(report_id), associations()
    programme = db.get(Programme, 1)  # held: whatever asks for it below reads it once
    compared = report.said is not None and "compare" in request.args
    counted = counting.find(db, report, figures.replica()) if report.is_draft else None
    said = None
    if counted and programme:
        said = written(report, counted.tables, named, programme.name, report.made_at)
    return page(
        report=report,
        counted=counted,
        read=_mark(report, said) if said else "",
        same=report_files.digests(report.said or {}) == report.digests if compared else None,
        figure=report_files.figure,
        associations=named,
        part_name=part_name,
        banded=banded,
        definition=definition,
        first_titles=first_titles,
        what_is_paid=what_is_paid,
    )


@portal.post("/reports/<int:report_id>/freeze")
def freeze_report(report_id: int) -> Response:
    """Keep what a report says, as it was read: nothing else is frozen."""
    report, at = _found(report_id), now()
    with acting() as act:
        keeping.lock(db, report)
        report.require_draft()
        counted = counting.find(db, report)
        as_read = counted and _written(report, counted.tables, report.made_at)
        if not counted or not as_read or request.form.get("read") != _mark(report, as_read):
            raise RuleBroken("changed-meanwhile")
        said = _written(report, counted.tables, at)
        keeping.freeze(db, report, said, report_files.digests(said), at, signed_in_user())
        act.tell(_("Frozen: this report says the same from now on."))
    return _to_report(report_id)


def _written(report: Report, tables: list[Table], at: datetime) -> dict[str, Any]:
    return written(report, tables, associations(), db.get_one(Programme, 1).name, at)


def _mark(report: Report, said: dict[str, Any]) -> str:
    """Return by what all that a draft says is known again, whenever it is frozen."""
    return Signer.tag("report", report.id, json.dumps(said))


@portal.post("/reports/<int:report_id>/count")
def count_report(report_id: int) -> Response:
    """Count a draft anew."""
    report = _found(report_id)
    with acting():
        counting.begin(db, report)
    return _to_report(report_id)


@portal.post("/reports/<int:report_id>/stop")
def stop_counting(report_id: int) -> Response:
    """Stop the counting of a draft: what was counted before stays."""
    report = _found(report_id)
    with acting() as act:
        if counting.stop(db, report):
            act.tell(_("The counting is being stopped."))
    return _to_report(report_id)


@portal.post("/reports/<int:report_id>/sent")
def send_report(report_id: int) -> Response:
    """Note that a report was given to its funder."""
    report = _found(report_id)
    with acting() as act:
        keeping.send(db, report)
        act.tell(_("Noted: sent today."))
    return _to_report(report_id)


@portal.post("/reports/<int:report_id>/remove")
def remove_report(report_id: int) -> Response:
    """Take a draft away."""
    report = _found(report_id)
    with acting() as act:
        days = day_range(report.first_day, report.last_day)
        offer(act, report, f"{report.funder.name}, {days}", url_for("coordinator.list_reports"))
        keeping.remove(db, report)
        act.tell(_("The draft is gone."))
    return _to_report(report_id)


@portal.get("/reports/<int:report_id>/report.<any(pdf,xlsx,csv):file_kind>")
def download_report(report_id: int, file_kind: str) -> Response:
    """Make one of a frozen report's files again."""
    report = find_or_404(Report, Report.id == report_id, Report.said.is_not(None))
    note_reading("report.downloaded", report, kind=file_kind)
    name = f"sillon-{report.id}-{report.first_day}-{report.last_day}.{file_kind}"
    return Response(
        report_files.FILES[file_kind](report.said or {}),
        content_type=FILE_KINDS[file_kind],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _to_report(report_id: int) -> Response:
    """Lead to a report, or to all of them where somebody has taken it away."""
    if db.scalar(select(Report.id).where(Report.id == report_id)) is None:
        return redirect(url_for("coordinator.list_reports"))
    return redirect(url_for("coordinator.show_report", report_id=report_id))


def _found(report_id: int) -> Report:
    return find_or_404(Report, Report.id == report_id)
