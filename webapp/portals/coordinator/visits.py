"""The visits of all associations, by code: where they stand, and what is open."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.models import Export, Organisation, VisitState
from webapp.portals.coordinator import portal
from webapp.portals.imports.giving import as_asked, give
from webapp.portals.imports.making import TABLES, Table
from webapp.services.visits import overview
from webapp.services.visits.overview import OPEN, SORTS, Listed, Overview
from webapp.web.days import asked_month
from webapp.web.extensions import db
from webapp.web.kept_searches import searches
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again
from webapp.wording import format_date, label, labels

A_PAGE = 25
ASKED = ("code", "state", "open", "department", "month", "association", "sort", "direction")
"""What the address of the list may ask for, beside the page."""
A_NUMBER = re.compile(r"[0-9]{1,9}")


@portal.route("/visits", methods=["GET", "POST"])
@given_again(has_form=True)
def list_visits() -> str | Response:
    """Show the visits that are asked for, some at a time; keep the search under a name."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    asked = _asked(request.args)
    found = overview.count_visits(db, asked)
    number, pages = shown_page(found, A_PAGE)
    return page(
        asked=asked,
        found=found,
        shown=overview.list_visits(db, asked, (number - 1) * A_PAGE, A_PAGE),
        number=number,
        pages=pages,
        choices=_choices(),
        open_words=open_words,
        **kept.shown,
    )


def _choices() -> dict[str, list[tuple[Any, Any]]]:
    """Offer what can be asked for: of each filter, the values with their words."""
    associations = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return {
        "state": [(state.value, label("visit-state", state)) for state in VisitState],
        "open": [(kind, label("open", kind)) for kind in OPEN],
        "department": [(each.code, each.name) for each in overview.farms_departments(db)],
        "month": [
            (month.isoformat()[:7], format_date(month, "MMMM y")) for month in overview.months(db)
        ],
        "association": [(each.id, each.name) for each in db.execute(associations)],
    }


@portal.post("/visits/export")
def export_visits() -> Response:
    """Give all the visits that are asked for as a table; who took it is kept."""
    given = give("visits", as_asked(request.args), "csv")
    return given or redirect(url_for("coordinator.list_visits"))


def _header() -> list[str]:
    return [
        _("Code"), _("State"), _("Arrival"), _("Departure"), _("Answer by"),
        _("Farm"), _("Département"), _("Association"), _("What is open"),
    ]  # fmt: skip


def _rows(session: Session, export: Export) -> Iterator[list[Any]]:
    return map(_row, overview.list_visits(session, _asked(export.asked)))


TABLES["visits"] = Table(
    "visits",
    lambda: _("Visits"),
    _header,
    lambda session, export: overview.count_visits(session, _asked(export.asked)),
    _rows,
    "visits-",
)


def open_words(visit: Listed) -> list[str]:
    """Say what is open on a visit, each in words of its own."""
    sides = ("party", visit.waits_for_party), ("farm", visit.waits_for_farm)
    waits = labels("side", [side for side, waits in sides if waits]).lower()
    said = [_("Answer awaited: %(who)s", who=waits)] if waits else []
    if visit.no_sign:
        said.append(str(label("open", "no-sign")))
    if visit.rules:
        said.append(_("No longer fits: %(why)s", why=labels("misfit", visit.rules)))
    return said


def _row(visit: Listed) -> list[Any]:
    return [
        visit.code,
        str(label("visit-state", visit.state)),
        visit.arrival.isoformat(),
        visit.departure.isoformat(),
        visit.answer_by.isoformat() if visit.state is VisitState.PROPOSED else "",
        visit.farm,
        visit.department.name if visit.department else "",
        visit.organisation,
        " · ".join(open_words(visit)),
    ]


def _asked(said: Mapping[str, str]) -> Overview:
    """Read what the address asks for; what no list offers asks for nothing."""
    state, opened, sort = said.get("state", ""), said.get("open", ""), said.get("sort", "")
    association = said.get("association", "")
    return Overview(
        code=said.get("code", "").strip()[:20],
        state=state if state in set(VisitState) else "",
        open=opened if opened in OPEN else "",
        department=said.get("department", "")[:3],
        month=asked_month("month", said),
        organisation_id=int(association) if A_NUMBER.fullmatch(association) else None,
        sort=sort if sort in SORTS else "arrival",
        # Without a wish the latest days come first: what is to come matters more than history.
        descending=said.get("direction", "descending") == "descending",
    )
