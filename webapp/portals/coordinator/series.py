"""What is told over years or quarters: a plot of each indicator, and its table."""

from flask import request

from webapp.ground.clock import today
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.plots import Bar, bars
from webapp.services.reports import loading
from webapp.services.reports.definitions import Selection
from webapp.services.reports.indicators import INDICATORS
from webapp.services.reports.series import MONTHS_OF, periods, series
from webapp.services.reports.tables import Line, rounding_of
from webapp.web import figures
from webapp.web.pages import page
from webapp.wording.report_writing import banded, period_name


@portal.get("/indicators/series")
def show_series_of_indicators() -> str:
    """Show the last quarters, or years, of everybody."""
    asked = request.args.get("by", "")
    kind = asked if asked in MONTHS_OF else "quarter"
    over = periods(kind, today())
    days = Selection(over[0].first, over[-1].last, today())
    read = figures.read(lambda copy: series(loading.load(copy), over, days, rounding_of(copy)))
    return page(
        kind=kind,
        kinds=[*MONTHS_OF],
        names=[period_name(kind, each.first) for each in over],
        found=read.found,
        read_at=read.at,
        plots={code: _plot(lines) for code, lines in read.found.items()},
        indicators=INDICATORS,
        banded=banded,
    )


def _plot(lines: list[Line]) -> list[Bar]:
    """Lay out what is counted of each, where some are, and else all."""
    told = [(line.counted or line.among).told or 0 for line in lines]
    most = max(1, *told)
    return bars([(None, round(100 * each / most)) for each in told])
