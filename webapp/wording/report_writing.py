"""All that a report says, in French, as it is frozen: words, definitions and told figures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.geography import Commune, Department, departments, find_commune
from webapp.ground import languages
from webapp.ground.clock import PARIS
from webapp.models import UNKNOWN, Funder, Report
from webapp.models.assessments import ASSESSED, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.reports.before_after import VILLAGE_SPLITS
from webapp.services.reports.rounding import BAND, BASE, PARTS_FROM, SHARES_FROM
from webapp.services.reports.tables import PERIODS, WHOLE, Cell, Line, Table
from webapp.wording.days import format_date
from webapp.wording.labels import label
from webapp.wording.lists import listed

PART_LABELS = {"age": "age-band", "again": "feedback-answer", "outcome": "follow-up-outcome",
               "way-out": "outcome",
               **dict.fromkeys([*ASSESSED[PRESENT_GRID], *ASSESSED[PRESENT_FARM_GRID]], "change"),
               **dict.fromkeys(VILLAGE_SPLITS, "village-answer")}  # fmt: skip
"""Under which kind the parts of a split have their labels, where not under its own name."""


TERRITORIES: Mapping[str, Callable[[str], Commune | Department | None]] = {
    "department": lambda code: departments().get(code),
    "commune": find_commune,
}
"""How a territory is found by its code."""


def part_name(line: Line, names: Mapping[str, str]) -> str:
    """Return how a part is called; `names` are those of associations, by their number."""
    if line.split == WHOLE:
        return str(_("All"))
    if line.split == "organisation":
        return names.get(line.part, line.part)
    if line.split in TERRITORIES:
        found = TERRITORIES[line.split](line.part)
        return found.name if found else line.part or str(_("Not known"))
    if line.split in PERIODS:
        return period_name(line.split, date.fromisoformat(line.part))
    if line.part == UNKNOWN:
        return str(label("follow-up-outcome", UNKNOWN))
    return str(label(PART_LABELS.get(line.split, line.split), line.part))


def period_name(kind: str, first: date) -> str:
    """Return how a year or a quarter is called, by its first day or one of its first."""
    if kind == "year":
        return str(first.year)
    return str(_("Q%(number)d %(year)s", number=(first.month - 1) // 3 + 1, year=first.year))


def written(
    report: Report, tables: Sequence[Table], names: Mapping[str, str], programme: str, at: datetime
) -> dict[str, Any]:
    """Write a report: nothing that its files say is looked up again later.

    Parameters
    ----------
    names
        Of associations, by their number.
    at
        When it is frozen.
    """
    with force_locale(languages.DEFAULT.locale):
        return {
            "title": f"{programme} – {report.funder.name}",
            "frozen_at": at.isoformat(),
            "foreword": report.funder.foreword,
            "about": _about(report, names, at),
            "notes": notes(),
            "words": {
                "definitions": str(_("Definitions")),
                "figures": str(_("Figures")),
                "heads": [str(each) for each in _heads()],
            },
            "tables": [_table(each, names) for each in tables],
        }


def _heads() -> list[Any]:
    return [
        _("Indicator"), _("Split"), _("Who"), _("Told"), _("At least"), _("At most"),
        _("Of these"), _("At least"), _("At most"), _("Share told"),
    ]  # fmt: skip


def _about(report: Report, names: Mapping[str, str], at: datetime) -> list[str]:
    first, last, as_of, frozen = (
        format_date(day, "long")
        for day in (report.first_day, report.last_day, report.as_of, at.astimezone(PARIS).date())
    )
    funder = report.funder
    whose = names.get(str(funder.organisation_id), "") if funder.organisation_id else ""
    return [
        str(_("From %(first)s to %(last)s", first=first, last=last)),
        str(_("As known on %(day)s, frozen on %(frozen)s", day=as_of, frozen=frozen)),
        str(_("Association: %(name)s", name=whose or _("all"))),
        str(_("People: %(who)s", who=label("sex", funder.sex) if funder.sex else _("all"))),
        *([first_titles()] if funder.first_titles else []),
        *what_is_paid(funder),
    ]


def what_is_paid(funder: Funder) -> list[str]:
    """Return from when until when a funder pays, and what; nothing where neither is noted."""
    first, last = (
        each and format_date(each, "long") for each in (funder.pays_from, funder.pays_until)
    )
    if first and last:
        days = _("Pays from %(first)s to %(last)s", first=first, last=last)
    elif first or last:
        days = _("Pays from %(day)s", day=first) if first else _("Pays until %(day)s", day=last)
    else:
        days = ""
    paid = listed([str(label("action", each)) for each in funder.actions])
    if not days:
        return [str(_("Pays for: %(what)s", what=paid))] if paid else []
    if not funder.actions:
        return [
            str(_("%(days)s. A figure of a period counts nothing outside these days.", days=days))
        ]
    said = {"days": days, "what": paid}
    what = _(
        "%(days)s: %(what)s. Of these, a figure of a period counts nothing outside the days.",
        **said,
    )
    return [str(what)]


def first_titles() -> str:
    """Return of whom a report to a funder of people with first titles tells."""
    return str(
        _("Only people whose first residence title was less than five years old when the period "
          "began, or when they came into the programme. Of whom that is not written, with their "
          "agreement, nobody is counted.")
    )  # fmt: skip


def notes() -> list[str]:
    """Return how figures are told, as every report says it."""
    return [
        str(_("How many took part is told exactly. What they are, and what became of them, is "
              "told so that nobody can be found: a multiple of %(base)d, drawn by lot around the "
              "number counted, with the band in which it lies nineteen times in twenty (%(band)d "
              "either way). Another report draws anew, so small differences mean nothing, and "
              "parts need not add up.",
              base=BASE, band=BAND)),
        str(_("Fewer than %(num)d are not divided into parts.", num=PARTS_FROM)),
        str(_("A share of figures that were drawn is told where both are %(num)d or more, and is "
              "taken of these.", num=SHARES_FROM)),
        str(_("Whoever is not known to have done something is counted among all, never left out. "
              "There is no group to compare with.")),
    ]  # fmt: skip


def banded(cell: Cell) -> str:
    """Return a figure with the band in which its count lies; a dash where none is told."""
    if cell.told is None or cell.band is None:
        return "–"
    if cell.exact:
        return str(cell.told)
    least, most = cell.band
    if not least:
        return str(_("%(most)d at most", most=most))
    return str(_("%(told)d (%(least)d to %(most)d)", told=cell.told, least=least, most=most))


def definition(table: Table) -> str:
    """Return what a table counts, of whom, how it is told, and from which rows it is read."""
    indicator = table.indicator
    said = [label("indicator-among", indicator.code)]
    if indicator.counted:
        said.append(label("indicator-counted", indicator.code))
    if any(split.of_counted for split in indicator.splits):
        said += no_control_group()
    rows = listed([str(label("indicator-rows", each)) for each in indicator.rows])
    said.append(_("Read from: %(rows)s.", rows=rows))
    if table.undivided:
        said.append(_("Too few to be divided into parts."))
    elif any(split.least for split in indicator.splits):
        said.append(_("A commune is told where there are %(num)d or more.", num=PARTS_FROM))
    if any(line.split in PERIODS for line in table.lines):
        said.append(
            _("A quarter or a year counts its days within this report alone, as they were known "
              "on the last of them.")
        )  # fmt: skip
    return " ".join(map(str, said))


def no_control_group() -> list[str]:
    """Return what everybody is told of figures of before and after."""
    return [
        str(_("There is no control group.")),
        str(_("What has changed may have other reasons than the visits. Whoever does not answer "
              "may see it otherwise.")),
    ]  # fmt: skip


def _table(table: Table, names: Mapping[str, str]) -> dict[str, Any]:
    indicator = table.indicator
    told = [
        line
        for line in table.lines
        if line.split in {WHOLE, *PERIODS} or line.among.told is not None
    ]
    return {
        "code": indicator.code,
        "title": str(label("indicator", indicator.code)),
        "definition": definition(table),
        "unit": str(label("unit", indicator.unit)),
        "counts": indicator.counted is not None,
        "parts": [
            {
                "code": split,
                "title": str(label("split", split)) if split != WHOLE else "",
                "lines": _lines([*lines], names),
            }
            for split, lines in groupby(told, key=lambda line: line.split)
        ],
    }


def _lines(lines: Sequence[Line], names: Mapping[str, str]) -> list[dict[str, Any]]:
    most = max((line.among.told or 0 for line in lines), default=0) or 1
    return [
        {
            "code": line.part,
            "who": part_name(line, names),
            "among": _said(line.among),
            "counted": _said(line.counted) if line.counted else None,
            "share": line.share,
            "bar": round(100 * (line.among.told or 0) / most),
        }
        for line in lines
    ]


def _said(cell: Cell) -> dict[str, Any]:
    least, most = cell.band or (None, None)
    return {"words": banded(cell), "told": cell.told, "least": least, "most": most}
