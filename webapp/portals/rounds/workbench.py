"""The round workbench: what was found, tab by tab, read from the round's row alone."""

import json
from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.names import finds
from webapp.models import DecisionKind, MatchingRound, RoundState
from webapp.models.parties import by_code
from webapp.portals.rounds.forms import RunForm
from webapp.portals.rounds.loaders import may_name, seen_round
from webapp.portals.rounds.routes import page, routes
from webapp.services import rounds
from webapp.services.engine.ids import is_party, number_of, numbers_of, pair_ids
from webapp.services.rounds import export, plan, taking_back
from webapp.services.rounds.cast import Cast, find_cast
from webapp.services.rounds.floors import floored_by
from webapp.services.rounds.overview import GROUPINGS, compare_groups
from webapp.services.rounds.result import Result
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.pages import shown_page
from webapp.wording import clashes, explanations, reasons, sentence
from webapp.wording.at_the_same_time import AtTheSameTime, at_the_same_time
from webapp.wording.barriers import barrier_sentences

A_PAGE = 20
WAITING = {RoundState.QUEUED, RoundState.RUNNING}


class Bench:
    """A solved round with who and what is in it."""

    def __init__(self, of_round: MatchingRound, result: Result) -> None:
        self.round, self.result = of_round, result
        problem = result.problem
        self.cast: Cast = find_cast(db, problem.party_of, problem.slot_of)
        self.pairs = sorted(result.pairs, key=lambda pair: self._by_code(pair[0]))
        self.unplaced = sorted((party.id for party in result.unplaced), key=self._by_code)
        self.told = plan.told(db, of_round)

    @cached_property
    def decided(self) -> dict[tuple[str, str], DecisionKind]:
        """The words given on pairs: `pin` or `forbid`."""
        return {
            pair_ids(each.party_id, each.slot_id): each.kind
            for each in self.round.decisions
            if each.kind is not DecisionKind.LIFT
        }

    @cached_property
    def untold(self) -> dict[tuple[str, str], date]:
        """The pairs of which nobody was told, each with the day on which both sides are asked."""
        if self.round.is_published:
            return {}
        days = plan.due_days(db, self.result)
        return {pair: days[pair] for pair in self.result.standing if pair not in self.told}

    @cached_property
    def planned(self) -> dict[tuple[str, str], date]:
        """Those of them that are not due yet."""
        return {pair: day for pair, day in self.untold.items() if day > today()}

    @property
    def has_something_to_send(self) -> bool:
        """Whether there is anything to approve: a plan that was kept waits for its days."""
        if not self.result.pairs:
            return False
        return not self.round.keeps_a_plan or len(self.untold) > len(self.planned)

    @cached_property
    def usual(self) -> frozenset[str]:
        """The criteria that speak for most pairs of the round."""
        return reasons.usual_of(self.result.facts.values())

    def bedrooms(self, engine_id: str) -> dict[str, Any]:
        """Return the names of the rooms that a party has, and who sleeps there too."""
        numbers, beside = self.result.bedrooms(engine_id)
        slot = self.cast.slots.get(self.result.solution.slot_of.get(engine_id, ""))
        names = {room.id: room.name for room in slot.farm.rooms} if slot else {}
        return {"names": [names[each] for each in numbers if each in names], "beside": beside}

    @cached_property
    def at_the_same_time(self) -> AtTheSameTime:
        """What else its parties have to do."""
        return at_the_same_time(db, numbers_of(filter(is_party, self.cast.parties)))

    def missed(self, engine_id: str, slot: str) -> str:
        """Return as sentences what else falls on the days of a place, or nothing."""
        return self.at_the_same_time.in_slot(number_of(engine_id), self.cast.slots[slot])

    def in_the_way(self, engine_id: str, slot: str, leaving: Collection[str] = ()) -> str:
        """Return as sentences what a party meets in a place, and what it misses for it."""
        met = barrier_sentences(self.result.barriers(engine_id, slot, leaving))
        return f"{met} {self.missed(engine_id, slot)}".strip()

    def _by_code(self, engine_id: str) -> tuple[int, str]:
        return by_code(self.cast.code(engine_id) or "")

    def list_of(self, engine_id: str) -> tuple[str, list[str]]:
        """Return the page that lists a party, and the ids of all that it lists, in its order."""
        placed = [party for party, _slot in self.pairs]
        if engine_id in placed:
            return "show_round", placed
        return "list_unmatched", self.unplaced

    def tab(self, **context: Any) -> str:
        """Render the present tab, with what every tab shows."""
        note_reading("round.read", self.round, page=request.endpoint or "")
        return page(
            round=self.round,
            result=self.result,
            cast=self.cast,
            certainty=explanations.certainty(self.result),
            proven=explanations.proven(self.result),
            waiting=rounds.waiting_decisions(self.round),
            clashes=rounds.find_clashes(self.round, self.result.problem),
            is_run=self.round.state in WAITING,
            taken_back_until=taking_back.taken_back_until(self.round),
            run_form=RunForm(),
            planned=self.planned,
            has_something_to_send=self.has_something_to_send,
            answers_until=plan.answers_until(db, [self.round.id]).get(self.round.id),
            people_planned=sum(
                self.result.problem.party_of[party].people for party, _slot in self.planned
            ),
            words=explanations,
            clash_sentence=clashes.clash_sentence,
            sentence=sentence,
            may_name=may_name,
            **context,
        )


def open_bench(round_id: int) -> Bench | Response:
    """Return a round with its last result, or where to go while there is none."""
    found = seen_round(round_id)
    result = rounds.read_result(found)
    if result is None and found.state in WAITING:
        return redirect(url_for(".show_progress", round_id=found.id))
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
    wanted = request.args.get("text", "")[:80]
    pairs = [pair for pair in bench.pairs if finds(wanted, *_said(bench.cast, *pair))]
    number, pages = shown_page(len(pairs), A_PAGE)
    shown = pairs[(number - 1) * A_PAGE : number * A_PAGE]
    explained = [bench.result.explain(party) for party, _slot in shown]
    usual = bench.usual | reasons.often_uncontested([each.contenders for each in explained])
    rows = [
        _pair_row(bench, pair, facts, usual) for pair, facts in zip(shown, explained, strict=True)
    ]
    return bench.tab(rows=rows, number=number, pages=pages, text=request.args.get("text", ""))


def _said(cast: Cast, party_id: str, slot_id: str) -> tuple[str, str, str]:
    party, slot = cast.parties.get(party_id), cast.slots[slot_id]
    names = party.names if party and may_name(party) else ""
    return cast.code(party_id) or "", names, slot.farm.name


def _pair_row(
    bench: Bench, pair: tuple[str, str], facts: Any, usual: Collection[str]
) -> dict[str, Any]:
    party, slot = pair
    return {
        "party": party,
        "slot": slot,
        "bedrooms": bench.bedrooms(party),
        "barriers": bench.in_the_way(party, slot),
        "placed": reasons.why_placed(facts.matches[0], facts.contenders, usual),
        "why": reasons.why(facts.matches[0], facts.open, usual),
        "pinned": facts.matches[0].grounds.is_pinned,
        "planned": bench.planned.get((party, slot)),
        "told": (party, slot) in bench.told,
        "said": bench.decided.get((party, slot)),
        "moved": any(each.party == party for each in bench.result.moved),
    }


@routes.get("/rounds/<int:round_id>/export")
def export_round(round_id: int) -> Response:
    """Give a solved round as a file that anyone can verify; the giving is kept."""
    found = seen_round(round_id)
    written = export.exported(found) or abort(404)
    note_reading("round.exported", found)
    return Response(
        json.dumps(written, ensure_ascii=False),
        mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename=sillon-round-{found.id}.json"},
    )


@routes.get("/rounds/<int:round_id>/unmatched")
def list_unmatched(round_id: int) -> str | Response:
    """Show who has no place, and why not."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    number, pages = shown_page(len(bench.unplaced), A_PAGE)
    shown = bench.unplaced[(number - 1) * A_PAGE : number * A_PAGE]
    return bench.tab(
        rows=[(party, bench.result.explain(party)) for party in shown],
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


@routes.get("/rounds/<int:round_id>/comparison")
def show_comparison(round_id: int) -> str | Response:
    """Compare with first come, first served, and show how groups fared."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    groups = {grouping: compare_groups(bench.result, grouping) for grouping in GROUPINGS}
    return bench.tab(
        groups=groups,
        levels=rounds.levels_of(bench.round.weights),
        floored_by=floored_by(bench.result.problem),
    )
