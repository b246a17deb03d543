"""The runs of one round: what each was asked and found, and two of them beside each other."""

from collections.abc import Sequence

from flask import abort, request
from werkzeug.wrappers import Response

from webapp.models import RoundRun
from webapp.portals.rounds.beside import Column, side_by_side
from webapp.portals.rounds.routes import page, routes
from webapp.portals.rounds.workbench import Bench, open_bench
from webapp.services.rounds import runs
from webapp.web.access import number_or_404
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.wording.round_settings import run_name


@routes.get("/rounds/<int:round_id>/runs")
def list_runs(round_id: int) -> str | Response:
    """Show the runs of a round that are kept, the newest first, and two of them side by side."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    kept = runs.find(db, bench.round)
    chosen = _chosen(kept)
    note_reading("round.read", bench.round, page="runs")
    return page(
        round=bench.round,
        kept=kept,
        chosen=[run.number for run in chosen],
        most_kept=runs.KEPT,
        **(side_by_side(*(_column(bench, run) for run in chosen)) if len(chosen) > 1 else {}),
    )


def _column(bench: Bench, run: RoundRun) -> Column:
    result = runs.read(db, bench.round, run)
    holder = bench.round if runs.is_present(run, bench.round) else run
    return Column(run_name(run.number), result, run.settings, holder.blanked_at is not None)


def _chosen(kept: Sequence[RoundRun]) -> list[RoundRun]:
    """Return the two runs that the address asks for, the earlier first; at first the last two."""
    if "one" not in request.args or "other" not in request.args:
        return [*reversed(kept[:2])]
    asked = {number_or_404(request.args[name]) for name in ("one", "other")}
    found = sorted((run for run in kept if run.number in asked), key=lambda run: run.number)
    return found if len(found) == len(asked) else abort(404)
