"""Two solved rounds side by side: their figures, and whose place is another."""

from collections.abc import Sequence

from flask import request
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.models import MatchingRound
from webapp.portals.rounds.loaders import may_name, seen_rounds
from webapp.portals.rounds.routes import page, routes
from webapp.portals.rounds.settings import LISTED
from webapp.portals.rounds.workbench import Bench, open_bench
from webapp.services import rounds
from webapp.services.rounds.cast import find_cast
from webapp.web.access import number_or_404
from webapp.web.acts import note_reading
from webapp.web.extensions import db

MOST = 12
"""So many other rounds are offered to look at beside one."""


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
        results=[bench.result, other.result],
        levels=[rounds.levels_of(each.round.weights) for each in (bench, other)],
        differ=_differing(bench, other),
        cast=find_cast(
            db,
            {*bench.result.problem.party_of, *other.result.problem.party_of},
            {*bench.result.problem.slot_of, *other.result.problem.slot_of},
        ),
        may_name=may_name,
    )


def _others(of_round: MatchingRound) -> Sequence[MatchingRound]:
    """Return the other rounds that have a result, the newest first."""
    solved = MatchingRound.solution.is_not(None), MatchingRound.id != of_round.id
    newest = select(MatchingRound).where(seen_rounds(), *solved).options(*LISTED)
    return db.scalars(newest.order_by(MatchingRound.id.desc()).limit(MOST)).all()


def _differing(one: Bench, other: Bench) -> list[tuple[str, str | None, str | None]]:
    """Return who is placed otherwise: the party, its place here and its place there."""
    here, there = (each.result.solution.slot_of for each in (one, other))
    both = [party.id for party in one.result.parties if party.id in other.result.problem.party_of]
    places = [(each, here.get(each), there.get(each)) for each in both]
    return [(party, first, second) for party, first, second in places if first != second]
