"""What would unlock more: the places to look for, as a job has found them."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.portals.rounds.loaders import seen_round
from webapp.portals.rounds.routes import page, routes
from webapp.portals.rounds.workbench import Bench, open_bench
from webapp.services import rounds
from webapp.services.rounds import WantedPlace
from webapp.services.visits.safeguarding import is_alone
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.wording import advice


@routes.get("/rounds/<int:round_id>/advice")
def show_advice(round_id: int) -> str | Response:
    """Show which places would give a place to most of those who have none."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    if bench.round.awaits_advice:
        return redirect(url_for(".show_advice_progress", round_id=round_id))
    places = [_row(bench, wanted) for wanted in rounds.read_advice(bench.round)]
    return bench.tab(form=Form(), places=places)


def _row(bench: Bench, wanted: WantedPlace) -> dict[str, object]:
    commune = find_commune(bench.cast.slots[wanted.near].stands_at.commune or "")
    people = [bench.cast.parties[each] for each in wanted.placed if each in bench.cast.parties]
    alone = any(is_alone(party, wanted.arrival) for party in people)
    return {
        "wanted": wanted,
        "sentence": advice.sentence_of(wanted, commune.name if commune else ""),
        "details": advice.details_of(wanted, accompanied_host=alone),
    }


@routes.get("/rounds/<int:round_id>/advice/progress")
def show_advice_progress(round_id: int) -> str | Response:
    """Say that places are being looked for; the page renews itself until they are found."""
    found = seen_round(round_id)
    if not found.awaits_advice:
        return redirect(url_for(".show_advice", round_id=found.id))
    return page(round=found, form=Form(), is_overdue=rounds.is_overdue(found))


@routes.post("/rounds/<int:round_id>/advice/stop")
def stop_advice(round_id: int) -> Response:
    """Look for no places any more."""
    found = seen_round(round_id, lock=True)
    with acting() as act:
        rounds.stop_advice(db, found)
        act.tell(_("It is stopped, and nothing of it is kept. The round stays as it is."))
    return redirect(url_for(".show_advice", round_id=round_id))


@routes.post("/rounds/<int:round_id>/advice")
def ask_for_advice(round_id: int) -> Response:
    """Have the places looked for, again if need be."""
    found = seen_round(round_id, lock=True)
    with acting():
        rounds.ask_for_advice(db, found)
    return redirect(url_for(".show_advice", round_id=round_id))
