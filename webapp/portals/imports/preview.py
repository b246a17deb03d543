"""What the rows of an import would make, some at a time, before anything is made."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from webapp.models import Import
from webapp.portals.imports.kinds import KINDS, Judged, Kind
from webapp.portals.imports.seeing import Verdict, groups_of
from webapp.web.extensions import db
from webapp.web.pages import shown_page

A_PAGE = 25
MOST_CHOICES = 200
"""Rows that look like somebody known, and can be ticked; of more, the last are left out."""
SORTS = ("bad", "alike", "ready")


@dataclass(frozen=True)
class Preview:
    """Some groups of rows of one sort, and how many groups and rows there are of each.

    Parameters
    ----------
    choices
        The rows that may be brought in all the same, each with its words.
    """

    sort: str
    groups: list[Judged]
    count: Counter[str]
    rows: Counter[str]
    number: int
    pages: int
    choices: list[tuple[int, str]]
    verdict: Verdict
    codes: Mapping[int, str]
    kind: Kind

    def facts(self, group: Judged) -> list[tuple[str, str]]:
        """Return what is said of what rows would make; nothing where they make nothing."""
        return [] if group.made is None else [*self.kind.facts_of(group.made)]


def of(about: Import) -> Preview:
    """Return the page of a preview that is asked for; without a wish, what is to be corrected."""
    verdict, kind = Verdict.of(about), KINDS[about.kind]
    groups = groups_of(about)
    sorts = [verdict.sort(rows) for rows in groups]
    count = Counter(sorts)
    rows: Counter[str] = Counter()
    for sort, group in zip(sorts, groups, strict=True):
        rows[sort] += len(group)
    asked = request.args.get("show", "")
    sort = asked if asked in SORTS else next((each for each in SORTS if count[each]), "ready")
    here = [group for each, group in zip(sorts, groups, strict=True) if each == sort]
    number, pages = shown_page(len(here), A_PAGE)
    shown = here[(number - 1) * A_PAGE : number * A_PAGE]
    doubtful = [group for each, group in zip(sorts, groups, strict=True) if each == "alike"]
    choices = [
        (row.number, f"{row.number} · {kind.name_of(row)}")
        for group in doubtful
        for row in group
        if row.number in verdict.alike
    ]
    judge = kind.judge()
    judged = [judge(group, frozenset()) for group in shown]
    looked_like = {
        file
        for group in shown
        for row in group
        for file in verdict.alike.get(row.number, ([], None))[0]
    }
    return Preview(
        sort,
        judged,
        count,
        rows,
        number,
        pages,
        choices[:MOST_CHOICES],
        verdict,
        kind.codes_of(db, looked_like),
        kind,
    )
