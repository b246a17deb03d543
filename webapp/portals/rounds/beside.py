"""Two results side by side, of two rounds or of two runs of one: what was asked, and what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.models import MatchingRound
from webapp.portals.rounds.loaders import may_name, seen_rounds
from webapp.portals.rounds.routes import page, routes
from webapp.portals.rounds.settings import LISTED
from webapp.portals.rounds.workbench import Bench, open_bench
from webapp.services.engine.ids import is_party
from webapp.services.rounds import runs
from webapp.services.rounds.cast import find_cast
from webapp.services.rounds.result import Result, reckoned_alike
from webapp.web.access import number_or_404
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.pages import shown_page
from webapp.wording.explanations import certainty
from webapp.wording.round_settings import settings_said

MOST = 12
"""So many other rounds are offered to look at beside one."""
A_PAGE = 50
"""So many files that are placed otherwise on a page."""


@dataclass(frozen=True)
class Column:
    """One of two results.

    Parameters
    ----------
    name
        What it is called at the top of its column.
    asked
        What it was asked; none where that was not kept.
    is_blanked
        Whether people of it were made anonymous since.
    """

    name: str
    result: Result
    asked: Mapping[str, Any] | None
    is_blanked: bool

    @property
    def certainty(self) -> str:
        """How good it is known to be, in words."""
        return certainty(self.result)

    @property
    def most(self) -> int:
        """How many people could have a place at most, as far as that is proven."""
        solution = self.result.solution
        more = min(solution.most_people, self.result.everyone) - solution.people
        return self.result.placed + self.result.people_left_out + more


@routes.get("/rounds/<int:round_id>/beside")
def show_beside(round_id: int) -> str | Response:
    """Show a round beside another one of the reader's: let them choose which, at first."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    others = _others(bench.round)
    if "other" not in request.args:
        return page(round=bench.round, others=others, other=None)
    other = open_bench(number_or_404(request.args["other"]))
    if isinstance(other, Response):
        return other
    for each in (bench, other):
        note_reading("round.read", each.round, page="beside")
    return page(
        round=bench.round,
        others=others,
        other=other.round,
        **side_by_side(_column(bench), _column(other), of_both=True),
    )


def _column(bench: Bench) -> Column:
    asked = runs.settings_of(db, bench.round) or bench.round.settings
    is_blanked = bench.round.blanked_at is not None
    return Column(bench.round.name, bench.result, asked, is_blanked)


def _others(of_round: MatchingRound) -> Sequence[MatchingRound]:
    """Return the other rounds that have a result, the newest first."""
    solved = MatchingRound.solution.is_not(None), MatchingRound.id != of_round.id
    newest = select(MatchingRound).where(seen_rounds(), *solved).options(*LISTED)
    return db.scalars(newest.order_by(MatchingRound.id.desc()).limit(MOST)).all()


def side_by_side(one: Column, other: Column, *, of_both: bool = False) -> dict[str, Any]:
    """Return what a page shows of two results.

    Parameters
    ----------
    of_both
        Whether only those who take part in both are listed: two rounds are of other people.
    """
    differ = _differing(one.result, other.result)
    if of_both:
        known = one.result.problem.party_of.keys() & other.result.problem.party_of.keys()
        differ = [each for each in differ if each[0] in known]
    number, pages = shown_page(len(differ), A_PAGE)
    shown = differ[(number - 1) * A_PAGE : number * A_PAGE]
    slots = {slot for _party, *places in shown for slot in places if slot}
    return {
        "columns": (one, other),
        "asked": _asked(one, other),
        "alike": reckoned_alike(one.result, other.result),
        "counts": _counts(one.result, other.result),
        "differ": len(differ),
        "of_both": of_both,
        "shown": [
            (party, [_place(each.result, party) for each in (one, other)])
            for party, *_places in shown
        ],
        "cast": find_cast(db, [party for party, *_places in shown], slots),
        "may_name": may_name,
        "number": number,
        "pages": pages,
    }


def _asked(one: Column, other: Column) -> list[tuple[str, str, str]] | None:
    """Return the settings that differ; none where those of one of them were not kept."""
    if one.asked is None or other.asked is None:
        return None
    both = zip(settings_said(one.asked), settings_said(other.asked), strict=True)
    return [(words, here, there) for (words, here), (_same, there) in both if here != there]


def _counts(one: Result, other: Result) -> dict[str, int]:
    """Count the people who have a place in one of them alone, and who take part in one alone."""
    here, there = one.solution.slot_of, other.solution.slot_of
    return {
        "only_here": sum(party.people for party in one.parties if _is_alone(party.id, here, there)),
        "only_there": sum(
            party.people for party in other.parties if _is_alone(party.id, there, here)
        ),
        "joined": sum(p.people for p in other.parties if p.id not in one.problem.party_of),
        "gone": sum(p.people for p in one.parties if p.id not in other.problem.party_of),
    }


def _is_alone(party: str, here: Mapping[str, str], there: Mapping[str, str]) -> bool:
    return party in here and party not in there


def _differing(one: Result, other: Result) -> list[tuple[str, str | None, str | None]]:
    """Return who is placed otherwise, or in one of them alone: those who lose a place first."""
    here, there = one.solution.slot_of, other.solution.slot_of
    everyone = {party.id: None for party in (*one.parties, *other.parties) if is_party(party.id)}
    places = [(each, here.get(each), there.get(each)) for each in everyone]
    changed = [(party, first, second) for party, first, second in places if first != second]
    return sorted(changed, key=lambda each: each[1] is not None and each[2] is not None)


def _place(result: Result, party: str) -> dict[str, Any]:
    """Return the place of a party in a result, and the marks of what spoke for it."""
    if party not in result.problem.party_of:
        return {"is_there": False}
    facts = result.facts.get(party)
    marks = [(each.name, each.mark) for each in facts.there if each.points] if facts else []
    slot = result.solution.slot_of.get(party)
    return {"is_there": True, "slot": slot, "marks": marks}
