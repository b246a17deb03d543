"""A farm's legal sheet on paper: of one stay, or of a season."""

from datetime import date, timedelta

from flask import render_template
from flask_babel import force_locale
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.languages import Language
from webapp.models import Farm, Visit
from webapp.services.accounts import charter
from webapp.services.farms import seasons
from webapp.services.visits.counted import counted_stays
from webapp.web.extensions import db
from webapp.web.printing import document_of, pdf_file


def legal_sheet(farm: Farm, year: int, language: Language, stay: Visit | None = None) -> Response:
    """Give the sheet of a season, or of one stay in it; it names no guest.

    Parameters
    ----------
    stay
        The one stay of which it tells; none: all that count in the season.
    """
    season = counted_stays(db, farm, year)
    stays = season if stay is None else [stay]
    begun = [each for each in season if each.arrival.year == year]
    with force_locale(language.locale):
        html = render_template(
            "farmer/print_legal.html",
            farm=farm,
            year=year,
            stay=stay,
            stays=[(each, each.left_on) for each in stays],
            frames={each.slot.offer.frame for each in stays} or {"discovery"},
            is_over=year < today().year,
            agreed=len(begun),
            nights=sum(_within(each, year, last=0) for each in season),
            days=sum(_within(each, year, last=1) for each in season),
            limit=farm.season_limit,
            peak=sum(seasons.is_peak(each.slot.offer.production, each.arrival) for each in begun),
            charter=charter.newest(db, farm),
            current_language=language,
            today=today(),
        )
        document = document_of(html, language, foot=f"{farm.name} · {year} · Sillon")
    name = f"{year}" if stay is None else f"{stay.arrival.isoformat()}"
    return pdf_file(document, f"sillon-{name}")


def _within(stay: Visit, year: int, *, last: int) -> int:
    """Return how many nights of a stay lie in a year; with its last day, how many days."""
    end = stay.left_on + timedelta(days=last)
    return (min(end, date(year + 1, 1, 1)) - max(stay.arrival, date(year, 1, 1))).days
