"""One pair of a round: where its points come from, what else there is, and a word on it."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import DecisionKind, MatchingRound
from webapp.portals.rounds.forms import LiftForm
from webapp.portals.rounds.loaders import seen_party, seen_round
from webapp.portals.rounds.routes import page, routes
from webapp.portals.rounds.workbench import A_PAGE, Bench, open_bench
from webapp.services import rounds
from webapp.services.engine import ids
from webapp.services.rounds.cast import find_cast
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.versions import SEEN
from webapp.wording import exchanges, reasons


@routes.get("/rounds/<int:round_id>/parties/<int:party_id>")
def show_pair(round_id: int, party_id: int) -> str | Response:
    """Show one party's place with its reasons, or why there is none, and what else there is."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    engine_id = ids.party_id(party_id)
    if engine_id not in bench.result.problem.party_of:
        abort(404)
    party = seen_party(party_id)
    explanation = bench.result.explain(engine_id)
    match = explanation.matches[0] if explanation.matches else None
    _view, listed = bench.list_of(engine_id)
    here = listed.index(engine_id)
    apart = [slot for who, slot in sorted(bench.result.safeguarded) if who == engine_id]
    return bench.tab(
        party=party,
        engine_id=engine_id,
        explanation=explanation,
        match=match,
        placed=reasons.why_placed(match, explanation.contenders, bench.usual) if match else "",
        why=reasons.why(match, explanation.open, bench.usual) if match else "",
        barriers=bench.in_the_way(engine_id, match.slot) if match else "",
        bedrooms=bench.bedrooms(engine_id),
        barriers_at=lambda other: bench.in_the_way(
            engine_id, other.slot, other.way.leaving if other.way else ()
        ),
        balance=lambda other: exchanges.balance(bench.result.exchange(other)),
        decisions=_decisions(bench, engine_id),
        apart=apart,
        before=listed[here - 1] if here else None,
        after=listed[here + 1] if here + 1 < len(listed) else None,
        slots=len(bench.result.problem.slots),
    )


def _decisions(bench: Bench, engine_id: str) -> dict[str, str]:
    return {slot: kind for (party, slot), kind in bench.decided.items() if party == engine_id}


@routes.post("/rounds/<int:round_id>/parties/<int:party_id>/slots/<int:slot_id>/decision")
def decide_pair(round_id: int, party_id: int, slot_id: int) -> Response:
    """Keep a pair, forbid it, or take such a word back; the next run follows."""
    found, party = seen_round(round_id, lock=True), seen_party(party_id)
    said = request.form.get("kind", "")
    kind = DecisionKind(said) if said in rounds.OPPOSITE else None
    decided = {(each.party_id, each.slot_id) for each in found.decisions}
    if (party.id, slot_id) not in decided:
        _slot_or_404(found.problem, slot_id)
    with acting() as act:
        rounds.check_shown(found, party.id, slot_id, request.form.get(SEEN, ""))
        if kind:
            rounds.decide(db, found, party.id, slot_id, kind, signed_in_user())
        else:
            rounds.undo(db, found, party.id, slot_id)
        if kind is DecisionKind.PIN and rounds.clashes(found, party.id, slot_id):
            act.tell(_("This pair is kept, but cannot hold beside the others: see below."), "error")
        else:
            act.tell(_told(kind))
    return redirect(_back_to_the_list(found, ids.party_id(party.id)))


def _back_to_the_list(of_round: MatchingRound, engine_id: str) -> str:
    """Return the address of a party in the list that it was opened from."""
    bench = open_bench(of_round.id)
    if isinstance(bench, Response):
        return str(bench.location)
    view, listed = bench.list_of(engine_id)
    before = listed.index(engine_id) // A_PAGE if engine_id in listed else 0
    page_number = before + 1 if before else None
    return url_for(f".{view}", round_id=of_round.id, page=page_number, _anchor=engine_id)


def _told(kind: DecisionKind | None) -> str:
    told = {
        DecisionKind.PIN: _("This pair is kept: the next run does not change it."),
        DecisionKind.FORBID: _("Not this pair: the next run looks for something else."),
    }
    return str(told[kind] if kind else _("Taken back."))


def _slot_or_404(problem: dict[str, Any] | None, slot_id: int) -> None:
    known = problem["slots"] if problem else []
    if all(slot["id"] != ids.slot_id(slot_id) for slot in known):
        abort(404)


@routes.route(
    "/rounds/<int:round_id>/parties/<int:party_id>/slots/<int:slot_id>/lift",
    methods=["GET", "POST"],
)
def lift_exclusion(round_id: int, party_id: int, slot_id: int) -> str | Response:
    """Lift a safeguarding exclusion for one pair, with a written reason."""
    found, party = seen_round(round_id, lock=True), seen_party(party_id)
    _slot_or_404(found.problem, slot_id)
    form = LiftForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            rounds.lift(db, found, party.id, slot_id, form.reason.data, signed_in_user())
            act.tell(_("The exclusion is lifted for this pair, from the next run on."))
        if act.done:
            return redirect(url_for(".show_pair", round_id=found.id, party_id=party.id))
    engine_id = ids.slot_id(slot_id)
    slot = find_cast(db, [], [engine_id]).slots[engine_id]
    return page(form=form, round=found, party=party, slot=slot)
