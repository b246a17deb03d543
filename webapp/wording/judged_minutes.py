"""How rounds did, by what was said of each, as the minutes of a committee keep it.

A round is called by its number: its name may be that of somebody.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.models import MatchingRound
from webapp.services.rounds.judging import Grid
from webapp.wording.days import format_date
from webapp.wording.labels import label

if TYPE_CHECKING:
    from webapp.pdf import PdfDocument

Judged = Iterable[tuple[MatchingRound, Iterable[Grid]]]


def written(judged: Judged) -> dict[str, Any] | None:
    """Return what is kept of these rounds and of all by which each was to be judged, if any."""
    rounds = [
        {
            "title": str(_("Round no. %(number)d", number=each.id)),
            "grids": [_kept(grid) for grid in grids],
        }
        for each, grids in judged
    ]
    heads = [str(each) for each in (_("By what"), _("So many"), _("Of"))]
    return {"title": str(_("How rounds did")), "heads": heads, "rounds": rounds} if rounds else None


def _kept(grid: Grid) -> dict[str, Any]:
    rows = [
        [str(label("judged-by", each.criterion)), str(each.counted), str(each.among)]
        for each in grid.marks
    ]
    if grid.until is None:
        return {"title": str(_("As it was to be judged")), "why": "", "rows": rows}
    day = format_date(grid.until, "long")
    why = f"{_('Why it is judged by something else now:')} {grid.why}"
    until = str(_("By what it was to be judged until %(day)s", day=day))
    return {"title": until, "why": why if rows else f"{why} {_('Nothing was said.')}", "rows": rows}


def print_into(document: "PdfDocument", said: Mapping[str, Any]) -> None:
    """Print what was kept."""
    document.heading(said["title"])
    for each in said["rounds"]:
        for grid in each["grids"]:
            document.paragraph(f"{each['title']}. {grid['title']}")
            if grid["why"]:
                document.paragraph(grid["why"])
            if grid["rows"]:
                document.table(said["heads"], grid["rows"], shares=(6, 1, 1))
