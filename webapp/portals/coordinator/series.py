"""What is told over years or quarters: a plot of each indicator, and its table."""

from flask import request
from flask_babel import gettext as _

from webapp.ground.clock import today
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.plots import Bar, bars
from webapp.services.reports import facts
from webapp.services.reports.indicators import INDICATORS
from webapp.services.reports.series import MONTHS_OF, Period, periods, series
from webapp.services.reports.tables import Line, rounding_of
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording.report_writing import banded


@portal.get("/indicators/series")
def show_series_of_indicators() -> str:
    """Show the last quarters, or years, of everybody."""
    asked = request.args.get("by", "")
    kind = asked if asked in MONTHS_OF else "quarter"
    over = periods(kind, today())
    found = series(facts.load(db), over, today(), rounding_of(db))
    return page(
        kind=kind,
        kinds=[*MONTHS_OF],
        names=[_name(kind, each) for each in over],
        found=found,
        plots={code: _plot(lines) for code, lines in found.items()},
        indicators=INDICATORS,
        banded=banded,
    )


def _name(kind: str, period: Period) -> str:
    year = str(period.first.year)
    if kind == "year":
        return year
    return str(_("Q%(number)d %(year)s", number=period.first.month // 3 + 1, year=year))


def _plot(lines: list[Line]) -> list[Bar]:
    """Lay out what is counted of each, where some are, and else all."""
    told = [(line.counted or line.among).told or 0 for line in lines]
    most = max(1, *told)
    return bars([(None, round(100 * each / most)) for each in told])
