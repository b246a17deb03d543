"""The funnel of referrals, state by state, as a page and as a table."""

from datetime import date, timedelta
from typing import Final

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.replica import Figures
from webapp.ground.vocabulary import PRESCRIBERS
from webapp.services.imports.writing import MIMETYPES, written
from webapp.services.parties import referrals
from webapp.services.records import audit
from webapp.web import figures
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.views import Routes
from webapp.wording import label
from webapp.wording.referrals import funnel_columns

routes = Routes()
USUAL: Final = timedelta(days=365)


@routes.get("/recruitment")
def show_funnel() -> str:
    """Show how many of those who were sent came how far."""
    first, last = _days()
    read = _read(first, last)
    return render_template(
        "recruitment/show_funnel.html",
        portal=request.blueprint,
        columns=funnel_columns(),
        rows=read.found,
        read_at=read.at,
        first=first,
        last=last,
    )


@routes.post("/recruitment/export")
def export_funnel() -> Response:
    """Give the same as a table."""
    first, last = _days()
    with acting():
        audit.record(db, "referral.exported", None, first=first.isoformat(), last=last.isoformat())
    header = [str(column) for column in funnel_columns()]
    read = _read(first, last)
    rows = [[name, *map(str, counts)] for name, counts in read.found]
    name = f"sillon-{first}-{last}{read.mark}.csv"
    return Response(
        written("Sillon", header, rows, "csv"),
        content_type=MIMETYPES["csv"],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _read(first: date, last: date) -> Figures[list[tuple[str, list[int]]]]:
    home = signed_in_user().organisation_id
    return figures.read(lambda copy: _rows(copy, home, first, last))


def _rows(
    session: Session, home: int | None, first: date, last: date
) -> list[tuple[str, list[int]]]:
    counted = referrals.funnel(session, home, first, last)
    places = [(str(label("prescriber", each)), counted.row(each)) for each in PRESCRIBERS]
    return [*places, (str(label("prescriber", "all")), counted.total())]


def _days() -> tuple[date, date]:
    """Read from when until when; without a wish, the last year."""
    last = _day("last") or today()
    return _day("first") or last - USUAL, last


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.values.get(name, ""))
    except ValueError:
        return None
