"""The round workbench: what was found, tab by tab, read from the round's row alone."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import audit
from webapp.extensions import db
from webapp.geography import MapKind, MapLine, MapPoint, Point, draw_map
from webapp.models import MatchingRound, RoundState
from webapp.pages import shown_page
from webapp.rounds.forms import RunForm
from webapp.rounds.owners import may_name, seen_round
from webapp.rounds.routes import page, routes
from webapp.services import rounds
from webapp.services.parties import by_code, plain
from webapp.services.rounds.cast import Cast, find_cast
from webapp.services.rounds.overview import GROUPINGS, compare_groups
from webapp.services.rounds.result import Result
from webapp.wording import explanations, sentence

A_PAGE = 20
WAITING = {RoundState.QUEUED, RoundState.RUNNING}


class Bench:
    """A solved round with who and what is in it."""

    def __init__(self, of_round: MatchingRound, result: Result) -> None:
        self.round, self.result = of_round, result
        problem = result.problem
        self.cast: Cast = find_cast(db, problem.party_of, problem.slot_of)
        self.pairs = sorted(result.pairs, key=lambda pair: self.by_code(pair[0]))

    def by_code(self, engine_id: str) -> tuple[int, str]:
        """Return by what a party is sorted, wherever parties are listed."""
        return by_code(self.cast.code(engine_id) or "")

    def tab(self, **context: Any) -> str:
        """Render the present tab, with what every tab shows."""
        audit.record(db, "round.read", self.round, page=request.endpoint)
        db.commit()
        return page(
            round=self.round,
            result=self.result,
            cast=self.cast,
            certainty=explanations.certainty(self.result),
            waiting=rounds.waiting_decisions(self.round),
            run_form=RunForm(),
            words=explanations,
            sentence=sentence,
            may_name=may_name,
            **context,
        )


def open_bench(round_id: int) -> Bench | Response:
    """Return a solved round, or where to go while there is no result."""
    found = seen_round(round_id)
    if found.state in WAITING:
        return redirect(url_for(".show_progress", round_id=found.id))
    result = rounds.read_result(found)
    if result is None:
        over = "list_round_visits" if found.is_published else "show_health"
        return redirect(url_for(f".{over}", round_id=found.id))
    return Bench(found, result)


@routes.get("/rounds/<int:round_id>")
def show_round(round_id: int) -> str | Response:
    """Show the pairs, each with its reason."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    wanted = plain(request.args.get("text", "")[:80])
    pairs = [pair for pair in bench.pairs if wanted in _said(bench.cast, *pair)]
    number, pages = shown_page(len(pairs), A_PAGE)
    shown = pairs[(number - 1) * A_PAGE : number * A_PAGE]
    rows = [_pair_row(bench, party, slot) for party, slot in shown]
    return bench.tab(rows=rows, number=number, pages=pages, text=request.args.get("text", ""))


def _said(cast: Cast, party_id: str, slot_id: str) -> str:
    party, slot = cast.parties.get(party_id), cast.slots[slot_id]
    names = party.names if party and may_name(party) else ""
    return plain(f"{cast.code(party_id)} {names} {slot.farm.name}")


def _pair_row(bench: Bench, party: str, slot: str) -> dict[str, Any]:
    facts = bench.result.explain(party)
    return {
        "party": party,
        "slot": slot,
        "points": facts.matches[0].points - facts.matches[0].person,
        "why": explanations.why(bench.result, facts.matches[0], facts.open),
        "pinned": (party, slot) in bench.result.is_pinned,
        "moved": any(each.party == party for each in bench.result.moved),
    }


@routes.get("/rounds/<int:round_id>/unmatched")
def list_unmatched(round_id: int) -> str | Response:
    """Show who has no place, and why not."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    unplaced = sorted(bench.result.unplaced, key=lambda party: bench.by_code(party.id))
    number, pages = shown_page(len(unplaced), A_PAGE)
    shown = unplaced[(number - 1) * A_PAGE : number * A_PAGE]
    return bench.tab(
        rows=[(party.id, bench.result.explain(party.id)) for party in shown],
        slots=len(bench.result.problem.slots),
        number=number,
        pages=pages,
    )


@routes.get("/rounds/<int:round_id>/free-places")
def list_free_places(round_id: int) -> str | Response:
    """Show the places that stay free, and why."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    free = bench.result.free_places
    number, pages = shown_page(len(free), A_PAGE)
    shown = free[(number - 1) * A_PAGE : number * A_PAGE]
    return bench.tab(
        rows=[(slot.id, beds, bench.result.explain(slot.id)) for slot, beds in shown],
        parties=len(bench.result.parties),
        number=number,
        pages=pages,
    )


@routes.get("/rounds/<int:round_id>/map")
def show_round_map(round_id: int) -> str | Response:
    """Show homes and farms, joined by the pairs."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    problem, solution = bench.result.problem, bench.result.solution
    homes = {Point(*party.home) for party in bench.result.parties}
    used = {slot for _, slot in bench.result.pairs}
    # Only farms with a pair are named: two names on one another say nothing.
    farms = {Point(*slot.place): "" for slot in problem.slots}
    farms |= {
        Point(*problem.slot_of[slot].place): bench.cast.slots[slot].farm.name for slot in used
    }
    lines = {
        (problem.party_of[party].home, problem.slot_of[slot].place)
        for party, slot in bench.result.pairs
    }
    drawing = draw_map(
        [MapPoint(point, MapKind.HOME) for point in sorted(homes, key=str)]
        + [MapPoint(point, MapKind.FARM, name) for point, name in farms.items()],
        title=_("Homes, farms and the pairs between them"),
        description=_("The tab of pairs tells the same in words."),
        lines=[MapLine(Point(*home), Point(*place)) for home, place in sorted(lines)],
        crop=True,
    )
    return bench.tab(drawing=drawing, placed=len(solution.matches))


@routes.get("/rounds/<int:round_id>/calendar")
def show_round_calendar(round_id: int) -> str | Response:
    """Show who is away on which days."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    away: dict[date, list[str]] = {}
    for party, slot_id in bench.result.pairs:
        slot = bench.result.problem.slot_of[slot_id]
        for day in _days(slot.arrival, slot.departure):
            away.setdefault(day, []).append(bench.cast.code(party) or "–")
    days = {day: ("stay", ", ".join(sorted(codes)), "") for day, codes in away.items()}
    stays = sorted(bench.result.pairs, key=lambda pair: bench.cast.slots[pair[1]].arrival)
    return bench.tab(months=list(_months(away)), days=days, stays=stays)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _months(days: Iterable[date]) -> Iterable[tuple[date, list[list[date]]]]:
    calendar = Calendar()
    for first in sorted({day.replace(day=1) for day in days}):
        yield first, calendar.monthdatescalendar(first.year, first.month)


@routes.get("/rounds/<int:round_id>/comparison")
def show_comparison(round_id: int) -> str | Response:
    """Compare with first come, first served, and show how groups fared."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    groups = {grouping: compare_groups(bench.result, grouping) for grouping in GROUPINGS}
    return bench.tab(groups=groups, levels=rounds.levels_of(bench.round.weights))
