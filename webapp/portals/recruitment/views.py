"""The funnel, from being sent to being followed up, as a page and as a table."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.replica import Figures
from webapp.services.imports.writing import MIMETYPES, written
from webapp.services.parties.funnel import NOBODY_SENT, ORIGINS, Funnel, funnel
from webapp.services.parties.how_far import SENT, STAGES
from webapp.services.records import audit
from webapp.web import figures
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.days import asked_days
from webapp.web.extensions import db
from webapp.web.views import Routes
from webapp.wording import in_a_row, label
from webapp.wording.referrals import funnel_columns

routes = Routes()
USUAL: Final = timedelta(days=365)


class Row(NamedTuple):
    """One step: how many came so far, are there now, and why others went no further."""

    stage: str
    reached: int
    there: int
    out: str


@routes.get("/recruitment")
def show_funnel() -> str:
    """Show how many came how far, and why others went no further."""
    first, last = _days()
    read = _read(first, last)
    return render_template(
        "recruitment/show_funnel.html",
        portal=request.blueprint,
        columns=funnel_columns(),
        tables=read.found,
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
    rows = [[name, *map(str, row)] for name, of_origin in read.found for row in of_origin]
    name = f"sillon-{first}-{last}{read.mark}.csv"
    return Response(
        written("Sillon", header, rows, "csv"),
        content_type=MIMETYPES["csv"],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _read(first: date, last: date) -> Figures[list[tuple[str, list[Row]]]]:
    home = signed_in_user().organisation_id
    return figures.read(lambda copy: _tables(copy, home, first, last))


def _tables(
    session: Session, home: int | None, first: date, last: date
) -> list[tuple[str, list[Row]]]:
    """Return the rows of all together, then of each origin of which there is anybody."""
    found = funnel(session, home, first, last)
    told = [(each, _rows(found, (each,))) for each in ORIGINS]
    some = [(each, rows) for each, rows in told if rows[0][1]]
    named = [("all", _rows(found, ORIGINS)), *some]
    return [(str(label("prescriber", each)), rows) for each, rows in named]


def _rows(found: Funnel, origins: Sequence[str]) -> list[Row]:
    """Return of each step how many came so far, are there, and went no further and why.

    Files that nobody sent begin with their enrolment.
    """
    own = tuple(origins) == (NOBODY_SENT,)
    sent = tuple(each for each in origins if each != NOBODY_SENT)
    rows = []
    for stage in STAGES[len(SENT) :] if own else STAGES:
        those = sent if stage in SENT else origins
        row = (found.reached(stage, those), found.there(stage, those), found.out(stage, those))
        rows.append(Row(str(label("funnel-stage", stage)), *row[:2], _whys(row[2])))
    return rows


def _whys(found: Mapping[tuple[str, str], int]) -> str:
    """Return why people went no further, the most frequent first, each with how many."""
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return in_a_row(f"{label(*why)} ({count})" for why, count in ordered)


def _days() -> tuple[date, date]:
    """Read from when until when; without a wish, the last year."""
    first, last = asked_days(request.values, ("first", "last"))
    last = last or max(first or today(), today())
    return first or last - USUAL, last
